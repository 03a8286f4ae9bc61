/** Items as blocks of captioned values that repeat: "Name: ... Role: ... Name: ... Role: ...". */
import type { Box, Page, Range } from '../../../document/types.ts';
import type { LabelValue, PageLayout } from '../../../layout/types.ts';
import type { ObjectNode, SchemaNode } from '../../../schema/types.ts';
import type { Locale } from '../../../values/index.ts';
import { bestPairs } from '../arrays/assignment.ts';
import { captionSimilarity } from '../arrays/match.ts';
import type { ArrayTask, Found, Item, Slot } from '../arrays/model.ts';
import { rangesOf } from '../candidate.ts';
import { questionOf, labelSimilarity, type NodeQuestion } from '../question.ts';
import { readValue } from '../readings.ts';
import { splitIdentifier, wordsOf } from '../words.ts';

/** A caption names a leaf from here on; in a block even a general one ("Name") does. */
const leastLabel = 0.45;
/** A line above the block names the list (or another object of the schema) from here on. */
const leastNamed = 0.6;
/** Pairs that the layout is less sure of have no colon and no box. */
const leastStrength = 0.85;
const longestHeading = 48;
const mostCaptions = 5_000;
const leastValues = 2;

interface Caption {
  readonly page: number;
  readonly label: string;
  readonly box: Box;
  readonly text: string;
  readonly ranges: readonly Range[];
  /** What the last line above that names something of the schema names; null when none does. */
  readonly topic: object | null;
}

interface Topic {
  readonly key: object;
  readonly question: NodeQuestion;
  readonly described: ReadonlySet<string>;
}

/** Reads pages one by one, and answers once all were read. */
export class RecordReader {
  readonly #tasks: readonly ArrayTask[];
  readonly #topics: readonly Topic[];
  readonly #captions: Caption[] = [];
  #topic: object | null = null;

  constructor(tasks: readonly ArrayTask[], root: ObjectNode) {
    this.#tasks = tasks.filter(({ levels }) => levels.length === 1);
    this.#topics = this.#tasks.length === 0 ? [] : topicsOf(this.#tasks, root);
  }

  read(page: Page, layout: PageLayout): void {
    if (this.#tasks.length === 0 || this.#captions.length >= mostCaptions) return;
    const pairs = captionsIn(layout.pairs);
    const values = new Set(pairs.flatMap(({ label, value }) => [label, value]).flatMap(startsOf));
    const headings = layout.segments
      .filter(({ text, start }) => text.length <= longestHeading && !values.has(start))
      .flatMap(({ text, box }) => {
        const key = this.#named(text);
        return key === null ? [] : [{ key, box }];
      });
    const placed = [
      ...pairs.map((pair) => ({ box: pair.label.box, pair, key: null })),
      ...headings.map(({ key, box }) => ({ box, pair: null, key })),
    ].sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
    for (const { box, pair, key } of placed) {
      if (pair === null) this.#topic = key;
      else
        this.#captions.push({
          page: page.number,
          label: wordsOf(pair.label.text).join(' '),
          box,
          text: pair.value.text,
          ranges: pair.value.ranges,
          topic: this.#topic,
        });
    }
  }

  items(task: ArrayTask, locale: Locale): Item[] {
    const [level] = task.levels;
    if (level === undefined || !this.#tasks.includes(task)) return [];
    const slots = level.slots.filter(({ list }) => list === null);
    const own = this.#captions.filter(({ topic }) => topic === task);
    const free = own.length > 0 ? own : this.#captions.filter(({ topic }) => topic === null);
    const slotOf = slotsByLabel(slots, free);
    if (own.length === 0 && this.#fitsOther(task, free, slotOf.size)) return [];
    const records = recordsOf(free.filter(({ label }) => slotOf.has(label)));
    if (records.length < (own.length > 0 ? 1 : 2)) return [];
    const items = records.map((record) => itemOf(record, slotOf, locale));
    // A block alone under the list's name has most of what an item has.
    const least = items.length > 1 ? leastValues : Math.max(leastValues, slots.length / 2);
    const full = items.filter(({ found }) => found.length >= least).length;
    return full * 2 > items.length ? items.filter(({ found }) => found.length > 0) : [];
  }

  /** Another list has as many leaves of these names: whose the blocks are is not told. */
  #fitsOther(task: ArrayTask, captions: readonly Caption[], most: number): boolean {
    return this.#tasks.some(
      (other) =>
        other !== task &&
        slotsByLabel(other.levels[0]?.slots.filter(({ list }) => list === null) ?? [], captions).size >= most,
    );
  }

  #named(text: string): object | null {
    const bare = text.replace(/^[\d\s.]+|[\s\d:.#]+$/gu, '');
    let best: object | null = null;
    let most = leastNamed;
    for (const { key, question, described } of this.#topics) {
      const similarity = captionSimilarity(question, described, bare);
      if (similarity > most) [best, most] = [key, similarity];
    }
    return best;
  }
}

