/** Captions in brackets below what they name: "(Exact name of registrant)", "(Signature)", "(Zip code)". */
import type { Page } from '../../document/types.ts';
import { overlap } from '../../layout/geometry.ts';
import type { Segment } from '../../layout/types.ts';
import type { Candidate } from './candidate.ts';

const bracketed = /^\((\p{L}[^()]{3,90})\)$/u;
const strength = 0.8;
/** Points between a value and its caption, in sizes of the type. */
const mostRoom = 1.4;

export function underCaptionCandidates(page: Page, segments: readonly Segment[]): Candidate[] {
  return segments.flatMap((segment): Candidate[] => {
    const caption = bracketed.exec(segment.text)?.[1];
    const named = caption === undefined ? null : above(segment, segments);
    if (caption === undefined || named === null) return [];
    return [
      {
        page: page.number,
        label: caption,
        labelRanges: [{ start: segment.start, end: segment.end }],
        text: named.text,
        ranges: [{ start: named.start, end: named.end }],
        box: named.box,
        relation: 'above',
        strength,
        sections: [],
        rowLabel: null,
        scale: null,
      },
    ];
  });
}

/** The nearest segment right above, over the caption; none when that is a caption itself. */
function above({ box, size }: Segment, segments: readonly Segment[]): Segment | null {
  let best: Segment | null = null;
  for (const other of segments) {
    const room = box[1] - other.box[3];
    const over = overlap(box[0], box[2], other.box[0], other.box[2]);
    if (room < -0.3 * size || room > mostRoom * Math.max(size, other.size) || over <= 0) continue;
    if (best === null || other.box[3] > best.box[3]) best = other;
  }
  return best === null || bracketed.test(best.text) ? null : best;
}
