/** The lines under a heading as entries: each with its head (who, what, when) and the text below it. */
import type { TextLine } from '../../../layout/lines.ts';
import { readTimeSpans } from '../../../values/index.ts';
import { groupsOf, isLarge } from './lists.ts';

export interface Entry {
  /** Lines that name it and say when; at least one. */
  readonly head: readonly TextLine[];
  readonly body: readonly TextLine[];
}

const longestDatedLine = 130;
const mostHeadLines = 3;

/** Entries are known by the dates in their heads; where there are none, by marks and by the room between them. */
export function entriesOf(lines: readonly TextLine[]): Entry[] {
  const dated = [...lines.keys()].filter((at) => isDated(lines[at]));
  const marked = lines.filter((line) => line.marker !== null).length;
  const plain = lines.filter((line) => !isLarge(line, lines));
  if (
    dated.length === 0 ||
    (marked >= 2 && lines.findIndex((line) => line.marker !== null) <= 1 && !headsMarks(lines, dated))
  )
    return groupsOf(plain.length === 0 ? lines : plain).map((group) => ({ head: group, body: [] }));
  const usual = Math.min(mostHeadLines, dated[0] ?? 0);
  const starts = dated.map((at, index) => startOf(lines, at, (dated[index - 1] ?? -1) + 1, usual));
  return dated.map((at, index) => ({
    head: lines.slice(starts[index], at + 1),
    body: lines.slice(at + 1, starts[index + 1] ?? lines.length),
  }));
}

/** Marked lines stand below lines with dates, as what was done stands below a position. */
function headsMarks(lines: readonly TextLine[], dated: readonly number[]): boolean {
  return (
    dated.filter((at) => lines[at]?.marker === null).length >= 1 &&
    isDated(lines[0]) !== (lines[0]?.marker !== null)
  );
}

function isDated(line: TextLine | undefined): boolean {
  if (line === undefined || line.marker !== null || line.text.length > longestDatedLine) return false;
  const spans = readTimeSpans(line.text);
  const [span] = spans;
  if (span === undefined) return false;
  const rest = line.text.length - (span.end - span.start);
  return span.to !== null || span.open !== null || rest < 60;
}

/** Up from the line with the date: to the line that is set off, else as many lines as the first entry has. */
function startOf(lines: readonly TextLine[], at: number, floor: number, usual: number): number {
  const able = (index: number): boolean => index >= floor && lines[index]?.marker === null;
  let first = at;
  while (first > floor && at - first < mostHeadLines && able(first - 1)) first -= 1;
  if (usual > 0 && able(at - usual) && lines[at - usual]?.setOff === true) return at - usual;
  for (let index = at; index >= first; index -= 1)
    if (lines[index]?.setOff === true && index < at) return index;
  return Math.max(first, at - usual);
}
