/** A heading and the text that it heads: abstracts, summaries, statements. */
import type { Page } from '../../document/types.ts';
import { boxOf } from '../../layout/pieces.ts';
import type { PageLayout, Segment } from '../../layout/types.ts';
import type { Candidate } from './candidate.ts';

const mostLines = 60;
const mostHeadingLength = 50;
const strength = 0.85;

/** Lines under each heading up to the next one; and a heading that opens its own paragraph ("Abstract— ..."). */
export function paragraphCandidates(page: Page, layout: PageLayout): Candidate[] {
  const candidates: Candidate[] = [];
  const headings = new Set(layout.headings);
  for (const [at, segment] of layout.segments.entries()) {
    const opening = /^(\p{Lu}[\p{L} ]{3,24}?)\s?[-–—:.]\s?(?=\p{Lu}\p{L}+\s\p{L})/u.exec(segment.text);
    if (opening !== null) {
      const lines = linesFrom(layout.segments, at, headings);
      if (lines.length >= 2)
        candidates.push(candidateOf(page, opening[1] ?? '', segment, lines, opening[0].length));
      continue;
    }
    if (segment.text.length > mostHeadingLength || !isHeading(segment, headings)) continue;
    const lines = linesFrom(layout.segments, at, headings).slice(1);
    if (lines.length >= 2 && isText(lines))
      candidates.push(candidateOf(page, segment.text, segment, lines, 0));
  }
  return candidates;
}

/** What follows an abstract without a heading of its own. */
const opensAnother =
  /^(?:key\s?words|index terms|subject classification|mots[- ]cl[ée]fs?|mots[- ]clés|schlüsselwörter|schlagwörter|stichwörter|palabras clave|parole chiave|trefwoorden|palavras[- ]chave|acm|ccs concepts|jel)(?!\p{L})/iu;

function isHeading(segment: Segment, headings: ReadonlySet<Segment>): boolean {
  return (
    headings.has(segment) ||
    /^\p{Lu}[\p{Lu} ]{3,30}$|^\p{Lu}\p{Ll}{3,14}(?: \p{Lu}\p{Ll}+)?$/u.test(segment.text)
  );
}

/** The segment and those that follow it line by line in its column. */
function linesFrom(segments: readonly Segment[], at: number, headings: ReadonlySet<Segment>): Segment[] {
  const first = segments[at];
  if (first === undefined) return [];
  const lines = [first];
  for (let next = at + 1; next < segments.length && lines.length < mostLines; next += 1) {
    const [segment, last] = [segments[next], lines.at(-1)];
    if (segment === undefined || last === undefined || headings.has(segment)) break;
    if (opensAnother.test(segment.text)) break;
    const gap = segment.box[1] - last.box[3];
    if (gap < -last.size * 0.6 || gap > last.size * (lines.length === 1 ? 2.2 : 1.1)) break;
    if (lines.length > 1 && Math.abs(segment.size - last.size) > last.size * 0.25) break;
    lines.push(segment);
  }
  return lines;
}

/** Running text: most of its lines have several words. */
function isText(lines: readonly Segment[]): boolean {
  return lines.filter((line) => line.text.split(' ').length >= 5).length >= lines.length * 0.6;
}

function candidateOf(
  page: Page,
  label: string,
  heading: Segment,
  lines: readonly Segment[],
  skip: number,
): Candidate {
  const ranges = lines.map(({ start, end }, at) => ({ start: at === 0 ? start + skip : start, end }));
  return {
    page: page.number,
    label: label.trim(),
    labelRanges: [{ start: heading.start, end: skip === 0 ? heading.end : heading.start + skip }],
    text: ranges.map(({ start, end }) => page.text.slice(start, end)).join('\n'),
    ranges,
    box: boxOf(lines),
    relation: 'below',
    strength,
    sections: [],
    rowLabel: null,
    scale: null,
  };
}
