/** What the rows of a table share: values in its captions and in the headings of groups of rows. */
import type { Range } from '../../../document/types.ts';
import type { Locale } from '../../../values/index.ts';
import { phraseOf } from '../lexicon.ts';
import { labelSimilarity } from '../question.ts';
import { readValue, type Reading } from '../readings.ts';
import { splitIdentifier, wordsOf } from '../words.ts';
import { bestPairs } from './assignment.ts';
import { headingParts, isSex } from './event-headings.ts';
import type { Found, Slot } from './model.ts';
import type { ContextLine, ContextPiece } from './source.ts';

/** A caption of a piece counts from here on. */
const leastLabel = 0.45;
/** By shape alone a piece answers a leaf only beside pieces that are surer. */
const sure = 0.45;
const leastWeight = 0.12;
/** Each line further away says a little less. */
const decay = 0.97;

/** A part of a heading that may be a value, with its caption where it has one. */
interface Part {
  readonly label: string | null;
  readonly text: string;
  readonly ranges: readonly Range[];
  /** The piece that it was divided from, when it was. */
  readonly whole?: string;
}

interface Rated {
  readonly part: Part;
  readonly reading: Reading;
  readonly weight: number;
}

/**
 * Values of the slots from the lines, the nearest line last. A line answers several slots at once; of several
 * lines that answer a slot the surest wins, then the nearest.
 */
export function contextValues(
  slots: readonly Slot[],
  lines: readonly ContextLine[],
  locale: Locale | undefined,
): Found[] {
  const best = new Map<Slot, { found: Found; weight: number }>();
  for (const [index, line] of lines.toReversed().entries()) {
    for (const { slot, rated } of answersOf(
      slots,
      withHeadingParts(dividedParts(partsOf(line), slots)),
      locale,
    )) {
      const weight = rated.weight * decay ** index;
      if ((best.get(slot)?.weight ?? 0) >= weight) continue;
      best.set(slot, { weight, found: foundAt(slot, rated, line.page, weight) });
    }
  }
  return slots.flatMap((slot) => best.get(slot)?.found ?? []);
}

function foundAt(slot: Slot, { part, reading }: Rated, page: number, weight: number): Found {
  return {
    slot,
    value: reading.value,
    page,
    ranges: partRanges(part, reading),
    heading: part.whole ?? part.text,
    support: [],
    sure: Math.min(1, 0.35 + 0.6 * weight),
    alternatives: reading.alternatives,
    reasoning:
      part.label === null
        ? `Stands in the heading above its rows on page ${page}.`
        : `Stands after "${part.label}" above its rows on page ${page}.`,
  };
}

function partRanges({ ranges }: Part, { start, end }: Reading): Range[] {
  const [range] = ranges;
  return range === undefined
    ? []
    : [{ start: range.start + start, end: Math.min(range.end, range.start + end) }];
}

function answersOf(
  slots: readonly Slot[],
  parts: readonly Part[],
  locale: Locale | undefined,
): { slot: Slot; rated: Rated }[] {
  const rated = slots.map((slot) => parts.map((part) => rate(slot, part, locale)));
  const pairs = bestPairs(rated.map((row) => row.map((one) => one?.weight ?? 0)));
  const answers = pairs.flatMap(([row, column]) => {
    const [slot, one] = [slots[row], rated[row]?.[column]];
    return slot === undefined || one === undefined || one === null ? [] : [{ slot, rated: one }];
  });
  const strong = answers.filter((answer) => answer.rated.weight >= sure).length;
  return answers.filter(
    (answer) => answer.rated.weight >= sure || (strong >= 2 && answer.rated.weight >= leastWeight),
  );
}

/** Pieces of a line, cut after a colon; a caption that stands alone goes to the piece right of it. */
export function partsOf(line: ContextLine): Part[] {
  const parts: Part[] = [];
  let open: string | null = null;
  for (const piece of line.pieces) {
    const colon = /^(.{2,40}?)\s*[:：]\s*(.*)$/su.exec(piece.text);
    if (colon === null) {
      parts.push({ label: open, text: piece.text, ranges: piece.ranges });
      open = null;
      continue;
    }
    const [, label = '', value = ''] = colon;
    if (value === '') open = label;
    else {
      parts.push({ label, text: value, ranges: tail(piece, value) });
      open = null;
    }
  }
  return parts;
}

/** "Women 50 m Freestyle" is also "Women" and "50 m Freestyle", where "Women" is an example of the schema or a sex. */
function dividedParts(parts: readonly Part[], slots: readonly Slot[]): Part[] {
  return parts.flatMap((part): Part[] => {
    const [range] = part.ranges;
    const first = /^(\p{L}+)[\s,–-]+(?=\S)/u.exec(part.text);
    if (part.label !== null || range === undefined || first === null) return [part];
    const word = wordsOf(first[1] ?? '').join(' ');
    const known = isSex(word) || slots.some(({ task }) => task.examples.has(word));
    if (!known) return [part];
    const cut = first[0].length;
    const end = (first[1] ?? '').length;
    return [
      {
        label: null,
        whole: part.text,
        text: part.text.slice(0, end),
        ranges: [{ start: range.start, end: range.start + end }],
      },
      {
        label: null,
        whole: part.text,
        text: part.text.slice(cut),
        ranges: [{ start: range.start + cut, end: range.end }],
      },
    ];
  });
}

