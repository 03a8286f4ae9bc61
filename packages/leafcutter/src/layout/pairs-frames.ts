/** What drawn strokes say of a caption and a value: divided, underlined, in one cell. */
import type { Box, Rule } from '../document/types.ts';

/** A horizontal rule that divides the two and lies over both; the underline of the upper one does not divide. */
export function ruleBetween(rules: readonly Rule[], above: Box, below: Box): boolean {
  return rules.some(
    (rule) =>
      Math.abs(rule.y1 - rule.y0) <= 2 &&
      !underlines(rule, above) &&
      rule.y0 > (above[1] + above[3]) / 2 &&
      rule.y0 < (below[1] + below[3]) / 2 &&
      Math.min(rule.x1, above[2], below[2]) > Math.max(rule.x0, above[0], below[0]),
  );
}

export function isUnderlined(rules: readonly Rule[], box: Box): boolean {
  return rules.some((rule) => Math.abs(rule.y1 - rule.y0) <= 2 && underlines(rule, box));
}

function underlines(rule: Rule, box: Box): boolean {
  const near = Math.abs(rule.y0 - box[3]) <= 3;
  return near && Math.abs(rule.x0 - box[0]) <= 4 && Math.abs(rule.x1 - box[2]) <= 6;
}

/** Both stand between the same two vertical rules: one cell of a ruled form. */
export function inOneFrame(rules: readonly Rule[], a: Box, b: Box): boolean {
  const [first, second] = [frameOf(rules, a), frameOf(rules, b)];
  if (first === null || second === null) return false;
  return Math.abs(first[0] - second[0]) <= 3 && Math.abs(first[1] - second[1]) <= 3;
}

function frameOf(rules: readonly Rule[], box: Box): readonly [number, number] | null {
  const y = (box[1] + box[3]) / 2;
  let [left, right] = [-Infinity, Infinity];
  for (const rule of rules) {
    if (Math.abs(rule.x1 - rule.x0) > 2 || rule.y0 > y || rule.y1 < y) continue;
    if (rule.x0 <= box[0] + 2 && rule.x0 > left) left = rule.x0;
    if (rule.x0 >= box[2] - 2 && rule.x0 < right) right = rule.x0;
  }
  return left > -Infinity && right < Infinity ? [left, right] : null;
}
