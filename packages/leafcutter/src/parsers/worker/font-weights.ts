/**
 * Lines whose type changes from bold to plain. LiteParse joins what stands close together on a line and tells the font of its
 * first letter alone. PDF.js, which takes as long as all of parsing, is asked of small pages with several such lines.
 */
import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import type { PDFPageProxy } from 'unpdf/pdfjs';
import type { Page, Word } from '../../document/types.ts';
import type { PdfJs } from './pdfjs.ts';
import { isBoldFont } from './pdf-words.ts';

/** Longer lines are running text, where bold words name nothing. */
const mostWords = 14;
/** Lines and pieces of lines on a page that is asked of; forms are small. */
const mostItems = 100;
const leastLines = 2;
/** Of all lines, those that may begin with a caption. */
const leastShare = 0.15;
/** Of lines of several words, those that begin with a part of several: fewer, and the page is drawn word by word. */
const leastRuns = 0.2;

/** The page may have short lines that begin bold and go on plain. */
export function mayChangeWeight(page: ParsedPage | undefined): boolean {
  const items = page?.textItems ?? [];
  if (items.length > mostItems || items.every(isBoldFont)) return false;
  const lines = items.filter(({ text }) => text.trim().includes(' '));
  const inRuns = lines.filter((item) => firstPart(item).includes(' '));
  if (inRuns.length < lines.length * leastRuns) return false;
  const mixed = lines.filter(
    (item) => isBoldFont(item) && !item.text.includes(':') && item.text.split(' ').length < mostWords,
  );
  return mixed.length >= Math.max(leastLines, items.length * leastShare);
}

/** Codes are told of the first part alone, where parts are drawn apart. */
function firstPart({ text, charCodes = [] }: TextItem): string {
  return text.slice(0, charCodes.length).trim();
}

/** A run of one font on the page, points from its left and top. */
interface Run {
  readonly x0: number;
  readonly x1: number;
  /** Of the line that letters stand on. */
  readonly baseline: number;
  /** A name that is the file's own for this reading. */
  readonly font: string;
}
interface Stretch extends Run {
  readonly isBold: boolean;
}

/**
 * The pages with every word as bold as it is drawn; unchanged where PDF.js cannot tell.
 * @param raw what LiteParse read, by page number
 */
export async function withWeights(
  secondReader: PdfJs,
  pages: readonly Page[],
  raw: ReadonlyMap<number, ParsedPage>,
): Promise<readonly Page[]> {
  const numbers = pages.filter((page) => page.turned === undefined).map((page) => page.number);
  if (numbers.length === 0) return pages;
  const found = await secondReader.readPages(numbers, (page) =>
    stretchesOf(page, raw.get(page.pageNumber)?.textItems ?? []),
  );
  return pages.map((page) => {
    const stretches = found.get(page.number);
    return stretches === undefined
      ? page
      : { ...page, words: page.words.map((word) => weighed(word, stretches)) };
  });
}

function weighed(word: Word, stretches: readonly Stretch[]): Word {
  const [x0, y0, x1, y1] = word.box;
  const middle = (x0 + x1) / 2;
  const stretch = stretches.find(
    (one) =>
      one.x0 - 1 <= middle &&
      middle <= one.x1 + 1 &&
      one.baseline > y0 + (y1 - y0) * 0.3 &&
      one.baseline < y1 + 1,
  );
  if (stretch === undefined || word.ocr !== null) return word;
  const { bold: _, ...plain } = word;
  return stretch.isBold ? { ...plain, bold: true } : plain;
}

async function stretchesOf(page: PDFPageProxy, items: readonly TextItem[]): Promise<readonly Stretch[]> {
  const viewport = page.getViewport({ scale: 1 });
  const runs = (await page.getTextContent()).items.flatMap((item): Run[] => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [x, y]: readonly number[] = [Number(item.transform[4]), Number(item.transform[5])];
    const [x0 = 0, baseline = 0] = viewport.convertToViewportPoint(x ?? 0, y ?? 0);
    const [x1 = 0] = viewport.convertToViewportPoint((x ?? 0) + item.width, y ?? 0);
    return [{ x0: Math.min(x0, x1), x1: Math.max(x0, x1), baseline, font: item.fontName }];
  });
  const bold = boldOfFirst(runs, items);
  if (runs.some(({ font }) => !bold.has(font))) {
    // Fonts have names only when the drawing commands have been read.
    await page.getOperatorList();
    for (const { font } of runs)
      if (!bold.has(font)) bold.set(font, isBoldFont({ fontName: nameOf(page.commonObjs.get(font)) }));
  }
  return runs.map((run) => ({ ...run, isBold: bold.get(run.font) ?? false }));
}

/** Fonts that begin a line: what LiteParse says of its first letter. Reading the drawing commands takes as long as the text. */
function boldOfFirst(runs: readonly Run[], items: readonly TextItem[]): Map<string, boolean> {
  const bold = new Map<string, boolean>();
  for (const item of items) {
    const first = runs.find(
      ({ x0, baseline }) =>
        Math.abs(x0 - item.x) <= 1 && baseline > item.y && baseline < item.y + item.height + 1,
    );
    if (first !== undefined && !bold.has(first.font)) bold.set(first.font, isBoldFont(item));
  }
  return bold;
}

function nameOf(font: unknown): string {
  return typeof font === 'object' && font !== null && 'name' in font ? String(font.name) : '';
}
