/** Spans of time as careers, studies and contracts print them: "March 2018 - June 2020", "1998-2020", "2021 to date". */
import { readDates } from './dates.ts';
import { monthOf } from './months.ts';

export interface Moment {
  /** As printed. */
  readonly text: string;
  /** Half-open offsets into the text. */
  readonly start: number;
  readonly end: number;
}
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
  /** Null in "until 2020". */
  readonly from: Moment | null;
  /** Null where only one moment is printed, and where the span is still open. */
  readonly to: Moment | null;
  /** What says that it still goes on ("Present"); null when nothing does. */
  readonly open: Moment | null;
}

const dash = String.raw`\s*(?:-{1,2}|[\u2010-\u2015\u2212~]|(?<!\p{L})(?:to|bis|au|à|a|al|tot|until|through)(?!\p{L}))\s*`;
const word = String.raw`\p{L}[\p{L}\u0300-\u036f]{2,11}\.?`;
const moment = String.raw`(?:\d{1,2}(?:st|nd|rd|th|\.)?\s+${word},?\s+(?:19|20)\d\d|${word}\s+\d{1,2},?\s+(?:19|20)\d\d|${word}\s*['’]?,?\s*(?:19|20)\d\d|${word}\s*['’]\d\d(?!\d)|(?:0?[1-9]|1[0-2])\s?[/.]\s?(?:19|20)\d\d|(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])(?!\d)|(?:19|20)\d\d)`;
const openEnd = String.raw`(?:present|current|currently|now|today|ongoing|date|heute|jetzt|laufend|aujourd['’]hui|présent|actuel|actualidad|actualmente|presente|oggi|attuale|in corso|heden|nu)`;
const seasons =
  /^(?:spring|summer|fall|autumn|winter|frühjahr|sommer|herbst|winter|printemps|été|automne|hiver)/iu;

const pattern = new RegExp(
  String.raw`(?<![\p{L}\d/.-])(?<from>${moment})(?:(?:${dash}|\s+(?=\p{L}))(?:(?<to>${moment})|(?<open>${openEnd})(?!\p{L})))?(?![\d\p{L}])`,
  'dgiu',
);

/** Every span and every lone moment, left to right; words before a year that name no month are no part of it. */
export function readTimeSpans(text: string): readonly TimeSpan[] {
  const found: TimeSpan[] = [];
  for (const match of text.matchAll(pattern)) {
    const groups = match.indices?.groups;
    const from = momentAt(text, groups?.['from']);
    if (from === null) continue;
    const to = momentAt(text, groups?.['to']);
    const open = groups?.['open'];
    const last = open?.[1] ?? to?.end ?? from.end;
    found.push({
      start: from.start,
      end: last,
      from,
      to,
      open: open === undefined ? null : { text: text.slice(...open), start: open[0], end: open[1] },
    });
  }
  return found;
}

function momentAt(text: string, place: readonly [number, number] | undefined): Moment | null {
  if (place === undefined) return null;
  const [start, end] = place;
  const print = text.slice(start, end);
  const name = /\p{L}[\p{L}\u0300-\u036f]{2,}/u.exec(print);
  if (name === null || monthOf(name[0]) !== null || seasons.test(name[0]) || readDates(print).length > 0)
    return { text: print, start, end };
  const year = /(?:19|20)\d\d(?!\d)/u.exec(print);
  return year === null ? null : { text: year[0], start: start + year.index, end: start + year.index + 4 };
}
