/** Segments that stand out as headings: larger than the running text, or short, alone and set off. */
import { middleY, quantile } from './geometry.ts';
import type { Segment } from './types.ts';

const largerThanText = 1.15;
const mostWords = 14;
/** A heading that is no larger has this much more room above than lines usually have, in type sizes. */
const roomAbove = 0.7;

/** Top to bottom. @param body type size of the running text around, when the segments are a part of it */
export function headingsOf(segments: readonly Segment[], body: number = bodySize(segments)): Segment[] {
  const sorted = [...segments].sort((a, b) => middleY(a.box) - middleY(b.box) || a.box[0] - b.box[0]);
  return sorted.filter((segment, at) => {
    if (!/\p{L}{2}/u.test(segment.text) || segment.text.split(' ').length > mostWords) return false;
    if (segment.size >= body * largerThanText) return true;
    if (/[.,;]$/u.test(segment.text) || !startsLikeTitle(segment.text)) return false;
    return isAlone(sorted, at) && isSetOff(sorted, at);
  });
}

/** Type size of most characters. */
export function bodySize(segments: readonly Segment[]): number {
  const weighted: number[] = [];
  for (const segment of segments) {
    for (let count = 0; count < Math.ceil(segment.text.length / 10); count += 1) weighted.push(segment.size);
  }
  return quantile(weighted, 0.5);
}

function startsLikeTitle(text: string): boolean {
  return /^[\p{Lu}\p{Lo}\d(#§]/u.test(text);
}

function isAlone(sorted: readonly Segment[], at: number): boolean {
  const segment = sorted[at];
  if (segment === undefined) return false;
  return [sorted[at - 1], sorted[at + 1]].every(
    (other) =>
      other === undefined || Math.abs(middleY(other.box) - middleY(segment.box)) > segment.size * 0.5,
  );
}

function isSetOff(sorted: readonly Segment[], at: number): boolean {
  const [above, segment, below] = [sorted[at - 1], sorted[at], sorted[at + 1]];
  if (segment === undefined || below === undefined) return false;
  const capitals = segment.text === segment.text.toUpperCase();
  const room = above === undefined ? Infinity : segment.box[1] - above.box[3];
  const roomBelow = below.box[1] - segment.box[3];
  if (roomBelow > segment.size * 3) return false;
  return room > segment.size * roomAbove && (capitals || room > roomBelow * 1.3);
}
