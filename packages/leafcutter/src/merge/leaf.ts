/** One leaf of the result: the best of what was said of it, in the schema's type. */
import { placeNumber } from '../document/place-order.ts';
import type { Alternative, Evidence, Finding, NullReason } from '../findings/types.ts';
import type { JsonPrimitive } from '../json.ts';
import { confidenceOf } from '../confidence/index.ts';
import type { LeafNode } from '../schema/types.ts';
import { coerce } from '../values/coerce.ts';
import type { Locale } from '../values/types.ts';
import type { Attribution, Citation, Violation } from './types.ts';

export interface MergedLeaf {
  readonly value: JsonPrimitive;
  /** Set exactly when the value is null. */
  readonly nullReason: NullReason | null;
  readonly attribution: Attribution;
  /** Why a value that was read does not stand in the result. */
  readonly violation: Omit<Violation, 'path'> | null;
  /** Sentences on findings that disagree. */
  readonly conflicts: readonly string[];
}

/** What a leaf is when nobody said anything of it. */
export interface Silence {
  readonly reason: NullReason;
  readonly sentence: string;
}

export function mergeLeaf(
  leaf: LeafNode,
  findings: readonly Finding[],
  silence: Silence,
  locale: Locale,
): MergedLeaf {
  const ranked = findings.toSorted(better);
  const [best, ...others] = ranked;
  if (best === undefined) return empty(silence.reason, silence.sentence, [], null);
  const different = others.filter((other) => other.value !== null && other.value !== best.value);
  const rivals = different.map((other): Alternative => ({
    value: other.value,
    reason: 'another reading of the document',
    evidence: other.evidence,
  }));
  const conflicts = different.map(
    (other) =>
      `${best.pointer}: "${shorten(best.value)}" was taken, "${shorten(other.value)}" was found too.`,
  );
  if (best.value === null)
    return { ...empty(best.nullReason ?? 'not_found', best.reasoning, best.alternatives, best), conflicts };
  const coerced = coerce(best.value, leaf, locale);
  if (!coerced.ok) {
    const kept: Alternative = { value: best.value, reason: coerced.message, evidence: best.evidence };
    const none = empty(
      'unreadable',
      `A value was found, but it does not fit the schema: ${coerced.message}`,
      [kept, ...best.alternatives, ...rivals],
      best,
    );
    return { ...none, violation: { rule: coerced.rule, message: coerced.message }, conflicts };
  }
  const readings = coerced.alternatives.map((value): Alternative => ({
    value,
    reason: 'the same print can be read so',
    evidence: best.evidence,
  }));
  return {
    value: coerced.value,
    nullReason: null,
    attribution: attributionOf(
      coerced.value,
      best.alternatives.length === 0 ? lessSure(best, readings.length) : best,
      [...best.alternatives, ...readings, ...rivals],
    ),
    violation: null,
    conflicts,
  };
}

/** As sure as a print is that can be read in so many other ways. */
function lessSure(finding: Finding, readings: number): Finding {
  const { found, read } = finding.confidence;
  if (readings === 0) return finding;
  const { value } = confidenceOf(found, read, finding.match, readings);
  return { ...finding, confidence: { found, read, value: Math.min(value, finding.confidence.value) } };
}

/** A value before none, then the surer one, then the one that stands earlier in the document. */
function better(a: Finding, b: Finding): number {
  const missing = Number(a.value === null) - Number(b.value === null);
  if (missing !== 0) return missing;
  const sure = b.confidence.value - a.confidence.value;
  return sure !== 0 ? sure : placeOf(a) - placeOf(b);
}

function placeOf(finding: Finding): number {
  const [first] = finding.evidence;
  return first === undefined ? Number.MAX_SAFE_INTEGER : placeNumber(first.page, first.ranges[0]?.start ?? 0);
}

function empty(
  reason: NullReason,
  sentence: string,
  alternatives: readonly Alternative[],
  finding: Finding | null,
): MergedLeaf {
  const base = {
    value: null,
    evidence: [],
    match: 'absent',
    confidence: finding?.confidence ?? { value: 0, read: 0, found: 0 },
    reasoning: sentence,
  } as const;
  return {
    value: null,
    nullReason: reason,
    attribution: attributionOf(null, base, alternatives),
    violation: null,
    conflicts: [],
  };
}

function attributionOf(
  value: JsonPrimitive,
  finding: Pick<Finding, 'evidence' | 'match' | 'confidence' | 'reasoning'>,
  alternatives: readonly Alternative[],
): Attribution {
  const pages = [
    ...new Set(finding.evidence.filter((one) => one.role === 'value').map((one) => one.page)),
  ].toSorted((a, b) => a - b);
  const distinct = alternatives.filter(
    (one, index) =>
      one.value !== value && alternatives.findIndex((other) => other.value === one.value) === index,
  );
  return {
    extracted_value: value,
    reasoning: finding.reasoning,
    confidence: Math.round(finding.confidence.value * 1000) / 1000,
    page_numbers: pages,
    citations: finding.evidence.map((one) => citationOf(one, finding.match)),
    ...(distinct.length === 0
      ? {}
      : { alternatives: distinct.map((one) => ({ value: one.value, reason: one.reason })) }),
  };
}

function citationOf(evidence: Evidence, match: Finding['match']): Citation {
  const place = evidence.cells === undefined ? { boxes: evidence.boxes } : { cells: evidence.cells };
  return {
    page: evidence.page,
    quote: evidence.quote,
    match: evidence.role === 'support' ? 'exact' : match,
    ...place,
    ...(evidence.sheet === undefined ? {} : { sheet: evidence.sheet }),
    ranges: evidence.ranges.map(({ start, end }) => [start, end]),
    role: evidence.role,
  };
}

function shorten(value: JsonPrimitive): string {
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
