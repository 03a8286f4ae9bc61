/**
 * Items whose parts stand in one line: "Anna Meier (Chair), Paul Roth (Treasurer)", "Olive oil - 2 x 14.50; Salt - 1 x
 * 3.20", or a line each. Which leaf a part answers is told by what the parts at its place look like, and by their order.
 */
import type { TextLine } from '../../../layout/lines.ts';
import type { Locale } from '../../../values/index.ts';
import { surePairs } from '../arrays/alignment.ts';
import { accordOf } from '../arrays/classes.ts';
import { richest, type ArrayTask, type Found, type Item, type Slot } from '../arrays/model.ts';
import { wordy } from '../arrays/sample.ts';
import { readValue } from '../readings.ts';
import { foundAt } from './items.ts';
import { groupsOf, isLarge, partOf, type SectionItem } from './lists.ts';
import type { Section } from './outline.ts';

/** Share of the leaves that the parts must answer, and of the items that must have the usual parts. */
const leastLeaves = 0.5;
const leastAlike = 0.6;
const leastAnswered = 2;
const mostParts = 12;
const longestItem = 200;
const certainty = 0.65;

/** Between the parts of an item. A comma before what belongs to a name divides nothing. */
const betweenParts =
  /\s+[-–—|•·/]\s+|\s*[:;|]\s+|\s+[x×*@]\s+|\s+(?:à|at)\s+(?=\D{0,4}\d)|\s*\(\s*|\s*\)\s*,?\s*|,\s+(?!(?:Inc|LLC|L\.L\.C|Ltd|N\.\s?A|L\.\s?P|LP|LLP|Corp|Jr|Sr|GmbH|AG|KG)\b)|\s{3,}/gu;
const betweenPartsAndLines = new RegExp(String.raw`\n|${betweenParts.source}`, 'gu');
/** "2 x Salt", "2x Salt": the count stands first. */
const countFirst = /^(\d{1,4})\s?[x×]\s+/u;
const units = String.raw`(?:mg|mcg|µg|g|kg|ml|cl|dl|l|IE|IU|I\.E\.|UI|%|mm|cm|m|km|h|hrs?|hours?|Std\.?|min|Stk\.?|Stück|pcs?\.?|pieces?|units?|heures?|Stunden|EL|TL|cups?|tbsp\.?|tsp\.?)`;
/** "Metformin 850 mg": words, then how much of it. */
const wordsThenMeasure = new RegExp(String.raw`^(\p{L}[\p{L}\s.'’-]*?)\s+(\d[\d.,/]*\s?${units})$`, 'u');
/** "250 g flour", "4 eggs": how much of it, then words. */
const measureThenWords = new RegExp(
  String.raw`^(\d[\d.,/½¼¾]*(?:\s?${units}(?=\s))?)\s+(?!${units}(?!\p{L}))(\p{L}[\p{L}\s'’-]*)$`,
  'u',
);

export function dividedItems(task: ArrayTask, sections: readonly Section[], locale: Locale): Item[] {
  const [level, deeper] = task.levels;
  if (level === undefined || deeper !== undefined) return [];
  const slots = level.slots.filter(({ list }) => list === null);
  if (slots.length < leastAnswered) return [];
  return sections.flatMap((section) =>
    richest(itemsOf(slots, entriesOf(section), locale), itemsOf(slots, blocksOf(section), locale)),
  );
}

function itemsOf(slots: readonly Slot[], entries: readonly Entry[], locale: Locale): Item[] {
  const rows = entries.map(partsOf);
  const usual = usualCount(rows);
  const full = rows.filter((parts) => parts.length === usual);
  if (usual < leastAnswered || full.length < leastAlike * rows.length) return [];
  const columns = Array.from({ length: usual }, (_, at) => full.flatMap((parts) => parts[at]?.text ?? []));
  const accords = slots.map((slot) => columns.map((column) => accordOf(slot, column, locale)));
  const pairs = surePairs(accords);
  // Lines of words under one another are a list of texts as well.
  const told = pairs.some(([row]) => !wordy.has(slots[row]?.task.kind.kind ?? 'text'));
  if (entries.some(({ isBlock }) => isBlock) && (full.length < 2 || !told)) return [];
  if (pairs.length < Math.max(leastAnswered, leastLeaves * slots.length)) return [];
  const bySlot = pairs.flatMap(([row, column]): [Slot, number][] => {
    const slot = slots[row];
    return slot === undefined ? [] : [[slot, column]];
  });
  return rows
    .filter((parts) => parts.length <= usual)
    .map((parts) => ({
      found: bySlot.flatMap(([slot, column]) => valueOf(slot, parts[column], locale)),
      children: [],
    }))
    .filter(({ found }) => found.length > 0);
}

