/** What becomes of results that a person changed: values, citations, and what is said of both. Pure. */
import { agrees } from '../../grounding/index.ts';
import { isJsonObject, type JsonObject, type JsonPrimitive, type JsonValue } from '../../json.ts';
import type { Attribution, Citation, ExtractionResult, Violation } from '../../merge/types.ts';
import { escapeToken } from '../../schema/index.ts';

export interface Edit {
  /** JSON Pointer. */
  readonly path: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
  /** ISO 8601. */
  readonly at: string;
  /** Id of the key. */
  readonly by: string;
}
export interface EditedResult extends ExtractionResult {
  readonly metadata: ExtractionResult['metadata'] & {
    readonly edited: true;
    readonly edits: readonly Edit[];
  };
}

/** Attribution objects become their values. */
export function plainValues(value: JsonValue | undefined): JsonValue {
  if (isAttribution(value)) return value.extracted_value;
  if (Array.isArray(value)) return value.map(plainValues);
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, plainValues(child)]));
  return value ?? null;
}

/**
 * @param before the results that were changed, earlier edits included
 * @param plain the new ones, valid, without attributions
 */
export function editResults(
  before: ExtractionResult & { readonly metadata: { readonly edits?: readonly Edit[] } },
  plain: JsonObject,
  { at, by }: Pick<Edit, 'at' | 'by'>,
): EditedResult {
  const { metadata } = before;
  const old = plainValues(before.results);
  const edits = differences(old, plain, '').map((edit) => ({ ...edit, at, by }));
  const nulls = new Map(Object.entries(metadata.nulls));
  const now = new Map(leavesOf(plain, ''));
  for (const path of nulls.keys()) if (now.get(path) !== null) nulls.delete(path);
  for (const [path, value] of now) if (value === null && !nulls.has(path)) nulls.set(path, 'not_found');
  const violations = metadata.violations.filter((one) => stillHolds(one, now));
  const shown = metadata.has_attributions ? attributed(plain, before.results) : plain;
  return {
    results: isJsonObject(shown) ? shown : {},
    metadata: {
      ...metadata,
      nulls: Object.fromEntries(nulls),
      violations,
      is_complete:
        metadata.failed_subtrees.length === 0 &&
        metadata.gaps.length === 0 &&
        violations.length === 0 &&
        metadata.arrays.every((array) => array.state !== 'short'),
      edited: true,
      edits: [...(metadata.edits ?? []), ...edits],
    },
  };
}

/** A value that is missing where one must be, and still is; new values were valid, or they would not be here. */
function stillHolds({ path, rule }: Violation, now: ReadonlyMap<string, JsonPrimitive>): boolean {
  return rule === 'required' && now.get(path) === null;
}

function leavesOf(value: JsonValue | undefined, path: string): readonly (readonly [string, JsonPrimitive])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, `${path}/${index}`));
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([name, child]) => leavesOf(child, `${path}/${escapeToken(name)}`));
  return isPrimitive(value) ? [[path, value]] : [];
}

/** The smallest parts that differ: leaves, and whole items that came or went. */
function differences(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: string,
): readonly Pick<Edit, 'path' | 'before' | 'after'>[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      differences(before[name], after[name], `${path}/${escapeToken(name)}`),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      differences(before[index], after[index], `${path}/${index}`),
    );
  }
  const [was, is] = [before ?? null, after ?? null];
  return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path, before: was, after: is }];
}

function attributed(value: JsonValue | undefined, before: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) {
    return value.map((item, index) => attributed(item, Array.isArray(before) ? before[index] : undefined));
  }
  if (isJsonObject(value)) {
    const old = isJsonObject(before) && !isAttribution(before) ? before : {};
    return Object.fromEntries(
      Object.entries(value).map(([name, child]) => [name, attributed(child, old[name])]),
    );
  }
  const leaf = isPrimitive(value) ? value : null;
  return asJson(attributionOf(leaf, isAttribution(before) ? before : null));
}

/** A citation stays where what it quotes still says the value. */
function attributionOf(value: JsonPrimitive, before: Attribution | null): Attribution {
  if (before !== null && before.extracted_value === value) return before;
  const citations = (before?.citations ?? []).filter(({ quote }) => agrees(value, quote, true) !== 'absent');
  const held = citations.some(({ role }) => role === 'value') ? citations : [];
  return {
    extracted_value: value,
    reasoning: 'A person set it.',
    confidence: 1,
    page_numbers: pagesOf(held),
    citations: held,
  };
}

function pagesOf(citations: readonly Citation[]): readonly number[] {
  const pages = citations.filter(({ role }) => role === 'value').map(({ page }) => page);
  return [...new Set(pages)].toSorted((a, b) => a - b);
}

function isPrimitive(value: JsonValue | undefined): value is JsonPrimitive {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

type AttributionLike = JsonObject & Attribution;

function isAttribution(value: JsonValue | undefined): value is AttributionLike {
  return (
    isJsonObject(value) &&
    'extracted_value' in value &&
    isPrimitive(value['extracted_value']) &&
    Object.keys(value).every((name) => attributionFields.has(name))
  );
}
const attributionFields: ReadonlySet<string> = new Set([
  'extracted_value',
  'reasoning',
  'confidence',
  'page_numbers',
  'citations',
  'alternatives',
]);

function asJson({
  extracted_value,
  reasoning,
  confidence,
  page_numbers,
  citations,
  alternatives,
}: Attribution): JsonObject {
  return {
    extracted_value,
    reasoning,
    confidence,
    page_numbers,
    citations: citations.map((citation) => ({ ...citation })),
    ...(alternatives === undefined ? {} : { alternatives: alternatives.map((one) => ({ ...one })) }),
  };
}
