/**
 * The line format of nfield 0.1.1: a prompt lists fields as `path (type): ...`, an answer has a line `path = value` for each.
 * Values stand plainly, lists as JSON on their line. Pure.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Truth, TruthObject } from './truth.ts';

export interface AskedField {
  /** As the prompt writes it: names with points between them. */
  readonly path: string;
  /** Members of the truth on the way; null: the truth has none such. */
  readonly names: readonly string[] | null;
}

/** The first passes name their fields after the document, a re-ask before it. */
const lastFields = 'Fields to extract (every value is in the document above, in order):\n';
const firstFields = 'Fields to re-extract:\n';
const fieldLine = /^(\S.*?) \((?:string|integer|number|boolean|array|object|null|enum)\)/;
/** The list among the alternatives of a field that is a list or an object. */
const listAlternative = '__uarr';

/** Null when the prompt is of another format. */
export function fieldsAskedFor(prompt: string, truth: TruthObject): readonly AskedField[] | null {
  const block = fieldBlock(prompt);
  if (block === null) return null;
  return block.split('\n').flatMap((line) => {
    const path = fieldLine.exec(line)?.[1];
    return path === undefined ? [] : [{ path, names: namesOf(path, truth) }];
  });
}

function fieldBlock(prompt: string): string | null {
  const last = prompt.lastIndexOf(lastFields);
  if (last >= 0) return prompt.slice(last + lastFields.length);
  const first = prompt.indexOf(firstFields);
  if (first < 0) return null;
  const start = first + firstFields.length;
  const end = prompt.indexOf('\n\n', start);
  return prompt.slice(start, end < 0 ? undefined : end);
}

function namesOf(path: string, truth: Truth): readonly string[] | null {
  if (truth.kind !== 'object') return null;
  // Names may have points of their own.
  for (const [name, member] of truth.members) {
    if (path === name) return [name];
    if (path === `${name}${listAlternative}`) return member.kind === 'array' ? [name] : null;
    const rest = path.startsWith(`${name}.`) ? namesOf(path.slice(name.length + 1), member) : null;
    if (rest !== null) return [name, ...rest];
  }
  return null;
}

/** Asks for the fields as a wire schema would. */
export function schemaFor(fields: readonly AskedField[], truth: TruthObject): JsonObject {
  const wanted = fields.flatMap(({ names }) => (names === null ? [] : [names]));
  return schemaOf(truth, wanted);
}

function schemaOf(truth: Truth | undefined, wanted: readonly (readonly string[])[]): JsonObject {
  if (truth === undefined || wanted.some((names) => names.length === 0)) return shapeOf(truth ? [truth] : []);
  const groups = Map.groupBy(wanted, ([name = '']) => name);
  const members: ReadonlyMap<string, Truth> = truth.kind === 'object' ? truth.members : new Map();
  return {
    type: 'object',
    properties: Object.fromEntries(
      [...groups].map(([name, paths]) => [
        name,
        schemaOf(
          members.get(name),
          paths.map(([, ...rest]) => rest),
        ),
      ]),
    ),
  };
}

/** A schema that all of them fit; items are always asked for whole. */
function shapeOf(truths: readonly Truth[]): JsonObject {
  const objects = truths.filter((truth) => truth.kind === 'object');
  const arrays = truths.filter((truth) => truth.kind === 'array');
  const names = new Set(objects.flatMap(({ members }) => [...members.keys()]));
  const options: JsonObject[] = [];
  if (objects.length > 0) {
    const member = (name: string): readonly Truth[] =>
      objects.flatMap(({ members }) => members.get(name) ?? []);
    const properties = Object.fromEntries([...names].map((name) => [name, shapeOf(member(name))]));
    options.push({ type: 'object', properties });
  }
  if (arrays.length > 0) {
    const items = arrays.flatMap((array) => array.items.map((item) => item.truth));
    options.push({ type: 'array', items: shapeOf(items) });
  }
  const [only] = options;
  return options.length > 1 ? { anyOf: options } : (only ?? {});
}

/** The answer's lines, in the order of the fields. */
export function linesOf(fields: readonly AskedField[], answer: JsonValue): string {
  return fields
    .map(({ path, names }) => `${path} = ${names === null ? 'NULL' : written(valueAt(answer, names))}`)
    .join('\n');
}

function valueAt(answer: JsonValue, names: readonly string[]): JsonValue {
  return names.reduce<JsonValue>(
    (value, name) => (isJsonObject(value) ? (value[name] ?? null) : null),
    answer,
  );
}

function written(value: JsonValue): string {
  if (value === null) return 'NULL';
  // A line has no room for line breaks.
  return typeof value === 'string' ? value.replace(/\s*\n\s*/g, ' ') : JSON.stringify(value);
}
