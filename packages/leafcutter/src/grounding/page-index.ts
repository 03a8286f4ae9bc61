/** Where values stand on one page: by their letters and digits, as numbers, as dates. Built once a page. */
import type { Page, Range } from '../document/types.ts';
import type { JsonPrimitive } from '../json.ts';
import {
  currencyOfSign,
  currencySigns,
  findScale,
  lettersAndDigits,
  readDates,
  readNumbers,
  wholeDate,
} from '../values/index.ts';
import { isFuzzy } from './edits.ts';
import type { Match } from '../findings/types.ts';

export interface Place extends Range {
  readonly match: Match;
  /** Of a text that stands in several pieces; else it goes from start to end. */
  readonly ranges?: readonly Range[];
  /** A sign or caption that says it for all that stands below: items share it. */
  readonly isCaption?: true;
}

/** What captions multiply numbers by. */
const scales: ReadonlySet<number> = new Set([1e3, 1e6, 1e9]);

/** More places than this of one value on one page say nothing: the first ones stand for all. */
const mostPlaces = 60;

/** Two words that stand further apart than this, in their size, are no parts of one number: "200" and "184.25" in two cells. */
const widestSpace = 0.9;

/** The text with line breaks where words of one line stand apart, as long as it was. */
function withGaps({ text, words, geometry }: Page): string {
  if (geometry !== 'page') return text;
  const units: string[] = [];
  let done = 0;
  for (const [at, { start, box, size }] of words.entries()) {
    const before = words[at - 1];
    const isApart =
      before !== undefined &&
      before.end === start - 1 &&
      text[before.end] === ' ' &&
      box[0] - before.box[2] > widestSpace * size;
    if (!isApart) continue;
    units.push(text.slice(done, before.end), '\n');
    done = start;
  }
  return units.length === 0 ? text : units.join('') + text.slice(done);
}

export class PageIndex {
  readonly page: Page;
  /** Letters and digits of the page without case, and where each stands in the text. */
  private readonly form: string;
  private readonly offsets: readonly number[];
  private readonly numbers = new Map<number, Range[]>();
  private readonly dates = new Map<string, Range[]>();
  /** When they are first asked for. */
  private currencies: ReturnType<typeof currencySigns> | null = null;
  private scale: ReturnType<typeof findScale> | undefined = undefined;

  constructor(page: Page) {
    this.page = page;
    const dead = page.words.filter((word) => word.struck || word.hidden);
    const isDead = ({ start, end }: Range): boolean =>
      dead.some((word) => word.start < end && start < word.end);
    const { form, offsets } = lettersOf(page.text, isDead);
    this.form = form;
    this.offsets = offsets;
    for (const reading of readNumbers(withGaps(page))) {
      if (isDead(reading)) continue;
      for (const value of [reading.value, ...reading.alternatives])
        add(this.numbers, Math.abs(value), reading);
    }
    for (const reading of readDates(page.text, undefined, { months: true })) {
      if (isDead(reading)) continue;
      for (const value of [reading.value, ...reading.alternatives]) add(this.dates, value, reading);
    }
  }

  /** Every place that says the value, best matches first. */
  find(value: JsonPrimitive, form: string): readonly Place[] {
    const places: Place[] = [];
    if (typeof value === 'number') {
      for (const range of this.numbers.get(Math.abs(value)) ?? [])
        places.push(this.placed(range, String(value)));
    }
    if (typeof value === 'string') {
      const date = /^\d{4}-\d\d(?:-\d\d)?/.exec(value)?.[0] ?? wholeDate(value) ?? undefined;
      if (date !== undefined)
        for (const range of this.dates.get(date) ?? []) places.push(this.placed(range, value));
    }
    if (places.length === 0 && form !== '' && typeof value !== 'boolean')
      places.push(...this.findForm(form, String(value)).filter((place) => this.hasDigits(place, value)));
    if (places.length === 0) places.push(...this.findCode(value));
    return places.slice(0, mostPlaces);
  }

  /** A number that is no reading of the page may stand in a code ("FY2024"), but with no sign between its digits, or one between groups of three. */
  private hasDigits({ start, end }: Range, value: JsonPrimitive): boolean {
    return (
      typeof value !== 'number' ||
      /^(?:\d+|\d{1,3}(?:[.,\s]+\d{3})+)$/u.test(this.page.text.slice(start, end))
    );
  }

