/** The evidence of a place on a page: its text and its boxes, or its cells in a sheet. */
import type { Box, Page, Range } from '../../document/types.ts';
import type { Evidence } from '../../findings/types.ts';

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

/** One box for the words of each visual line. */
function lineBoxes(page: Page, words: Page['words']): Box[] {
  const boxes = new Map<number, Box>();
  for (const word of words) {
    const line = page.lines.findIndex(({ start, end }) => start <= word.start && word.end <= end);
    const known = boxes.get(line);
    boxes.set(line, known === undefined ? word.box : union(known, word.box));
  }
  return [...boxes.values()];
}

function union(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
