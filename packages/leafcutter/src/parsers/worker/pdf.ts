/** PDF files through LiteParse (PDFium), inside a worker process. */
import { open, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { LiteParse, type LiteParseConfig, type ParsedPage } from '@llamaindex/liteparse';
import { serialisePages } from '../../document/serialise.ts';
import type { Gap, Page, Turned } from '../../document/types.ts';
import { LeafcutterError } from '../../errors.ts';
import { mayChangeWeight, withWeights } from './font-weights.ts';
import { nothingDrawn, renderModesOf, withInvisibleText } from './invisible-text.ts';
import { baseOptions, pageOptions } from './liteparse-options.ts';
import { standsUpright } from './ocr-quality.ts';
import { kindOf, pageOf, unreadablePage } from './pdf-page.ts';
import { PdfJs } from './pdfjs.ts';
import type { FileTask, OcrTask } from './protocol.ts';
import { withAllRightToLeft } from './right-to-left.ts';
import { inPoints } from './user-unit.ts';
import { makeTemporaryFolder } from '../../temporary/index.ts';

/** LiteParse tells of the whole document whichever pages are asked for: one that no document has costs no reading. */
const noPage = '4000000000';

/** Pages of the document. @throws LeafcutterError document_encrypted, document_unreadable, document_empty */
async function probePdf(file: FileTask): Promise<number> {
  const { totalPages } = await run(file, { targetPages: noPage });
  if (totalPages === 0) throw new LeafcutterError('document_empty', `${file.name} has no pages.`);
  return totalPages;
}

/** The pages of the range, serialised. */
async function parsePdf(
  file: FileTask,
  range: { readonly first: number; readonly last: number },
  ocr: OcrTask | null,
): Promise<string> {
  const result = await run(file, { ...pageOptions, targetPages: `${range.first}-${range.last}` });
  const turns = new Map(result.pages.flatMap(turnOf));
  const raw = new Map(result.pages.map((page) => [page.pageNum, page]));
  if (turns.size > 0) {
    const again = await run(file, {
      ...pageOptions,
      targetPages: [...turns.keys()].join(','),
      pageOrientationCorrections: [...turns].map(([page, { degrees }]) => ({
        page,
        angle: against(degrees),
      })),
    });
    for (const page of again.pages) raw.set(page.pageNum, page);
  }
  await using secondReader = new PdfJs(file);
  const scaled = await inPoints(secondReader, [...raw.values()]);
  for (const page of await withAllRightToLeft(file, secondReader, scaled)) raw.set(page.pageNum, page);
  const pages = new Map(
    [...raw].map(([number, page]) => {
      const turned = turns.get(number);
      return [number, turned === undefined ? pageOf(page) : { ...pageOf(page), turned }] as const;
    }),
  );
  const mixed = [...pages.values()].filter(({ number }) => mayChangeWeight(raw.get(number)));
  for (const page of await withWeights(secondReader, mixed, raw)) pages.set(page.number, page);
  await markInvisibleText(file, secondReader, raw, pages);
  const poor = [...raw.values()]
    .filter((page) => lacksText(page, pages.get(page.pageNum)))
    .map((page) => page.pageNum);
  if (poor.length > 0) {
    const read = ocr === null ? null : await readByOcr(file, poor, ocr);
    for (const number of poor)
      pages.set(number, withOcr(pages.get(number), read?.get(number), number, ocr !== null));
  }
  const failed = new Map(result.pageErrors.map((error) => [error.pageNum, error.message]));
  const all: Page[] = [];
  for (let number = range.first; number <= range.last; number += 1) {
    const reason = failed.get(number) ?? 'the page is not in the file';
    all.push(pages.get(number) ?? unreadablePage(number, `Page ${number} could not be read: ${reason}.`));
  }
  return serialisePages(all);
}

/** The page as PNG, base64. */
async function renderPdf(file: FileTask, page: number, dpi: number): Promise<string> {
  const result = await run(file, { targetPages: String(page), extractScreenshots: true, dpi });
  const [shot] = result.screenshots;
  if (shot === undefined)
    throw new LeafcutterError('page_unreadable', `Page ${page} of ${file.name} cannot be drawn.`, { page });
  return shot.imageBuffer.toString('base64');
}

export const pdfReader = { probe: probePdf, parse: parsePdf, render: renderPdf };

async function run(file: FileTask, options: Partial<LiteParseConfig>) {
  const password = file.password === null ? {} : { password: file.password };
  try {
    return await new LiteParse({ ...baseOptions, ...options, ...password }).parse(await named(file.path));
  } catch (error) {
    throw await explain(file, error);
  }
}

/** LiteParse tells formats apart by the name; a PDF of another name gets a link that ends as it wants. */
async function named(file: string): Promise<string> {
  if (/\.pdf$/i.test(file)) return file;
  if (linked?.file !== file) {
    const link = linked?.link ?? path.join(await makeTemporaryFolder('link'), 'document.pdf');
    await rm(link, { force: true });
    await symlink(path.resolve(file), link);
    linked = { file, link };
  }
  return linked.link;
}

/** A worker reads one file at a time: one link is enough; it goes with the folder of this process. */
let linked: { readonly file: string; readonly link: string } | null = null;

/** LiteParse has one message for every file that PDFium refuses: the bytes tell more. */
async function explain(file: FileTask, error: unknown): Promise<LeafcutterError> {
  const reason = error instanceof Error ? error.message : String(error);
  if (await mentions(file.path, '/Encrypt')) {
    const advice = file.password === null ? 'give its password' : 'the password does not open it';
    return new LeafcutterError('document_encrypted', `${file.name} is encrypted; ${advice}.`, {
      cause: error,
    });
  }
  if (!(await mentions(file.path, '%%EOF'))) {
    return new LeafcutterError(
      'document_unreadable',
      `${file.name} is cut off: its end is missing. Get the whole file again.`,
      { cause: error },
    );
  }
  return new LeafcutterError('document_unreadable', `${file.name} is not a readable PDF (${reason}).`, {
    cause: error,
  });
}

/** Whether the last or first megabyte of the file holds the text. */
async function mentions(path: string, text: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const span = Math.min(size, 1024 * 1024);
    const buffer = Buffer.alloc(span);
    for (const position of [Math.max(0, size - span), 0]) {
      const { bytesRead } = await handle.read(buffer, 0, span, position);
      if (buffer.subarray(0, bytesRead).includes(text, 0, 'latin1')) return true;
    }
    return false;
  } finally {
    await handle.close();
  }
}

