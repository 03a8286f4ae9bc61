/**
 * Lines whose type changes from bold to plain. LiteParse joins what stands close together on a line and tells the font of its
 * first letter alone. PDF.js, which takes as long as all of parsing, is asked of small pages with several such lines.
 */
import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
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
interface Stretch {
  readonly x0: number;
  readonly x1: number;
  /** Of the line that letters stand on. */
  readonly baseline: number;
  readonly isBold: boolean;
}

/** The pages with every word as bold as it is drawn; unchanged where PDF.js cannot tell. */
export async function withWeights(secondReader: PdfJs, pages: readonly Page[]): Promise<readonly Page[]> {
  const numbers = pages.filter((page) => page.turned === undefined).map((page) => page.number);
  if (numbers.length === 0) return pages;
  const found = await secondReader.readPages(numbers, stretchesOf);
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

async function stretchesOf(
  page: Parameters<Parameters<PdfJs['readPages']>[1]>[0],
): Promise<readonly Stretch[]> {
  // Fonts have names only when the drawing commands have been read.
  await page.getOperatorList();
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const bold = new Map<string, boolean>();
  return items.flatMap((item): Stretch[] => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const { fontName, width } = item;
    const isBold = bold.get(fontName) ?? isBoldFont({ fontName: nameOf(page.commonObjs.get(fontName)) });
    bold.set(fontName, isBold);
    const [x, y]: readonly number[] = [Number(item.transform[4]), Number(item.transform[5])];
    const [x0 = 0, baseline = 0] = viewport.convertToViewportPoint(x ?? 0, y ?? 0);
    const [x1 = 0] = viewport.convertToViewportPoint((x ?? 0) + width, y ?? 0);
    return [{ x0: Math.min(x0, x1), x1: Math.max(x0, x1), baseline, isBold }];
  });
}

function nameOf(font: unknown): string {
  return typeof font === 'object' && font !== null && 'name' in font ? String(font.name) : '';
}
