/**
 * Lists of parties of one role ("lenders", "lead arrangers"): whom the text gives the role, who stands above it on the
 * cover, and the schedule that lists them with what they commit.
 */
import type { Line, Page, Range } from '../../../document/types.ts';
import type { Cell, Table } from '../../../layout/types.ts';
import { lettersAndDigits, type Locale } from '../../../values/index.ts';
import type { Found, ListTask, Slot } from '../arrays/model.ts';
import type { SourceTable } from '../arrays/source.ts';
import { rangesOf } from '../candidate.ts';
import { phraseOf } from '../lexicon.ts';
import { proseCandidates } from '../prose.ts';
import { readValue } from '../readings.ts';
import { questionSimilarity } from '../similarity.ts';
import { foundAt } from './items.ts';

const mostParties = 300;
/** A role that is named so is the list's. */
const leastRole = 0.8;
const coverPages = 3;
/** What a column of a schedule says that whoever stands in its row is. */
const rolesByHolding: Readonly<Record<string, string>> = {
  commitment: 'lender',
  loan: 'lender',
  policy: 'insured',
};
const mostOnCover = 40;
const leastRows = 3;
/** Of agreements only: they lend no section to leaves, as other roles do. */
const furtherRoles: readonly string[] = ['arranger', 'syndication', 'administrative'];
/** A sum with its currency, or in millions: what somebody holds, and no number of a page or section. */
const holding = /[$€£¥]\s?\d|\d(?:[.,'’ ]\d{3}){2}(?!\d)/u;

interface Print {
  readonly text: string;
  readonly ranges: readonly Range[];
}

export class PartyLists {
  readonly lists: readonly ListTask[];
  readonly #prints = new Map<ListTask, Found[]>();
  /** Lists that the last table was a schedule of, and where it stood: it may go on over the page. */
  #scheduled: { readonly lists: readonly ListTask[]; readonly page: number } = { lists: [], page: 0 };

  constructor(lists: readonly ListTask[]) {
    this.lists = lists.filter(
      ({ task, question }) =>
        task.leaf.enum === null &&
        (task.roles.size > 0 || furtherRoles.some((role) => question.subject.has(role))),
    );
  }

  found(list: ListTask): Found[] {
    return this.#prints.get(list) ?? [];
  }

  /** "Citibank, N.A., as a Lender": everyone whom the text gives the role. */
  read(page: Page, locale: Locale): void {
    if (this.lists.length === 0) return;
    const groups = page.number > coverPages ? [] : coverGroups(page);
    for (const { role, names } of groups)
      this.#add(page, role, names, locale, `Stands above "${role}" on page ${page.number}.`);
    if (groups.length > 0) return;
    for (const { label, text, ranges } of proseCandidates(page)) {
      // One word is more likely a heading's ("Rights as a Lender").
      if (!/\S\s+\S/u.test(text) || !isName(text)) continue;
      this.#add(
        page,
        label,
        [{ text, ranges }],
        locale,
        `The text on page ${page.number} calls it "${label}".`,
      );
    }
  }

  /** Rows of a schedule: names in its first column, and what they hold in others. */
  readTable(page: Page, source: SourceTable, locale: Locale): void {
    const names = namesIn(source.table);
    if (names.length === 0) return;
    const own = this.#schedulesOf(source, names.length);
    const goesOn = own.length === 0 && page.number - this.#scheduled.page <= 1;
    const lists = goesOn ? this.#scheduled.lists : own;
    this.#scheduled = { lists, page: page.number };
    for (const list of lists)
      for (const print of names)
        this.#keep(list, page, print, locale, `Listed with the others on page ${page.number}.`, 0.7);
  }

  #schedulesOf({ headers, above }: SourceTable, rows: number): readonly ListTask[] {
    if (rows < leastRows) return [];
    const [first, ...others] = headers;
    const heads = others.map(({ text }) => text);
    const titles = above
      .flatMap(({ pieces }) => pieces.map(({ text }) => text))
      .filter((text) => text.length < 60);
    return this.lists.filter((list) => {
      if (first !== undefined && questionSimilarity(list.question, first.text) >= leastRole) return true;
      const holds = [...heads, ...titles].flatMap((text) => [...phraseOf(text).concepts]);
      return holds.some((concept) => list.task.roles.has(rolesByHolding[concept] ?? ''));
    });
  }

  #add(page: Page, role: string, names: readonly Print[], locale: Locale, reasoning: string): void {
    for (const list of this.lists) {
      const parts = [role, ...role.split(/\s*(?:,|\band\b|&)\s*/iu)];
      if (!parts.some((part) => questionSimilarity(list.question, part) >= leastRole)) continue;
      for (const print of names) this.#keep(list, page, print, locale, reasoning, 0.6);
    }
  }

  #keep(list: ListTask, page: Page, print: Print, locale: Locale, reasoning: string, sure: number): void {
    const slot: Slot = { task: list.task, list: list.node };
    const reading = readValue(print.text, { ...list.task, locale, scale: 1 });
    const prints = this.#prints.get(list) ?? [];
    if (reading === null || reading.fit < 0.7 || prints.length >= mostParties) return;
    const key = lettersAndDigits(String(reading.value));
    if (key.length < 4 || prints.some(({ value }) => lettersAndDigits(String(value)) === key)) return;
    const ranges = rangesOf(print, reading.start, reading.end);
    const place = { page: page.number, text: print.text, ranges, lines: [] };
    this.#prints.set(list, [...prints, { ...foundAt(slot, reading.value, place, sure), reasoning }]);
  }
}

