/** A result as what a person goes through: groups, tables and values. Pure. */
import type { Attribution, ResultMetadata } from '@leafcutter/client';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Primitive = null | boolean | number | string;

export interface Value {
  readonly kind: 'value';
  readonly name: string;
  /** JSON Pointer into the results. */
  readonly pointer: string;
  readonly value: Primitive;
  /** Null when the job gave none. */
  readonly attribution: Attribution | null;
}
export interface Group {
  readonly kind: 'group';
  readonly name: string;
  readonly pointer: string;
  readonly parts: readonly Part[];
}
/** A list of objects that hold nothing but values: a row each. A column that an item lacks is undefined. */
export interface Table {
  readonly kind: 'table';
  readonly name: string;
  readonly pointer: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (Value | undefined)[])[];
}
export type Part = Value | Group | Table;

/** What a person should look at, and why; null when there is no reason to doubt. */
export type Doubt = 'missing' | 'nowhere' | 'unsure' | 'other-reading' | null;

/** Below this a value is worth a look. */
const sure = 0.7;

export function partsOf(results: Json, attributed: boolean): readonly Part[] {
  const part = partOf('', '', results, attributed);
  return part.kind === 'group' ? part.parts : [part];
}

function partOf(name: string, pointer: string, json: Json, attributed: boolean): Part {
  if (json === null || typeof json !== 'object')
    return { kind: 'value', name, pointer, value: json, attribution: null };
  if (isList(json)) return listOf(name, pointer, json, attributed);
  if (attributed && isAttribution(json))
    return { kind: 'value', name, pointer, value: json.extracted_value, attribution: json };
  const parts = Object.entries(json).map(([key, value]) =>
    partOf(key, `${pointer}/${escaped(key)}`, value, attributed),
  );
  return { kind: 'group', name, pointer, parts };
}

function listOf(name: string, pointer: string, items: readonly Json[], attributed: boolean): Part {
  const parts = items.map((item, index) =>
    partOf(String(index + 1), `${pointer}/${index}`, item, attributed),
  );
  const flat = parts.flatMap((part) =>
    part.kind === 'group' && part.parts.every((inner) => inner.kind === 'value') ? [part] : [],
  );
  if (parts.length === 0 || flat.length < parts.length) return { kind: 'group', name, pointer, parts };
  const rows = flat.map(
    (group) => new Map(group.parts.flatMap((part) => (part.kind === 'value' ? [[part.name, part]] : []))),
  );
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return { kind: 'table', name, pointer, columns, rows: rows.map((row) => columns.map((c) => row.get(c))) };
}

export function valuesOf(parts: readonly Part[]): readonly Value[] {
  return parts.flatMap((part) =>
    part.kind === 'value'
      ? [part]
      : part.kind === 'group'
        ? valuesOf(part.parts)
        : part.rows.flatMap((row) => row.filter((cell) => cell !== undefined)),
  );
}

export function doubtOf({ value, attribution }: Value): Doubt {
  if (value === null) return 'missing';
  if (attribution === null) return null;
  if (!attribution.citations.some(({ match }) => match !== 'absent')) return 'nowhere';
  if ((attribution.alternatives ?? []).length > 0) return 'other-reading';
  return attribution.confidence < sure ? 'unsure' : null;
}

/** What keeps a result from being complete, a sentence each. */
export function lacksOf(metadata: ResultMetadata): readonly string[] {
  return [
    ...metadata.failed_subtrees.map(({ paths, error }) => `${paths.join(', ')}: ${error}`),
    ...metadata.violations.map(({ path, message }) => `${path}: ${message}`),
    ...metadata.arrays
      .filter(({ state }) => state === 'short')
      .map(({ path, items, reason }) => `${path}, ${items} items: ${reason ?? 'some are missing'}`),
    ...metadata.warnings,
  ];
}

/** A copy with another value at the pointer; of an attribution the value alone changes. */
export function changed(json: Json, pointer: string, value: Primitive): Json {
  const [step, ...rest] = pointer.split('/').slice(1);
  if (step === undefined)
    return isAttribution(json)
      ? { ...Object.fromEntries(Object.entries(json)), extracted_value: value }
      : value;
  const next = rest.map((part) => `/${part}`).join('');
  if (isList(json))
    return json.map((item, index) => (String(index) === step ? changed(item, next, value) : item));
  if (json === null || typeof json !== 'object') return json;
  const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
  return Object.fromEntries(
    Object.entries(json).map(([name, inner]) => [name, name === key ? changed(inner, next, value) : inner]),
  );
}

/** What a typed text may mean, likeliest first: the server knows the schema and takes the first that fits. */
export function readingsOf(text: string, before: Primitive): readonly Primitive[] {
  const trimmed = text.trim();
  if (trimmed === '') return [null];
  const number = Number(trimmed);
  const others: Primitive[] = [
    ...(Number.isFinite(number) ? [number] : []),
    ...(trimmed === 'true' || trimmed === 'false' ? [trimmed === 'true'] : []),
  ];
  return typeof before === 'string' ? [text, ...others] : [...others, text];
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function isAttribution(json: Json): json is { readonly [key: string]: Json } & Attribution {
  return (
    typeof json === 'object' &&
    json !== null &&
    'extracted_value' in json &&
    'citations' in json &&
    'confidence' in json
  );
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
