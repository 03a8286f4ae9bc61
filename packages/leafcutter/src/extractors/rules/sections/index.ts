/** Lists and arrays that stand under headings instead of in tables. */
import type { Page } from '../../../document/types.ts';
import type { PageLayout } from '../../../layout/types.ts';
import type { Locale } from '../../../values/index.ts';
import { richest, type ArrayTask, type Found, type Item, type ListTask, type Slot } from '../arrays/model.ts';
import type { SourceTable } from '../arrays/source.ts';
import type { ValueKind } from '../kinds.ts';
import { readValue } from '../readings.ts';
import { lettersAndDigits } from '../../../values/index.ts';
import { textLinesOf } from '../../../layout/lines.ts';
import { splitIdentifier } from '../words.ts';
import { authorsOf, type Author } from './bylines.ts';
import { ChoiceLists } from './choices.ts';
import { isCitation } from './citations.ts';
import { dividedItems } from './divided.ts';
import { foundAt, sectionItems } from './items.ts';
import { listValue } from './list-values.ts';
import { listItems, type SectionItem } from './lists.ts';
import { Outline, topicOf, type Section, type Topic } from './outline.ts';
import { PartyLists } from './party-lists.ts';
import { roleOf } from './roles.ts';

/** Kinds that are known wherever they stand: no heading has to name them. */
const known: ReadonlySet<ValueKind> = new Set(['email', 'phone', 'url', 'iban']);
/** Whoever a document is about gives their addresses in front. */
const frontPages = 2;
const mostKnown = 50;

/** Reads pages one by one, and answers once all were read. */
export class SectionReader {
  readonly #outline: Outline<ArrayTask | ListTask>;
  readonly #known: readonly ListTask[];
  readonly #parties: PartyLists;
  readonly #choices: ChoiceLists;
  readonly #prints = new Map<ListTask, Found[]>();
  readonly #wantsAuthors: boolean;
  #authors: readonly Author[] = [];

