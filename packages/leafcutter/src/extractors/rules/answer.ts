/** Findings of all leaves outside of arrays. */
import type { Page, ParsedDocument, Range } from '../../document/types.ts';
import type { Alternative, Evidence, Finding, Match as TextMatch, NullReason } from '../../findings/types.ts';
import type { CheckedSchema } from '../../schema/types.ts';
import { assign, leastScore } from './assign.ts';
import { rangesOf, type Relation } from './candidate.ts';
import { evidenceAt, readAcross } from './evidence.ts';
import { scanDocument, type Scan } from './scan.ts';
import type { Match } from './score.ts';
import { withSums } from './sums.ts';
import { tasksOf, type LeafTask } from './tasks.ts';

/** By JSON Pointer, in the schema's order: every leaf has a finding, null ones with their reason. */
export async function answerLeaves(
  document: ParsedDocument,
  schema: CheckedSchema,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Finding>> {
  const tasks = tasksOf(schema.root);
  const scan = await scanDocument(document, tasks, signal);
  const chosen = withSums(scan.matches, assign(scan.matches));
  const findings = new Map<string, Finding>();
  for (const task of tasks) {
    const match = chosen[task.index] ?? null;
    const finding =
      match === null
        ? nothing(task, scan, document)
        : await found(match, scan.matches[task.index] ?? [], document);
    const other = findings.get(task.pointer);
    if (other === undefined || (other.value === null && finding.value !== null))
      findings.set(task.pointer, finding);
  }
  return findings;
}

async function found(match: Match, all: readonly Match[], document: ParsedDocument): Promise<Finding> {
  const { task, candidate, reading } = match;
  const page = await document.page(candidate.page);
  const ranges = rangesOf(candidate, reading.start, reading.end);
  const evidence: Evidence[] = [evidenceAt(page, ranges, 'value')];
  if (
    candidate.scale !== null &&
    candidate.scale.factor !== 1 &&
    typeof reading.value === 'number' &&
    !task.unscaled
  ) {
    const other = await document.page(candidate.scale.page);
    evidence.push(evidenceAt(other, [candidate.scale.range], 'support'));
  }
  const rival = all.find((other) => other !== match && other.reading.value !== reading.value);
  const alternatives: Alternative[] = reading.alternatives.map(({ value, reason }) => ({
    value,
    reason,
    evidence,
  }));
  const sure = Math.min(1, match.score);
  const found = rival === undefined ? sure : sure * (1 - 0.5 * Math.max(0, rival.score / match.score - 0.6));
  const read = readQuality(page, ranges);
  const value = readAcross(reading.value, page, ranges);
  return {
    pointer: task.pointer,
    value,
    nullReason: null,
    evidence,
    match: textMatch(value, evidence[0]?.quote ?? ''),
    confidence: { value: round(found * read), read: round(read), found: round(found) },
    alternatives,
    reasoning: reasonOf(match),
  };
}

function nothing(task: LeafTask, scan: Scan, document: ParsedDocument): Finding {
  const [best] = scan.matches[task.index] ?? [];
  const nullReason = reasonForNull(scan, document);
  const seen =
    best === undefined
      ? 'No caption on any page names it.'
      : best.score < leastScore
        ? `The nearest caption, "${shorten(best.candidate.label)}" on page ${best.candidate.page}, is not sure enough.`
        : `What stands at "${shorten(best.candidate.label)}" on page ${best.candidate.page} answers another field.`;
  return {
    pointer: task.pointer,
    value: null,
    nullReason,
    evidence: [],
    match: 'absent',
    confidence: { value: 0, read: 0, found: 0 },
    alternatives: [],
    reasoning: nullReason === 'unreadable' ? `${seen} Parts of the document could not be read.` : seen,
  };
}

function reasonForNull(scan: Scan, document: ParsedDocument): NullReason {
  if (scan.pagesCovered.length === 0 && document.manifest.pages.length === 0) return 'not_searched';
  return document.manifest.gaps.length > 0 ? 'unreadable' : 'not_found';
}

const relationWords: Readonly<Record<Relation, string>> = {
  inline: 'right after',
  right: 'right of',
  below: 'below',
  above: 'above',
  field: 'in the form field of',
  tick: 'as a box to tick at',
  cell: 'in the table cell of',
  block: 'in the address block of',
  heading: 'as a heading:',
  shape: 'known by its form:',
  prose: 'in the sentence with',
};

function reasonOf({ candidate }: Match): string {
  const section = candidate.sections[0];
  const under = section === undefined ? '' : ` under "${shorten(section)}"`;
  return `Stands ${relationWords[candidate.relation]} "${shorten(candidate.label)}"${under} on page ${candidate.page}.`;
}

function textMatch(value: Finding['value'], quote: string): TextMatch {
  return typeof value === 'string' && value === quote ? 'exact' : 'normalised';
}

/** Mean certainty of the words' reading; 1 for a text layer. */
function readQuality(page: Page, ranges: readonly Range[]): number {
  const words = page.words.filter((word) =>
    ranges.some((range) => word.start < range.end && word.end > range.start),
  );
  if (words.length === 0) return 1;
  return words.reduce((sum, word) => sum + (word.ocr ?? 1), 0) / words.length;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= 60 ? line : `${line.slice(0, 57)}...`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
