/** Strokes of a page put together again: one line per drawn line, however many pieces the file has. */
import type { Box, Rule } from '../../document/types.ts';
import { overlap } from '../geometry.ts';

export interface Stroke {
  /** Height of a horizontal stroke, left edge of a vertical one. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}
export interface Rulings {
  readonly horizontal: readonly Stroke[];
  readonly vertical: readonly Stroke[];
}

const thickness = 2.5;
const shortest = 6;
/** Pieces with less between them are one stroke: cell borders leave out the corners. */
const bridge = 4;

export function rulingsOf(rules: readonly Rule[]): Rulings {
  const horizontal = rules.filter((rule) => rule.y1 - rule.y0 <= thickness && rule.x1 - rule.x0 >= shortest);
  const vertical = rules.filter((rule) => rule.x1 - rule.x0 <= thickness && rule.y1 - rule.y0 >= shortest);
  return {
    horizontal: strokes(horizontal.map(({ x0, y0, x1, y1 }) => ({ at: (y0 + y1) / 2, from: x0, to: x1 }))),
    vertical: strokes(vertical.map(({ x0, y0, x1, y1 }) => ({ at: (x0 + x1) / 2, from: y0, to: y1 }))),
  };
}

function strokes(pieces: readonly Stroke[]): Stroke[] {
  const sorted = [...pieces].sort((a, b) => a.at - b.at || a.from - b.from);
  const merged: { at: number; from: number; to: number }[] = [];
  let group: Stroke[] = [];
  const flush = (): void => {
    for (const piece of group.sort((a, b) => a.from - b.from)) {
      const last = merged.at(-1);
      if (last !== undefined && Math.abs(last.at - piece.at) <= thickness && piece.from <= last.to + bridge)
        last.to = Math.max(last.to, piece.to);
      else merged.push({ ...piece });
    }
    group = [];
  };
  for (const piece of sorted) {
    if (group.length > 0 && piece.at - (group[0]?.at ?? 0) > thickness) flush();
    group.push(piece);
  }
  flush();
  return merged;
}

/** Heights of horizontal strokes that cover at least `share` of the box's width, top to bottom. */
export function bandsOf(rulings: Rulings, box: Box, share = 0.7): number[] {
  const width = box[2] - box[0];
  return rulings.horizontal
    .filter(
      ({ at, from, to }) =>
        at >= box[1] - 12 && at <= box[3] + 12 && overlap(from, to, box[0], box[2]) >= share * width,
    )
    .map(({ at }) => at);
}

/** True when a horizontal stroke lies between two heights over most of the box's width. */
export function ruledBetween(rulings: Rulings, above: number, below: number, box: Box): boolean {
  const width = box[2] - box[0];
  return rulings.horizontal.some(
    ({ at, from, to }) => at >= above && at <= below && overlap(from, to, box[0], box[2]) >= 0.5 * width,
  );
}
