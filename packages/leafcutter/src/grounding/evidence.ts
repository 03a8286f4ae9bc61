/** Evidence: the text, boxes and cells of ranges of a page. */
import { boxAsItStands } from '../document/standing.ts';
import type { Box, Page, Range, Word } from '../document/types.ts';
import type { Evidence } from '../findings/types.ts';

/** What stands at the ranges: the quote, a box a visual line (cells in a sheet). */
export function evidenceAt(page: Page, ranges: readonly Range[], role: Evidence['role']): Evidence {
  const words = ranges.map((range) => wordsIn(page, range));
  const quote = ranges
    .map((range) => page.text.slice(range.start, range.end))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  const cells = [...new Set(words.flat().flatMap((word) => (word.cell === undefined ? [] : [word.cell])))];
  return {
    page: page.number,
    ranges,
    quote,
    boxes:
      page.geometry === 'grid'
        ? []
        : words.flatMap((group) => boxesOf(page, group).map((box) => boxAsItStands(page, box))),
    role,
    ...(page.sheet === undefined ? {} : { sheet: page.sheet }),
    ...(cells.length === 0 ? {} : { cells }),
  };
}

/** Words that share at least one character with the range, by binary search. */
export function wordsIn(page: Page, range: Range): readonly Word[] {
  const { words } = page;
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.end ?? 0) <= range.start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < words.length && (words[last]?.start ?? Infinity) < range.end) last += 1;
  return words.slice(low, last);
}

/** How surely the ranges were read: the least sure word counts; 1 for a text layer. */
export function readConfidence(page: Page, ranges: readonly Range[]): number {
  return ranges
    .flatMap((range) => wordsIn(page, range))
    .reduce((least, word) => Math.min(least, word.ocr ?? 1), 1);
}

/** Words of one line as one box, on the page as it is read. */
export function boxesOf(page: Page, words: readonly Word[]): readonly Box[] {
  const boxes: Box[] = [];
  let lineEnd = -1;
  for (const word of words) {
    const last = boxes.at(-1);
    if (last === undefined || word.start >= lineEnd) {
      boxes.push(word.box);
      lineEnd = page.lines.find((line) => line.start <= word.start && word.start < line.end)?.end ?? Infinity;
    } else {
      boxes[boxes.length - 1] = [
        Math.min(last[0], word.box[0]),
        Math.min(last[1], word.box[1]),
        Math.max(last[2], word.box[2]),
        Math.max(last[3], word.box[3]),
      ];
    }
  }
  return boxes;
}
