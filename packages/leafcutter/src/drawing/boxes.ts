/** Boxes in colours over a page image, with a legend below it: how people see what the program saw. */
import sharp from 'sharp';
import type { Box, Page } from '../document/types.ts';

export interface BoxLayer {
  /** For the legend. */
  readonly name: string;
  /** CSS color. */
  readonly color: string;
  readonly boxes: readonly Box[];
  /** Share of the colour that fills the boxes, 0-1. Default 0: outlines only. */
  readonly fill?: number;
  /** Pixels at 100 dpi. Default 1. */
  readonly stroke?: number;
}

const pointsPerInch = 72;

/**
 * The page with its layers, the first at the bottom, as PNG.
 * @param image PNG at `dpi` dots an inch; null draws the words of a page without geometry
 */
export async function drawBoxes(
  page: Page,
  layers: readonly BoxLayer[],
  image: Uint8Array | null,
  dpi: number,
): Promise<Uint8Array> {
  const scale = dpi / pointsPerInch;
  const base =
    image ??
    (await sharp(Buffer.from(textPicture(page, scale)))
      .flatten({ background: 'white' })
      .png()
      .toBuffer());
  const { width = 1, height = 1 } = await sharp(base).metadata();
  const legend = Math.ceil(24 * (dpi / 100));
  const overlay = overlayPicture(layers, width, height, legend, scale, dpi / 100);
  return await sharp(base)
    .flatten({ background: 'white' })
    .extend({ bottom: legend, background: 'white' })
    .composite([{ input: Buffer.from(overlay), top: 0, left: 0 }])
    .png({ compressionLevel: 9 })
    .toBuffer();
}

function overlayPicture(
  layers: readonly BoxLayer[],
  width: number,
  height: number,
  legend: number,
  scale: number,
  unit: number,
): string {
  const shapes = layers.map((layer) => layer.boxes.map((box) => rectangle(box, layer, scale, unit)).join(''));
  let x = 8 * unit;
  const size = 12 * unit;
  const captions = layers.map((layer) => {
    const caption = `${layer.name} (${layer.boxes.length})`;
    const left = x;
    x += size * 1.6 + caption.length * size * 0.58 + 14 * unit;
    return `<rect x="${left}" y="${height + legend / 2 - size / 2}" width="${size}" height="${size}" fill="${layer.color}" fill-opacity="0.35" stroke="${layer.color}"/>
<text x="${left + size * 1.4}" y="${height + legend / 2 + size * 0.36}" font-family="sans-serif" font-size="${size}" fill="#222">${escape(caption)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + legend}">${shapes.join('')}${captions.join('')}</svg>`;
}

function rectangle(
  [x0, y0, x1, y1]: Box,
  { color, fill = 0, stroke = 1 }: BoxLayer,
  scale: number,
  unit: number,
): string {
  const around = 0.8;
  const [left, top] = [(x0 - around) * scale, (y0 - around) * scale];
  const [width, height] = [(x1 - x0 + 2 * around) * scale, (y1 - y0 + 2 * around) * scale];
  return `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${Math.max(1, width).toFixed(1)}" height="${Math.max(1, height).toFixed(1)}" fill="${color}" fill-opacity="${fill}" stroke="${color}" stroke-width="${stroke * unit}"/>`;
}

function textPicture(page: Page, scale: number): string {
  const words = page.words.map(
    ({ text, box, size }) =>
      `<text x="${box[0] * scale}" y="${box[3] * scale}" font-family="monospace" font-size="${size * scale}" textLength="${(box[2] - box[0]) * scale}">${escape(text)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(page.width * scale)}" height="${Math.ceil(page.height * scale)}">${words.join('')}</svg>`;
}

/** For SVG: markup escaped, signs that XML refuses left out. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
