/** Text formats: decoded and laid out here, they need no worker process. */
import { readFile } from 'node:fs/promises';
import type { Page } from '../../document/types.ts';
import { LeafcutterError } from '../../errors.ts';
import type { DocumentSource, OpenedDocument } from '../parser.ts';
import { csvBlocks } from './csv.ts';
import { decodeText } from './decode.ts';
import { gridPages, type GridBlock } from './grid.ts';
import { htmlBlocks } from './html.ts';
import { markdownBlocks } from './markdown.ts';

export type TextFormat = 'text' | 'markdown' | 'csv' | 'html';

/** A text that is larger is no document any more; it would stand in memory whole. */
const maxBytes = 100_000_000;

/** @throws LeafcutterError document_empty, document_unreadable */
export async function openTextDocument(
  source: DocumentSource,
  detected: { readonly format: TextFormat; readonly contentHash: string; readonly size: number },
): Promise<OpenedDocument> {
  if (detected.size > maxBytes)
    throw new LeafcutterError(
      'document_unreadable',
      `${source.name} is a text of more than ${maxBytes / 1_000_000} MB; divide it.`,
    );
  const text = decodeText(await readFile(source.path)).replace(/^\ufeff/, '');
  if (text.trim() === '') throw new LeafcutterError('document_empty', `${source.name} has no text.`);
  const pages = gridPages(
    blocksOf(text, detected.format, source.name),
    detected.format === 'csv' ? source.name.replace(/\.[^.]*$/, '') : undefined,
  );
  return {
    contentHash: detected.contentHash,
    format: detected.format,
    totalPages: pages.length,
    parse: ({ first, last }, signal): Promise<readonly Page[]> => {
      signal.throwIfAborted();
      return Promise.resolve(pages.slice(first - 1, last));
    },
    render: () =>
      Promise.reject(
        new LeafcutterError(
          'document_unsupported',
          `${source.name} has no page images: it is a text format.`,
        ),
      ),
  };
}

function blocksOf(text: string, format: TextFormat, name: string): readonly GridBlock[] {
  switch (format) {
    case 'csv':
      return csvBlocks(text, name);
    case 'markdown':
      return markdownBlocks(text);
    case 'html':
      return htmlBlocks(text);
    case 'text':
      return text
        .split('\f')
        .flatMap((page, index): GridBlock[] => [
          ...(index === 0 ? [] : [{ kind: 'break' } as const]),
          ...page.split(/\r\n|\r|\n/).map((line): GridBlock => ({ kind: 'text', text: line })),
        ]);
  }
}
