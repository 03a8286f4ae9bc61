/** Which lines of a document stand under a heading that names a list: one walk over the pages, in reading order. */
import type { Page } from '../../../document/types.ts';
import { textLinesOf, type TextLine } from '../../../layout/lines.ts';
import type { PageLayout } from '../../../layout/types.ts';
import { captionSimilarity } from '../arrays/match.ts';
import { questionOfName, type NodeQuestion } from '../question.ts';
import { questionSimilarity } from '../similarity.ts';
import { splitIdentifier, wordsOf } from '../words.ts';

/** What headings are compared with: one list of the schema. */
export interface Topic<Task> {
  readonly task: Task;
  readonly questions: readonly NodeQuestion[];
  readonly described: ReadonlySet<string>;
}

export interface Section {
  readonly heading: TextLine;
  /** Lines up to the next heading of its rank; lower headings are among them. */
  readonly lines: TextLine[];
}

/** A heading that looks like one names a list from here on; text that only might be one must be surer. */
const leastNamed = 0.6;
const leastSure = 0.85;
const mostHeadingWords = 6;
const mostHeadingLength = 90;
const mostLines = 4_000;

/** The list's name as a whole and, of "certificationsAndAwards", each part. */
export function topicOf<Task>(
  task: Task,
  name: string,
  question: NodeQuestion,
  description: string | null,
): Topic<Task> {
  const parts = splitIdentifier(name).split(/\s(?:and|or)\s|\s&\s/iu);
  const questions = parts.length < 2 ? [question] : [question, ...parts.map(questionOfName)];
  return { task, questions, described: new Set(wordsOf(`${splitIdentifier(name)} ${description ?? ''}`)) };
}

export class Outline<Task> {
  readonly sections = new Map<Task, Section[]>();
  /** Sections whose headings name nothing, where they were asked for. */
  readonly others: Section[] = [];
  readonly #keepsOthers: boolean;
  readonly #topics: readonly Topic<Task>[];
  #open: { readonly section: Section; readonly inline: boolean } | null = null;
  #furniture: ReadonlySet<string> = new Set();

  constructor(topics: readonly Topic<Task>[], keepsOthers: boolean) {
    this.#topics = topics;
    this.#keepsOthers = keepsOthers;
  }

  read(page: Page, layout: PageLayout): void {
    if (this.#topics.length === 0) return;
    const lines = textLinesOf(page, layout.segments);
    const outer = new Set([...lines.slice(0, 3), ...lines.slice(-3)].map(printed));
    const before = this.#furniture;
    this.#furniture = outer;
    for (const line of lines) {
      if (isPageNumber(line.text) || (before.has(printed(line)) && outer.has(printed(line)))) continue;
      this.#take(line, page.kind !== 'text');
    }
  }

  #take(line: TextLine, recognised: boolean): void {
    if (line.apart) this.#open = null;
    const open = this.#open;
    const inline = /^(\p{L}[\p{L} ]{2,28}?)\s?[:—–]\s*(?=\S)|^(\p{Lu}[\p{Ll} ]{2,28}?)-(?=\p{Lu})/u.exec(
      line.text,
    );
    if (inline !== null && line.marker === null) {
      const named = this.#named(inline[1] ?? inline[2] ?? '');
      if (named !== null && named.similarity >= leastSure) {
        this.#begin(named.topic, line, withoutStart(line, inline[0].length));
        return;
      }
    }
    const looks = looksLikeHeading(line);
    const ranks = looks && (open === null || outranks(line, open.section.heading, recognised));
    if (ranks || isShort(line)) {
      const named = this.#named(line.text.replace(/^[\d\s.]+|[\s:.]+$/gu, ''));
      if (named !== null && named.similarity >= (ranks ? leastNamed : leastSure))
        return this.#begin(named.topic, line, null);
    }
    if (ranks) {
      const section: Section = { heading: line, lines: [] };
      if (this.#keepsOthers) this.others.push(section);
      this.#open = this.#keepsOthers ? { section, inline: false } : null;
      return;
    }
    if (open === null) return;
    // A list on the line of its caption ends with its paragraph, or where the next caption stands.
    if (open.inline && (line.setOff || captioned.test(line.text))) this.#open = null;
    else if (open.section.lines.length < mostLines) open.section.lines.push(line);
  }

  #begin({ task }: Topic<Task>, heading: TextLine, first: TextLine | null): void {
    const section: Section = { heading, lines: first === null ? [] : [first] };
    this.sections.set(task, [...(this.sections.get(task) ?? []), section]);
    this.#open = { section, inline: first !== null };
  }

