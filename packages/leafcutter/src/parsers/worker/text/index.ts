/** Text formats: decoded, cut into blocks once, and laid out page by page. Inside a worker process. */
import { readFile, stat } from 'node:fs/promises';
import { serialisePages } from '../../../document/serialise.ts';
import { LeafcutterError } from '../../../errors.ts';
import type { PageRange } from '../../parser.ts';
import { encodingOf } from '../../text-encoding.ts';
import type { FileTask, TextFormat } from '../protocol.ts';
import { gridPages, type GridBlock, type GridPages } from './grid.ts';

/** A text that is larger is no document any more; it would stand in memory whole. */
const maxBytes = 100_000_000;

export const textReader = {
  async probe(file: FileTask): Promise<number> {
    return (await pagesOf(file)).total;
  },
  async parse(file: FileTask, { first, last }: PageRange): Promise<string> {
    return serialisePages((await pagesOf(file)).range(first, last));
  },
  render(file: FileTask): Promise<string> {
    return Promise.reject(
      new LeafcutterError('document_unsupported', `${file.name} has no page images: it is a text format.`),
    );
  },
};

/** The text read last: its ranges come one after another. Nobody asks for a while: its memory is given back. */
let held: { readonly key: string; readonly pages: GridPages; readonly timer: NodeJS.Timeout } | null = null;
const heldMs = 10_000;

async function pagesOf(file: FileTask): Promise<GridPages> {
  const { size, mtimeMs } = await stat(file.path);
  const key = [file.path, file.name, file.format, size, mtimeMs].join('\0');
  if (held?.key !== key) {
    if (held !== null) clearTimeout(held.timer);
    held = null;
    const pages = await open(file, size);
    const timer = setTimeout(() => (held = null), heldMs).unref();
    held = { key, pages, timer };
  }
  held.timer.refresh();
  return held.pages;
}

async function open(file: FileTask, size: number): Promise<GridPages> {
  if (size > maxBytes)
    throw new LeafcutterError(
      'document_unreadable',
      `${file.name} is a text of more than ${maxBytes / 1_000_000} MB; divide it.`,
    );
  const bytes = await readFile(file.path);
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.trim() === '') throw new LeafcutterError('document_empty', `${file.name} has no text.`);
  const sheet = file.format === 'csv' ? file.name.replace(/\.[^.]*$/, '') : undefined;
  return gridPages(foldLines(await blocksOf(text, file)), sheet);
}

/** Each format's library is loaded when a file of it comes. */
const blockReaders: Readonly<Record<TextFormat, () => Promise<(text: string, name: string) => GridBlock[]>>> =
  {
    csv: async () => (await import('./csv.ts')).csvBlocks,
    markdown: async () => (await import('./markdown.ts')).markdownBlocks,
    html: async () => (await import('./html.ts')).htmlBlocks,
    text: () => Promise.resolve(plainBlocks),
  };

async function blocksOf(text: string, { name, format }: FileTask): Promise<readonly GridBlock[]> {
  if (format === 'pdf' || format === 'image') throw new LeafcutterError('internal', `${name} is no text.`);
  const read = await blockReaders[format]();
  try {
    return read(text, name);
  } catch (error) {
    // What V8 says when the readers, which go down the tree, have no stack left.
    if (!(error instanceof RangeError && error.message.includes('call stack'))) throw error;
    throw new LeafcutterError('document_unreadable', `${name} is nested too deeply to be read.`, {
      cause: error,
    });
  }
}

function plainBlocks(text: string): GridBlock[] {
  return text
    .split('\f')
    .flatMap((page, index): GridBlock[] => [
      ...(index === 0 ? [] : [{ kind: 'break' } as const]),
      ...page.split(/\r\n|\r|\n/).map((line): GridBlock => ({ kind: 'text', text: line })),
    ]);
}

/** Characters of the longest line of a page: a file without line ends is no page without end. */
const longestLine = 10_000;

function foldLines(blocks: readonly GridBlock[]): readonly GridBlock[] {
  if (!blocks.some((block) => block.kind === 'text' && block.text.length > longestLine)) return blocks;
  return blocks.flatMap((block) =>
    block.kind === 'text' ? foldLine(block.text).map((text): GridBlock => ({ ...block, text })) : [block],
  );
}

/** Parts of at most `longestLine`, cut between words where there are any. */
function foldLine(line: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  while (line.length - start > longestLine) {
    const space = line.lastIndexOf(' ', start + longestLine);
    const end = space > start ? space : start + longestLine;
    parts.push(line.slice(start, end));
    start = end;
  }
  return [...parts, line.slice(start)];
}