/** Share of the page from which on a picture is one of the page, and text over it what OCR read from it. */
const pageSized = 0.5;

function isOverPicture({ complexity }: ParsedPage): boolean {
  return complexity?.fullPageImage === true || (complexity?.largestImageCoverage ?? 0) > pageSized;
}

/** Words that the file has and does not draw, marked as OCR over a picture of the page and as hidden elsewhere. */
async function markInvisibleText(
  file: FileTask,
  secondReader: PdfJs,
  raw: ReadonlyMap<number, ParsedPage>,
  pages: Map<number, Page>,
): Promise<void> {
  const texts = [...pages.values()].filter((page) => page.words.some((word) => word.ocr === null));
  if (texts.length === 0) return;
  const overPicture = new Set([...raw.values()].filter(isOverPicture).map((page) => page.pageNum));
  const modes = renderModesOf(file.path);
  if (modes === 'none') return;
  const asked = modes === 'unknown' ? texts.filter((page) => overPicture.has(page.number)) : texts;
  if (asked.length === 0) return;
  const drawn =
    modes === 'all'
      ? null
      : await (
          await import('./drawn-text.ts')
        ).drawnText(
          secondReader,
          asked.map((page) => page.number),
        );
  for (const page of asked) {
    const text = drawn === null ? nothingDrawn : drawn.get(page.number);
    if (text === undefined) continue;
    const marked = withInvisibleText(page, text, overPicture.has(page.number));
    pages.set(page.number, { ...marked, kind: kindOf(marked.words) });
  }
}