  constructor(arrays: readonly ArrayTask[], lists: readonly ListTask[]) {
    this.#known = lists.filter(({ task }) => known.has(task.kind.kind));
    this.#parties = new PartyLists(lists.filter((list) => !this.#known.includes(list)));
    this.#choices = new ChoiceLists(lists);
    const topics: Topic<ArrayTask | ListTask>[] = [];
    for (const list of lists)
      if (!this.#known.includes(list) && !this.#parties.lists.includes(list))
        topics.push(
          topicOf<ArrayTask | ListTask>(list, list.node.name, list.question, list.node.description),
        );
    for (const array of arrays) {
      const [level] = array.levels;
      if (level !== undefined && array.levels.length === 1)
        topics.push(
          topicOf<ArrayTask | ListTask>(array, array.node.name, level.question, array.node.description),
        );
    }
    this.#wantsAuthors = arrays.some(asksForAuthors) || lists.some(({ node }) => isOfAuthors(node.name));
    this.#outline = new Outline(topics, arrays.some(isCited));
  }

  read(page: Page, layout: PageLayout, locale: Locale): void {
    this.#outline.read(page, layout);
    this.#parties.read(page, locale);
    this.#choices.read(page, layout, locale);
    if (page.number === 1 && this.#wantsAuthors)
      this.#authors = authorsOf(textLinesOf(page, layout.segments));
    if (page.number > frontPages) return;
    for (const list of this.#known) this.#collect(list, page, layout, locale);
  }

  readTable(page: Page, source: SourceTable, locale: Locale): void {
    this.#parties.readTable(page, source, locale);
  }

  items(task: ArrayTask, locale: Locale): readonly Item[] {
    const named = this.#outline.sections.get(task) ?? [];
    const cited = isCited(task) ? this.#outline.others.filter(isBibliography) : [];
    const entries = hasFigures(task) ? [] : sectionItems(task, [...named, ...cited], locale);
    const items = richest(entries, dividedItems(task, named, locale));
    return items.length === 0 && asksForAuthors(task) ? authorItems(task, this.#authors) : items;
  }

  list(task: ListTask, locale: Locale): Found[] {
    if (this.#parties.lists.includes(task)) return this.#parties.found(task);
    const prints = this.#prints.get(task);
    if (prints !== undefined) return prints;
    const slot: Slot = { task: task.task, list: task.node };
    const chosen = this.#choices.found(task);
    if (chosen !== null) return chosen;
    if (isOfAuthors(task.node.name) && this.#authors.length > 0)
      return this.#authors.map(({ name }) => ofByline(slot, name));
    return (this.#outline.sections.get(task) ?? []).flatMap((section) =>
      listItems(section).flatMap((item) => listValue(slot, item, locale)),
    );
  }

  #collect(list: ListTask, page: Page, layout: PageLayout, locale: Locale): void {
    const slot: Slot = { task: list.task, list: list.node };
    const prints = this.#prints.get(list) ?? [];
    const seen = new Set(prints.map(({ value }) => lettersAndDigits(String(value))));
    for (const segment of layout.segments) {
      for (const word of segment.text.matchAll(list.task.kind.kind === 'phone' ? /.+/gu : /\S+/gu)) {
        const reading = readValue(word[0], {
          leaf: list.task.leaf,
          kind: list.task.kind,
          locale,
          shapes: list.task.shapes,
          scale: 1,
        });
        if (reading === null || reading.fit < 0.5 || prints.length >= mostKnown) continue;
        if (list.task.kind.kind === 'url' && word[0].includes('@')) continue;
        const key = lettersAndDigits(String(reading.value));
        if (seen.has(key)) continue;
        seen.add(key);
        const start = segment.start + word.index;
        const ranges = [{ start: start + reading.start, end: start + reading.end }];
        prints.push({
          ...foundAt(slot, reading.value, { page: page.number, text: word[0], ranges, lines: [] }, 0.7),
          reasoning: `Known by its form on page ${page.number}.`,
        });
      }
    }
    this.#prints.set(list, prints);
  }
}

/** "authors" of the document itself, each with a name and more. */
function asksForAuthors(task: ArrayTask): boolean {
  return task.levels.length === 1 && !isCited(task) && isOfAuthors(task.node.name);
}

function isOfAuthors(name: string): boolean {
  return /^(?:paper|article|list of)?[\s_]?authors?(?:[\s_]?list)?$/iu.test(splitIdentifier(name));
}

const certainAuthor = 0.75;

function ofByline(slot: Slot, part: SectionItem): Found {
  return { ...foundAt(slot, part.text, part, certainAuthor), reasoning: 'Stands below the title.' };
}

function authorItems({ levels: [level] }: ArrayTask, authors: readonly Author[]): Item[] {
  const slots = level?.slots.filter(({ list }) => list === null) ?? [];
  const whole = slots.find(({ task: { leaf } }) =>
    /^(?:(?:full|author)[\s_]?)?name$/iu.test(splitIdentifier(leaf.name)),
  );
  const place = slots.find(
    (slot) => roleOf(slot) === 'organisation' || /affiliation/iu.test(slot.task.leaf.name),
  );
  const address = slots.find(({ task }) => task.kind.kind === 'email');
  if (whole === undefined) return [];
  return authors.map(({ name, affiliation, email }) => ({
    found: [
      ofByline(whole, name),
      ...(place === undefined || affiliation === null ? [] : [ofByline(place, affiliation)]),
      ...(address === undefined || email === null ? [] : [ofByline(address, email)]),
    ],
    children: [],
  }));
}

/** Amounts and counts stand in tables, or in parts of a line of a form of their own. */
function hasFigures({ levels: [level] }: ArrayTask): boolean {
  return level?.slots.some(({ task }) => ['money', 'number', 'percent'].includes(task.kind.kind)) ?? false;
}

/** Its items are publications: they have authors and a title. */
function isCited({ levels }: ArrayTask): boolean {
  const roles = new Set(levels[0]?.slots.map(roleOf));
  return levels.length === 1 && roles.has('authors') && roles.has('title');
}

function isBibliography(section: Section): boolean {
  const items = listItems(section);
  const cited = items.filter(({ text }) => isCitation(text)).length;
  return items.length >= 2 && cited >= 0.7 * items.length;
}
