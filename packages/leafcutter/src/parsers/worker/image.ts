/** PNG, JPEG, TIFF and WebP: every frame of a TIFF is a page. Inside a worker process. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LiteParse } from '@llamaindex/liteparse';
import sharp from 'sharp';
import { serialisePages } from '../../document/serialise.ts';
import type { Box, Gap, Page } from '../../document/types.ts';
import { LeafcutterError } from '../../errors.ts';
import { pageOf, unreadablePage } from './pdf-page.ts';
import type { FileTask, OcrTask } from './protocol.ts';

/** Where a file does not say, or says something that no scanner does. */
const defaultDpi = 150;

async function probeImage(file: FileTask): Promise<number> {
  const { pages, width } = await read(file, 0).metadata().catch(refuse(file));
  if (width === 0)
    throw new LeafcutterError('document_unreadable', `${file.name} is an image without pixels.`);
  return pages ?? 1;
}

async function parseImage(
  file: FileTask,
  range: { readonly first: number; readonly last: number },
  ocr: OcrTask | null,
): Promise<string> {
  const pages: Page[] = [];
  for (let number = range.first; number <= range.last; number += 1)
    pages.push(await parseFrame(file, number, ocr));
  return serialisePages(pages);
}

async function renderImage(file: FileTask, page: number, dpi: number): Promise<string> {
  const { dpi: own } = await sizeOf(file, page);
  const frame = read(file, page - 1).autoOrient();
  const { width } = await frame
    .clone()
    .png()
    .toBuffer({ resolveWithObject: true })
    .then(({ info }) => info);
  return (
    await frame
      .resize({ width: Math.max(1, Math.round((width * dpi) / own)) })
      .png()
      .toBuffer()
  ).toString('base64');
}

export const imageReader = { probe: probeImage, parse: parseImage, render: renderImage };

async function parseFrame(file: FileTask, number: number, ocr: OcrTask | null): Promise<Page> {
  const { dpi } = await sizeOf(file, number);
  const { data, info } = await read(file, number - 1)
    .autoOrient()
    .flatten({ background: 'white' })
    .png()
    .toBuffer({ resolveWithObject: true })
    .catch(refuse(file));
  const [width, height] = [(info.width * 72) / dpi, (info.height * 72) / dpi];
  const gap = (message: string): Page => {
    const gaps: Gap[] = [{ page: number, code: 'ocr_failed', message }];
    return { ...unreadablePage(number, ''), width, height, gaps };
  };
  if (ocr === null) return gap(`Page ${number} is an image, and OCR is off.`);
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-frame-'));
  try {
    const picture = path.join(folder, 'frame.png');
    await writeFile(picture, data);
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
    const [raw] = (await reader.parse(picture)).pages;
    if (raw === undefined || raw.textItems.length === 0)
      return gap(`Page ${number} is an image in which OCR found no text.`);
    return scaled(pageOf(raw), number, width, height);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** LiteParse lays an image on a page of its own size; boxes follow to the size that the dots an inch give. */
function scaled(page: Page, number: number, width: number, height: number): Page {
  const [x, y] = [width / page.width, height / page.height];
  const box = ([x0, y0, x1, y1]: Box): Box => [x0 * x, y0 * y, x1 * x, y1 * y];
  return {
    ...page,
    number,
    width,
    height,
    gaps: [],
    words: page.words.map((word) => ({ ...word, box: box(word.box), size: word.size * y })),
    lines: page.lines.map((line) => ({ ...line, box: box(line.box) })),
  };
}

async function sizeOf(file: FileTask, page: number): Promise<{ dpi: number }> {
  const { density } = await read(file, page - 1)
    .metadata()
    .catch(refuse(file));
  // 72 is what encoders write when they know nothing.
  return { dpi: density === undefined || density <= 72 || density > 2400 ? defaultDpi : density };
}

function read(file: FileTask, frame: number): ReturnType<typeof sharp> {
  return sharp(file.path, { page: frame, failOn: 'error', limitInputPixels: 400_000_000 });
}

function refuse(file: FileTask): (error: unknown) => never {
  return (error) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LeafcutterError('document_unreadable', `${file.name} is not a readable image (${reason}).`, {
      cause: error,
    });
  };
}
