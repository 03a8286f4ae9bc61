/** What a document says of itself without captions: its title, and who issued it, at the head of the first page. */
import type { Page } from '../../document/types.ts';
import { boxOf } from '../../layout/pieces.ts';
import type { PageLayout, Segment } from '../../layout/types.ts';
import { looksLikeOrganisation, looksLikeStreet, readCityLine } from './address.ts';
import type { Candidate } from './candidate.ts';
import { documentTypes, senders } from './data/relations.ts';
import { phraseOf } from './lexicon.ts';
import { isCaptionLike } from './strings.ts';

/** The head of a page: where titles and senders stand, as a share of its height. */
const headShare = 0.4;
const senderShare = 0.3;
const largerThanText = 1.15;
const mostTitleLines = 4;
const strengths = { large: 0.75, plain: 0.45, organisation: 0.6, firstLine: 0.15 };

export function headingCandidates(page: Page, layout: PageLayout): Candidate[] {
  if (page.number !== 1) return [];
  const candidates: Candidate[] = [];
  const title = titleOf(page, layout);
  if (title !== null)
    for (const kind of ['document', ...kindsIn(title.lines)])
      candidates.push(candidateOf(page, `${kind} title`, title.lines, title.strength));
  if (title !== null && title.strength === strengths.large && isPersonsName(title.lines))
    candidates.push(candidateOf(page, 'full name', title.lines, strengths.large));
  const sender = senderOf(page, layout);
  if (sender !== null) {
    for (const [role, tells] of Object.entries(senders)) {
      if (tells.length === 0 || layout.segments.some(({ text }) => speaksOf(text, tells)))
        candidates.push(candidateOf(page, `${role} name`, [sender.line], sender.strength));
    }
  }
  return candidates;
}

/** The largest lines of the head that are neither address nor figures; lines of one size that follow each other are one title. */
function titleOf(page: Page, layout: PageLayout): { lines: Segment[]; strength: number } | null {
  const head = layout.segments.filter(
    (segment) => segment.box[3] < page.height * headShare && isTitleLike(segment.text),
  );
  const body = median(layout.segments.map((segment) => segment.size));
  const largest = Math.max(0, ...head.map((segment) => segment.size));
  const large = largest >= body * largerThanText;
  const first = large
    ? head.find((segment) => segment.size >= largest * 0.97)
    : (head.find((segment) => namesDocument(segment.text)) ??
      head.find((segment) => layout.headings.includes(segment)));
  if (first === undefined) return null;
  const lines = [first];
  for (const segment of head) {
    const last = lines.at(-1) ?? first;
    const gap = segment.box[1] - last.box[3];
    const follows =
      segment.box[1] > last.box[1] &&
      gap < last.size * 0.8 &&
      Math.abs(segment.size - first.size) < first.size * 0.05;
    if (segment !== first && follows && large && lines.length < mostTitleLines) lines.push(segment);
  }
  return { lines, strength: large ? strengths.large : strengths.plain };
}

/** "Dr. Ana María López, MD" as the title of a page: whom a career or a card is about. */
function isPersonsName(lines: readonly Segment[]): boolean {
  const text = lines.map((line) => line.text).join(' ');
  const words = text.split(/[\s,]+/u);
  if (words.length < 2 || words.length > 6 || /\d/u.test(text) || looksLikeOrganisation(text)) return false;
  return (
    words.every((word) => /^\p{Lu}[\p{L}.'’-]*$/u.test(word)) && !isCaptionLike(text) && !namesDocument(text)
  );
}

/** What kinds of document the last word of a title names. */
function kindsIn(lines: readonly Segment[]): readonly string[] {
  const last = phraseOf(lines.map((line) => line.text).join(' ')).terms.at(-1);
  return [...documentTypes, 'agreement'].filter((kind) => last?.concepts.has(kind) === true);
}

/** "364-DAY CREDIT AGREEMENT": in capitals or as a title, ending with the name of a kind of document. */
function namesDocument(text: string): boolean {
  const { terms } = phraseOf(text);
  const last = terms.at(-1);
  if (last === undefined || terms.length > 8 || /[a-z]{3}.*\s\p{Ll}{4}/u.test(text)) return false;
  return [...last.concepts].some((concept) => documentTypes.has(concept) || concept === 'agreement');
}

function isTitleLike(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const digits = text.match(/\d/gu)?.length ?? 0;
  if (letters < 4 || digits > letters || text.length > 160) return false;
  return !looksLikeStreet(text) && readCityLine(text) === null && !/@|https?:|www\./u.test(text);
}

function speaksOf(text: string, concepts: readonly string[]): boolean {
  const phrase = phraseOf(text);
  return concepts.some((concept) => phrase.concepts.has(concept));
}

/** The first line of the head with the form of a company's name; else just the first line, which says less. */
function senderOf(page: Page, layout: PageLayout): { line: Segment; strength: number } | null {
  const head = layout.segments.filter(
    (segment) => segment.box[3] < page.height * senderShare && isTitleLike(segment.text),
  );
  const organisation = head.find(
    (segment) => looksLikeOrganisation(segment.text) && segment.text.length <= 70,
  );
  if (organisation !== undefined)
    return { line: withoutTitle(organisation), strength: strengths.organisation };
  const [first] = head;
  const useless =
    first === undefined ||
    first.text.length > 60 ||
    /\d/u.test(first.text) ||
    namesDocument(first.text) ||
    speaksOf(first.text, [...documentTypes, 'agreement']) ||
    isCaptionLike(first.text);
  return useless ? null : { line: first, strength: strengths.firstLine };
}

/** "Brightwater plc – Payslip": the part that is the sender's name, where the other names the document. */
function withoutTitle(line: Segment): Segment {
  const dash = /\s+[-–—|]\s+/u.exec(line.text);
  if (dash === null) return line;
  const [before, after] = [line.text.slice(0, dash.index), line.text.slice(dash.index + dash[0].length)];
  if (looksLikeOrganisation(before) && (isCaptionLike(after) || namesDocument(after) || /\d{4}/u.test(after)))
    return { ...line, text: before, end: line.start + before.length };
  if (looksLikeOrganisation(after) && (isCaptionLike(before) || namesDocument(before)))
    return { ...line, text: after, start: line.end - after.length };
  return line;
}

function candidateOf(page: Page, label: string, lines: readonly Segment[], strength: number): Candidate {
  const ranges = lines.map(({ start, end }) => ({ start, end }));
  return {
    page: page.number,
    label,
    labelRanges: [],
    text: ranges.map(({ start, end }) => page.text.slice(start, end)).join(' '),
    ranges,
    box: boxOf(lines),
    relation: 'heading',
    strength,
    sections: [],
    rowLabel: null,
    scale: null,
  };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