/** Names of the first column, where nearly all of its rows have one and an amount, a share or a number beside it. */
function namesIn(table: Table): readonly Print[] {
  const rows = table.rows.filter((row) => row.kind === 'data');
  const named = rows.flatMap(({ cells: [first, ...others] }) => {
    const isHeld = others.some((cell) => cell !== null && cell !== undefined && holding.test(cell.text));
    return first !== null && first !== undefined && isHeld && isName(first.text) ? [printOf(first)] : [];
  });
  return named.length >= 0.7 * rows.length ? named : [];
}

function printOf({ text, ranges }: Cell): Print {
  return { text: text.replace(/\s+/gu, ' '), ranges };
}

function isName(text: string): boolean {
  return (
    text.length >= 4 &&
    text.length < 90 &&
    /^\p{Lu}/u.test(text) &&
    !/\d{3}|^(?:total|section|article|schedule|exhibit|page)\b|:$/iu.test(text)
  );
}

interface CoverGroup {
  readonly role: string;
  readonly names: readonly Print[];
}

const roleLine = /^as\s+(?:(?:the|an?|joint|sole|co-?|initial)\s+)*(\p{Lu}[\p{L} ,&/-]{3,80}?)[.,;]?$/iu;

/** "A BANK, N.A." over "B SECURITIES LLC" over "as Joint Lead Arrangers": every line above is of that role. */
function coverGroups(page: Page): readonly CoverGroup[] {
  return page.lines.flatMap((line, at): CoverGroup[] => {
    const role = roleLine.exec(textOf(page, line))?.[1]?.replace(/\s(?:for|of|to|under)\s.*$/iu, '');
    if (role === undefined) return [];
    const most = /s\b/u.test(role) ? mostOnCover : 1;
    const names: Print[] = [];
    for (let above = at - 1; above >= 0 && names.length < most; above -= 1) {
      const other = page.lines[above];
      const text = other === undefined ? '' : textOf(page, other).replace(/,$/u, '');
      if (/^and$/iu.test(text)) continue;
      if (other === undefined || !isCoverName(text)) break;
      names.unshift({ text, ranges: [{ start: other.start, end: other.start + text.length }] });
    }
    return names.length === 0 ? [] : [{ role, names }];
  });
}

/** Capitals throughout, or every word but the small ones with one. */
function isCoverName(text: string): boolean {
  const words = text.match(/\p{L}[\p{L}.&'’-]*/gu) ?? [];
  const small = words.filter((word) => /^\p{Ll}/u.test(word) && !/^(?:of|and|de|the|for|plc)$/u.test(word));
  return (
    words.length > 0 &&
    small.length === 0 &&
    isName(text) &&
    !/^(?:and|among|between|dated|as)\b|\bhere(?:in|to)\b/iu.test(text)
  );
}

function textOf(page: Page, { start, end }: Line): string {
  return page.text.slice(start, end);
}
