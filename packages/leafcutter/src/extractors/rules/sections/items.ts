/** Entries under a heading as items of an array: leaves get the parts that they ask for. */
import type { TextLine } from '../../../layout/lines.ts';
import { readTimeSpans, type Locale } from '../../../values/index.ts';
import type { ArrayTask, Found, Item, Place, Slot } from '../arrays/model.ts';
import { descriptionNames } from '../data/career-words.ts';
import { readValue } from '../readings.ts';
import { folded } from '../strings.ts';
import { splitIdentifier, wordsOf } from '../words.ts';
import { readCitation, type CitationPart } from './citations.ts';
import { entriesOf, type Entry } from './entries.ts';
import { groupsOf, itemOf, partOf, type SectionItem } from './lists.ts';
import type { Section } from './outline.ts';
import { headOf, withoutPlace, type Head, type HeadPart } from './parts.ts';
import { roleOf, type EntryRole } from './roles.ts';

const sure = { dates: 0.8, parts: 0.7, text: 0.65 };

/** Only arrays without further arrays of objects in them are read from sections. */
export function sectionItems(task: ArrayTask, sections: readonly Section[], locale: Locale): Item[] {
  const [level, deeper] = task.levels;
  if (level === undefined || deeper !== undefined) return [];
  const slots = level.slots.filter((slot) => slot.list === null || isDescription(slot));
  return sections.flatMap((section) =>
    entriesOf(section.lines)
      .map((entry) => entryItem(slots, entry, locale))
      .filter((item) => item.found.length > 0),
  );
}

function entryItem(slots: readonly Slot[], entry: Entry, locale: Locale): Item {
  const lists = slots.filter(({ list }) => list !== null);
  const whole = withOrganisation(slots, entry);
  const byRole = Map.groupBy(
    slots.filter(({ list }) => list === null),
    roleOf,
  );
  const found = byRole.has('authors') ? citation(byRole, entry) : career(byRole, whole, locale);
  const below = byRole.has('authors') ? [] : lists.flatMap((slot) => listed(slot, whole));
  return { found: [...found, ...below], children: [] };
}

/** "Inc." ends a name. */
const endsSentence = /(?<!\b(?:Inc|Ltd|Corp|Co|Bros|S\.A|N\.V|B\.V|e\.V))\.$|[;:!?]$/u;

/** The line below the one with the date may name where: the head goes on to it where it names one thing only. */
function withOrganisation(slots: readonly Slot[], entry: Entry): Entry {
  const roles = new Set(slots.map(roleOf));
  const [next, ...body] = entry.body;
  const short =
    next !== undefined && next.marker === null && next.text.length <= 70 && !endsSentence.test(next.text);
  const wanted = roles.has('title') && roles.has('organisation') && headOf(entry.head).parts.length === 1;
  return short && wanted && /^\p{Lu}/u.test(next.text) ? { head: [...entry.head, next], body } : entry;
}

/** "responsibilities": texts, each a line or a marked item below the head. */
function isDescription({ list, task: { leaf } }: Slot): boolean {
  const words = wordsOf(splitIdentifier(list?.name ?? ''));
  return (
    list !== null &&
    leaf.types.includes('string') &&
    leaf.enum === null &&
    words.some((word) => descriptions.has(word))
  );
}
const descriptions: ReadonlySet<string> = new Set(
  `${descriptionNames} tasks bullets points activities`.split(' '),
);

function listed(slot: Slot, { body }: Entry): Found[] {
  const lines = body.filter((line) => /[\p{L}\p{N}]/u.test(line.text));
  if (lines.length === 0) return [];
  const marked = lines.some(({ marker }) => marker !== null);
  const groups = groupsOf(lines).flatMap((group) => (marked ? [group] : sentencesOf(group)));
  return groups.map((group) => {
    const item = itemOf(group);
    return foundAt(slot, item.text, item, sure.text);
  });
}

/** Marks that are drawn instead of written: a line that ends a sentence ends the item. */
function sentencesOf(group: readonly TextLine[]): TextLine[][] {
  const items: TextLine[][] = [];
  for (const line of group) {
    const open = items.at(-1);
    if (open === undefined || /[.;!]$/u.test(open.at(-1)?.text ?? '')) items.push([line]);
    else open.push(line);
  }
  return items;
}

type Slots = ReadonlyMap<EntryRole, readonly Slot[]>;

function citation(slots: Slots, { head, body }: Entry): Found[] {
  const item = itemOf([...head, ...body]);
  const raw = [...head, ...body].map((line) => line.text).join('\n');
  const parts = readCitation(raw.replaceAll('\n', ' '));
  const found: Found[] = [];
  const add = (role: EntryRole, part: CitationPart | null): void => {
    const [slot] = slots.get(role) ?? [];
    if (slot === undefined || part === null) return;
    const piece = partOf(item.lines, raw.slice(part.start, part.end), part.start, part.end);
    found.push(
      foundAt(
        slot,
        slot.task.leaf.types.includes('string') ? folded(piece.text) : Number(piece.text),
        piece,
        sure.parts,
      ),
    );
  };
  add('authors', parts.authors);
  add('title', parts.title);
  add('organisation', parts.venue);
  add('date', parts.year);
  return found;
}

function career(slots: Slots, entry: Entry, locale: Locale): Found[] {
  const { head, body } = entry;
  const parts = headOf(head);
  const found: Found[] = [...dates(slots, parts, locale)];
  const [title] = slots.get('title') ?? [];
  const [organisation] = slots.get('organisation') ?? [];
  const [description] = slots.get('description') ?? [];
  const single = title === undefined && description !== undefined ? description : title;
  if (title === undefined || organisation === undefined) {
    if (single !== undefined) found.push(...whole(single, head, parts));
  } else found.push(...named(title, organisation, slots.get('place')?.[0], parts.parts));
  const below = body.filter((line) => /[\p{L}\p{N}]/u.test(line.text));
  if (description !== undefined && single !== description && below.length > 0)
    found.push(foundAt(description, below.map((line) => line.text).join('\n'), itemOf(below), sure.text));
  return found;
}

