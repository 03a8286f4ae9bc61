/** What a result says of its lists: how many items, and whether any are missing. Pure. */
import type { ArrayReport, ArrayState } from '../findings/types.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { tokensOf } from './pointer-tree.ts';
import type { FailedSubtree, MergeContext, ResultMetadata } from './types.ts';

type Array = ResultMetadata['arrays'][number];

const worstLast: readonly ArrayState[] = ['counted', 'not_counted', 'short'];

/** The reports of an array's turns and passes as one, as bad as the worst of them: each tells of its own part. */
export function joinReports(reports: readonly ArrayReport[]): readonly ArrayReport[] {
  const joined = new Map<string, ArrayReport>();
  for (const report of reports) {
    const before = joined.get(report.pointer);
    const isWorse = before === undefined || worstLast.indexOf(report.state) > worstLast.indexOf(before.state);
    const { state, reason } = isWorse ? report : before;
    const pages = new Set([...(before?.pagesCovered ?? []), ...report.pagesCovered]);
    joined.set(report.pointer, {
      pointer: report.pointer,
      state,
      reason,
      items: (before?.items ?? 0) + report.items,
      pagesCovered: [...pages].toSorted((a, b) => a - b),
    });
  }
  return [...joined.values()];
}

/** Items as the result has them: passes are put together, items without a value left out. */
export function arrayOf(
  report: ArrayReport,
  result: JsonObject,
  { failedSubtrees, pages }: Pick<MergeContext, 'failedSubtrees' | 'pages'>,
): Array {
  const { pointer, pagesCovered } = report;
  const list = tokensOf(pointer).reduce<JsonValue | undefined>(
    (node, token) => (isJsonObject(node) ? node[token] : undefined),
    result,
  );
  const items = Array.isArray(list) ? list.length : report.items;
  const { state, reason } = standing(
    report,
    items,
    failedSubtrees.some((subtree) => covers(subtree, pointer)),
  );
  const read = `It was read for on ${pagesCovered.length} of ${pages} ${pages === 1 ? 'page' : 'pages'}.`;
  return {
    path: pointer,
    items,
    pages_covered: pagesCovered,
    complete: state === 'counted',
    state,
    reason: state === 'not_counted' ? `${reason ?? ''} ${read}`.trim() : reason,
  };
}

/** @param items in the result; @param isFailed a part that could have given more failed */
function standing(
  { items: given, state, reason }: ArrayReport,
  items: number,
  isFailed: boolean,
): Pick<ArrayReport, 'state' | 'reason'> {
  if (state === 'short') return { state, reason };
  if (isFailed) return { state: 'short', reason: 'A part of the document was not extracted.' };
  if (state === 'not_counted') return { state, reason };
  if (items === 0 && given === 0) return { state: 'not_counted', reason: 'No items were found.' };
  if (items === given) return { state, reason };
  const fewer = `${given - items} of its items were taken for second mentions of others, or were empty.`;
  return items < given ? { state: 'short', reason: fewer } : { state, reason };
}

export function covers(subtree: FailedSubtree, path: string): boolean {
  return subtree.paths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}
