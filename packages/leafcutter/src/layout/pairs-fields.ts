/** Form fields as label-value pairs, and what they say about the pairs beside them. */
import type { Page, Range } from '../document/types.ts';
import type { LabelValue } from './types.ts';

/** Boxes to tick have rules of their own: the text between two of them belongs to one of them. */
const boxes = /[☐☑☒]/u;

/** What is filled in belongs to its field's caption and captions nothing; and no field's caption is a value. */
export function outsideFields(page: Page, all: readonly LabelValue[]): readonly LabelValue[] {
  const pairs = all.filter(({ label, value }) => !boxes.test(label.text) && !boxes.test(value.text));
  if (page.fields.length === 0) return pairs;
  const filled = page.fields.flatMap(({ range }) => (range === null ? [] : [range]));
  const captioned = page.fields.flatMap(({ range, label }) =>
    range === null || label === null ? [] : [range],
  );
  const captions = new Set(page.fields.flatMap(({ label }) => (label === null ? [] : [bare(label)])));
  return pairs.filter(
    ({ label, value }) =>
      !overlap(label.ranges, filled) && !overlap(value.ranges, captioned) && !captions.has(bare(value.text)),
  );
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
    pairs.push({
      label: { text, ranges: [], box: field.box },
      value: {
        text: page.text.slice(field.range.start, field.range.end),
        ranges: [field.range],
        box: field.box,
      },
      relation: 'field',
      strength: field.label === null ? 0.85 : 0.95,
    });
  }
  return pairs;
}