  #named(text: string): { readonly topic: Topic<Task>; readonly similarity: number } | null {
    let best: { topic: Topic<Task>; similarity: number } | null = null;
    for (const topic of this.#topics) {
      const [whole, ...parts] = topic.questions;
      if (whole === undefined) continue;
      const similarity = Math.max(
        captionSimilarity(whole, topic.described, text),
        ...parts.map((question) => 0.95 * questionSimilarity(question, text)),
      );
      if (similarity > (best?.similarity ?? 0)) best = { topic, similarity };
    }
    return best;
  }
}

const captioned = /^\p{Lu}[\p{L} ./-]{1,28}?\s?:\s+\S/u;

/** A line without its first characters. */
export function withoutStart(line: TextLine, count: number): TextLine {
  const ranges = [];
  let skip = count;
  for (const { start, end } of line.ranges) {
    const from = Math.min(end, start + Math.max(0, skip));
    if (from < end) ranges.push({ start: from, end });
    skip -= end - start + 1;
  }
  return { ...line, text: line.text.slice(count), ranges, setOff: false };
}

function printed({ text, column, box }: TextLine): string {
  return `${column}:${Math.round(box[1] / 12)}:${text.replace(/\d+/gu, '0')}`;
}

function isPageNumber(text: string): boolean {
  // "2015 – 2017" in a line of its own is when something was.
  if (/^(?:19|20)\d\d(?:\s*[-–—]\s*(?:(?:19|20)\d\d)?)?$/u.test(text.trim())) return false;
  return /^(?:page|seite|p\.)?\s*[-–]?\s*\d{1,4}(?:\s*(?:\/|of|von|de|-|–)\s*\d{0,4})?$/iu.test(text.trim());
}

function isShort({ text, marker }: TextLine): boolean {
  return (
    marker !== 'bullet' &&
    text.length <= 48 &&
    /^(?:\d{1,2}(?:\s?\.\s?\d{0,2})*\s+|[A-Z]\.\s)?[\p{Lu}\p{Lo}]/u.test(text) &&
    !/[.,;]$/u.test(text) &&
    text.split(' ').length <= mostHeadingWords
  );
}

function looksLikeHeading(line: TextLine): boolean {
  if (line.heading && line.text.length <= mostHeadingLength && !/[.,;]$/u.test(line.text)) return true;
  return isShort(line) && (line.heading || isCapitals(line.text) || line.marker === 'number');
}

function isCapitals(text: string): boolean {
  return (text.match(/\p{L}/gu)?.length ?? 0) >= 4 && text === text.toUpperCase() && !/\d/u.test(text);
}

/** Capitals stand above other headings; then size decides, which recognition only guesses. */
function outranks(line: TextLine, open: TextLine, recognised: boolean): boolean {
  const [capitals, openCapitals] = [isCapitals(line.text), isCapitals(open.text)];
  if (openCapitals && !capitals) return line.size > open.size * (recognised ? 2 : 1.1);
  if (capitals && !openCapitals) return line.size >= open.size * (recognised ? 0.6 : 0.9);
  return line.size >= open.size * (recognised ? 0.6 : 0.97) && line.marker === open.marker;
}