function dates(slots: Slots, { span }: Head, locale: Locale): Found[] {
  if (span === null) return [];
  const { line, span: time } = span;
  const found: Found[] = [];
  const add = (slot: Slot | undefined, start: number, end: number): void => {
    if (slot === undefined) return;
    const piece = partOf([line], line.text.slice(start, end), start, end);
    const { leaf, kind } = slot.task;
    const printed = leaf.types.includes('string') && leaf.format === null && kind.dateForm === 'printed';
    const reading = printed
      ? null
      : readValue(piece.text, { leaf, kind, locale, shapes: slot.task.shapes, scale: 1 });
    if (printed) found.push(foundAt(slot, piece.text, piece, sure.dates));
    else if (reading !== null) found.push(foundAt(slot, reading.value, piece, sure.dates));
  };
  const lone = time.to === null && time.open === null;
  const [start, end, date] = [slots.get('start')?.[0], slots.get('end')?.[0], slots.get('date')?.[0]];
  if (time.from !== null && !(lone && end !== undefined && start !== undefined))
    add(start, time.from.start, time.from.end);
  if (time.to !== null) add(end, time.to.start, time.to.end);
  else if (time.open !== null && asksForOpen(end)) add(end, time.open.start, time.open.end);
  // One date of a thing that takes time is when it ended.
  if (lone && time.from !== null) add(end, time.from.start, time.from.end);
  add(date, time.start, time.end);
  return found;
}

/** "Present" is an end where the schema wants what is printed, or names such a word. */
function asksForOpen(end: Slot | undefined): boolean {
  const description = end?.task.leaf.description ?? '';
  return (
    /\b(?:present|current|ongoing|now|today|as (?:printed|written|shown|stated))\b/iu.test(description) &&
    !/\bnull\b|\bempty\b/iu.test(description)
  );
}

/** All of the head without its date. */
function whole(slot: Slot, head: readonly TextLine[], { span }: Head): Found[] {
  const text = head.map((line) => line.text).join('\n');
  const [only] = head;
  if (span !== null && only === span.line && head.length === 1) {
    const rest = readTimeSpans(only.text)[0];
    if (rest !== undefined && rest.end === only.text.replace(/[\s).]+$/u, '').length && rest.start > 4) {
      const kept = only.text.slice(0, rest.start).replace(/[\s,;:(–—-]+$/u, '');
      return [foundAt(slot, folded(kept), partOf(head, kept, 0, kept.length), sure.text)];
    }
  }
  return [foundAt(slot, itemOf(head).text, partOf(head, text, 0, text.length), sure.text)];
}

/** The two parts that look most like a title and an organisation; a title stands first where nothing else tells. */
function named(
  title: Slot,
  organisation: Slot,
  place: Slot | undefined,
  parts: readonly HeadPart[],
): Found[] {
  let best: { title: HeadPart | null; organisation: HeadPart | null; score: number } | null = null;
  const few = parts.slice(0, 5);
  for (const [at, one] of few.entries()) {
    for (const [other, two] of few.entries()) {
      if (at === other) continue;
      const order = at < other ? 0.1 : 0;
      const score =
        one.position -
        0.5 * one.organisation +
        two.organisation -
        0.5 * two.position +
        order -
        0.05 * (at + other);
      if (best === null || score > best.score) best = { title: one, organisation: two, score };
    }
  }
  const [only] = few;
  if (best === null && only !== undefined)
    best =
      only.organisation > only.position
        ? { title: null, organisation: only, score: 0 }
        : { title: only, organisation: null, score: 0 };
  if (best === null) return [];
  const found: Found[] = [];
  if (best.title !== null) found.push(foundAt(title, folded(best.title.text), best.title, sure.parts));
  const rest = few.filter((part) => part !== best.title && part !== best.organisation);
  const apart = rest.length === 1 ? rest.find(isPlace) : undefined;
  const both =
    place === undefined || rest.length > 0 || best.organisation === null
      ? null
      : withoutPlace(best.organisation);
  const where = apart ?? both?.place;
  const who = both?.organisation ?? best.organisation;
  if (who !== null) found.push(foundAt(organisation, folded(who.text), who, sure.parts));
  if (place !== undefined && where !== undefined)
    found.push(foundAt(place, folded(where.text), where, sure.text));
  return found;
}

/** "Valencia", "Boston, MA": what is left of a head that is no position and no organisation. */
function isPlace({ text, position, organisation }: HeadPart): boolean {
  return (
    position === 0 && organisation === 0 && /^\p{Lu}[\p{L}.'’-]*(?:[ ,]+\p{Lu}[\p{L}.'’-]*){0,3}$/u.test(text)
  );
}

export function foundAt(
  slot: Slot,
  value: Found['value'],
  { page, ranges, lines }: SectionItem,
  certainty: number,
): Found {
  const further: Place[] = [];
  for (const line of lines) {
    if (line.page === page) continue;
    const last = further.at(-1);
    if (last?.page === line.page)
      further[further.length - 1] = { page: line.page, ranges: [...last.ranges, ...line.ranges] };
    else further.push({ page: line.page, ranges: line.ranges });
  }
  return {
    slot, value, page, ranges, further, support: [], sure: certainty, alternatives: [],
    reasoning: `Stands in an entry under its heading on page ${page}.`,
  }; // prettier-ignore
}
