/** Form fields as label-value pairs, and what they say about the pairs beside them. */
import type { Box, Page, Range } from '../document/types.ts';
import type { LabelValue } from './types.ts';

/** Boxes to tick have rules of their own: the text between two of them belongs to one of them. */
const boxes = /[☐☑☒]/u;

/** Points between a caption and its field. */
const mostGap = 150;

/** What is filled in belongs to its field's caption and captions nothing; and no field's caption is a value. */
export function outsideFields(page: Page, all: readonly LabelValue[]): readonly LabelValue[] {
  const pairs = all.filter(({ label, value }) => !boxes.test(label.text) && !boxes.test(value.text));
  if (page.fields.length === 0) return pairs;
  const filled = page.fields.flatMap(({ range }) => (range === null ? [] : [range]));
  const captioned = page.fields.flatMap(({ range, label }) =>
    range === null || label === null ? [] : [range],
  );
  const captions = new Set(page.fields.flatMap(({ label }) => (label === null ? [] : [bare(label)])));
  const empty = page.fields.filter(
    ({ value, checked, kind }) => value === null && checked === null && kind !== 'button',
  );
  return pairs.filter(
    ({ label, value }) =>
      !overlap(label.ranges, filled) &&
      !overlap(value.ranges, captioned) &&
      !captions.has(bare(value.text)) &&
      !empty.some((field) => standsBetween(field.box, label.box, value.box)),
  );
}

/** An empty field between a caption and what stands beyond it: the caption is the field's, and nobody has filled it in. */
function standsBetween(field: Box, label: Box, value: Box): boolean {
  const gap = { right: field[0] - label[2], below: field[1] - label[3] };
  const height = label[3] - label[1];
  const inRow = (a: Box, b: Box): boolean => Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > 0.3 * height;
  if (inRow(field, label) && gap.right > -2 && gap.right < mostGap)
    return !(inRow(value, label) && value[2] <= field[0] + 2);
  const isUnder = Math.abs(field[0] - label[0]) <= height && gap.below > -0.5 * height && gap.below < height;
  return isUnder && value[1] > field[1] + 1;
}

function bare(caption: string): string {
  return caption.replace(/[\s*:]+$/u, '').toLowerCase();
}

function overlap(some: readonly Range[], others: readonly Range[]): boolean {
  return some.some((one) => others.some((other) => one.start < other.end && other.start < one.end));
}

/** A field's caption is its own label, else the last part of its name. Boxes to tick are no pairs. */
export function fieldPairs(page: Page): LabelValue[] {
  const pairs: LabelValue[] = [];
  for (const field of page.fields) {
    if (field.value === null || field.range === null || field.checked !== null) continue;
    const text = field.label ?? field.name.split('.').at(-1) ?? '';
    if (text === '') continue;
    const ranges = liveRanges(page, field.range);
    pairs.push({
      label: { text, ranges: [], box: field.box },
      value: {
        text: ranges.map(({ start, end }) => page.text.slice(start, end)).join('\n'),
        ranges,
        box: field.box,
      },
      relation: 'field',
      strength: field.label === null ? 0.85 : 0.95,
    });
  }
  return pairs;
}

/** A range for each line of the field: between them, options that are not chosen may stand. */
function liveRanges(page: Page, { start, end }: Range): readonly Range[] {
  const ranges: { start: number; end: number }[] = [];
  for (const word of page.words) {
    if (word.start < start || word.end > end || word.hidden) continue;
    const last = ranges.at(-1);
    if (
      last !== undefined &&
      page.text.slice(last.end, word.start).trim() === '' &&
      !page.text.slice(last.end, word.start).includes('\n')
    )
      last.end = word.end;
    else ranges.push({ start: word.start, end: word.end });
  }
  return ranges;
}
