/** Tables that stand beside one another, and look like one. */
import type { Table } from '../types.ts';
import type { Built } from './build.ts';
import { lineOf, type VisualLine } from './chunks.ts';

type Build = (lines: readonly VisualLine[]) => readonly Built[];

/**
 * Two tables beside one another look like one without a header, since neither's header stands over all columns: where
 * the two sides of the widest white stripe give a table with a header, they are taken instead. With a header each, they
 * look like one that names a column twice.
 * @param build gives the tables of some lines; their `used` count from the first of these
 */
export function besideOneAnother(
  built: readonly Built[],
  lines: readonly VisualLine[],
  build: Build,
): Built[] {
  const result: Built[] = [];
  for (let index = 0; index < built.length; index += 1) {
    const run = headlessRun(built, index);
    const own = built.slice(index, index + Math.max(1, run.length));
    const above = built[index - 1]?.used.last ?? 0;
    const first =
      run.length === 0 ? (own[0]?.used.first ?? 0) : withNames(lines, own[0]?.used.first ?? 0, above);
    const within = lines.slice(first, own.at(-1)?.used.last ?? 0);
    const sides =
      run.length === 0
        ? (copiesOf(own[0]?.table, within) ?? twinSides(own[0]?.table, within))
        : (sidesOf(within) ?? figuresBesideWords(own[0]?.table, within));
    const parts = sides?.flatMap(build) ?? [];
    const headed = parts.filter(({ table }) => isHeaded(table)).length;
    if (run.length === 0 ? headed >= 2 && headed >= (sides?.length ?? 0) : headed > 0) {
      const moved = parts.map(({ table, used }) => ({
        table,
        used: { first: used.first + first, last: used.last + first },
      }));
      result.push(...moved.sort((a, b) => a.used.first - b.used.first));
    } else result.push(...(run.length === 0 ? own : own.slice(0, 1)));
    if (headed > 0) index += own.length - 1;
  }
  return result;
}
/** Up to the line right above that may name the columns of one side, and hold a row of the other. */
function withNames(lines: readonly VisualLine[], first: number, least: number): number {
  const [line, below] = [lines[first - 1], lines[first]];
  if (line === undefined || below === undefined || first <= least || line.chunks.length < 3) return first;
  return below.box[1] - line.box[3] > 1.5 * line.size ? first : first - 1;
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
  return cutAt(lines, widest.at);
}

/** What stands left and what stands right of `x`. */
function cutAt(lines: readonly VisualLine[], x: number): readonly (readonly VisualLine[])[] {
  const side = (left: boolean): VisualLine[] =>
    lines.flatMap((line) => {
      const chunks = line.chunks.filter(({ box }) => box[0] < x === left);
      return chunks.length === 0 ? [] : [lineOf(chunks)];
    });
  return [side(true), side(false)];
}

/** The parts of a table whose header is one and the same row of names several times over. */
function copiesOf(
  table: Table | undefined,
  lines: readonly VisualLine[],
): readonly (readonly VisualLine[])[] | null {
  const names = table?.headers.map(({ text }) => text.toLowerCase()) ?? [];
  const width = names.findIndex((name, at) => at >= 2 && name === names[0]);
  if (table === undefined || width < 2 || names.length % width !== 0) return null;
  if (!isUnique(names.slice(0, width)) || names.some((name, at) => name !== names[at % width])) return null;
  let rest = lines;
  const parts: (readonly VisualLine[])[] = [];
  for (let at = width; at < names.length; at += width) {
    const [before, edge] = [table.columns[at - 1], table.columns[at]];
    const [left = [], right = []] = cutAt(rest, ((before?.x1 ?? 0) + (edge?.x0 ?? 0)) / 2);
    parts.push(left);
    rest = right;
  }
  return [...parts, rest];
}

/** The sides of a table whose header names the same column twice, where the second begins with names of its own. */
function twinSides(
  table: Table | undefined,
  lines: readonly VisualLine[],
): readonly (readonly VisualLine[])[] | null {
  if (table === undefined) return null;
  const all = table.headers.map(({ text }) => text.toLowerCase());
  // Columns that only further lines fill stand last, without names.
  const names = all.slice(0, all.findLastIndex((name) => name !== '') + 1);
  if (new Set(names).size === names.length) return null;
  const worded = table.columns.map((_, column) => isWorded(table, column));
  const cuts = names.flatMap((_, at) => {
    const [left, right] = [names.slice(0, at), names.slice(at)];
    const apart = left.length >= 2 && right.length >= 2 && isUnique(left) && isUnique(right);
    return apart && worded[0] === true && worded[at] === true && worded[at - 1] === false ? [at] : [];
  });
  const [cut] = cuts;
  const edge = cut === undefined ? undefined : table.columns[cut];
  const before = cut === undefined ? undefined : table.columns[cut - 1];
  if (cuts.length !== 1 || edge === undefined || before === undefined) return null;
  return cutAt(lines, (edge.x0 + before.x1) / 2);
}

/** A headless table cut before its only column of words that stands behind figures: captions of amounts beside a list. */
function figuresBesideWords(
  table: Table | undefined,
  lines: readonly VisualLine[],
): readonly (readonly VisualLine[])[] | null {
  if (table === undefined) return null;
  const worded = table.columns.map((_, column) => isWorded(table, column));
  const [cut, ...more] = worded.flatMap((isWord, at) =>
    at >= 2 && isWord && worded[at - 1] === false ? [at] : [],
  );
  const [edge, before] = [table.columns[cut ?? 0], table.columns[(cut ?? 0) - 1]];
  if (cut === undefined || more.length > 0 || edge === undefined || before === undefined) return null;
  return cutAt(lines, (edge.x0 + before.x1) / 2);
}

function isUnique(names: readonly string[]): boolean {
  return names.every((name) => name !== '') && new Set(names).size === names.length;
}

/** Its cells are words. */
function isWorded(table: Table, column: number): boolean {
  const filled = table.rows.flatMap(({ cells }) => {
    const text = cells[column]?.text ?? '';
    return text === '' ? [] : [text];
  });
  return filled.filter((text) => /\p{L}{3}/u.test(text)).length > 0.7 * filled.length;
}

export function isHeaded(table: Table): boolean {
  return table.headers.some((header) => header.text !== '');
}
