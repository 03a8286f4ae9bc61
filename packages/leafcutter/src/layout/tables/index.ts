/** The tables of one page. */
import type { Page, Range } from '../../document/types.ts';
import { bodySize } from '../headings.ts';
import type { Segment, Table } from '../types.ts';
import { withCaption } from './caption.ts';
import { buildTable, type Built } from './build.ts';
import { besideOneAnother, isHeaded } from './beside.ts';
import { visualLinesOf, type VisualLine } from './chunks.ts';
import { partedAtHeads } from './parting-heads.ts';
import { partedByWhite, regionsOf, type Region } from './regions.ts';
import { givenTablesOf } from './given.ts';
import { rulingsOf } from './rulings.ts';

/** A region gives at most this many tables: what is left over after them is text. */
const mostTries = 40;

interface Sheet {
  readonly page: Page;
  readonly lines: readonly VisualLine[];
  readonly rulings: ReturnType<typeof rulingsOf>;
}

/** Top to bottom. Struck and hidden words are no part of them, as they are none of the segments. */
export function tablesOf(page: Page, segments: readonly Segment[]): Table[] {
  if (page.tables.length === 0) return tablesBySight(page, segments);
  const given = givenTablesOf(page);
  const within = given.map(({ range }) => segments.filter((segment) => isIn(segment, range)));
  const others = segments.filter((segment) => !given.some(({ range }) => isIn(segment, range)));
  const lines = visualLinesOf(page, others);
  const found = given.flatMap(({ table }, index) =>
    (table === null ? tablesBySight(page, within[index] ?? []) : [table]).map((one) => {
      const above = lines.findLastIndex(({ box }) => box[3] <= one.box[1] + 1);
      return withCaption(one, lines, 0, above + 1);
    }),
  );
  return [...found, ...tablesBySight(page, others)].toSorted((a, b) => a.box[1] - b.box[1]);
}

function isIn(segment: Segment, range: Range): boolean {
  return segment.start < range.end && segment.end > range.start;
}

function tablesBySight(page: Page, segments: readonly Segment[]): Table[] {
  const lines = visualLinesOf(page, segments);
  const sheet: Sheet = { page, lines, rulings: rulingsOf(page.rules) };
  const size = bodySize(segments);
  const built = besideOneAnother(builtIn(sheet, size), lines, (some) =>
    builtIn({ ...sheet, lines: some }, size),
  );
  return built.map(({ table, used }, index) =>
    withCaption(table, lines, built[index - 1]?.used.last ?? 0, used.first),
  );
}

function builtIn(sheet: Sheet, size: number): Built[] {
  const built: Built[] = [];
  let open: Region[] = [{ first: 0, last: sheet.lines.length }];
  for (let tries = 0; open.length > 0 && tries < mostTries; tries += 1) {
    const span = open.shift();
    if (span === undefined) break;
    const found = surestTable(sheet, span, size);
    if (found === null) continue;
    built.push(found);
    open = [
      { first: span.first, last: found.used.first },
      { first: found.used.last, last: span.last },
      ...open,
    ].filter(({ first, last }) => last - first >= 2);
  }
  return built.sort((a, b) => a.used.first - b.used.first);
}

function surestTable(sheet: Sheet, span: Region, size: number): Built | null {
  const within = sheet.lines.slice(span.first, span.last);
  const regions = regionsOf(within, size)
    .flatMap((region) => partedAtHeads(within, region))
    .map(({ first, last }) => ({ first: first + span.first, last: last + span.first }));
  let best: Built | null = null;
  for (const [index, region] of regions.entries()) {
    const end = regions[index + 1]?.first ?? span.last;
    const whole = buildTable(sheet, region, span.first, end);
    const found = whole === null ? tableInPart(sheet, region, span.first, end) : whole;
    if (found !== null && weightOf(found) > (best === null ? 0 : weightOf(best))) best = found;
  }
  return best;
}

/** Labels with their values right above a table stand one under another as its rows do: what white parts is tried alone. */
function tableInPart(sheet: Sheet, region: Region, from: number, end: number): Built | null {
  let best: Built | null = null;
  const parts = partedByWhite(sheet.lines, region);
  if (parts.length < 2) return null;
  for (const [index, part] of parts.entries()) {
    const [above, below] = [parts[index - 1]?.last ?? from, parts[index + 1]?.first ?? end];
    const found = buildTable(sheet, part, above, below);
    if (found !== null && weightOf(found) > (best === null ? 0 : weightOf(best))) best = found;
  }
  return best;
}

/** The surest table first, so that it takes its header before a neighbour does: filled cells, and more when headed. */
function weightOf({ table }: Built): number {
  let filled = 0;
  for (const row of table.rows)
    for (const cell of row.cells) if (cell !== null && cell.text !== '') filled += 1;
  return filled * (isHeaded(table) ? 2 : 1);
}
