/** Reads the picture of a page by OCR, the right way up and level. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LiteParse } from '@llamaindex/liteparse';
import sharp from 'sharp';
import type { Box, Page } from '../../document/types.ts';
import { directionOfLines } from './line-direction.ts';
import { standsUpright, lettersRead, standsUp } from './ocr-quality.ts';
import { hasMarks } from './marks.ts';
import { pageOf } from './pdf-page.ts';
import type { OcrTask } from './protocol.ts';
import { levelling, type GreyPicture } from './skew.ts';
import { makeTemporaryFolder } from '../../temporary/index.ts';

/** Less than this is read as well as it stands: turning blurs. */
const leastSkew = 1.5;
/** Another way must read this much more. */
const clearlyMore = 1.15;
/** Pixels across, for the search of the angle and of marks. */
const skewWidth = 600;
/** Pixels across, for trials: a page of A4 has some 110 dots an inch, which is enough to tell ways to hold it apart. */
const trialWidth = 900;

/**
 * The page that the picture (PNG) shows, `dpi` dots an inch; null when OCR finds no text, whichever way it is held. A
 * picture that lies on its side or on its head comes upright, one that is askew comes level, and its boxes with it; the page
 * says how it was turned.
 *
 * @param known what OCR read of it as it stands, where that is known
 */
export async function readPicture(
  picture: Buffer,
  dpi: number,
  ocr: OcrTask,
  known?: Page,
): Promise<Page | null> {
  const first = known ?? (await readAsItIs(picture, dpi, ocr));
  if (first !== null && standsUpright(first)) return first;
  const { width = 0, height = 0 } = await sharp(picture).metadata();
  const small =
    width > trialWidth ? await sharp(picture).resize({ width: trialWidth }).png().toBuffer() : null;
  const standing = small === null ? first : await readAsItIs(small, dpi, ocr);
  const better = await otherWay(small ?? picture, dpi, ocr, first, standing);
  if (better === null) return first;
  const { way } = better;
  const read = small === null ? better.page : await readAsItIs(await turnedBy(picture, way), dpi, ocr);
  if (read === null || !isReadBetter(read, first)) return first;
  return { ...read, turned: { degrees: way, width: (width * 72) / dpi, height: (height * 72) / dpi } };
}

/** Degrees, clockwise. */
type Way = number;

function isReadBetter(page: Page, than: Page | null): boolean {
  return lettersRead(page) > clearlyMore * lettersRead(than);
}

/**
 * The way to hold the picture of which OCR reads clearly more, and what it reads; null when it is as it stands.
 *
 * @param first what was read of it as it stands, at its full size
 * @param standing what was read of this copy of it
 */
async function otherWay(
  picture: Buffer,
  dpi: number,
  ocr: OcrTask,
  first: Page | null,
  standing: Page | null,
): Promise<{ readonly way: Way; readonly page: Page } | null> {
  let best: { readonly way: Way; readonly page: Page } | null = null;
  for (const way of await otherWays(picture, first)) {
    const page = await readAsItIs(await turnedBy(picture, way), dpi, ocr);
    if (page === null || !isReadBetter(page, standing)) continue;
    if (best !== null && lettersRead(page) <= lettersRead(best.page)) continue;
    best = { way, page };
    if (standsUpright(page)) break;
  }
  return best;
}

/** Level where it is askew, and turned by quarters as its lines run: first as its words stand. */
async function otherWays(picture: Buffer, read: Page | null): Promise<readonly Way[]> {
  const grey = await greyOf(picture);
  const skew = levelling(grey);
  const level = Math.abs(skew) >= leastSkew ? [skew] : [];
  // A page on its head gives some letters; one that gives none, as it stands, has none.
  const words = read?.words ?? [];
  if (words.length === 0) return level;
  if (standsUp(words)) return [...level, 270, 90];
  switch (directionOfLines(grey)) {
    case 'across':
      return [...level, 180];
    case 'down':
      return [...level, 90, 270];
    case null:
      return [...level, 180, 90, 270];
  }
}

/** Nothing is printed or written on it. */
export async function isEmpty(picture: Buffer): Promise<boolean> {
  return !hasMarks(await greyOf(picture));
}

/** A small copy without colours. */
async function greyOf(picture: Buffer): Promise<GreyPicture> {
  const { data, info } = await sharp(picture)
    .resize({ width: skewWidth, withoutEnlargement: true })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function turnedBy(picture: Buffer, degrees: number): Promise<Buffer> {
  return sharp(picture).rotate(degrees, { background: 'white' }).png().toBuffer();
}

async function readAsItIs(picture: Buffer, dpi: number, ocr: OcrTask): Promise<Page | null> {
  const { width = 0, height = 0 } = await sharp(picture).metadata();
  const folder = await makeTemporaryFolder('frame');
  try {
    const file = path.join(folder, 'frame.png');
    await writeFile(file, picture);
    const reader = new LiteParse({
      ocrEnabled: true,
      ocrFailureFatal: false,
      ocrLanguage: ocr.languages,
      tessdataPath: ocr.dataFolder,
      quiet: true,
      numWorkers: 1,
      dpi: 200,
      emitWordBoxes: true,
      extractTextMetadata: true,
      includeComplexity: true,
    });
    const [raw] = (await reader.parse(file)).pages;
    if (raw === undefined || raw.textItems.length === 0) return null;
    return scaled(pageOf(raw), (width * 72) / dpi, (height * 72) / dpi);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** LiteParse lays an image on a page of its own size; boxes follow to the size that the dots an inch give. */
function scaled(page: Page, width: number, height: number): Page {
  const [x, y] = [width / page.width, height / page.height];
  const box = ([x0, y0, x1, y1]: Box): Box => [x0 * x, y0 * y, x1 * x, y1 * y];
  return {
    ...page,
    width,
    height,
    gaps: [],
    words: page.words.map((word) => ({ ...word, box: box(word.box), size: word.size * y })),
    lines: page.lines.map((line) => ({ ...line, box: box(line.box) })),
  };
}
