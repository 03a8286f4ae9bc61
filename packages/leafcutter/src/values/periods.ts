/** Periods that figures are for, as heads of columns print them, and how fiscal calendars call them. */
import { readDates } from './dates.ts';

export interface Period {
  /** How long it is; 0: a moment, such as the date of a balance sheet; null: not printed. */
  readonly months: number | null;
  /** Its last day as `YYYY-MM-DD`; null where only a year is printed. */
  readonly end: string | null;
  readonly year: number;
  /** 1-4 where a quarter is printed by its number. */
  readonly quarter: number | null;
}

const counts: Readonly<Record<string, number>> = {
  one: 1, two: 2, three: 3, four: 4, six: 6, nine: 9, twelve: 12, drei: 3, sechs: 6, neun: 9, zwolf: 12,
  trois: 3, neuf: 9, douze: 12, tres: 3, seis: 6, nueve: 9, doce: 12, tre: 3, sei: 6, nove: 9, dodici: 12,
}; // prettier-ignore
const months =
  /\b(?<count>one|three|six|nine|twelve|drei|sechs|neun|zwölf|trois|six|neuf|douze|tres|seis|nueve|doce|tre|sei|nove|dodici|\d{1,2})[\s-]*(?:months?|monate?|mois|meses|mesi|maanden)\b/iu;
const weeks =
  /\b(?<count>thirteen|twenty-six|thirty-nine|fifty-two|fifty-three|13|14|26|27|39|40|52|53)[\s-]*weeks?\b/iu;
const weekCounts: Readonly<Record<string, number>> = { thirteen: 3, 13: 3, 14: 3, 'twenty-six': 6, 26: 6, 27: 6, 'thirty-nine': 9, 39: 9, 40: 9, 'fifty-two': 12, 'fifty-three': 12, 52: 12, 53: 12 }; // prettier-ignore
const quarter =
  /\b(?:Q(?<n>[1-4])|(?<m>[1-4])Q|(?<word>first|second|third|fourth)[\s-]+(?:fiscal\s+)?quarter|(?<o>[1-4])\.\s*quartal)\b|\bquarter(?:ly)?\b/iu;
const ordinals = ['first', 'second', 'third', 'fourth'];
const wholeYear =
  /\b(?:(?:fiscal\s+)?years?\s+(?:ended|ending)|fiscal\s+year|full[\s-]year|geschäftsjahr|exercice|FY)\b|\bFY\s?['’]?\d\d/iu;
const moment = /\b(?:as\s+(?:of|at)|stand|per|au|al|zum)\b/iu;
const printedYear = /(?<!\d)(?:19|20)\d\d(?!\d)/gu;

/** Null when the text names no year. */
export function readPeriod(text: string): Period | null {
  const [date] = readDates(text, { decimal: null, dateOrder: 'mdy', language: null });
  const years = text.match(printedYear);
  const short = /\bFY\s?['’]?(\d\d)\b/u.exec(text);
  const year =
    date !== undefined
      ? Number(date.value.slice(0, 4))
      : years !== null
        ? Number(years.at(-1))
        : short === null
          ? null
          : 2000 + Number(short[1]);
  if (year === null) return null;
  const end = date?.value.length === 10 ? date.value : null;
  const byMonths = months.exec(text)?.groups?.['count']?.toLowerCase();
  const byWeeks = weeks.exec(text)?.groups?.['count']?.toLowerCase();
  const byQuarter = quarter.exec(text);
  const groups = byQuarter?.groups;
  const numbered = groups?.['n'] ?? groups?.['m'] ?? groups?.['o'];
  const ordinal = groups?.['word'] === undefined ? 0 : ordinals.indexOf(groups['word'].toLowerCase()) + 1;
  const number = numbered !== undefined ? Number(numbered) : ordinal > 0 ? ordinal : null;
  const length =
    byMonths !== undefined
      ? (counts[byMonths.normalize('NFD').replace(/[\u0300-\u036f]/gu, '')] ?? Number(byMonths))
      : byWeeks !== undefined
        ? (weekCounts[byWeeks] ?? null)
        : byQuarter !== null
          ? 3
          : wholeYear.test(text)
            ? 12
            : end !== null || moment.test(text)
              ? 0
              : null;
  return { months: Number.isNaN(length) ? null : length, end, year, quarter: number };
}

/**
 * Month (1-12) in which the fiscal year ends: at the end date that most periods have, after the longest of them
 * (that stands there more than by the way) the months to a full year. Null when none is printed with its length.
 */
export function fiscalYearEnd(periods: readonly Period[]): number | null {
  const ended = periods.filter(
    ({ end, months: length }) => end !== null && [3, 6, 9, 12].includes(length ?? 0),
  );
  let best: readonly Period[] = [];
  for (const [, group] of Map.groupBy(ended, ({ end }) => end)) if (group.length > best.length) best = group;
  const [first] = best;
  if (first?.end === undefined || first.end === null) return null;
  const often = best.filter(
    ({ months: length }) => best.filter((one) => one.months === length).length >= 0.15 * best.length,
  );
  const longest = Math.max(...often.map((period) => period.months ?? 0));
  return ((monthNear(first.end) - 1 + (12 - longest)) % 12) + 1;
}

/** A year of 52 weeks may end a few days into the next month: "August 2" is the end of July. */
function monthNear(date: string): number {
  const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8, 10))];
  return day <= 7 ? ((month + 10) % 12) + 1 : month;
}

/** "FY2025 Q2", "FY2025 H1", "FY2025 YTD" (nine months), "FY2024"; null where the calendar is not known. */
export function fiscalLabel(period: Period, yearEnd: number): string | null {
  if (period.end === null) {
    if (period.quarter !== null) return `FY${period.year} Q${period.quarter}`;
    return period.months === 12 ? `FY${period.year}` : null;
  }
  const month = monthNear(period.end);
  const newYear = Number(period.end.slice(5, 7)) === 1 && month === 12 ? -1 : 0;
  const year = period.year + newYear + (month > yearEnd ? 1 : 0);
  const into = ((month - yearEnd + 11) % 12) + 1;
  const quarterOf = Math.ceil(into / 3);
  switch (period.months) {
    case 12:
      return into === 12 ? `FY${year}` : null;
    case 9:
      return `FY${year} YTD`;
    case 6:
      return `FY${year} H${into <= 6 ? 1 : 2}`;
    case 3:
      return `FY${year} Q${quarterOf}`;
    case 0:
      return into === 12 ? `FY${year}` : `FY${year} Q${quarterOf}`;
    default:
      return null;
  }
}