  /** Signs and captions that stand for a code: "$" for USD, "(in thousands)" for 1000. */
  private findCode(value: JsonPrimitive): readonly Place[] {
    const { text } = this.page;
    if (typeof value === 'number') {
      if (!scales.has(value)) return [];
      if (this.scale === undefined) this.scale = findScale(text);
      const { scale } = this;
      return scale?.factor === value
        ? [{ start: scale.start, end: scale.end, match: 'normalised', isCaption: true }]
        : [];
    }
    if (typeof value !== 'string' || !/^[a-z]{3}$/iu.test(value)) return [];
    this.currencies ??= currencySigns(text);
    return this.currencies
      .filter((sign) => currencyOfSign(sign.text) === value.toUpperCase())
      .map(({ start, end }) => ({ start, end, match: 'normalised', isCaption: true }));
  }

  /** Places that differ by a few characters; for pages that were read by OCR. */
  findFuzzy(form: string): readonly Place[] {
    if (form.length < 5) return [];
    const { words, text } = this.page;
    const places: Place[] = [];
    for (const [first, word] of words.entries()) {
      if (word.struck || word.hidden) continue;
      for (let last = first; last < Math.min(words.length, first + 12); last += 1) {
        const end = words[last]?.end ?? word.end;
        const candidate = text
          .slice(word.start, end)
          .toLowerCase()
          .replace(/[^\p{L}\p{N}]+/gu, '');
        if (candidate.length > form.length * 1.25) break;
        if (candidate.length >= form.length * 0.8 && isFuzzy(candidate, form)) {
          places.push({ start: word.start, end, match: 'fuzzy' });
          break;
        }
      }
      if (places.length >= mostPlaces) break;
    }
    return places;
  }

  private findForm(form: string, printed: string): readonly Place[] {
    const places: Place[] = [];
    for (
      let at = this.form.indexOf(form);
      at >= 0 && places.length < mostPlaces;
      at = this.form.indexOf(form, at + 1)
    ) {
      const start = this.offsets[at] ?? 0;
      const last = this.offsets[at + form.length - 1] ?? start;
      const end = last + ((this.page.text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1);
      if (this.isWhole(start, end, at, form.length, /\S\s+\S/u.test(printed)))
        places.push(this.placed({ start, end }, printed));
    }
    return places;
  }

  /** No letter or digit goes on at either end; in scripts without spaces any place is whole. */
  private isWhole(start: number, end: number, at: number, length: number, isName: boolean): boolean {
    const { text } = this.page;
    const before = this.offsets[at - 1];
    const after = this.offsets[at + length];
    const joinedBefore =
      before === start - 1 && isWordSign(text[before] ?? '') && isWordSign(text[start] ?? '');
    const isMarked = (isName || length >= leastMarked) && noteMark.test(text.slice(end - 1, end + 3));
    const joinedAfter =
      after === end && !isMarked && isWordSign(text[end - 1] ?? '') && isWordSign(text[end] ?? '');
    return !joinedBefore && !joinedAfter;
  }

  private placed(range: Range, printed: string): Place {
    const exact = this.page.text.slice(range.start, range.end) === printed;
    return { start: range.start, end: range.end, match: exact ? 'exact' : 'normalised' };
  }
}

/** Letters and digits of the text that is live, and where each comes from. */
function lettersOf(
  text: string,
  isDead: (range: Range) => boolean,
): { readonly form: string; readonly offsets: readonly number[] } {
  const offsets: number[] = [];
  let form = '';
  let at = 0;
  for (const sign of text) {
    const start = at;
    at += sign.length;
    const plain = plainSign(sign);
    if (plain === '' || isDead({ start, end: at })) continue;
    for (let unit = 0; unit < plain.length; unit += 1) offsets.push(start);
    form += plain;
  }
  return { form, offsets };
}

/** One sign as `lettersAndDigits` has it. */
function plainSign(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code < 128) {
    if ((code >= 48 && code <= 57) || (code >= 97 && code <= 122)) return sign;
    return code >= 65 && code <= 90 ? sign.toLowerCase() : '';
  }
  return lettersAndDigits(sign);
}

/** The mark of a note behind a name: "Ying Zhang2". A single short word with a number is a code. */
const noteMark = /^\p{L}\d{1,2}(?![\p{L}\d])/u;
const leastMarked = 8;

const unspaced = /[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/u;

function isWordSign(sign: string): boolean {
  return /[\p{L}\p{N}]/u.test(sign) && !unspaced.test(sign);
}

function add<Key>(map: Map<Key, Range[]>, key: Key, range: Range): void {
  const ranges = map.get(key);
  if (ranges === undefined) map.set(key, [range]);
  else ranges.push(range);
}
