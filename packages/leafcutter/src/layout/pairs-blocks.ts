/** Captions beside values of several lines, where neither starts on the other's first line. */
import type { Rule } from '../document/types.ts';
import type { Block, LabelValue } from './types.ts';

const mostLabelLines = 3;
const mostLabelLength = 60;
const mostValueLines = 8;
const reach = 0.3;
const strength = 0.6;

/** A short block and the block of two or more lines right of it, when they share most of their height and stand alone there. */
export function blockPairs(
  blocks: readonly Block[],
  rules: readonly Rule[],
  pageWidth: number,
): LabelValue[] {
  const pairs: LabelValue[] = [];
  for (const label of blocks) {
    if (
      label.lines.length > mostLabelLines ||
      label.text.length > mostLabelLength ||
      /\d{3}/u.test(label.text)
    )
      continue;
    const value = rightOf(label, blocks, pageWidth);
    if (value === null || value.lines.length < 2 || value.lines.length > mostValueLines) continue;
    if (
      Math.abs((label.lines[0]?.box[1] ?? 0) - (value.lines[0]?.box[1] ?? 0)) < 2 &&
      label.lines.length === 1
    )
      continue;
    const shared = blocks.some(
      (other) => other !== label && isBeside(other, value) && other.box[0] < value.box[0],
    );
    if (shared || crosses(rules, label, value)) continue;
    pairs.push({
      label: {
        text: label.lines.map((line) => line.text).join(' '),
        ranges: label.lines.map(({ start, end }) => ({ start, end })),
        box: label.box,
      },
      value: {
        text: value.text,
        ranges: value.lines.map(({ start, end }) => ({ start, end })),
        box: value.box,
      },
      relation: 'right',
      strength,
    });
  }
  return pairs;
}

function rightOf(label: Block, blocks: readonly Block[], pageWidth: number): Block | null {
  let best: Block | null = null;
  for (const other of blocks) {
    const gap = other.box[0] - label.box[2];
    if (other === label || gap < 0 || gap > pageWidth * reach || !isBeside(label, other)) continue;
    if (best === null || other.box[0] < best.box[0]) best = other;
  }
  return best;
}

/** They share most of the lower one's height. */
function isBeside(a: Block, b: Block): boolean {
  const shared = Math.min(a.box[3], b.box[3]) - Math.max(a.box[1], b.box[1]);
  return shared > 0.6 * Math.min(a.box[3] - a.box[1], b.box[3] - b.box[1]);
}

/** A horizontal rule runs through the value beside the label: its lines belong to several rows. */
function crosses(rules: readonly Rule[], label: Block, value: Block): boolean {
  return rules.some(
    (rule) =>
      Math.abs(rule.y1 - rule.y0) <= 2 &&
      rule.y0 > value.box[1] + 3 &&
      rule.y0 < value.box[3] - 3 &&
      rule.x0 <= label.box[2] &&
      rule.x1 >= value.box[0],
  );
}
