/** Arrays of a document: rows of its tables, blocks that repeat, lists. One walk over the pages for all of them. */
import type { ParsedDocument } from '../../../document/types.ts';
import type { ArrayReport, Finding } from '../../../findings/types.ts';
import { layoutOf } from '../../../layout/page-layout.ts';
import type { ArrayNode, CheckedSchema } from '../../../schema/types.ts';
import { localeOf, type Locale } from '../../../values/index.ts';
import { SectionReader } from '../sections/index.ts';
import { TextParties } from '../sections/parties-in-text.ts';
import { RecordReader } from '../sections/records.ts';
import { findingOf, findingsOf, PageReader } from './emit.ts';
import { rowItems } from './items.ts';
import { matchTable } from './match.ts';
import {
  arrayTasksOf,
  richest,
  richness,
  type ArrayTask,
  type Found,
  type Item,
  type ListTask,
} from './model.ts';
import { nested } from './nest.ts';
import { selectTables } from './select.ts';
import { SeriesReader } from './series.ts';
import { sourceTables, type SourceTable } from './source.ts';
import { transposed } from './transposed.ts';
import type { Candidate } from './winners.ts';

export interface ArrayAnswer {
  /** Schema path of the array. */
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly report: ArrayReport;
  readonly warnings: readonly string[];
}

/** Pages read beforehand to learn how the document prints numbers and dates. */
const samplePages = 12;

/** Every array of the schema that stands in no other one, in the schema's order. */
export async function extractArrays(
  document: ParsedDocument,
  schema: CheckedSchema,
  signal: AbortSignal,
): Promise<ArrayAnswer[]> {
  const { arrays, lists } = arrayTasksOf(schema.root);
  const series = new SeriesReader(arrays);
  const inTables = arrays.filter((task) => !series.tasks.has(task));
  const sections = new SectionReader(inTables, lists);
  const records = new RecordReader(inTables, schema.root);
  const parties = new TextParties(inTables);
  const locale = await habitsOf(document);
  const candidates: Candidate[] = [];
  const covered: number[] = [];
  let last: SourceTable | null = null;
  for (const { number } of document.manifest.pages) {
    signal.throwIfAborted();
    const page = await document.page(number);
    const layout = layoutOf(page);
    sections.read(page, layout, locale);
    series.read(page);
    records.read(page, layout);
    parties.read(page);
    for (const source of sourceTables(page, layout, last)) {
      sections.readTable(page, source, locale);
      for (const task of inTables) {
        const match = matchTable(task, transposed(task, source) ?? source, locale);
        if (match !== null) candidates.push({ task, match });
      }
      last = source;
    }
    if (page.kind !== 'unreadable') covered.push(number);
  }
  const selected = selectTables(candidates, locale);
  const answers: ArrayAnswer[] = [];
  for (const task of arrays) {
    const matches = selected.get(task) ?? [];
    const rows = itemsOfTables(task, matches, locale);
    const other = series.tasks.has(task)
      ? await series.items(task, document, locale)
      : richest(sections.items(task, locale), records.items(task, locale), parties.items(task));
    // Columns of text look like a table without a head: what stands under the list's own heading is surer.
    const isSure = matches.some((match) => match.isSure) && richness(rows.items) >= richness(other);
    const tabular = rows.items.length > 0 && (isSure || other.length === 0);
    const found = tabular ? rows : { items: other, unread: 0, isCounted: false };
    answers.push(await answerOf(document, task, found, covered));
  }
  for (const task of lists)
    answers.push(await listAnswer(document, task, sections.list(task, locale), covered));
  return answers;
}

/** Items, and rows that could not be read. */
interface Read {
  readonly items: readonly Item[];
  readonly unread: number;
  /** Each row of their tables gave one, or is unread. */
  readonly isCounted: boolean;
}

function itemsOfTables(task: ArrayTask, matches: Parameters<typeof rowItems>[0][], locale: Locale): Read {
  const read = matches.map((match) => rowItems(match, locale));
  const rows = read.flatMap((one) => one.items);
  const unread = read.reduce((sum, one) => sum + one.unread, 0);
  return { items: nested(task, rows, locale), unread, isCounted: true };
}

async function listAnswer(
  document: ParsedDocument,
  { node }: ListTask,
  found: readonly Found[],
  covered: readonly number[],
): Promise<ArrayAnswer> {
  const pages = new PageReader(document);
  const findings: Finding[] = [];
  for (const [index, one] of found.entries())
    findings.push(await findingOf(pages, `${node.path}/${index}`, one));
  return {
    path: node.path,
    findings,
    report: reportOf(document, node, { items: found.length, unread: 0, isCounted: false }, covered),
    warnings: [],
  };
}

function reportOf(
  document: ParsedDocument,
  node: ArrayNode,
  {
    items,
    unread,
    isCounted,
  }: { readonly items: number; readonly unread: number; readonly isCounted: boolean },
  covered: readonly number[],
): ArrayReport {
  const report = { pointer: node.path, items, pagesCovered: covered };
  if (unread > 0)
    return { ...report, state: 'short', reason: `${unread} rows of the tables could not be read as items.` };
  if (document.manifest.gaps.length > 0)
    return { ...report, state: 'short', reason: 'Parts of the document could not be read.' };
  if (isCounted || items === 0) return { ...report, state: 'counted', reason: null };
  return {
    ...report,
    state: 'not_counted',
    reason: 'Its items stand in no rows of a table, so that nothing says how many there are.',
  };
}

async function habitsOf(document: ParsedDocument): Promise<Locale> {
  const texts: string[] = [];
  for (const { number } of document.manifest.pages.slice(0, samplePages))
    texts.push((await document.page(number)).text);
  return localeOf(texts);
}

async function answerOf(
  document: ParsedDocument,
  task: ArrayTask,
  { items, unread, isCounted }: Read,
  covered: readonly number[],
): Promise<ArrayAnswer> {
  const nullReason = document.manifest.gaps.length > 0 ? 'unreadable' : 'not_found';
  const findings = await findingsOf(document, task.levels, items, nullReason);
  const warnings = task.skipped.map(
    (node) => `The list ${node.path} inside of another list is not looked for.`,
  );
  const report = reportOf(document, task.node, { items: items.length, unread, isCounted }, covered);
  return { path: task.node.path, findings, report, warnings };
}
