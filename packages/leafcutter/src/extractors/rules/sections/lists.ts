/** Items of a list of texts from the lines under its heading: marked lines, separated words, or line by line. */
import type { Range } from '../../../document/types.ts';
import type { TextLine } from '../../../layout/lines.ts';
import { median } from '../../../layout/geometry.ts';
import { unwrap } from '../../../values/index.ts';
import type { Section } from './outline.ts';

export interface SectionItem {
  readonly page: number;
  /** Lines joined by a space, words that a line's end divides whole again. */
  readonly text: string;
  /** In reading order, all on one page. */
  readonly ranges: readonly Range[];
  readonly lines: readonly TextLine[];
}

const separators = /\s*[;•·|]\s*|\s*,\s+(?![^(]*\))/u;
/** An item of a separated list is some words, not a sentence. */
const mostItemWords = 8;
/** Lines that stand further right than the others by this many points go on from the line above. */
const hangingIndent = 6;

export function listItems(section: Section): SectionItem[] {
  const lines = withoutFootnotes(section.lines);
  const usable = lines.filter(
    (line, at) => line.marker !== null || !(isLarge(line, lines) || headsMarks(line, lines[at + 1])),
  );
  if (usable.length === 0) return [];
  const groups = groupsOf(usable);
  const separated = groups.flatMap(separatedParts);
  const marked = usable.filter((line) => line.marker !== null).length;
  return isSeparated(groups, marked > 0 ? 3 : mostItemWords) ? separated : withoutLabels(groups);
}

/** Smaller than this, beside the type of the list, is the type of notes. */
const noteSize = 0.92;

/** Lines in smaller type at the foot of a column, below all others of the list, are notes to the text. */
function withoutFootnotes(lines: readonly TextLine[]): readonly TextLine[] {
  const least = noteSize * median(lines.map(({ size }) => size));
  const feet = new Map<string, number>();
  const columnOf = ({ page, column }: TextLine): string => `${page} ${column}`;
  for (const line of lines)
    if (line.size >= least) feet.set(columnOf(line), Math.max(feet.get(columnOf(line)) ?? 0, line.box[1]));
  return lines.filter((line) => line.size >= least || line.box[1] < (feet.get(columnOf(line)) ?? Infinity));
}

/** "[12]", "[Abdi2003]": what the text calls an item of a bibliography. */
const label = /^\[[^\]\s]{1,20}\]\s+(?=\S)/u;

/** The items without the labels that nearly all of them have. */
function withoutLabels(groups: readonly (readonly TextLine[])[]): SectionItem[] {
  const labelled = groups.filter(([first]) => label.test(first?.text ?? '')).length;
  if (labelled < 0.7 * groups.length) return groups.map(itemOf);
  return groups.map((lines) => {
    const text = lines.map((line) => line.text).join('\n');
    const start = label.exec(text)?.[0].length ?? 0;
    return partOf(lines, text.slice(start), start, text.length);
  });
}

/** A heading within the section: larger than its text. */
export function isLarge(line: TextLine, lines: readonly TextLine[]): boolean {
  return line.heading && line.size > 1.08 * median(lines.map(({ size }) => size));
}

/** "Frameworks" set off above marked lines names a group of them. */
function headsMarks(line: TextLine, next: TextLine | undefined): boolean {
  return (
    line.setOff &&
    next !== undefined &&
    next.marker !== null &&
    next.page === line.page &&
    line.text.length < 50
  );
}

/** Lines of each item: marked ones begin items; else those that hang out to the left, or stand apart. */
export function groupsOf(lines: readonly TextLine[]): TextLine[][] {
  const starts = startsOf(lines);
  const groups: TextLine[][] = [];
  for (const [at, line] of lines.entries()) {
    const group = groups.at(-1);
    if (group === undefined || starts(line, at)) groups.push([line]);
    else group.push(line);
  }
  return groups;
}

type Starts = (line: TextLine, at: number) => boolean;

