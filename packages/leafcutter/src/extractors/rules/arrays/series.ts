/**
 * Arrays that are one line of a statement: the array is named like the line ("net income"), each item is a figure of
 * it with its period, unit and scale. Told by the item's leaves: one number, and what it is for.
 */
import type { Page, ParsedDocument, Range } from '../../../document/types.ts';
import {
  statementsOf,
  type Statement,
  type StatementColumn,
  type StatementRow,
} from '../../../layout/statements/index.ts';
import {
  findCurrency,
  findScale,
  findTelling,
  fiscalLabel,
  fiscalYearEnd,
  readNumbers,
  readPeriod,
  type Locale,
  type Period,
} from '../../../values/index.ts';
import { statementTitles } from '../data/statements.ts';
import { splitIdentifier, wordsOf } from '../words.ts';
import { linesAsked } from './known-lines.ts';
import type { ArrayTask, Found, Item, Slot, Place } from './model.ts';
import { lineSimilarity } from './series-lines.ts';

interface SeriesSlots {
  readonly value: Slot;
  readonly period: Slot;
  readonly unit: Slot | null;
  readonly scale: Slot | null;
  /** Which of a few things the figure is ("actual", "company"): told by the titles of the statement. */
  readonly choices: readonly Slot[];
}
interface SeriesTask {
  readonly task: ArrayTask;
  readonly slots: SeriesSlots;
  /** A share of something: its line has percent signs, and others have none. */
  readonly percent: boolean;
  /** It is named for money that goes out, which statements of cash flows print in brackets. */
  readonly outgoing: boolean;
  /** The lines that standards know under its name; none when they know it not. */
  readonly known: ReadonlySet<number>;
  /** Titles of the statement that it belongs to; empty when its parents name none. */
  readonly titles: readonly (readonly string[])[];
}
interface Line {
  readonly statement: Statement;
  readonly row: StatementRow;
  readonly score: number;
}

/** A caption below this is not the line that is asked for; in a statement of another title it must be surer. */
const leastSimilarity = 0.8;
const leastElsewhere = 0.88;
const mostLeaves = 12;

/** Null when the array is no series of figures. */
function seriesTask(task: ArrayTask): SeriesTask | null {
  const [level, deeper] = task.levels;
  if (level === undefined || deeper !== undefined || level.slots.length > mostLeaves) return null;
  const named = (pattern: RegExp): Slot | null =>
    level.slots.find((slot) => slot.list === null && pattern.test(slot.task.leaf.name)) ?? null;
  const value = level.slots.find(
    ({ task: { leaf } }) =>
      leaf.types.includes('number') && /^(?:.*_)?(?:value|amount|figure)$/iu.test(leaf.name),
  );
  const period = named(/period|date|year|quarter/iu);
  if (value === undefined || period === null || period === value) return null;
  if (named(/^(?:label|name|description|line_?item|caption|item|account)$/iu) !== null) return null;
  if (level.slots.some((slot) => slot !== value && slot !== period && tellsOfItems(slot))) return null;
  const name = splitIdentifier(task.node.name);
  const parents = task.ancestors.map((node) => wordsOf(splitIdentifier(node.name)).join(' '));
  return {
    task,
    slots: {
      value,
      period,
      unit: named(/unit|currency/iu),
      scale: named(/scale|multiplier|magnitude/iu),
      choices: level.slots.filter(({ list, task: { leaf } }) => list === null && leaf.enum !== null),
    },
    percent: /\b(?:percent|percentage|rate|margin|growth|ratio|yield)\b/iu.test(
      `${name} ${task.node.description ?? ''}`,
    ),
    outgoing:
      /\b(?:paid|payments?|repurchases?|capex|purchases?|expenditures?)\b|\binterest expense\b/iu.test(name),
    known: linesAsked(name),
    titles: statementTitles
      .filter((names) =>
        parents.some((parent) => parent !== '' && names.some((name) => parent.includes(name))),
      )
      .map((names) => names.map((name) => wordsOf(name).join(' '))),
  };
}

