/** The text of a document as the reader knows it: lines in reading order, and where values stand in them. Pure. */
import type { Page } from '../../document/types.ts';
import type { JsonPrimitive } from '../../json.ts';
import { readDates, readNumbers } from '../../values/index.ts';
import { lettersAndDigits } from '../../values/text.ts';

export interface KnownLine {
  /** 1-based. */
  readonly page: number;
  readonly text: string;
  /** Letters and digits of its live words. */
  readonly form: string;
  /** Where its form begins in the document's. */
  readonly at: number;
}

/** Lines by their index in the document; both ends inclusive. */
export interface Place {
  readonly first: number;
  readonly last: number;
  /** Where it begins in the document's form: tells places in one line apart. */
  readonly at: number;
}

const gramLength = 4;
/** Of "1" in a long document; no more are looked at. */
const mostPlaces = 20_000;

export class TextIndex {
  readonly lines: readonly KnownLine[];
  /** Letters and digits of the whole document without case. */
  readonly form: string;
  private readonly lineOf: Int32Array;
  /** True where a word begins, so that "12" is not found in "2012". */
  private readonly begins: Uint8Array;
  /** Lines by the words in them, for texts that are told in other words. */
  private readonly words = new Map<string, number[]>();
  private readonly grams = new Map<string, number[]>();
  private readonly found = new Map<JsonPrimitive, readonly Place[]>();
  private readonly numbers = new Map<number, Place[]>();
  private readonly dates = new Map<string, Place[]>();

  constructor(pages: readonly Page[]) {
    const lines: KnownLine[] = [];
    const forms: string[] = [];
    const begins: number[] = [];
    let at = 0;
    for (const page of pages) {
      for (const line of page.lines) {
        const words = page.words
          .slice(line.firstWord, line.lastWord)
          .filter((word) => !word.struck && !word.hidden);
        const text = page.text.slice(line.start, line.end);
        let form = '';
        for (const word of words) {
          for (const part of word.text.split(/[^\p{L}\p{N}]+/u)) {
            const plain = lettersAndDigits(part);
            if (plain === '') continue;
            begins.push(at + form.length);
            form += plain;
            if (plain.length > 2) push(this.words, plain, lines.length);
          }
        }
        lines.push({ page: page.number, text: words.length === 0 ? '' : text, form, at });
        forms.push(form);
        at += form.length;
      }
    }
    this.lines = lines;
    this.form = forms.join('');
    this.lineOf = new Int32Array(this.form.length + 1);
    for (const [index, line] of lines.entries()) {
      this.lineOf.fill(index, line.at, line.at + line.form.length);
    }
    this.begins = new Uint8Array(this.form.length + 1);
    for (const begin of begins) this.begins[begin] = 1;
    this.begins[this.form.length] = 1;
    for (let start = 0; start + gramLength <= this.form.length; start += 1) {
      push(this.grams, this.form.slice(start, start + gramLength), start);
    }
    this.indexReadings();
  }

  /** Every place that says the value: as text, as a number or date in any print. */
  find(value: JsonPrimitive): readonly Place[] {
    const known = this.found.get(value) ?? this.search(value);
    this.found.set(value, known);
    return known;
  }

  private search(value: JsonPrimitive): readonly Place[] {
    if (value === null || typeof value === 'boolean') return [];
    if (typeof value === 'number') {
      const read = this.numbers.get(Math.abs(value)) ?? [];
      return read.length > 0 ? read : this.findForm(lettersAndDigits(String(value)));
    }
    const date = /^\d{4}-\d\d(?:-\d\d)?/.exec(value)?.[0];
    const dates = date === undefined ? [] : (this.dates.get(date) ?? []);
    return dates.length > 0 ? dates : this.findForm(lettersAndDigits(value));
  }

  /**
   * Where most words of a longer text stand close together, though not just so; null where they stand nowhere.
   * @param within lines where it must begin; fewer words are enough there. Null: anywhere.
   */
  findLoosely(value: JsonPrimitive, within: ((line: number) => boolean) | null = null): Place | null {
    if (typeof value !== 'string') return null;
    const words = [...new Set(value.split(/[^\p{L}\p{N}]+/u).map(lettersAndDigits))].filter(
      (word) => word.length > 2,
    );
    if (words.length < (within === null ? 4 : 2)) return null;
    const total = words.reduce((sum, word) => sum + word.length, 0);
    const reach = 2 + Math.ceil(value.length / 60);
    const hits = new Map<number, string[]>();
    for (const word of words) for (const line of this.words.get(word) ?? []) push(hits, line, word);
    let best: { readonly first: number; readonly last: number; readonly letters: number } | null = null;
    for (const first of hits.keys()) {
      if (within?.(first) === false) continue;
      const found = new Set<string>();
      let last = first;
      for (let line = first; line < first + reach; line += 1) {
        const before = found.size;
        for (const word of hits.get(line) ?? []) found.add(word);
        if (found.size > before) last = line;
      }
      const letters = [...found].reduce((sum, word) => sum + word.length, 0);
      const isBetter =
        best === null ||
        letters > best.letters ||
        (letters === best.letters && last - first < best.last - best.first);
      if (isBetter) best = { first, last, letters };
    }
    if (best === null || best.letters < 0.7 * total) return null;
    return { first: best.first, last: best.last, at: this.lines[best.first]?.at ?? 0 };
  }

  private findForm(form: string): readonly Place[] {
    if (form === '') return [];
    const places: Place[] = [];
    const add = (at: number): void => {
      if (places.length < mostPlaces && this.isWhole(at, form)) places.push(this.placed(at, form.length));
    };
    if (form.length < gramLength) {
      for (let at = this.form.indexOf(form); at >= 0; at = this.form.indexOf(form, at + 1)) add(at);
      return places;
    }
    for (const at of this.grams.get(form.slice(0, gramLength)) ?? []) {
      if (this.form.startsWith(form, at)) add(at);
    }
    return places;
  }

  private isWhole(at: number, form: string): boolean {
    const starts = this.begins[at] === 1 || unspaced.test(form[0] ?? '');
    const end = at + form.length;
    return starts && (this.begins[end] === 1 || unspaced.test(form.at(-1) ?? '') || this.isNoted(end));
  }

  /** Whether a word of letters ends here but for the number of a note, as in "Ada Lovelace3,4". */
  private isNoted(end: number): boolean {
    if (!/\p{L}/u.test(this.form[end - 1] ?? '')) return false;
    let at = end;
    while (at < end + longestNote && this.begins[at] !== 1 && /\p{N}/u.test(this.form[at] ?? '')) at += 1;
    return at > end && this.begins[at] === 1;
  }

  private placed(at: number, length: number): Place {
    return { first: this.lineOf[at] ?? 0, last: this.lineOf[at + length - 1] ?? 0, at };
  }

  private indexReadings(): void {
    for (const [index, { text, at }] of this.lines.entries()) {
      const place = (start: number): Place => ({ first: index, last: index, at: at + start / 1_000 });
      for (const { value, alternatives, start } of readNumbers(text)) {
        for (const one of new Set([value, ...alternatives].map(Math.abs))) {
          push(this.numbers, one, place(start), mostPlaces);
        }
      }
      for (const { value, alternatives, start } of readDates(text, undefined, { months: true })) {
        for (const one of new Set([value, ...alternatives])) push(this.dates, one, place(start), mostPlaces);
      }
    }
  }
}

/** Digits of a note's number. */
const longestNote = 2;

const unspaced = /[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/u;

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value, most = Infinity): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else if (values.length < most) values.push(value);
}
