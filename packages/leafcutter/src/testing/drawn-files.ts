/** Documents drawn for one test, and read as bytes by the document parser. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import sharp from 'sharp';
import type { Page } from '../document/types.ts';
import { createDocumentParser } from '../parsers/index.ts';
import type { DocumentSource, OpenedDocument, ParseOptions } from '../parsers/parser.ts';

type Drawing = InstanceType<typeof Pdf>;
type DrawingOptions = ConstructorParameters<typeof Pdf>[0];

/** A PDF whose first page (A4, no margins) is there already. */
export async function drawPdf(
  draw: (pdf: Drawing) => void,
  options: DrawingOptions = {},
): Promise<Uint8Array> {
  const pdf = new Pdf({ size: 'A4', margin: 0, ...options });
  const bytes = buffer(pdf);
  draw(pdf);
  pdf.end();
  return await bytes;
}

/** Lines of black text on white, 60 pixels apart and 36 high, as PNG. */
export async function drawPicture(
  lines: readonly string[],
  { width = 1000, height = 400 }: { readonly width?: number; readonly height?: number } = {},
): Promise<Uint8Array> {
  const texts = lines.map(
    (line, index) =>
      `<text x="60" y="${80 + index * 60}" font-family="sans-serif" font-size="36">${line}</text>`,
  );
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${texts.join('')}</svg>`;
  return await sharp(Buffer.from(picture)).flatten({ background: 'white' }).png().toBuffer();
}

export interface OpenOptions
  extends Partial<ParseOptions>, Pick<DocumentSource, 'password' | 'mustBeAsNamed'> {}

/**
 * Opens the bytes under a name, gives them to `use`, and clears up behind it. OCR is off, and English where it is on,
 * unless the options say otherwise.
 */
export async function withDocument<T>(
  bytes: Uint8Array,
  name: string,
  use: (opened: OpenedDocument, signal: AbortSignal) => Promise<T>,
  { password, mustBeAsNamed = false, ...options }: OpenOptions = {},
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-drawn-'));
  const parser = createDocumentParser();
  const { signal } = new AbortController();
  try {
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    const all: ParseOptions = {
      ocr: 'off',
      languages: ['eng'],
      deadlineMs: 120_000,
      memoryMb: 4_096,
      ...options,
    };
    const source = { path: file, name, mustBeAsNamed, ...(password === undefined ? {} : { password }) };
    return await use(await parser.open(source, all, signal), signal);
  } finally {
    await parser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every page of the bytes, in one range. */
export function pagesOf(
  bytes: Uint8Array,
  name: string,
  options: OpenOptions = {},
): Promise<readonly Page[]> {
  return withDocument(
    bytes,
    name,
    (opened, signal) => opened.parse({ first: 1, last: opened.totalPages }, signal),
    options,
  );
}

/** The only page of the bytes. */
export async function pageOfBytes(bytes: Uint8Array, name: string, options: OpenOptions = {}): Promise<Page> {
  const [page, ...more] = await pagesOf(bytes, name, options);
  if (page === undefined || more.length > 0)
    throw new Error(`${name} has ${more.length + 1} pages, not one.`);
  return page;
}
