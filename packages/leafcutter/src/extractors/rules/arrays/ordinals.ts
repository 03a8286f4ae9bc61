/** Columns that count the rows of a list, and the leaves that ask for such a count. */
import { phraseOf } from '../lexicon.ts';
import { splitIdentifier } from '../words.ts';
import type { Slot } from './model.ts';

/** What numbers lines counts by ones or tens. */
const steps: readonly number[] = [1, 10];
const ordinal = /^\(?0{0,4}\d{1,4}[.)]?$/u;
const lineWords: readonly string[] = ['line', 'number', 'identifier'];
/** With fewer cells a count must begin at its beginning. */
const surely = 3;

/** 1, 2, 3; 010, 020, 030; one cell alone counts where it is the first of such. */
export function countsUp(cells: readonly string[]): boolean {
  const numbers = cells.map((cell) =>
    ordinal.test(cell.trim()) ? Number(cell.replace(/\D/gu, '')) : Number.NaN,
  );
  const [first, second] = numbers;
  if (first === undefined || numbers.some(Number.isNaN)) return false;
  const step = second === undefined ? Math.max(1, first) : second - first;
  if (!steps.includes(step) || (numbers.length < surely && first > step)) return false;
  return numbers.every((number, index) => number === first + index * step);
}

/** "pos", "line_no": nothing but the number of the line. */
export function asksForOrdinal({ task }: Slot): boolean {
  const { terms } = phraseOf(splitIdentifier(task.leaf.name));
  return (
    ['identifier', 'number', 'text'].includes(task.kind.kind) &&
    terms.some(({ concepts }) => concepts.has('line')) &&
    terms.every(({ concepts }) => lineWords.some((concept) => concepts.has(concept)))
  );
}

/** A code of what stands in the line, which is no count of lines. */
export function asksForArticle({ task }: Slot): boolean {
  const { concepts } = phraseOf(splitIdentifier(task.leaf.name));
  return (
    task.kind.kind === 'identifier' &&
    !asksForOrdinal({ task, list: null }) &&
    ['article', 'product', 'batch', 'tariff', 'reference'].some((concept) => concepts.has(concept))
  );
}
