/** The bytes decide what a document is; the name only tells text formats apart. */
import { createHash, hash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DocumentFormat } from '../document/types.ts';
import { LeafcutterError } from '../errors.ts';
import type { DocumentSource } from './parser.ts';
import { encodingOf } from './text-encoding.ts';

/** Enough for every signature, and for a PDF header behind the junk that readers tolerate. */
const headBytes = 4096;

export interface Detected {
  readonly format: DocumentFormat;
  readonly contentHash: string;
  /** Bytes. */
  readonly size: number;
}

/** @throws LeafcutterError document_missing, document_unreadable, document_empty, document_unsupported */
export async function detect(source: DocumentSource): Promise<Detected> {
  const info = await stat(source.path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
      throw new LeafcutterError(
        'document_missing',
        `${source.name} does not exist${/[*?]/.test(source.name) ? '; a shell fills in a pattern that has no quotes around it' : ''}.`,
        { cause: error },
      );
    throw unreadable(source, error);
  });
  if (info.isDirectory())
    throw new LeafcutterError(
      'document_unreadable',
      `${source.name} is a folder, not a document; name its files, as in ${path.join(source.name, '*.pdf')}.`,
    );
  const handle = await open(source.path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(source, error);
  });
  const head = Buffer.alloc(headBytes);
  const { bytesRead } = await handle.read(head, 0, headBytes, 0).finally(() => handle.close());
  if (bytesRead === 0) throw new LeafcutterError('document_empty', `${source.name} is empty.`);
  const format = formatOf(head.subarray(0, bytesRead), source);
  return { format, contentHash: await hashOf(source.path, info.size), size: info.size };
}

/** Bytes; a larger file is hashed piece by piece. */
const hashedWhole = 16 * 1024 * 1024;
const pieceBytes = 1024 * 1024;

/** Large files through one buffer: a stream's would pile up until they are collected. */
async function hashOf(file: string, size: number): Promise<string> {
  if (size <= hashedWhole) return hash('sha256', await readFile(file), 'hex');
  const whole = createHash('sha256');
  const piece = Buffer.allocUnsafe(pieceBytes);
  await using handle = await open(file);
  for (;;) {
    const { bytesRead } = await handle.read(piece);
    if (bytesRead === 0) return whole.digest('hex');
    whole.update(piece.subarray(0, bytesRead));
  }
}

function unreadable(source: DocumentSource, error: NodeJS.ErrnoException): LeafcutterError {
  return new LeafcutterError(
    'document_unreadable',
    `${source.name} cannot be opened (${error.code ?? error.message}).`,
    { cause: error },
  );
}

const signatures: readonly (readonly [DocumentFormat, (head: Buffer) => boolean])[] = [
  ['pdf', (head) => head.subarray(0, 1024).includes('%PDF-', 0, 'latin1')],
  ['png', (head) => head.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))],
  ['jpeg', (head) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff],
  ['tiff', (head) => ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(head.toString('latin1', 0, 4))],
  ['webp', (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP'],
];

/** Known, and not read here (yet): a name is a better answer than "binary". */
const unsupported: readonly (readonly [string, (head: Buffer) => boolean])[] = [
  ['an Office or ZIP file', (head) => head.toString('latin1', 0, 4) === 'PK\x03\x04'],
  ['an old Office file', (head) => head.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))],
  ['a GIF image', (head) => head.toString('latin1', 0, 4) === 'GIF8'],
  ['a BMP image', (head) => head.toString('latin1', 0, 2) === 'BM' && head.length > 26],
  ['an RTF file', (head) => head.toString('latin1', 0, 5) === '{\\rtf'],
  ['a gzip file', (head) => head[0] === 0x1f && head[1] === 0x8b],
  ['a PostScript file', (head) => head.toString('latin1', 0, 4) === '%!PS'],
  ['an HEIF image', (head) => /^ftyp(?:heic|heix|mif1|avif)/.test(head.toString('latin1', 4, 12))],
];

function formatOf(head: Buffer, { name, mustBeAsNamed = false }: DocumentSource): DocumentFormat {
  const signature = signatures.find(([, fits]) => fits(head));
  if (signature !== undefined) return signature[0];
  const known = unsupported.find(([, fits]) => fits(head));
  const offer = 'PDF, PNG, JPEG, TIFF, WebP, text, Markdown, CSV and HTML can be read';
  if (known !== undefined)
    throw new LeafcutterError(
      'document_unsupported',
      `${name} is ${known[0]}, which is not supported yet; ${offer}.`,
    );
  if (!isText(head))
    throw new LeafcutterError('document_unsupported', `${name} is of no known format; ${offer}.`);
  const extension = /\.([a-z\d]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const start = new TextDecoder(encodingOf(head)).decode(head).trimStart().slice(0, 500).toLowerCase();
  const isHtml = /^(?:<!doctype html|<html|<head|<body)/.test(start);
  if (mustBeAsNamed && pagedExtension.test(extension))
    throw new LeafcutterError(
      'document_unreadable',
      `${name} is no ${extension.toUpperCase()} file: it holds ${isHtml ? 'a web page' : 'plain text'}. Get the file again, or give it the ending of what it is.`,
    );
  if (isHtml) return 'html';
  if (start.startsWith('<?xml') && !start.includes('<html'))
    throw new LeafcutterError(
      'document_unsupported',
      `${name} is an XML file, which is not supported yet; ${offer}.`,
    );
  if (extension === 'html' || extension === 'htm' || extension === 'xhtml') return 'html';
  if (extension === 'md' || extension === 'markdown') return 'markdown';
  if (extension === 'csv' || extension === 'tsv') return 'csv';
  return 'text';
}

/** What has this ending and holds text is mostly a download that failed, with the reason in place of the document. */
const pagedExtension = /^(?:pdf|png|jpe?g|tiff?|webp)$/;

/** No control signs but those of text; UTF-16 is text, too. */
function isText(head: Buffer): boolean {
  if (encodingOf(head).startsWith('utf-16')) return true;
  return !head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}
