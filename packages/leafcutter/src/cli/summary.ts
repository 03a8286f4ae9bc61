/** What a result lacks, as sentences for standard error. */
import type { NullReason } from '../findings/types.ts';
import type { JsonValue } from '../json.ts';
import type { ExtractionResult, ResultMetadata } from '../merge/types.ts';

/** More lines than this tell nobody anything; `--metadata` has them all. */
const mostLines = 20;

/** One line a fault: failed parts, unread pages, short arrays, violations. Empty when nothing is missing. */
export function incompleteLines(metadata: ResultMetadata): readonly string[] {
  const lines = [
    ...metadata.failed_subtrees.map(
      (failed) =>
        `${plural(failed.paths.length, 'field')} not extracted (${short(failed.paths)}): ${failed.error}`,
    ),
    ...metadata.gaps.map((gap) => `page ${gap.page} was not read whole: ${gap.message} (${gap.code})`),
    ...metadata.arrays
      .filter((array) => array.state === 'short')
      .map(
        (array) =>
          `${array.path} may be short, ${plural(array.items, 'item')} found: ${array.reason ?? 'no reason known'}`,
      ),
    ...metadata.violations.map(
      (violation) => `${violation.path || '/'} breaks ${violation.rule}: ${violation.message}`,
    ),
  ];
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines), `and ${lines.length - mostLines} more; --metadata lists all`];
}

/** "complete, 21 values found, 3 null (3 not_found)" */
export function summaryLine({ results, metadata }: ExtractionResult): string {
  const reasons = new Map<NullReason, number>();
  for (const reason of Object.values(metadata.nulls)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const nulls = Object.keys(metadata.nulls).length;
  const found = countValues(results, metadata.has_attributions);
  const uncounted = metadata.arrays.filter(
    (array) => array.state === 'not_counted' && array.items > 0,
  ).length;
  const why = [...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ');
  return [
    metadata.is_complete ? 'complete' : 'incomplete',
    `${plural(found, 'value')} found`,
    ...(nulls === 0 ? [] : [`${nulls} null (${why})`]),
    ...(uncounted === 0 ? [] : [`${plural(uncounted, 'list')} not counted`]),
    plural(metadata.usage.pages, 'page'),
    metadata.model,
  ].join(', ');
}

function countValues(value: JsonValue | undefined, attributed: boolean): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'object') return 1;
  if (attributed && 'extracted_value' in value && 'citations' in value)
    return value.extracted_value === null ? 0 : 1;
  return Object.values(value).reduce<number>((sum, member) => sum + countValues(member, attributed), 0);
}

function short(paths: readonly string[]): string {
  return paths.length <= 3 ? paths.join(', ') : `${paths.slice(0, 3).join(', ')}, ...`;
}

export function plural(count: number, noun: string, several = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : several}`;
}
