/** One walk over the pages of a document: the best candidates of every leaf, and nothing else, are kept. */
import type { Box, Page, ParsedDocument, Range } from '../../document/types.ts';
import { layoutOf } from '../../layout/page-layout.ts';
import { boxOf, piecesOf } from '../../layout/pieces.ts';
import type { LabelValue, PageLayout, Segment } from '../../layout/types.ts';
import { findScale, localeOf } from '../../values/index.ts';
import type { Candidate } from './candidate.ts';
import { documentTypes } from './data/relations.ts';
import { headingCandidates } from './headings.ts';
import { conceptSimilarity, isKnownTerm, phraseOf } from './lexicon.ts';
import { paragraphCandidates } from './paragraphs.ts';
import { partyCandidates } from './parties.ts';
import { proseCandidates } from './prose.ts';
import { leastSimilarity, matchOf, type Habits, type Match } from './score.ts';
import { markersOf, sectionsAt, type Marker } from './sections.ts';
import { shapeCandidates } from './shapes.ts';
import { questionSimilarity } from './similarity.ts';
import { isCaptionLike } from './strings.ts';
import { isOfList, listPlaces, tableCandidates } from './tables.ts';
import type { LeafTask } from './tasks.ts';
import { tickCandidates } from './ticks.ts';
import { underCaptionCandidates, withoutUnderCaptions } from './undercaptions.ts';

/** Candidates kept for one leaf: enough for the assignment to give way several times. */
const keptPerLeaf = 12;
/** Pages read beforehand to learn the document's habits. */
const samplePages = 12;
/** "Invoice 4711 of 5 March" as the heading of a page speaks of the document itself. */
const headingBonus = 0.2;
/** Captions whose leaves are remembered; tables repeat theirs on every page. */
const rememberedLabels = 50_000;

export interface Scan {
  readonly habits: Habits;
  /** By task index; best first. */
  readonly matches: readonly (readonly Match[])[];
  /** 1-based pages that were read to their end. */
  readonly pagesCovered: readonly number[];
}

export async function scanDocument(
  document: ParsedDocument,
  tasks: readonly LeafTask[],
  signal: AbortSignal,
): Promise<Scan> {
  const numbers = document.manifest.pages.map((page) => page.number);
  const sample: string[] = [];
  for (const number of numbers.slice(0, samplePages)) sample.push((await document.page(number)).text);
  const habits: Habits = { locale: localeOf(sample), type: await documentType(document, numbers[0]) };
  const index = new TaskIndex(tasks);
  const kept: Match[][] = tasks.map(() => []);
  const covered: number[] = [];
  for (const number of numbers) {
    signal.throwIfAborted();
    const page = await document.page(number);
    if (isContents(page)) {
      covered.push(number);
      continue;
    }
    for (const candidate of candidatesOf(page, tasks)) {
      for (const { task, similarity } of index.tasksFor(candidate)) {
        const match = matchOf(task, candidate, similarity, habits);
        if (match !== null) keep(kept[task.index] ?? [], match);
      }
    }
    if (page.kind !== 'unreadable') covered.push(number);
  }
  return { habits, matches: kept, pagesCovered: covered };
}

