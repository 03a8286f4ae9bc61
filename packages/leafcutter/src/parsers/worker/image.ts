/** PNG, JPEG, TIFF and WebP: every frame of a TIFF is a page. Inside a worker process. */
import sharp from 'sharp';
import { serialisePages } from '../../document/serialise.ts';
import type { Gap, Page } from '../../document/types.ts';
import { LeafcutterError } from '../../errors.ts';
import { unreadablePage } from './pdf-page.ts';
import { isEmpty, readPicture } from './picture-ocr.ts';
import type { FileTask, OcrTask } from './protocol.ts';

/** Where a file does not say, or says something that no scanner does. */
const defaultDpi = 150;

/** A4 at 1,200 dots an inch has 140 million. */
const mostPixels = 400_000_000;

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
  if (await isEmpty(data)) return { ...gap(''), kind: 'blank', gaps: [] };
  if (ocr === null) return gap(`Page ${number} is an image, and OCR is off.`);
  const page = await readPicture(data, dpi, ocr);
  return page === null ? gap(`Page ${number} is an image in which OCR found no text.`) : { ...page, number };
}

async function sizeOf(file: FileTask, page: number): Promise<{ dpi: number }> {
  const { density } = await read(file, page - 1)
    .metadata()
    .catch(refuse(file));
  // 72 is what encoders write when they know nothing.
  return { dpi: density === undefined || density <= 72 || density > 2400 ? defaultDpi : density };
}

function read(file: FileTask, frame: number): ReturnType<typeof sharp> {
  return sharp(file.path, { page: frame, failOn: 'error', limitInputPixels: mostPixels });
}

function refuse(file: FileTask): (error: unknown) => never {
  return (error) => {
    const given = error instanceof Error ? error.message : String(error);
    const reason = /pixel limit/i.test(given)
      ? `it has more than ${mostPixels / 1_000_000} million pixels; scan it with fewer dots an inch, or cut it`
      : given;
    throw new LeafcutterError('document_unreadable', `${file.name} is not a readable image (${reason}).`, {
      cause: error,
    });
  };
}
