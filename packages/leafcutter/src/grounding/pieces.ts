/**
 * Texts that do not stand in one run: their lines go through a column or a cell whose neighbours come between them in the
 * canonical text, or a note or date stands among them. They are read word by word, from piece to piece. Pure.
 */
import type { Box, Page, Range, Word } from '../document/types.ts';
import { lettersAndDigits } from '../values/index.ts';
import { isCut } from './words.ts';
import { passagesOf, type PageWord, type Passage } from './passages.ts';

interface Known {
  readonly word: Word;
  readonly form: string;
}

/** Words between two pieces; what stands further away is no part of the text. */
const mostBetween = 120;
/** How far below a line the next one may begin, in heights of a word. */
const nextLine = 2.6;
/** How far left of all pieces so far the next one may begin, points. */
const outdent = 14;

/** Live words of a page by what they say. Built once a page. */
export class WordIndex {
  private readonly words: readonly Known[];
  private readonly byForm = new Map<string, number[]>();
  private readonly pageWords: readonly PageWord[];

  constructor(page: Page) {
    this.words = page.words.flatMap((word) => {
      const form = word.struck || word.hidden ? '' : lettersAndDigits(word.text);
      return form === '' ? [] : [{ word, form }];
    });
    this.pageWords = this.words.map(({ word: { start, end, text, box }, form }) => ({
      start,
      end,
      box,
      form,
      isCut: text.endsWith('.') || isCut(page.text, end),
    }));
    for (const [at, { form }] of this.words.entries()) {
      const known = this.byForm.get(form);
      if (known === undefined) this.byForm.set(form, [at]);
      else known.push(at);
    }
  }

  /** Passages that say nearly all of the text, in its order. */
  findNearly(text: string): readonly Passage[] {
    return passagesOf(text, this.pageWords, this.byForm);
  }

  /** The pieces that say the text one after another, all of it; null when there are none, or more than words allow. */
  find(text: string): readonly Range[] | null {
    const [first = '', second] = text.split(/\s+/u).map(lettersAndDigits).filter(Boolean);
    if (second === undefined) return null;
    const form = lettersAndDigits(text);
    const most = Math.max(2, Math.ceil(form.length / leastOfPiece));
    for (const start of this.byForm.get(first) ?? []) {
      const ranges = this.follow(start, form, most);
      if (ranges !== null) return ranges;
    }
    return null;
  }

  private follow(start: number, form: string, most: number): readonly Range[] | null {
    const pieces: { first: number; last: number }[] = [];
    let read = 0;
    let at: number | null = start;
    let block: Box | null = null;
    while (at !== null) {
      const first = at;
      let known = this.words[at];
      while (known !== undefined && form.startsWith(known.form, read)) {
        read += known.form.length;
        block = block === null ? known.word.box : around(block, known.word.box);
        at += 1;
        known = this.words[at];
        if (read === form.length) break;
      }
      pieces.push({ first, last: at - 1 });
      if (read === form.length) return pieces.map((piece) => this.rangeOf(piece));
      if (pieces.length >= most || block === null) return null;
      at = this.next(at - 1, block, form, read);
    }
    return null;
  }

  /** The first word that goes on with the text, in the line of the last piece or the one below it. */
  private next(last: number, block: Box, form: string, read: number): number | null {
    const before = this.words[last]?.word.box;
    if (before === undefined) return null;
    const height = Math.max(6, before[3] - before[1]);
    const from = Math.max(0, last - mostBetween);
    const end = Math.min(this.words.length, last + mostBetween);
    for (const step of [1, -1] as const) {
      for (let at = last + step; at >= from && at < end; at += step) {
        const known = this.words[at];
        if (known === undefined || !form.startsWith(known.form, read)) continue;
        const { box } = known.word;
        const down = box[1] - before[1];
        const isRight = Math.abs(down) < height * 0.6 && box[0] >= before[2] - 1;
        const isBelow =
          down > height * 0.6 &&
          down < height * nextLine &&
          box[0] >= block[0] - outdent &&
          box[0] < block[2];
        if (isRight || isBelow) return at;
      }
    }
    return null;
  }

  private rangeOf({ first, last }: { readonly first: number; readonly last: number }): Range {
    return { start: this.words[first]?.word.start ?? 0, end: this.words[last]?.word.end ?? 0 };
  }
}

/** Letters of one piece on average; a text in smaller ones is put together by chance. */
const leastOfPiece = 8;

function around(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
