/** Rows of a list that gave no item, or a faulty one, are asked about alone, in rounds. */
import type { Asking } from './asking.ts';
import { openSpots, withAnswers, type List } from './lists.ts';
import type { Spot } from './marks.ts';
import { isAtOrBelow } from './pointers.ts';
import { passagesOf, type LineSource, type Window, type WindowLine } from './window.ts';

/** Questions about rows that gave no item, and then what is missing is told. */
const mostRowRounds = 3;
const fewRows = 3;
/** Lines on either side of what marks an item, at first. */
const mostAround = 2;

/**
 * The list with what its left-out and faulty rows gave when they were asked about alone.
 * @param paths of the unit
 * @param window that the list was read from
 */
export async function askOpenRows(
  asking: Asking,
  source: LineSource,
  paths: readonly string[],
  list: List,
  window: Window,
): Promise<List> {
  const path = paths.find((one) => isAtOrBelow(list.pointer, one));
  if (path !== list.pointer) return list;
  let current = list;
  for (let round = 0; round < mostRowRounds; round += 1) {
    const spots = openSpots(current);
    const rows = linesOf(spots, window);
    if (rows.length === 0) break;
    // A row says all of itself; running text says it in the lines around.
    const around = current.mark === null ? 2 * Math.min(1, round) : round + tallness(current, window);
    const shown = withNeighbours(rows, window, around);
    const small = await source.window(passagesOf(shown, window.pageLengths), 0);
    const { value, openAt } = await asking.ask([path], small, [], round);
    const lists = asking.listsOf(asking.fold([path], value), small, openAt, current.mark);
    const before = current.items.length;
    current = withAnswers(current, spots, lists.find(({ pointer }) => pointer === path)?.items ?? []);
    // Rows that say nothing to a reader who sees nothing else are headings or sums, mostly; a few may have been missed twice.
    if (current.items.length === before && rows.length > fewRows) break;
  }
  return current;
}

function linesOf(spots: readonly Spot[], window: Window): readonly WindowLine[] {
  const wanted = new Set(spots.map(({ line }) => line));
  return window.lines.filter((line) => wanted.has(line));
}

/** Lines that an item of running text has in the middle, at least one. */
function tallness({ items }: List, { lines }: Window): number {
  const text = lines.filter((line) => !line.context && line.table === null).length;
  return Math.max(1, Math.min(mostAround, Math.round(text / Math.max(1, items.length))));
}

/** The rows with the lines around them, also of the text around the window: a row alone may not be understood. */
function withNeighbours(
  rows: readonly WindowLine[],
  window: Window,
  neighbours: number,
): readonly WindowLine[] {
  if (neighbours === 0) return rows;
  const wanted = new Set(rows);
  return window.lines.flatMap((line, at) => {
    const around = window.lines.slice(Math.max(0, at - neighbours), at + neighbours + 1);
    if (!around.some((one) => wanted.has(one))) return [];
    return line.table === null ? [{ ...line, context: false }] : [line];
  });
}