/** The lists, and the objects beside them: what stands under the name of one of these is no item. */
function topicsOf(tasks: readonly ArrayTask[], root: ObjectNode): Topic[] {
  const topics: Topic[] = tasks.flatMap((task) => {
    const [level] = task.levels;
    return level === undefined ? [] : [topicOf(task, task.node, level.question)];
  });
  const visit = (node: SchemaNode, ancestors: readonly SchemaNode[]): void => {
    if (node.kind !== 'object') return;
    if (ancestors.length > 0) topics.push(topicOf(node, node, questionOf(node, ancestors)));
    for (const child of node.properties) visit(child, [...ancestors, node]);
  };
  visit(root, []);
  return topics;
}

function topicOf(key: object, { name, description }: SchemaNode, question: NodeQuestion): Topic {
  return { key, question, described: new Set(wordsOf(`${splitIdentifier(name)} ${description ?? ''}`)) };
}

/** Of each caption its surest value that stands beside it. */
function captionsIn(pairs: readonly LabelValue[]): LabelValue[] {
  const best = new Map<number, LabelValue>();
  for (const pair of pairs) {
    const [start] = startsOf(pair.label);
    if (start === undefined || pair.strength < leastStrength || pair.value.text.length > 300) continue;
    if ((best.get(start)?.strength ?? 0) < pair.strength) best.set(start, pair);
  }
  return [...best.values()];
}

function startsOf({ ranges: [range] }: { readonly ranges: readonly Range[] }): number[] {
  return range === undefined ? [] : [range.start];
}

/** One leaf a caption, one caption a leaf. */
function slotsByLabel(slots: readonly Slot[], captions: readonly Caption[]): ReadonlyMap<string, Slot> {
  const labels = [...new Set(captions.map(({ label }) => label))];
  const weights = slots.map(({ task }) =>
    labels.map((label) => {
      const similarity = labelSimilarity(task.question, label);
      return similarity >= leastLabel ? similarity : 0;
    }),
  );
  return new Map(
    bestPairs(weights).flatMap(([row, column]): [string, Slot][] => {
      const [slot, label] = [slots[row], labels[column]];
      return slot === undefined || label === undefined ? [] : [[label, slot]];
    }),
  );
}

/** The caption that comes most often, and first of those, begins each block; others belong to the nearest above them. */
function recordsOf(captions: readonly Caption[]): Caption[][] {
  const counts = Map.groupBy(captions, ({ label }) => label);
  const most = Math.max(0, ...[...counts.values()].map((all) => all.length));
  const key = [...counts].find(([, all]) => all.length === most)?.[0];
  const records: Caption[][] = [];
  for (const caption of captions) {
    if (caption.label === key) records.push([caption]);
    else nearestAbove(caption, records)?.push(caption);
  }
  return records;
}

/** Of blocks beside one another the one whose edge is nearest; else the last one. */
function nearestAbove(caption: Caption, records: readonly Caption[][]): Caption[] | undefined {
  const last = records.at(-1);
  const [begun] = last ?? [];
  if (begun === undefined || begun.page !== caption.page) return last;
  const beside = records.filter(
    ([first]) =>
      first?.page === begun.page && Math.abs(first.box[1] - begun.box[1]) < begun.box[3] - begun.box[1],
  );
  const away = ([first]: Caption[]): number => {
    const left = caption.box[0] - (first?.box[0] ?? 0);
    return left < -3 ? Infinity : left;
  };
  return beside.reduce<Caption[] | undefined>(
    (best, one) => (best === undefined || away(one) < away(best) ? one : best),
    undefined,
  );
}

function itemOf(record: readonly Caption[], slotOf: ReadonlyMap<string, Slot>, locale: Locale): Item {
  const found = new Map<Slot, Found>();
  for (const caption of record) {
    const slot = slotOf.get(caption.label);
    if (slot === undefined || found.has(slot)) continue;
    const { leaf, kind, shapes } = slot.task;
    const reading = readValue(caption.text, { leaf, kind, locale, shapes, scale: 1 });
    if (reading === null) continue;
    found.set(slot, {
      slot,
      value: reading.value,
      page: caption.page,
      ranges: rangesOf(caption, reading.start, reading.end),
      support: [],
      sure: 0.85 * (0.6 + 0.4 * reading.fit),
      alternatives: reading.alternatives,
      reasoning: `Stands beside "${caption.label}" in its block on page ${caption.page}.`,
    });
  }
  return { found: [...found.values()], children: [] };
}
