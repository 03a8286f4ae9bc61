/**
 * Parses and reads a document of 10,000 pages with sixty words each, under whatever memory limit the process was
 * started with, and prints how many pages and words it read. Held at once, they take some 190 MB.
 */
import type { Page } from '../document/types.ts';
import type { OpenedDocument } from '../parsers/parser.ts';
import { pageRanges } from '../stages/page-selection.ts';
import { parseAll } from '../stages/parse.ts';
import { createSpillStore } from '../stages/spill.ts';
import { buildPage } from './page-builder.ts';

const totalPages = 10_000;
const { signal } = new AbortController();

function pageOf(number: number): Page {
  const lines = Array.from({ length: 10 }, (_, line) => ({
    x: 40,
    y: 40 + line * 14,
    text: Array.from({ length: 6 }, (__, word) => `p${number}-${line}-${word}`).join(' '),
  }));
  return buildPage(lines, { number });
}

const opened: OpenedDocument = {
  contentHash: 'long',
  format: 'pdf',
  totalPages,
  parse: ({ first, last }) =>
    Promise.resolve(Array.from({ length: last - first + 1 }, (_, index) => pageOf(first + index))),
  render: () => Promise.reject(new Error('not drawn')),
  cut: () => Promise.reject(new Error('not cut')),
};

const store = createSpillStore();
const document = await parseAll(
  { opened, ranges: pageRanges(totalPages, null), store, parallelRanges: 4, signal },
  () => undefined,
);
let words = 0;
for (const { number } of document.manifest.pages) words += (await document.page(number)).words.length;
await store.close();
process.stdout.write(`${document.manifest.pages.length} pages, ${words} words\n`);
