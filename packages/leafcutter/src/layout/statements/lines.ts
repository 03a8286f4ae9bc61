/** Lines of a page, each with the figures that end it. */
import type { Page, Word } from '../../document/types.ts';
import { median, middleY } from '../geometry.ts';
import { isLive, sizeOf } from '../segments.ts';
import type { Cell, Parsed, StatementLine } from './types.ts';

const figure =
  /^[([]?[-−–+]?[([]?(?:[$€£¥]\s?)?[-−–+]?\d{1,3}(?:[.,'’\u00a0]\d{3})*(?:[.,]\d{1,4})?\s?[)\]]?%?[)\]]?$|^[([]?[-−–]?\d+(?:[.,]\d+)?[)\]]?%?$/u;
const sign = /^(?:[$€£¥]|[A-Z]{0,2}\$|EUR|USD|GBP|CHF)$/u;
const nothing = /^[-—–]{1,3}$/u;
const closing = /^(?:[)\]]|%|[)\]]%|%[)\]])$/u;
/** "2024", "FY 2024". */
export const year = /^(?:FY\s?)?(?:19|20)\d\d$/u;

export function linesOf(page: Page): StatementLine[] {
  const sorted = page.words
    .filter(isLive)
    .sort((a, b) => middleY(a.box) - middleY(b.box) || a.box[0] - b.box[0]);
  const lines: Word[][] = [];
  for (const word of sorted) {
    const line = lines.at(-1);
    const before = line?.[0];
    if (
      line !== undefined &&
      before !== undefined &&
      middleY(word.box) - middleY(before.box) < 0.5 * sizeOf(before)
    )
      line.push(word);
    else lines.push([word]);
  }
  return lines.map((words) => {
    words.sort((a, b) => a.box[0] - b.box[0]);
    return {
      words,
      size: median(words.map(sizeOf)),
      box: [
        words[0]?.box[0] ?? 0,
        Math.min(...words.map((word) => word.box[1])),
        words.at(-1)?.box[2] ?? 0,
        Math.max(...words.map((word) => word.box[3])),
      ],
    };
  });
}

/** The figures that end a line, each with its signs, and the words before them. */
export function parse(page: Page, line: StatementLine): Parsed {
  const { words, size } = line;
  let first = words.length;
  while (first > 0) {
    const text = words[first - 1]?.text ?? '';
    if (!figure.test(text) && !sign.test(text) && !nothing.test(text) && !closing.test(text) && text !== '(')
      break;
    first -= 1;
  }
  // A figure close behind a word is part of the caption: "Class B, 1,205".
  while (
    first > 0 &&
    first < words.length &&
    (words[first]?.box[0] ?? 0) - (words[first - 1]?.box[2] ?? 0) < 0.8 * size
  )
    first += 1;
  const cells = cellsOf(page, words.slice(first));
  const before = words.slice(0, first);
  const [opening, end] = [before[0], before.at(-1)];
  return {
    line,
    label:
      opening === undefined || end === undefined || !before.some((word) => /\p{L}/u.test(word.text))
        ? null
        : {
            text: before.map((word) => word.text).join(' '),
            range: {
              start: Math.min(...before.map((word) => word.start)),
              end: Math.max(...before.map((word) => word.end)),
            },
            x0: opening.box[0],
          },
    cells,
    years: cells.length > 0 && cells.every((cell) => year.test(cell.text)),
  };
}

function cellsOf(page: Page, words: readonly Word[]): Cell[] {
  const cells: Cell[] = [];
  let open: Word[] = [];
  const close = (): void => {
    const [first, last] = [open[0], open.at(-1)];
    if (
      first !== undefined &&
      last !== undefined &&
      open.some((word) => /\d/u.test(word.text) || nothing.test(word.text))
    ) {
      const range = { start: first.start, end: last.end };
      cells.push({ text: page.text.slice(range.start, range.end), range, x0: first.box[0], x1: last.box[2] });
    }
    open = [];
  };
  for (const word of words) {
    const complete = open.some(({ text }) => /\d/u.test(text) || nothing.test(text));
    if (complete && !closing.test(word.text)) close();
    open.push(word);
  }
  close();
  return cells.filter(({ range }) => range.end > range.start);
}

/** A caption with figures. */
export function isRow({ label, cells, years }: Parsed): boolean {
  return label !== null && cells.length > 0 && !years && cells.some(({ text }) => /\d/u.test(text));
}