function startsOf(lines: readonly TextLine[]): Starts {
  const marks = lines.filter((line) => line.marker !== null).length;
  if (marks >= 2 || (marks === 1 && lines[0]?.marker !== null))
    return (line, at) => line.marker !== null || goesBack(lines, at);
  const labels = lines.filter((line) => label.test(line.text)).length;
  if (labels >= 2 && label.test(lines[0]?.text ?? '')) return (line) => label.test(line.text);
  const left = new Map<number, number>();
  for (const { column, box } of lines) left.set(column, Math.min(left.get(column) ?? Infinity, box[0]));
  const hanging = lines.filter((line) => line.box[0] > (left.get(line.column) ?? 0) + hangingIndent).length;
  if (hanging >= 0.3 * lines.length && hanging <= 0.8 * lines.length)
    return (line) => line.box[0] <= (left.get(line.column) ?? 0) + hangingIndent;
  const long = lines.filter((line) => line.text.split(' ').length > mostItemWords).length;
  if (long > 0.4 * lines.length) return (line) => line.setOff;
  return (line, at) => line.setOff || !goesOn(lines[at - 1], line);
}

/** Left of the marked lines, and set off from them: a text after the list. */
function goesBack(lines: readonly TextLine[], at: number): boolean {
  const [line, above] = [lines[at], lines[at - 1]];
  return (
    line !== undefined &&
    above !== undefined &&
    line.setOff &&
    above.column === line.column &&
    line.box[0] < above.box[0] - hangingIndent
  );
}

/** "(ACLS)", "and conferences": the line belongs to the one above. */
function goesOn(above: TextLine | undefined, line: TextLine): boolean {
  return (
    above !== undefined &&
    (/^[(\p{Ll}&]/u.test(line.text) || /[,\-–—&(]$|\b(?:and|und|et|of)$/u.test(above.text))
  );
}

/** @param most words that an item has at the most */
function isSeparated(groups: readonly (readonly TextLine[])[], most: number): boolean {
  const parts = groups.flatMap(separatedParts);
  const words = parts.map(({ text }) => text.split(' ').length);
  const short = words.filter((count) => count <= most).length;
  return parts.length >= 1.6 * groups.length && parts.length >= 2 && short >= 0.9 * parts.length;
}

/** Parts between separators, each with its place. */
export function separatedParts(lines: readonly TextLine[]): SectionItem[] {
  const text = lines.map((line) => line.text).join('\n');
  const items: SectionItem[] = [];
  let from = 0;
  const push = (start: number, end: number): void => {
    const part = text.slice(start, end);
    const lead = part.length - part.trimStart().length;
    const trimmed = part.trim().replace(/\s*[.]$/u, '');
    if (/[\p{L}\p{N}]/u.test(trimmed))
      items.push(partOf(lines, trimmed, start + lead, start + lead + trimmed.length));
  };
  for (const match of text.matchAll(new RegExp(separators, 'gu'))) {
    push(from, match.index);
    from = match.index + match[0].length;
  }
  push(from, text.length);
  return items;
}

/** Characters `start` to `end` of the lines joined by line ends. */
export function partOf(lines: readonly TextLine[], text: string, start: number, end: number): SectionItem {
  const ranges: Range[] = [];
  const kept: TextLine[] = [];
  let offset = 0;
  for (const line of lines) {
    let inner = offset;
    for (const range of line.ranges) {
      const length = range.end - range.start;
      const [from, to] = [Math.max(start, inner), Math.min(end, inner + length)];
      if (to > from) {
        ranges.push({ start: range.start + from - inner, end: range.start + to - inner });
        if (!kept.includes(line)) kept.push(line);
      }
      inner += length + 1;
    }
    offset += line.text.length + 1;
  }
  const page = kept[0]?.page ?? lines[0]?.page ?? 1;
  const own = kept.every((line) => line.page === page);
  return { page, text: unwrap(text), ranges: own ? ranges : ranges.slice(0, 1), lines: kept };
}

/** All lines of one item; those on a further page lend their text only. */
export function itemOf(lines: readonly TextLine[]): SectionItem {
  const page = lines[0]?.page ?? 1;
  return {
    page,
    text: unwrap(lines.map((line) => line.text).join('\n')),
    ranges: lines.filter((line) => line.page === page).flatMap((line) => line.ranges),
    lines,
  };
}
