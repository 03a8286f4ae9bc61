/** Captions below what they name: "(Exact name of registrant)" in brackets, or in small type below the line that is written on. */
import type { Page, Rule } from '../../document/types.ts';
import { overlap } from '../../layout/geometry.ts';
import type { Segment } from '../../layout/types.ts';
import type { Candidate } from './candidate.ts';

const bracketed = /^\((\p{L}[^()]{3,90})\)$/u;
const strength = 0.8;
/** Points between a value and its caption, in sizes of the type. */
const mostRoom = 1.4;
/** The same below a line that is written on. */
const roomBelowLine = 2;
/** Type of captions below lines, as a share of the type of what is written on them. */
const small = 0.85;
/** What stands behind a colon is what the caption names. */
const ledByColon = /[:：]\s*$/u;
/** Fewer of them on a page are notes, not captions. */
const leastOfForm = 3;

export function underCaptionCandidates(page: Page, segments: readonly Segment[]): Candidate[] {
  const candidates = segments.flatMap((segment): Candidate[] => {
    const caption = bracketed.exec(segment.text)?.[1];
    const named = caption === undefined ? null : above(segment, segments, mostRoom);
    return caption === undefined || named === null ? [] : [candidateOf(page, caption, segment, named)];
  });
  for (const caption of smallCaptions(page, segments)) {
    const named = above(caption, segments, roomBelowLine);
    if (named !== null && named.size * small >= caption.size && ruleAbove(page.rules, caption) !== null)
      candidates.push(candidateOf(page, caption.text, caption, named));
  }
  return candidates;
}

function candidateOf(page: Page, label: string, caption: Segment, named: Segment): Candidate {
  return {
    page: page.number,
    label,
    labelRanges: [{ start: caption.start, end: caption.end }],
    text: named.text,
    ranges: [{ start: named.start, end: named.end }],
    box: named.box,
    relation: 'above',
    strength,
    sections: [],
    rowLabel: null,
    scale: null,
  };
}

/** Candidates without those that take what stands below or beside such a caption, or take the caption for a value. */
export function withoutUnderCaptions(
  page: Page,
  segments: readonly Segment[],
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const captions = new Set(smallCaptions(page, segments).map(({ start }) => start));
  if (captions.size === 0) return candidates;
  return candidates.filter(
    ({ relation, labelRanges, ranges }) =>
      relation === 'above' ||
      (!labelRanges.some(({ start }) => captions.has(start)) &&
        !ranges.some(({ start }) => captions.has(start))),
  );
}

/** Words in small type, each right below a stroke that nothing else stands below; empty where there are few. */
function smallCaptions(page: Page, segments: readonly Segment[]): readonly Segment[] {
  if (page.fields.length > 0) return [];
  const largest = Math.max(0, ...segments.map(({ size }) => size));
  const found = segments.filter(
    (segment) =>
      segment.size <= largest * small &&
      segment.text.length <= 60 &&
      /^\p{L}/u.test(segment.text) &&
      !ledByColon.test(segment.text) &&
      ruleAbove(page.rules, segment) !== null &&
      !isBoxed(page.rules, segment) &&
      segments.some((other) => other.size * small >= segment.size && standsOn(other, segment)),
  );
  return found.length < leastOfForm ? [] : found;
}

/** The stroke right above, which reaches over the caption's beginning. */
function ruleAbove(rules: readonly Rule[], { box, size }: Segment): Rule | null {
  return (
    rules.find(
      (rule) =>
        rule.y1 - rule.y0 <= 2.5 &&
        rule.x1 - rule.x0 > 20 &&
        rule.y0 <= box[1] + 0.3 * size &&
        rule.y0 >= box[1] - roomBelowLine * size &&
        rule.x0 <= box[0] + 2 &&
        rule.x1 > box[0] + 2,
    ) ?? null
  );
}

/** In a drawn box: there a caption stands over what is written. */
function isBoxed(rules: readonly Rule[], { box, size }: Segment): boolean {
  const y = (box[1] + box[3]) / 2;
  return rules.some(
    (rule) =>
      rule.x1 - rule.x0 <= 2.5 &&
      rule.y0 <= y &&
      rule.y1 >= y &&
      rule.x0 > box[0] - 6 * size &&
      rule.x0 <= box[0] + 1,
  );
}

function standsOn(value: Segment, caption: Segment): boolean {
  const room = caption.box[1] - value.box[3];
  return (
    room > -0.3 * caption.size &&
    room <= roomBelowLine * Math.max(caption.size, value.size) &&
    overlap(caption.box[0], caption.box[2], value.box[0], value.box[2]) > 0
  );
}

/** The nearest segment right above, over the caption; none when that is a caption itself. */
function above({ box, size }: Segment, segments: readonly Segment[], most: number): Segment | null {
  let best: Segment | null = null;
  for (const other of segments) {
    const room = box[1] - other.box[3];
    const over = overlap(box[0], box[2], other.box[0], other.box[2]);
    if (room < -0.3 * size || room > most * Math.max(size, other.size) || over <= 0) continue;
    if (best === null || other.box[3] > best.box[3]) best = other;
  }
  return best === null || bracketed.test(best.text) ? null : best;
}