/** A text or a number of its own ("payee", "balance"): the items are entries of a list, not figures of one line. */
function tellsOfItems({ list, task: { leaf } }: Slot): boolean {
  if (list !== null || leaf.enum !== null || leaf.types.includes('boolean')) return false;
  return !/period|date|year|quarter|month|unit|currency|scale|multiplier|magnitude|segment|basis|scope|metric|footnote|source/iu.test(
    leaf.name,
  );
}

/** Collects statements page by page; answers once all pages were read. */
export class SeriesReader {
  readonly tasks: ReadonlyMap<ArrayTask, SeriesTask>;
  readonly #best = new Map<ArrayTask, Line>();
  readonly #periods: Period[] = [];

  constructor(arrays: readonly ArrayTask[]) {
    this.tasks = new Map(
      arrays.flatMap((task) => {
        const series = seriesTask(task);
        return series === null ? [] : [[task, series] as const];
      }),
    );
  }

  read(page: Page): void {
    if (this.tasks.size === 0) return;
    for (const statement of statementsOf(page)) {
      for (const { head } of statement.columns) {
        const period = readPeriod(head);
        if (period !== null) this.#periods.push(period);
      }
      for (const series of this.tasks.values()) this.#match(series, statement);
    }
  }

  /** Lines with several figures for one period are of parts of the company; they are left out. */
  async items(task: ArrayTask, document: ParsedDocument, locale: Locale): Promise<Item[]> {
    const series = this.tasks.get(task);
    const line = this.#best.get(task);
    if (series === undefined || line === undefined) return [];
    const page = await document.page(line.statement.page);
    const yearEnd = fiscalYearEnd(this.#periods);
    const heads = new Set<string>();
    return line.row.figures.flatMap((figure): Item[] => {
      const column = line.statement.columns[figure.column];
      const period = column === undefined ? null : readPeriod(column.head);
      if (column === undefined || period === null || /%|change|increase|decrease/iu.test(column.head))
        return [];
      if (heads.has(column.head)) return [];
      heads.add(column.head);
      const [read] = readNumbers(figure.text.replace(/\$\s?/gu, ''), locale);
      const number = read ?? (isNil(figure.text) ? { value: 0, percent: false } : undefined);
      if (number === undefined) return [];
      const found: Found[] = [];
      const add = (
        slot: Slot | null,
        value: Found['value'],
        ranges: readonly Range[],
        support: readonly Place[] = [],
      ): void => {
        if (slot === null || ranges.length === 0) return;
        found.push({
          slot, value, page: page.number, ranges, support, sure: Math.min(0.9, line.score), alternatives: [],
          reasoning: `Stands in the line "${line.row.label.slice(0, 60)}" on page ${page.number}, under "${column.head.slice(0, 60)}".`,
        }); // prettier-ignore
      };
      const scale = scaleOf(line);
      const scaled = series.slots.scale === null && !number.percent ? scale : null;
      const factor = scaled?.factor ?? 1;
      const amount = series.outgoing ? Math.abs(number.value) : number.value;
      add(
        series.slots.value,
        Number((amount * factor).toPrecision(15)),
        [figure.range],
        scaled === null ? [] : [{ page: page.number, ranges: [scaled.range] }],
      );
      add(series.slots.period, periodValue(series.slots.period, period, column.head, yearEnd), column.ranges);
      const unit = unitOf(line, figure.column, page);
      if (unit !== null) add(series.slots.unit, unit.value, [unit.range]);
      if (scale !== null && !number.percent) add(series.slots.scale, scale.factor, [scale.range]);
      for (const slot of series.slots.choices) {
        const told = choiceOf(slot, line.statement, column);
        if (told !== null) add(slot, told.value, [told.range]);
      }
      return found.some(({ slot }) => slot === series.slots.value) ? [{ found, children: [] }] : [];
    });
  }

  #match(series: SeriesTask, statement: Statement): void {
    const [level] = series.task.levels;
    if (level === undefined) return;
    const titled = series.titles.length > 0 && isTitled(statement, series.titles);
    const least = titled || series.titles.length === 0 ? leastSimilarity : leastElsewhere;
    for (const row of statement.rows) {
      if (!row.figures.every(({ text }) => text.includes('%') === series.percent)) continue;
      const similarity = lineSimilarity({ ...level, name: level.node.name, known: series.known }, row);
      if (similarity < least) continue;
      const score = similarity * (titled ? 1 : 0.85);
      if (score > (this.#best.get(series.task)?.score ?? 0) + 0.001)
        this.#best.set(series.task, { statement, row, score });
    }
  }
}

function isTitled({ above }: Statement, titles: SeriesTask['titles']): boolean {
  return above.some(({ text }) => {
    const words = wordsOf(text).join(' ');
    return titles.some((names) => names.some((name) => words.includes(name)));
  });
}

/** A stroke in place of a figure, as statements print nought. */
function isNil(text: string): boolean {
  return /^(?:[$€£]\s?)?[-—–]{1,3}$/u.test(text);
}

/** In the form that the leaf asks for: a fiscal label by example, a day, a year, or the head as printed. */
function periodValue(
  { task: { leaf } }: Slot,
  period: Period,
  head: string,
  yearEnd: number | null,
): Found['value'] {
  const asked = `${leaf.description ?? ''} ${leaf.pattern ?? ''} ${leaf.examples.join(' ')}`;
  if (leaf.format === 'date' || /YYYY-MM-DD/u.test(asked)) return period.end;
  if (!leaf.types.includes('string')) return period.year;
  if (/\bFY ?\d{4}|\^FY/u.test(asked))
    return yearEnd === null && period.end !== null ? null : fiscalLabel(period, yearEnd ?? 12);
  return /^year$/iu.test(leaf.name) ? String(period.year) : head;
}

function unitOf(line: Line, column: number, page: Page): { value: string; range: Range } | null {
  const own = line.row.figures.find((figure) => figure.column === column);
  if (own !== undefined && own.text.includes('%')) return { value: '%', range: ofSign(own.range, page, '%') };
  if (
    /\bshares?\b/iu.test(line.row.label + line.row.groups.join(' ')) &&
    !/per share/iu.test(line.row.label + line.row.groups.join(' '))
  )
    return null;
  for (const row of [line.row, ...line.statement.rows]) {
    for (const { range, text } of row.figures) {
      const currency = findCurrency(text);
      if (currency !== null)
        return {
          value: currency.code,
          range: { start: range.start + currency.start, end: range.start + currency.end },
        };
    }
  }
  return null;
}

/** Titles are short; a sentence that speaks of something consolidated is none. */
const longTitle = 120;

/** The one choice that the column's head or a title of the statement tells. */
function choiceOf(
  { task: { leaf } }: Slot,
  { above }: Statement,
  { ranges, lines }: StatementColumn,
): { value: string; range: Range } | null {
  const titles = above.filter(({ text }) => text.length <= longTitle);
  const places = [...lines.map((text, index) => ({ text, range: ranges[index] })), ...titles];
  const told = (leaf.enum ?? []).flatMap((choice) => {
    if (typeof choice !== 'string') return [];
    for (const { text, range } of places) {
      const found = findTelling(choice, text);
      if (found === null || range === undefined) continue;
      return [{ value: choice, range: { start: range.start + found.start, end: range.start + found.end } }];
    }
    return [];
  });
  const [only, ...others] = told;
  return only === undefined || others.length > 0 ? null : only;
}

function ofSign({ start, end }: Range, page: Page, sign: string): Range {
  const at = page.text.slice(start, end).indexOf(sign);
  return { start: start + at, end: start + at + sign.length };
}

/** "(in thousands, except per share data)": not for lines per share, nor for shares where it excepts them. */
function scaleOf({ statement, row }: Line): { factor: number; range: Range } | null {
  const caption = `${row.groups.join(' ')} ${row.label}`;
  if (/per (?:common )?share|\beps\b|je aktie|par action|por acción|per azione/iu.test(caption)) return null;
  for (const { text, range } of statement.above) {
    const scale = findScale(text);
    if (scale !== null && scale.factor !== 1)
      return {
        factor: scale.factor,
        range: { start: range.start + scale.start, end: range.start + scale.end },
      };
  }
  return null;
}
