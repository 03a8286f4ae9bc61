/** The evidence of a place on a page, its text and its boxes, or its cells in a sheet; and how its text reads. */
import { hyphenatedIn, joinLines } from '../../document/line-breaks.ts';
import { boxAsItStands } from '../../document/standing.ts';
import type { Box, Page, Range } from '../../document/types.ts';
import type { Evidence } from '../../findings/types.ts';
import type { JsonPrimitive } from '../../json.ts';

/** @param ranges in reading order; one per visual line, or several on one */
export function evidenceAt(page: Page, ranges: readonly Range[], role: Evidence['role']): Evidence {
  const quote = ranges.map(({ start, end }) => page.text.slice(start, end)).join(' ');
  const words = page.words.filter((word) =>
    ranges.some((range) => word.start < range.end && word.end > range.start),
  );
  const place = { page: page.number, ranges: ranges.map(({ start, end }) => ({ start, end })), quote, role };
  if (page.sheet !== undefined) {
    const cells = [...new Set(words.flatMap((word) => (word.cell === undefined ? [] : [word.cell])))];
    return { ...place, boxes: [], sheet: page.sheet, cells };
  }
  return { ...place, boxes: page.geometry === 'grid' ? [] : lineBoxes(page, words) };
}

/** A text that is all that its lines print, as one reads it: words that are broken over the lines come whole. */
export function readAcross(value: JsonPrimitive, page: Page, ranges: readonly Range[]): JsonPrimitive {
  const lines = ranges.flatMap(({ start, end }) => page.text.slice(start, end).split('\n'));
  if (typeof value !== 'string' || lines.length < 2) return value;
  const isWhole = [lines.join(' '), joinLines(lines)].some((print) => folded(print) === value);
  return isWhole ? folded(joinLines(lines, hyphenatedIn(page.text))) : value;
}

function folded(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** One box for the words of each visual line. */
function lineBoxes(page: Page, words: Page['words']): Box[] {
  const boxes = new Map<number, Box>();
  for (const word of words) {
    const line = page.lines.findIndex(({ start, end }) => start <= word.start && word.end <= end);
    const known = boxes.get(line);
    boxes.set(line, known === undefined ? word.box : union(known, word.box));
  }
  return [...boxes.values()].map((box) => boxAsItStands(page, box));
}

function union(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
