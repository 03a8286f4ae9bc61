/** Arrays of a document: rows of its tables, blocks that repeat, lists. One walk over the pages for all of them. */
import type { ParsedDocument } from '../../../document/types.ts';
import type { ArrayReport, Finding } from '../../../findings/types.ts';
import { layoutOf } from '../../../layout/page-layout.ts';
import type { ArrayNode, CheckedSchema } from '../../../schema/types.ts';
import { localeOf, type Locale } from '../../../values/index.ts';
import { findingsOf } from './emit.ts';
import { rowItems } from './items.ts';
import { matchTable } from './match.ts';
import { arrayTasksOf, type ArrayTask } from './model.ts';
import { nested } from './nest.ts';
import { selectTables, type Candidate } from './select.ts';
import { sourceTables, type SourceTable } from './source.ts';

export interface ArrayAnswer {
  /** Schema path of the array. */
  readonly path: string;
  readonly findings: readonly Finding[];
  readonly report: ArrayReport;
  readonly warnings: readonly string[];
}

export interface ArrayRequest {
  readonly document: ParsedDocument;
  readonly schema: CheckedSchema;
  /** An array that stands in no other one. */
  readonly node: ArrayNode;
  readonly signal: AbortSignal;
}

const walks = new WeakMap<ParsedDocument, Map<string, Promise<readonly ArrayAnswer[]>>>();

/** One array. The first one asked for walks the document for all arrays of the schema; the others wait for it. */
export async function extractArray({ document, schema, node, signal }: ArrayRequest): Promise<ArrayAnswer> {
  const bySchema = walks.get(document) ?? new Map<string, Promise<readonly ArrayAnswer[]>>();
  walks.set(document, bySchema);
  const known = bySchema.get(schema.hash);
  const walk = known ?? extractArrays(document, schema, signal);
  if (known === undefined) {
    bySchema.set(schema.hash, walk);
    // An aborted walk must not answer for the next request.
    walk.catch(() => bySchema.delete(schema.hash));
  }
  const answer = (await walk).find((one) => one.path === node.path);
  return answer ?? unsearched(node);
}

function unsearched({ path }: ArrayNode): ArrayAnswer {
  const reason = 'Lists of this shape are not looked for.';
  return {
    path,
    findings: [],
    report: { pointer: path, items: 0, pagesCovered: [], complete: false, reason },
    warnings: [],
  };
}

/** Pages read beforehand to learn how the document prints numbers and dates. */
const samplePages = 12;

/** Every array of the schema that stands in no other one, in the schema's order. */
export async function extractArrays(
  document: ParsedDocument,
  schema: CheckedSchema,
  signal: AbortSignal,
): Promise<ArrayAnswer[]> {
  const { arrays } = arrayTasksOf(schema.root);
  const locale = await habitsOf(document);
  const candidates: Candidate[] = [];
  const covered: number[] = [];
  let last: SourceTable | null = null;
  for (const { number } of document.manifest.pages) {
    signal.throwIfAborted();
    const page = await document.page(number);
    for (const source of sourceTables(page, layoutOf(page), last)) {
      for (const task of arrays) {
        const match = matchTable(task, source, locale);
        if (match !== null) candidates.push({ task, match });
      }
      last = source;
    }
    if (page.kind !== 'unreadable') covered.push(number);
  }
  const selected = selectTables(candidates);
  const answers: ArrayAnswer[] = [];
  for (const task of arrays)
    answers.push(await answerOf(document, task, selected.get(task) ?? [], locale, covered));
  return answers;
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
  matches: Parameters<typeof rowItems>[0][],
  locale: Locale,
  covered: readonly number[],
): Promise<ArrayAnswer> {
  const read = matches.map((match) => rowItems(match, locale));
  const unread = read.reduce((sum, one) => sum + one.unread, 0);
  const items = nested(
    task,
    read.flatMap((one) => one.items),
    locale,
  );
  const gaps = document.manifest.gaps.length > 0;
  const findings = await findingsOf(document, task.levels, items, gaps ? 'unreadable' : 'not_found');
  const reason =
    unread > 0
      ? `${unread} rows of the tables could not be read as items.`
      : gaps
        ? 'Parts of the document could not be read.'
        : null;
  const warnings = task.skipped.map(
    (node) => `The list ${node.path} inside of another list is not looked for.`,
  );
  return {
    path: task.node.path,
    findings,
    report: {
      pointer: task.node.path,
      items: items.length,
      pagesCovered: covered,
      complete: reason === null,
      reason,
    },
    warnings,
  };
}