/** A table of contents: most lines are a heading with a page number, and answer nothing. */
function isContents(page: Page): boolean {
  const lines = page.lines.map((line) => page.text.slice(line.start, line.end));
  const entries = lines.filter(
    (line) =>
      /^[\p{L}\d(].{3,}?(?:\.{3,}|\s)\s*(?:\d{1,3}|[ivxl]{1,5})$/u.test(line) &&
      !/\d[.,]\d/u.test(line.slice(8)),
  );
  const named = lines
    .slice(0, 12)
    .some((line) =>
      /^(?:table of )?contents$|^inhalt(?:sverzeichnis)?$|^table des matières$|^índice$|^indice$|^inhoudsopgave$/iu.test(
        line.trim(),
      ),
    );
  return entries.length >= 8 && entries.length / lines.length > (named ? 0.4 : 0.75);
}

/** The largest short line on the first page that is nothing but the name of a kind of document. */
async function documentType(
  document: ParsedDocument,
  first: number | undefined,
): Promise<ReadonlySet<string>> {
  if (first === undefined) return new Set();
  const page = await document.page(first);
  let best: { readonly size: number; readonly types: ReadonlySet<string> } = { size: 0, types: new Set() };
  for (const segment of layoutOf(page).segments) {
    if (segment.box[1] > page.height / 2 || segment.text.length > 40) continue;
    const { terms } = phraseOf(segment.text.replace(/[\d:#].*$/u, ''));
    const [head] = terms;
    if (head === undefined || terms.length > 2) continue;
    const types = new Set([...head.concepts].filter((concept) => documentTypes.has(concept)));
    if (types.size > 0 && segment.size > best.size * 1.05) best = { size: segment.size, types };
  }
  return best.types;
}

/** Everything on a page that may answer something. */
export function candidatesOf(
  page: Page,
  tasks: readonly LeafTask[],
  layout: PageLayout = layoutOf(page),
): readonly Candidate[] {
  const pieces = piecesOf(page, layout.segments);
  const markers = markersOf(pieces, layout.headings, page.width);
  const scale = scaleOf(page);
  const places = listPlaces(layout.tables);
  const candidates: Candidate[] = layout.pairs
    .filter((pair) => !isOfList(places, pair))
    .flatMap((pair) => {
      const candidate = ofPair(page, pair, markers, scale, layout.headings);
      const own = byLastWord(candidate);
      return own === null ? [candidate] : [candidate, own];
    });
  for (const table of layout.tables.filter((one) => !isOfForm(one.box, page))) {
    for (const candidate of tableCandidates(table, sectionsAt(table.box, markers, page.width))) {
      candidates.push({ ...candidate, scale: candidate.scale ?? scale });
    }
  }
  candidates.push(
    ...partyCandidates(page, pieces, markers),
    ...proseCandidates(page),
    ...scaleCandidates(page, scale),
    ...headingCandidates(page, layout),
    ...paragraphCandidates(page, layout),
    ...tickCandidates(page),
    ...underCaptionCandidates(page, layout.segments),
    ...shapeCandidates(page, layout.segments, markers, tasks),
  );
  return withoutUnderCaptions(page, layout.segments, candidates);
}

/** Fields of a form stand in rows and columns, too; their captions are known. */
function isOfForm(box: Box, { fields }: Page): boolean {
  const inside = fields.filter(
    (field) => field.box[1] >= box[1] - 2 && field.box[3] <= box[3] + 2 && field.box[0] >= box[0] - 2,
  );
  return inside.length >= 3;
}

function ofPair(
  page: Page,
  pair: LabelValue,
  markers: readonly Marker[],
  scale: Candidate['scale'],
  headings: readonly Segment[],
): Candidate {
  const [place] = pair.label.ranges;
  const last = pair.value.ranges.at(-1);
  // "VAT 20 %": the sign says that the figure is no amount.
  const percent =
    last === undefined || !/\d$/u.test(pair.value.text)
      ? 0
      : (/^\s?%/u.exec(page.text.slice(last.end, last.end + 2))?.[0].length ?? 0);
  const large =
    place !== undefined && headings.some(({ start, end }) => start <= place.start && place.end <= end);
  return {
    page: page.number,
    label: pair.label.text,
    labelRanges: pair.label.ranges,
    text:
      percent === 0
        ? pair.value.text
        : `${pair.value.text}${page.text.slice(last?.end, (last?.end ?? 0) + percent)}`,
    ranges: pair.value.ranges.map((range) =>
      range === last ? { start: range.start, end: range.end + percent } : range,
    ),
    box: pair.value.box,
    relation: pair.relation,
    strength:
      large && pair.relation === 'inline' ? Math.min(0.95, pair.strength + headingBonus) : pair.strength,
    sections: sectionsAt(pair.label.box, markers, page.width),
    rowLabel: null,
    scale,
  };
}

/** What a caption loses where it is only the end of what stands left of the value. */
const endOfLine = 0.1;

/** "Sinclair Broadcast Group Advertiser | Friends of Delgado": a caption that stands close behind another text is its last word. */
function byLastWord(candidate: Candidate): Candidate | null {
  const words = /^(\S.*\s)(\p{Lu}\p{Ll}{3,})$/su.exec(candidate.label);
  const [range, ...more] = candidate.labelRanges;
  const [, before = '', word = ''] = words ?? [];
  if (candidate.relation !== 'right' || range === undefined || more.length > 0) return null;
  if (before.trim().split(/\s+/u).length < 3 || !isSpecific(word) || isCaptionLike(before)) return null;
  const start = range.end - word.length;
  return {
    ...candidate,
    label: word,
    labelRanges: [{ start, end: range.end }],
    strength: candidate.strength - endOfLine,
  };
}

function isSpecific(word: string): boolean {
  const { terms } = phraseOf(word);
  return isKnownTerm(word) && terms.every(({ weight }) => weight >= 0.9);
}

/** A caption that speaks of the whole page ("in thousands"); a bare "TEUR" speaks only of its column. */
function scaleOf(page: Page): Candidate['scale'] {
  const scale = findScale(page.text);
  if (scale === null || isBareUnit(page.text.slice(scale.start, scale.end))) return null;
  const range: Range = { start: scale.start, end: scale.end };
  return { factor: scale.factor, page: page.number, range };
}

/** "(in thousands)" answers who asks for the scale itself. */
function scaleCandidates(page: Page, scale: Candidate['scale']): Candidate[] {
  if (scale === null) return [];
  const print = page.text.slice(scale.range.start, scale.range.end);
  const start =
    scale.range.start + (/^\W*(?:(?:amounts?|figures|dollars)\s+)?in\s+/iu.exec(print)?.[0].length ?? 0);
  const range = { start, end: scale.range.end };
  const words = page.words.filter((word) => word.start < range.end && word.end > range.start);
  return [
    {
      page: page.number, label: 'scale', labelRanges: [], text: page.text.slice(range.start, range.end), ranges: [range],
      box: boxOf(words), relation: 'shape', strength: 0.9, sections: [], rowLabel: null, scale: null,
    },
  ]; // prettier-ignore
}

function isBareUnit(print: string): boolean {
  return !/\s|\(/u.test(print);
}

/** Best first; of two readings of one place the better stays. Ties go to the earlier place. */
function keep(matches: Match[], match: Match): void {
  const same = matches.findIndex((other) => isSamePlace(other, match));
  if (same >= 0) {
    if ((matches[same]?.score ?? 0) >= match.score) return;
    matches.splice(same, 1);
  }
  const at = matches.findIndex((other) => other.score < match.score);
  if (at < 0) matches.push(match);
  else matches.splice(at, 0, match);
  if (matches.length > keptPerLeaf) matches.pop();
}

function isSamePlace(a: Match, b: Match): boolean {
  return (
    a.candidate.page === b.candidate.page &&
    a.candidate.ranges[0]?.start === b.candidate.ranges[0]?.start &&
    a.reading.start === b.reading.start &&
    a.candidate.text === b.candidate.text
  );
}

/** Finds the leaves that a caption may speak of by its words, instead of comparing each with each. */
class TaskIndex {
  readonly #byConcept = new Map<string, LeafTask[]>();
  readonly #labels = new Map<string, readonly { readonly task: LeafTask; readonly similarity: number }[]>();
  readonly #all: readonly LeafTask[];

  constructor(tasks: readonly LeafTask[]) {
    this.#all = tasks;
    for (const task of tasks) {
      for (const concept of conceptsOf(task)) {
        const list = this.#byConcept.get(concept) ?? [];
        list.push(task);
        this.#byConcept.set(concept, list);
      }
    }
  }

  tasksFor(candidate: Candidate): readonly { readonly task: LeafTask; readonly similarity: number }[] {
    const key = [candidate.label, ...candidate.sections].join('\n');
    const known = this.#labels.get(key);
    if (known !== undefined) return known;
    const found: { task: LeafTask; similarity: number }[] = [];
    for (const task of this.#candidatesFor(candidate)) {
      const similarity = questionSimilarity(task.question, candidate.label);
      if (similarity >= leastSimilarity || candidate.sections.length > 0) found.push({ task, similarity });
    }
    if (this.#labels.size >= rememberedLabels) this.#labels.clear();
    this.#labels.set(key, found);
    return found;
  }

  #candidatesFor(candidate: Candidate): readonly LeafTask[] {
    const found = new Set<LeafTask>();
    for (const concept of phraseOf(candidate.label).concepts) {
      for (const task of this.#byConcept.get(concept) ?? []) found.add(task);
    }
    return this.#all.length < 4 ? this.#all : [...found];
  }
}

/** Concepts of all ways to ask, and those near to them. */
function conceptsOf(task: LeafTask): ReadonlySet<string> {
  const concepts = new Set<string>();
  for (const way of task.question.wanted)
    for (const term of way.terms) for (const concept of term.concepts) concepts.add(concept);
  for (const concept of concepts) for (const near of nearTo(concept)) concepts.add(near);
  return concepts;
}

function nearTo(concept: string): readonly string[] {
  return phraseOf(concept).concepts.size === 0
    ? []
    : [...phraseOf(concept).concepts].filter((other) => conceptSimilarity(concept, other) > 0.5);
}
