/** What is told of a list after a turn: its items, the pages that were read to their end, and whether any may be missing. */
import type { ArrayReport } from '../../findings/types.ts';
import type { List } from './lists.ts';
import type { Window, WindowLine } from './window.ts';

/** @param isBroken parts of the answer could not be read */
export function reportOf(list: List, pagesCovered: readonly number[], isBroken: boolean): ArrayReport {
  const reason = reasonOf(list, isBroken);
  return {
    pointer: list.pointer,
    items: list.items.length,
    pagesCovered,
    complete: reason === null,
    reason,
  };
}

function reasonOf({ items, count, mark }: List, isBroken: boolean): string | null {
  if (isBroken) return 'Parts of the answer could not be read.';
  if (count === null) return items.length === 0 ? null : uncounted;
  if (count.missing.length > 0)
    return `${count.missing.length} of ${count.rows} ${mark === null ? 'rows' : 'places'} like its items gave no item, though they were asked about again.`;
  const loose = items.filter(({ line }) => line === null).length;
  return loose > 0 ? `${loose} of its items stand in no place of their own.` : null;
}

const uncounted =
  'It could not be checked whether any are missing: its items stand in no rows, and nothing in the text marks each of them.';

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
