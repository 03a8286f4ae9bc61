/** What is told of a list after a turn: its items, the pages that were read to their end, and whether any may be missing. */
import type { ArrayReport } from '../../findings/types.ts';
import type { List } from './lists.ts';
import type { Spot } from './marks.ts';
import { tableOf, type Window, type WindowLine } from './window.ts';

/** @param isBroken parts of the answer could not be read */
export function reportOf(list: List, pagesCovered: readonly number[], isBroken: boolean): ArrayReport {
  const { pointer, items } = list;
  return { pointer, items: items.length, pagesCovered, ...standing(list, isBroken) };
}

function standing(
  { items, count, mark, check }: List,
  isBroken: boolean,
): Pick<ArrayReport, 'state' | 'reason'> {
  if (isBroken) return { state: 'short', reason: 'Parts of the answer could not be read.' };
  if (count === null)
    return items.length === 0 ? { state: 'counted', reason: null } : checked(items.length, check);
  const open = count.missing.filter(({ isOdd }) => isOdd !== true);
  if (open.length > 0) {
    const rows = count.rows - (count.missing.length - open.length);
    const places = `${open.length} of ${rows} ${mark === null ? 'rows' : 'places'}`;
    const reason = `${places} like its items gave no item, though they were asked about again`;
    return mark === null && isChoice(items, open, rows)
      ? { state: 'not_counted', reason: `${reason}: they may be no items.` }
      : { state: 'short', reason: `${reason}.` };
  }
  const loose = items.filter(({ line }) => line === null).length;
  return loose === 0
    ? { state: 'counted', reason: null }
    : { state: 'not_counted', reason: `${loose} of its items stand in no place of their own.` };
}

/** Of rows, a reader who is asked about them again overlooks no more. */
const mostOverlooked = 0.1;

/** Too many rows of the items' tables gave nothing, or none of these did: the list is a choice of rows, or other tables are like its own. */
function isChoice(items: List['items'], open: readonly Spot[], rows: number): boolean {
  if (items.length === 0) return false;
  const tables = new Set(items.flatMap(({ line }) => (line === null ? [] : [tableOf(line)])));
  const near = open.filter(({ line }) => tables.has(tableOf(line))).length;
  return near === 0 || near > Math.max(1, rows * mostOverlooked);
}

function checked(items: number, check: List['check']): Pick<ArrayReport, 'state' | 'reason'> {
  const stated = check?.stated ?? null;
  if (stated === items) return { state: 'counted', reason: null };
  if (stated !== null && stated > items)
    return { state: 'short', reason: `The document speaks of ${stated} of them, ${items} were given.` };
  const more = check?.more ?? null;
  const twice =
    more === null
      ? ''
      : more === 0
        ? ' It was asked for twice, with the same items.'
        : ` It was asked for twice, and ${more} of its items came only then.`;
  return { state: 'not_counted', reason: uncounted + twice };
}

const uncounted =
  'Nothing in the document says how many there are: its items stand in no rows, and nothing in the text marks each of them.';

/** Warnings on what was left out of a turn's lists. */
export function droppedWarnings(lists: readonly List[]): readonly string[] {
  return lists.flatMap(({ pointer, dropped: { twice, strange } }) => [
    ...(twice > 0 ? [`${pointer}: ${items(twice)} given twice for one row, and left out once.`] : []),
    ...(strange > 0
      ? [`${pointer}: ${items(strange)} left out: the document does not say what was given.`]
      : []),
  ]);
}

function items(count: number): string {
  return count === 1 ? '1 item was' : `${count} items were`;
}

/** Pages whose last line is among these, which were read. */
export function pagesEnded(lines: readonly WindowLine[], { pageLengths }: Window): readonly number[] {
  const ended = lines.filter(
    ({ context, page, index }) => !context && index + 1 === (pageLengths.get(page) ?? 0),
  );
  return [...new Set(ended.map(({ page }) => page))];
}
