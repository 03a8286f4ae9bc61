/** Typed readings of printed text: every one says where it was read and what else it could mean. */
import type { Range } from '../document/types.ts';

/** A number as printed anywhere: 1,234.56 · 1.234,56 · 1 234,56 · (500) · 12.5 % · 3,4 Mio. */
export interface NumberReading extends Range {
  readonly value: number;
  /** Other values that the same print allows: `1.234` is 1.234 or 1234. Empty when there is one reading. */
  readonly alternatives: readonly number[];
  readonly percent: boolean;
  /** ISO 4217 code printed next to it ($, €, EUR, ...), else null. `$` alone is USD with alternatives elsewhere. */
  readonly currency: string | null;
  /** Digits after the decimal sign as printed. */
  readonly decimals: number;
}

export interface DateReading extends Range {
  /** `YYYY-MM-DD`; `YYYY-MM` when no day is printed and the caller asked for months. */
  readonly value: string;
  /** The other order of day and month, when both are possible. */
  readonly alternatives: readonly string[];
  /** `HH:MM[:SS]` when a time follows, else null. */
  readonly time: string | null;
}

/** What a page or a document tells of its habits; decides between readings. */
export interface Locale {
  readonly decimal: '.' | ',' | null;
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd' | null;
  /** ISO 639-1 of the main language, null when unsure. */
  readonly language: string | null;
}