/** LiteParse wants the angle at which a page lies, not the one by which it is turned to be read. */
function against(degrees: number): 90 | 180 | 270 {
  return degrees === 90 ? 270 : degrees === 180 ? 180 : 90;
}

/** A page whose text nearly all stands at a right angle is a page that lies on its side. */
function turnOf(page: ParsedPage): readonly (readonly [number, Turned])[] {
  const counts = new Map<number, number>();
  for (const item of page.textItems) {
    const angle = (((Math.round((item.rotation ?? 0) / 90) * 90) % 360) + 360) % 360;
    counts.set(angle, (counts.get(angle) ?? 0) + item.text.length);
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  for (const angle of [90, 180, 270] as const) {
    if (all > 20 && (counts.get(angle) ?? 0) > all * 0.8)
      return [[page.pageNum, { degrees: 360 - angle, width: page.width, height: page.height }]];
  }
  return [];
}

/** A picture of a page with next to no text of its own, or with text that cannot be decoded. */
function lacksText(raw: ParsedPage, page: Page | undefined): boolean {
  const { complexity } = raw;
  if (complexity === undefined || page === undefined) return false;
  const live = page.words.filter((word) => !word.hidden).length;
  if (complexity.isGarbled) return true;
  if (page.words.some((word) => word.ocr !== null)) return false;
  if (live === 0)
    return (
      complexity.fullPageImage ||
      complexity.imageCoverage > 0.05 ||
      (complexity.uncoveredVectorArea ?? 0) > 500
    );
  return complexity.fullPageImage && live < 30 && complexity.textCoverage < 0.02;
}

/** Dots an inch at which OCR sees a page. */
const ocrDpi = 200;

async function readByOcr(
  file: FileTask,
  pages: readonly number[],
  ocr: OcrTask,
): Promise<ReadonlyMap<number, Page | null>> {
  const result = await run(file, {
    ocrEnabled: true,
    ocrFailureFatal: false,
    ocrLanguage: ocr.languages,
    tessdataPath: ocr.dataFolder,
    targetPages: pages.join(','),
    dpi: ocrDpi,
    emitWordBoxes: true,
    extractTextMetadata: true,
    extractVectorGraphics: true,
    includeComplexity: true,
  });
  const read = new Map<number, Page | null>();
  for (const raw of result.pages) {
    const page: Page = { ...pageOf(raw), gaps: [] };
    read.set(raw.pageNum, standsUpright(page) ? page : await heldOtherwise(file, page, raw.pageNum, ocr));
  }
  return read;
}

/** A scan may lie on its side or on its head, or be askew. Null: there is nothing on it. */
async function heldOtherwise(file: FileTask, page: Page, number: number, ocr: OcrTask): Promise<Page | null> {
  const { isEmpty, readPicture } = await import('./picture-ocr.ts');
  const picture = Buffer.from(await renderPdf(file, number, ocrDpi), 'base64');
  if (page.words.length === 0 && (await isEmpty(picture))) return null;
  const read = await readPicture(picture, ocrDpi, ocr, page);
  return read === null ? page : { ...read, number };
}

function withOcr(
  page: Page | undefined,
  read: Page | null | undefined,
  number: number,
  tried: boolean,
): Page {
  const before = page ?? unreadablePage(number, `Page ${number} could not be read.`);
  if (read === null) return before;
  const legible = read !== undefined && read.words.some((word) => word.ocr !== null);
  if (legible) return { ...read, fields: before.fields };
  // A picture below a few words of its own, with no more text in it, lacks nothing.
  if (tried && before.gaps.length === 0 && before.words.some((word) => !word.hidden)) return before;
  const message = tried
    ? `Page ${number} is an image in which OCR found no text.`
    : `Page ${number} has no usable text, and OCR is off.`;
  const gap: Gap = { page: number, code: 'ocr_failed', message };
  return {
    ...before,
    kind: before.words.length === 0 ? 'unreadable' : before.kind,
    gaps: [...before.gaps, gap],
  };
}
