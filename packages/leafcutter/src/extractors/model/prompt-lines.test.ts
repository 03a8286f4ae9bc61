/** What a model is shown of a page: every live word once, however the page is laid out. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Page } from '../../document/types.ts';
import { pagesOf } from '../../testing/drawn-files.ts';
import { buildPage, drawPage, type Placed } from '../../testing/page-builder.ts';
import { wordCounts } from '../../testing/prompt-words.ts';
import { promptLinesOf } from './prompt-lines.ts';

function assertWhole(page: Page, of: string): void {
  const { lost, doubled } = wordCounts(page, promptLinesOf(page));
  assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] }, of);
}

test('the head of several columns is shown once, above the first of them', () => {
  const page = drawPage(`
                       Three Months Ended         Six Months Ended
                            June 30,                  June 30,
(In thousands)           2024      2023           2024      2023
Net sales              $ 12,000  $ 11,000       $ 23,000  $ 20,000
Income tax expense        (700)      650          (900)      800
Net income             $  5,000  $  4,500       $  9,700  $  8,000
`);
  assertWhole(page, page.text);
  assert.equal(
    promptLinesOf(page)
      .map((line) => line.text)
      .join('\n')
      .split('Three Months Ended').length,
    2,
  );
});

/** Blocks of lines at columns of a page: running text, rows of cells, captions and values, at random. */
const layouts = fc
  .array(
    fc.record({
      x: fc.integer({ min: 0, max: 9 }),
      y: fc.integer({ min: 0, max: 40 }),
      words: fc.array(
        fc.constantFrom('Total', '12.00', 'of', 'Architected', '2024-01-05', 'North', 'x', '(700)'),
        {
          minLength: 1,
          maxLength: 7,
        },
      ),
      rows: fc.integer({ min: 1, max: 6 }),
      cells: fc.integer({ min: 1, max: 4 }),
      gap: fc.constantFrom(40, 90, 130),
      isLive: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((blocks) =>
    blocks.flatMap(({ x, y, words, rows, cells, gap, isLive }, block): Placed[] =>
      Array.from({ length: rows * cells }, (_, at) => ({
        x: 30 + x * 48 + (at % cells) * gap,
        y: 30 + y * 18 + Math.floor(at / cells) * 13,
        text: `${words.slice(0, 1 + (at % words.length)).join(' ')} w${block}n${at}`,
        ...(isLive ? {} : { hidden: at % 5 === 0 }),
      })),
    ),
  );

test('every live word of any layout is shown once', () => {
  fc.assert(
    fc.property(layouts, (placed) => {
      const page = buildPage(placed);
      assertWhole(page, page.text);
    }),
    { numRuns: 300 },
  );
});

const examples = path.resolve(import.meta.dirname, '../../../../../examples');

test('every word of the examples is shown once', async () => {
  const files = (await readdir(examples)).filter((file) => /\.(?:pdf|csv|html|md|txt)$/u.test(file));
  assert.ok(files.length > 2);
  for (const file of files)
    for (const page of await pagesOf(await readFile(path.join(examples, file)), file))
      assertWhole(page, file);
});