function valueOf(slot: Slot, part: SectionItem | undefined, locale: Locale): Found[] {
  if (part === undefined) return [];
  const { leaf, kind, shapes } = slot.task;
  const reading = readValue(part.text, { leaf, kind, locale, shapes, scale: 1 });
  if (reading === null) return [];
  const [line] = part.lines;
  // A part stands in one line, so that places in its text are places in its only range.
  const [range] = part.ranges;
  const whole = line === undefined || range === undefined || part.ranges.length > 1;
  const ranges = whole
    ? part.ranges
    : [{ start: range.start + reading.start, end: range.start + reading.end }];
  return [
    { ...foundAt(slot, reading.value, { ...part, ranges }, certainty), alternatives: reading.alternatives },
  ];
}

/** A stretch of some lines, joined by line ends. */
interface Entry {
  readonly lines: readonly TextLine[];
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Its lines are parts. */
  readonly isBlock: boolean;
}

/** Items are parted by semicolons, else by commas outside of brackets, else they are groups of lines. */
function entriesOf({ lines }: Section): Entry[] {
  const groups = groupsOf(lines.filter((line) => !isLarge(line, lines)));
  return groups.flatMap((group) => {
    const text = group.map((line) => line.text).join('\n');
    return cutAt(text, 0, text.length, separatorsOf(text, groups.length === 1)).map(([start, end]) => ({
      lines: group,
      text,
      start,
      end,
      isBlock: false,
    }));
  });
}

/** Blocks of lines with more room between them than lines have: each line of an address or a reference is a part. */
function blocksOf({ lines }: Section): Entry[] {
  const blocks: TextLine[][] = [];
  for (const line of lines) {
    const open = blocks.at(-1);
    if (open === undefined || line.setOff) blocks.push([line]);
    else open.push(line);
  }
  if (blocks.some((block) => block.length < 2)) return [];
  return blocks.map((block) => {
    const text = block.map((line) => line.text).join('\n');
    return { lines: block, text, start: 0, end: text.length, isBlock: true };
  });
}

function separatorsOf(text: string, alone: boolean): RegExp | null {
  if (/;\s/u.test(text)) return /\s*;\s+/gu;
  // "A (b), C (d)": commas divide items where brackets hold their parts.
  return alone && /\)\s*,\s/u.test(text)
    ? /\s*,\s+(?![^(]*\))(?:(?:and|und|et)\s+)?|\s+(?:and|und|et)\s+(?![^(]*\))/gu
    : null;
}

/** What is between the separators, where it is more than space. */
function cutAt(text: string, first: number, last: number, separators: RegExp | null): [number, number][] {
  const pieces: [number, number][] = [];
  const within = text.slice(first, last);
  const cuts = separators === null ? [] : [...within.matchAll(separators)];
  let from = 0;
  for (const { start, end } of [
    ...cuts.map((cut) => ({ start: cut.index, end: cut.index + cut[0].length })),
    { start: within.length, end: within.length },
  ]) {
    const piece = within.slice(from, start);
    const lead = piece.length - piece.trimStart().length;
    if (piece.trim() !== '') pieces.push([first + from + lead, first + from + piece.trimEnd().length]);
    from = end;
  }
  return pieces;
}

/** The parts of an item in their order, each with its place. */
function partsOf({ lines, text, start, end, isBlock }: Entry): SectionItem[] {
  const bare = text.slice(start, end).replace(/[.\s]+$/u, '');
  if (bare.length > longestItem) return [];
  const counted = countFirst.exec(bare);
  const parts: [number, number][] = counted === null ? [] : [[start, start + (counted[1]?.length ?? 0)]];
  const rest = cutAt(
    text,
    start + (counted?.[0].length ?? 0),
    start + bare.length,
    isBlock ? betweenPartsAndLines : betweenParts,
  );
  for (const [from, to] of rest) {
    const part = text.slice(from, to);
    const [, first, second] = wordsThenMeasure.exec(part) ?? measureThenWords.exec(part) ?? [];
    if (first === undefined || second === undefined) parts.push([from, to]);
    else parts.push([from, from + first.length], [to - second.length, to]);
  }
  return parts.length > mostParts
    ? []
    : parts.map(([from, to]) => partOf(lines, text.slice(from, to), from, to));
}

function usualCount(rows: readonly (readonly SectionItem[])[]): number {
  const counts = Map.groupBy(rows, (parts) => parts.length);
  return [...counts].sort((a, b) => b[1].length - a[1].length || b[0] - a[0])[0]?.[0] ?? 0;
}