/** What a heading of results says, each part under the caption that its form stands for. */
function withHeadingParts(parts: readonly Part[]): readonly Part[] {
  return parts.flatMap((part): Part[] => {
    const [range] = part.ranges;
    if (part.label !== null || range === undefined || part.ranges.length > 1) return [part];
    const told = headingParts(part.text).map(({ label, start, end }) => ({
      label,
      whole: part.text,
      text: part.text.slice(start, end),
      ranges: [{ start: range.start + start, end: range.start + end }],
    }));
    return [part, ...told];
  });
}

function tail({ ranges }: ContextPiece, value: string): Range[] {
  const end = ranges.at(-1)?.end ?? 0;
  return [{ start: end - value.length, end }];
}

function rate(slot: Slot, part: Part, locale: Locale | undefined): Rated | null {
  const { task } = slot;
  if (slot.list !== null) return null;
  const reading = readValue(part.text, {
    leaf: task.leaf,
    kind: task.kind,
    locale,
    shapes: task.shapes,
    scale: 1,
  });
  if (reading === null) return null;
  if (part.label !== null) {
    const similarity = labelSimilarity(task.question, part.label);
    const odd = isOddNumber(slot, reading) ? 0.3 : 1;
    return similarity < leastLabel
      ? null
      : { part, reading, weight: odd * similarity * (0.6 + 0.4 * reading.fit) };
  }
  const inline = inlineCaption(slot, part, locale);
  const plain = { part, reading, weight: unlabelled(slot, part.text, reading) };
  return inline !== null && inline.weight > plain.weight ? inline : plain;
}

/** A bare number where no example of the schema is one: "Event No.: 15" is no kind of event. */
function isOddNumber({ task }: Slot, { value }: Reading): boolean {
  if (typeof value !== 'string' || !/^\d+$/u.test(value) || task.examples.size === 0) return false;
  return [...task.examples].every((example) => !/^\d+$/u.test(example));
}

/** "Group B", "Event 15": the caption is the first words of the piece itself. */
function inlineCaption(slot: Slot, part: Part, locale: Locale | undefined): Rated | null {
  const { task } = slot;
  const split = /^((?:\p{L}[\p{L}.]*\s+){1,3})(\S.*)$/u.exec(part.text);
  if (split === null) return null;
  const [, label = '', value = ''] = split;
  const similarity = labelSimilarity(task.question, label.trim());
  if (similarity < 0.7 || !/\d/u.test(value)) return null;
  const reading = readValue(value, {
    leaf: task.leaf,
    kind: task.kind,
    locale,
    shapes: task.shapes,
    scale: 1,
  });
  if (reading === null) return null;
  const moved = { ...reading, start: reading.start + label.length, end: reading.end + label.length };
  return { part, reading: moved, weight: 0.8 * similarity * (isOddNumber(slot, reading) ? 0.3 : 1) };
}

/** What vocabulary and shape say without a caption. */
function unlabelled({ task }: Slot, text: string, reading: Reading): number {
  if (task.leaf.enum !== null) return 0.7 * reading.fit;
  const folded = wordsOf(text).join(' ');
  if (task.examples.has(folded)) return 0.8;
  if (isSex(folded)) return task.question.subject.has('sex') ? 0.7 : 0;
  if (task.kind.kind === 'date') return reading.fit >= 0.9 ? 0.4 : 0.1;
  let best = 0;
  for (const example of task.examples) best = Math.max(best, likeness(folded, example));
  return best;
}

/** A text of the same make as the beginning of a (folded) example: "50 m" as in "100 m freestyle". */
function likeness(folded: string, example: string): number {
  const [words, model] = [folded.split(' ').map(make), example.split(' ').map(make)];
  if (words.length > model.length + 1 || words[0] !== model[0]) return 0;
  if (!words.every((word, index) => model[index] === undefined || word === model[index])) return 0;
  const digits = words.includes('9');
  return digits && words.includes('a') ? 0.6 : digits ? 0.3 : 0.15;
}

function make(word: string): string {
  return /\d/u.test(word) ? '9' : 'a';
}

/** "type": each row has its own kind; what stands over a whole table is seldom one. */
export function asksForKind({ task }: Slot): boolean {
  return /^(?:type|kind|art|typ|genre|tipo)$/iu.test(task.leaf.name);
}

/** The leaf that says what a group of rows is called: a section, a category, a group. */
export function namesGroup({ task }: Slot): boolean {
  const { concepts } = phraseOf(splitIdentifier(task.leaf.name));
  return (
    ['section', 'category', 'group', 'agegroup', 'segment', 'type', 'statement', 'area'].some((concept) =>
      concepts.has(concept),
    ) ||
    /section|category|group|heading|statement|division/iu.test(task.leaf.name) ||
    /\b(?:heading|section|group|panel)\b[^.]{0,40}\b(?:under|above|of the (?:group|panel|section))|^(?:the )?(?:heading|group|section) (?:of|that|under)/iu.test(
      task.leaf.description ?? '',
    )
  );
}
