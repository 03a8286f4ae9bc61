/** Prints that can be read in two ways: the reading that was not taken is named beside the one that was. */
import type { Alternative, Finding } from '../findings/types.ts';
import { confidenceOf } from '../confidence/index.ts';
import type { JsonPrimitive } from '../json.ts';
import { localeOf, readDates, readNumbers } from '../values/index.ts';
import type { Locale } from '../values/types.ts';

/** Pure. What the document's other dates and numbers decide is no second reading. */
export function withOtherReadings(findings: readonly Finding[]): readonly Finding[] {
  const locale = localeOf(findings.flatMap((finding) => finding.evidence.map((one) => one.quote)));
  return findings.map((finding) => {
    if (finding.value === null || finding.alternatives.length > 0) return finding;
    const alternatives = readingsOf(finding, locale);
    if (alternatives.length === 0) return finding;
    const { found, read } = finding.confidence;
    return {
      ...finding,
      alternatives,
      confidence: confidenceOf(found, read, finding.match, alternatives.length),
    };
  });
}

function readingsOf(finding: Finding, locale: Locale): readonly Alternative[] {
  const [evidence] = finding.evidence.filter((one) => one.role === 'value');
  if (evidence === undefined) return [];
  const { value } = finding;
  const others = (readings: readonly { value: JsonPrimitive; alternatives: readonly JsonPrimitive[] }[]) => {
    const all = readings.map((one) => [one.value, ...one.alternatives]);
    return all.find((values) => values.includes(value))?.filter((one) => one !== value) ?? [];
  };
  const named = (values: readonly JsonPrimitive[], reason: string): readonly Alternative[] =>
    values.map((one) => ({ value: one, reason, evidence: [evidence] }));
  if (typeof value === 'number')
    return named(
      others(readNumbers(evidence.quote, locale)),
      'point and comma can be read the other way round',
    );
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/u.test(value))
    return named(others(readDates(evidence.quote, locale)), 'day and month can be exchanged');
  return [];
}
