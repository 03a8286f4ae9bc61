/** The tables of one page. */
import type { Page } from '../../document/types.ts';
import { bodySize } from '../headings.ts';
import type { Segment, Table } from '../types.ts';
import { withCaption } from './caption.ts';
import { buildTable, type Built } from './build.ts';
import { lineOf, visualLinesOf, type VisualLine } from './chunks.ts';
import { regionsOf, type Region } from './regions.ts';
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
  const lines = visualLinesOf(page, segments);
  const sheet: Sheet = { page, lines, rulings: rulingsOf(page.rules) };
  const size = bodySize(segments);
  const built = besideOneAnother(sheet, builtIn(sheet, size), size);
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

/**
 * Two tables beside one another look like one without a header, since neither's header stands over all columns. Where
 * the two sides of the widest white stripe give a table with a header, they are taken instead.
 */
function besideOneAnother(sheet: Sheet, built: readonly Built[], size: number): Built[] {
  const result: Built[] = [];
  for (let index = 0; index < built.length; index += 1) {
    const run = headlessRun(built, index);
    const first = run[0]?.used.first ?? 0;
    const last = run.at(-1)?.used.last ?? 0;
    const sides = run.length === 0 ? null : sidesOf(sheet.lines.slice(first, last));
    const parts = sides?.flatMap((lines) => builtIn({ ...sheet, lines }, size)) ?? [];
    if (parts.some(({ table }) => isHeaded(table))) {
      const moved = parts.map(({ table, used }) => ({
        table,
        used: { first: used.first + first, last: used.last + first },
      }));
      result.push(...moved.sort((a, b) => a.used.first - b.used.first));
      index += run.length - 1;
    } else result.push(...built.slice(index, index + 1));
  }
  return result;
}

/** Tables without a header from this one on, each right after the other. */
function headlessRun(built: readonly Built[], from: number): readonly Built[] {
  const run: Built[] = [];
  for (const one of built.slice(from)) {
    const before = run.at(-1);
    if (isHeaded(one.table) || (before !== undefined && one.used.first !== before.used.last)) break;
    run.push(one);
  }
  return run;
}

/** White between two tables is at least so wide, in type sizes, and wider by far than between columns. */
const gutter = { least: 7, share: 2 };

/** The lines left and right of the widest white stripe; null where it is not clearly the widest. */
function sidesOf(lines: readonly VisualLine[]): readonly (readonly VisualLine[])[] | null {
  const spans = lines.flatMap((line) => line.chunks.map(({ box }) => [box[0], box[2]] as const));
  spans.sort((a, b) => a[0] - b[0]);
  const stripes: { readonly at: number; readonly width: number }[] = [];
  let reach = spans[0]?.[1] ?? 0;
  for (const [start, end] of spans) {
    if (start > reach) stripes.push({ at: (start + reach) / 2, width: start - reach });
    reach = Math.max(reach, end);
  }
  stripes.sort((a, b) => b.width - a.width);
  const [widest, next] = stripes;
  const size = Math.max(1, ...lines.map((line) => line.size));
  if (widest === undefined || widest.width < gutter.least * size) return null;
  if (next !== undefined && widest.width < gutter.share * next.width) return null;
  const side = (left: boolean): VisualLine[] =>
    lines.flatMap((line) => {
      const chunks = line.chunks.filter(({ box }) => box[0] < widest.at === left);
      return chunks.length === 0 ? [] : [lineOf(chunks)];
    });
  return [side(true), side(false)];
}

function isHeaded(table: Table): boolean {
  return table.headers.some((header) => header.text !== '');
}

function surestTable(sheet: Sheet, span: Region, size: number): Built | null {
  const within = sheet.lines.slice(span.first, span.last);
  const regions = regionsOf(within, size).map(({ first, last }) => ({
    first: first + span.first,
    last: last + span.first,
  }));
  let best: Built | null = null;
  for (const [index, region] of regions.entries()) {
    const found = buildTable(sheet, region, span.first, regions[index + 1]?.first ?? span.last);
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
