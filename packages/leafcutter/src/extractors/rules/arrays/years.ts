/** Columns of several years or dates, told apart by which is the latest. */
import type { Table } from '../../../layout/types.ts';
import { phraseOf } from '../lexicon.ts';
import { monthOf } from '../../../values/months.ts';
import { splitIdentifier, wordsOf } from '../words.ts';
import type { Slot } from './model.ts';

export interface YearRank {
  /** 0 for the latest year of the header, 1 for the one before, ... */
  readonly rank: number;
}

/** Columns headed by years or dates, ranked from the latest; null for others, and where all are of one year. */
export function yearsOf(headers: Table['headers']): (YearRank | null)[] {
  const years = headers.map((header) => {
    const found = header.text.match(/(?<!\d)(?:19|20)\d{2}(?!\d)/gu);
    return found === null ? null : Number(found.at(-1));
  });
  const ranked = [...new Set(years.filter((year) => year !== null))].sort((a, b) => b - a);
  if (ranked.length < 2) return years.map(() => null);
  return years.map((year) => (year === null ? null : { rank: ranked.indexOf(year) }));
}

/** A leaf that asks for the current or the previous period, over a column of the latest year or the one before. */
export function yearSimilarity({ task }: Slot, year: YearRank | null): number {
  if (year === null) return 0;
  const { concepts } = phraseOf(splitIdentifier(task.leaf.name));
  if (concepts.has('previous')) return year.rank === 1 ? 0.75 : 0;
  if (concepts.has('current')) return year.rank === 0 ? 0.75 : 0;
  return 0;
}

/** "Value at September 30, 2025" describes the column of that date. */
export function describedSimilarity(description: string | null, header: string): number {
  if (description === null) return 0;
  const date = wordsOf(header).filter((word) => /^\d+$/u.test(word) || monthOf(word) !== null);
  if (!date.some((word) => /^(?:19|20)\d\d$/u.test(word))) return 0;
  const said = new Set(wordsOf(description));
  return date.every((word) => said.has(word)) ? 0.85 : 0;
}
