/** Reads the picture of a page by OCR, the right way up and level. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LiteParse } from '@llamaindex/liteparse';
import sharp from 'sharp';
import type { Box, Page } from '../../document/types.ts';
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
  const way = await bestWay(picture, dpi, ocr, first);
  if (way === null) return first;
  const read = await readAsItIs(await turnedBy(picture, way), dpi, ocr);
  if (read === null || lettersRead(read) <= clearlyMore * lettersRead(first)) return first;
  const { width = 0, height = 0 } = await sharp(picture).metadata();
  return { ...read, turned: { degrees: way, width: (width * 72) / dpi, height: (height * 72) / dpi } };
}

/** Degrees, clockwise. */
type Way = number;

/** The way to hold it of which OCR reads clearly more, tried on a small copy; null when it is as it stands. */
async function bestWay(picture: Buffer, dpi: number, ocr: OcrTask, first: Page | null): Promise<Way | null> {
  const small = await sharp(picture).resize({ width: trialWidth, withoutEnlargement: true }).png().toBuffer();
  let best: Way | null = null;
  let most = clearlyMore * lettersRead(await readAsItIs(small, dpi, ocr));
  for (const way of await otherWays(small, first)) {
    const page = await readAsItIs(await turnedBy(small, way), dpi, ocr);
    if (page === null || lettersRead(page) <= most) continue;
    [best, most] = [way, lettersRead(page)];
    if (standsUpright(page)) break;
  }
  return best;
}

/** Level where it is askew, and turned by quarters: first as its words stand. */
async function otherWays(picture: Buffer, read: Page | null): Promise<readonly Way[]> {
  const skew = levelling(await greyOf(picture));
  const level = Math.abs(skew) >= leastSkew ? [skew] : [];
  // A page on its head gives some letters; one that gives none, as it stands, has none.
  const words = read?.words ?? [];
  const quarters = words.length === 0 ? [] : standsUp(words) ? [270, 90] : [180, 90, 270];
  return [...level, ...quarters];
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
