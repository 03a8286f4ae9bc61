/** Where a value stands within a place that says more: in a cell, a line, a paragraph. Pure. */
import type { Page, Range } from '../document/types.ts';
import type { JsonPrimitive } from '../json.ts';
import { lettersAndDigits, readNumbers } from '../values/index.ts';
import { placeIn, withSigns } from './printed.ts';

/** The ranges that say the value alone; those given where it cannot be told apart from the rest. */
export function narrowed(value: JsonPrimitive, page: Page, ranges: readonly Range[]): readonly Range[] {
  const joined = join(page, ranges);
  const place = typeof value === 'number' ? numberIn(value, joined.text) : textIn(value, joined.text);
  if (
    place === null ||
    lettersAndDigits(joined.text.slice(place.start, place.end)) === lettersAndDigits(joined.text)
  )
    return ranges;
  return joined.rangesOf(place);
}

function textIn(value: JsonPrimitive, text: string): Range | null {
  const place = typeof value === 'string' ? placeIn(value, text) : null;
  return place === null ? null : withSigns(value, text, place);
}

function numberIn(value: number, text: string): Range | null {
  const fitting = readNumbers(text).filter((one) =>
    [one.value, ...one.alternatives].some((read) => Math.abs(read) === Math.abs(value)),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** The ranges as one text, a space between two, and the way back. */
function join(
  page: Page,
  ranges: readonly Range[],
): { readonly text: string; rangesOf(place: Range): readonly Range[] } {
  const parts: { readonly at: number; readonly range: Range }[] = [];
  let text = '';
  for (const range of ranges) {
    if (text !== '') text += ' ';
    parts.push({ at: text.length, range });
    text += page.text.slice(range.start, range.end);
  }
  return {
    text,
    rangesOf: (place) =>
      parts.flatMap(({ at, range }) => {
        const start = Math.max(range.start, range.start + place.start - at);
        const end = Math.min(range.end, range.start + place.end - at);
        return start < end ? [{ start, end }] : [];
      }),
  };
}
