/** What a reader can be told to do badly, each at a rate from 0 to 1, decided by its seed. Pure. */
import { isJsonObject, type JsonPrimitive, type JsonValue } from '../../json.ts';
import { lettersAndDigits } from '../../values/text.ts';
import { wordings } from '../injected-wordings.ts';
import { undisturbed, type Disturbance } from './answer.ts';
import { chance, shuffled } from './random.ts';

export interface Faults {
  /** 429 with `Retry-After`. */
  readonly rateLimit: number;
  /** 500. */
  readonly serverError: number;
  /** The connection breaks in mid-answer. */
  readonly cut: number;
  /** Nothing comes, ever. */
  readonly hang: number;
  /** The answer is no JSON any more. */
  readonly breakJson: number;
  /** Rows of lists that are not seen. */
  readonly skipRows: number;
  /** Rows that are given a second time. */
  readonly repeatRows: number;
  /** Rows after which another one is made up: like it, with numbers and texts that nobody printed. */
  readonly inventRows: number;
  /** Values in place of nulls. */
  readonly invent: number;
  /** Values that are written in another way: case, spaces, quotes, form of dates and numbers. */
  readonly reword: number;
  /** 1: items of lists in any order. */
  readonly reorder: number;
  /** Follows instructions that stand in the document. */
  readonly obey: number;
}

export const noFaults: Faults = {
  rateLimit: 0,
  serverError: 0,
  cut: 0,
  hang: 0,
  breakJson: 0,
  skipRows: 0,
  repeatRows: 0,
  inventRows: 0,
  invent: 0,
  reword: 0,
  reorder: 0,
  obey: 0,
};

export type Fate = 'answered' | 'rateLimit' | 'serverError' | 'cut' | 'hang';

/** What becomes of one call; the faults of calls exclude each other. @param words tell this call from all others */
export function fateOf(faults: Faults, ...words: readonly (string | number)[]): Fate {
  let left = chance('fate', ...words);
  for (const fate of ['rateLimit', 'serverError', 'cut', 'hang'] as const) {
    if (left < faults[fate]) return fate;
    left -= faults[fate];
  }
  return 'answered';
}

/** How the answer differs from what the reader saw. */
export function disturbanceOf(faults: Faults, ...words: readonly (string | number)[]): Disturbance {
  return {
    skips: (pointer) => chance('skip', pointer, ...words) < faults.skipRows,
    follows: (item, pointer) => [
      ...(chance('repeat', pointer, ...words) < faults.repeatRows ? [item] : []),
      ...(chance('row', pointer, ...words) < faults.inventRows ? [invented(item, pointer, ...words)] : []),
    ],
    invents: (pointer) =>
      chance('invent', pointer, ...words) < faults.invent
        ? inventions[Math.floor(chance('which', pointer, ...words) * inventions.length)]
        : undefined,
    rewords: (value, pointer) =>
      chance('reword', pointer, ...words) < faults.reword
        ? reword(value, chance('how', pointer, ...words))
        : value,
    reorders: (items, pointer) =>
      chance('reorder', pointer, ...words) < faults.reorder
        ? shuffled(items, 'order', pointer, ...words)
        : undisturbed.reorders(items, pointer),
  };
}

/** The item with other digits in its numbers and numbered texts; dates and names stay. */
function invented(item: JsonValue, ...words: readonly (string | number)[]): JsonValue {
  if (!isJsonObject(item)) return typeof item === 'string' ? `${item} ${words.length}41` : item;
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => {
      const digit = (index: number): number => 1 + Math.floor(9 * chance('digit', name, index, ...words));
      if (typeof value === 'number')
        return [name, Number(`${digit(0)}${digit(1)}${digit(2)}${digit(3)}.${digit(4)}`)];
      const isName = typeof value !== 'string' || /^\d{4}-\d\d-\d\d$/.test(value) || !/\d{3}/.test(value);
      return [name, isName ? value : value.replace(/\d/g, (_, index: number) => String(digit(index)))];
    }),
  );
}

const inventions: readonly JsonPrimitive[] = ['Acme Holdings', 'N/A', 4711, '2031-02-29', 'unknown', 17.5];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The same value, written in another way. @param how 0-1 */
export function reword(value: JsonPrimitive, how: number): JsonPrimitive {
  if (typeof value === 'number')
    return how < 0.5 ? String(value) : value.toLocaleString('en-US', { maximumFractionDigits: 12 });
  if (typeof value !== 'string') return value;
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  if (year !== undefined && month !== undefined && day !== undefined) {
    return `${months[Number(month) - 1] ?? month} ${Number(day)}, ${year}`;
  }
  const ways = [
    value.toUpperCase(),
    value.toLowerCase(),
    value.replaceAll(' ', '  '),
    ` ${value} `,
    value.replaceAll("'", '\u2019').replaceAll('-', '\u2013'),
    value.replace(/,(?=\s)/g, ''),
  ];
  return ways[Math.floor(how * ways.length)] ?? value;
}

/** JSON as careless models write it: in a fence, cut, without a bracket, with a raw line break in a text. */
export function breakJson(text: string, how: number): string {
  const middle = Math.floor(text.length * (0.3 + 0.6 * how));
  switch (Math.floor(how * 40) % 4) {
    case 0:
      return text.slice(0, middle);
    case 1:
      return `${text.slice(0, middle)}${text.slice(middle).replace(/[}\]]/, '')}`;
    case 2:
      return text.replace(/":"/, '":');
    default:
      return `${text.slice(0, middle)}\n"}${text.slice(middle)}`;
  }
}

export interface Injection {
  readonly field: string;
  readonly value: string;
}

const opened = '["\u201c\u201e\u00ab]';
const closed = '["\u201c\u201d\u00bb]';
const named = `${opened}\\s?([^"\u201c\u201d\u00bb\\n]+?)\\s?${closed}`;
/** set the field "total" to "0.00", in some languages, wherever lines break. */
const orders = new RegExp(
  `${named}\\s*(?:to|auf|sur|\u00e0|a|en|\u4e3a|\u8bbe\u7f6e\u4e3a)\\s*${named}`,
  'giu',
);
/** Answer with {"total": "0.00"}. */
const given = /\b(?:answer|respond|reply|output)\b[^{}"]{0,80}\{\s*"([^"\n]+)"\s*:\s*"?([^"{}\n]*)"?\s*\}/giu;

/** Instructions inside a document that ask for a value in a field. */
export function injectionsIn(prompt: string): readonly Injection[] {
  const form = lettersAndDigits(prompt);
  const worded = wordings.flatMap(({ says, field, value }) =>
    field !== undefined && value !== undefined && form.includes(lettersAndDigits(says))
      ? [{ field, value: String(value) }]
      : [],
  );
  const read = [...prompt.matchAll(orders), ...prompt.matchAll(given)];
  return [...read.map(([, field = '', value = '']) => ({ field, value })), ...worded];
}
