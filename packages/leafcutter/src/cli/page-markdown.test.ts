import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line, Page, Range, Word } from '../document/types.ts';
import type { Cell, PageLayout, Segment, Table } from '../layout/types.ts';
import { pageMarkdown } from './page-markdown.ts';

interface LineSettings {
  readonly size?: number;
  readonly struck?: boolean;
  readonly hidden?: boolean;
}

/** A page of given lines, each word a word of its own. */
function pageOf(given: readonly (readonly [string, LineSettings?])[]): Page {
  const words: Word[] = [];
  const lines: Line[] = [];
  const box = [0, 0, 0, 0] as const;
  let text = '';
  for (const [line, { size = 10, struck = false, hidden = false } = {}] of given) {
    if (text !== '') text += '\n';
    const start = text.length;
    const firstWord = words.length;
    for (const match of line.matchAll(/\S+/g)) {
      const from = start + match.index;
      words.push({
        text: match[0],
        start: from,
        end: from + match[0].length,
        box,
        size,
        struck,
        hidden,
        ocr: null,
      });
    }
    text += line;
    lines.push({ start, end: text.length, firstWord, lastWord: words.length, box });
  }
  const empty = { rules: [], fields: [], tables: [], gaps: [] };
  return { number: 1, width: 1, height: 1, kind: 'text', geometry: 'page', text, words, lines, ...empty };
}

function rangeOf(page: Page, text: string): Range {
  const start = page.text.indexOf(text);
  assert.ok(start >= 0, text);
  return { start, end: start + text.length };
}

function segment(page: Page, text: string, size = 10): Segment {
  return { ...rangeOf(page, text), text, box: [0, 0, 0, 0], firstWord: 0, lastWord: 0, size, bold: false };
}

const layoutOf = (layout: Partial<PageLayout>): PageLayout => ({
  page: 1,
  segments: [],
  blocks: [],
  tables: [],
  pairs: [],
  headings: [],
  ...layout,
});

const blockOf = (page: Page, ...lines: string[]) => ({
  text: lines.join('\n'),
  lines: lines.map((line) => segment(page, line)),
  box: [0, 0, 0, 0] as const,
});

test('headings by their size, lines of one block together, others apart', () => {
  const page = pageOf([
    ['Annual report', { size: 20 }],
    ['First line'],
    ['second line'],
    ['Part', { size: 11 }],
    ['Alone'],
  ]);
  const layout = layoutOf({
    headings: [segment(page, 'Annual report', 20), segment(page, 'Part', 11)],
    blocks: [blockOf(page, 'First line', 'second line')],
  });
  assert.equal(
    pageMarkdown(page, layout),
    '# Annual report\n\nFirst line\nsecond line\n\n### Part\n\nAlone\n',
  );
});

test('a table stands once, at its place, with groups and totals in bold', () => {
  const page = pageOf([
    ['Before'],
    ['Item Price'],
    ['Fruit'],
    ['Apple|red 1.20'],
    ['Total 1.20 EUR'],
    ['After'],
  ]);
  const cell = (row: number, column: number, text: string, printed = text): Cell => ({
    row,
    column,
    rowSpan: 1,
    columnSpan: 1,
    text,
    ranges: [rangeOf(page, printed)],
    box: [0, 0, 0, 0],
  });
  const row = { box: [0, 0, 0, 0] as const, groups: [] };
  const table: Table = {
    page: 1,
    source: 'borderless',
    box: [0, 0, 0, 0],
    columns: [
      { x0: 0, x1: 1 },
      { x0: 1, x1: 2 },
    ],
    headers: [
      { text: 'Item', ranges: [rangeOf(page, 'Item')] },
      { text: 'Price', ranges: [rangeOf(page, 'Price')] },
    ],
    rows: [
      { ...row, kind: 'group', cells: [cell(0, 0, 'Fruit'), null] },
      { ...row, kind: 'data', cells: [cell(1, 0, 'Apple|red'), cell(1, 1, '1.20\nnet', '1.20')] },
      { ...row, kind: 'total', cells: [cell(2, 0, 'Total'), cell(2, 1, '1.20 EUR')] },
    ],
    caption: null,
    continues: false,
  };
  assert.equal(
    pageMarkdown(page, layoutOf({ tables: [table] })),
    [
      'Before',
      '',
      '| Item | Price |',
      '| --- | --- |',
      '| **Fruit** |  |',
      '| Apple\\|red | 1.20<br>net |',
      '| **Total** | **1.20 EUR** |',
      '',
      'After',
      '',
    ].join('\n'),
  );
});

test('struck words are marked, hidden ones left out, and text is no markup', () => {
  const page = pageOf([
    ['old price', { struck: true }],
    ['you cannot see this', { hidden: true }],
    ['# no *heading* <b>'],
    ['1. no list'],
    ['- nor this, snake_case'],
  ]);
  assert.equal(
    pageMarkdown(page, layoutOf({})),
    ['~~old price~~', '\\# no \\*heading\\* \\<b>', '1\\. no list', '\\- nor this, snake_case', '']
      .join('\n\n')
      .slice(0, -1),
  );
});
