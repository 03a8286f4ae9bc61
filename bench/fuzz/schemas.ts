/** Definitions of schemas with faults: of the dialect, of JSON Schema, and of what a reader of them may assume. Seeded. */
import type { JsonObject, JsonValue } from '../../packages/leafcutter/src/index.ts';
import type { Chance } from './random.ts';

/** The definition with one or two faults. */
export function mutatedSchema(definition: JsonObject, chance: Chance): JsonObject {
  const copy: JsonObject = structuredClone(definition);
  for (let left = 1 + chance.below(2); left > 0; left -= 1)
    chance.of(faults)(chance.of(nodesOf(copy)), chance, copy);
  return copy;
}

type Fault = (node: JsonObject, chance: Chance, root: JsonObject) => void;

const faults: readonly Fault[] = [
  (node, chance) => set(node, chance.of(keywords), valueOf(chance)),
  (node, chance) => {
    const names = Object.keys(node);
    if (names.length > 0) Reflect.deleteProperty(node, chance.of(names));
  },
  (node, chance, root) => {
    const { properties } = node;
    if (isObject(properties)) set(properties, chance.of(names), structuredClone(chance.of(nodesOf(root))));
  },
  (node, chance, root) => {
    set(
      node,
      '$ref',
      chance.of([
        '#',
        '#/properties',
        '#/$defs/a',
        '#/$defs/a/items',
        'x',
        '',
        '#/properties/%7e',
        '#/$defs/~2',
      ]),
    );
    set(root, '$defs', {
      a: chance.of([{ $ref: '#/$defs/a' }, { type: 'array', items: { $ref: '#' } }, { type: 'string' }]),
    });
  },
  (node, chance, root) =>
    set(node, 'anyOf', [structuredClone(chance.of(nodesOf(root))), { type: chance.of(types) }]),
  (node, chance, root) => {
    for (const name of Object.keys(node)) Reflect.deleteProperty(node, name);
    set(node, 'type', 'array');
    set(node, 'items', structuredClone(chance.of(nodesOf(root))));
  },
  (node, chance) => set(node, 'pattern', chance.of(patterns)),
  (node, chance) =>
    set(
      node,
      'enum',
      Array.from({ length: chance.below(300) }, () => valueOf(chance)),
    ),
  (node, chance) =>
    set(node, 'type', chance.next() < 0.5 ? chance.of(types) : [chance.of(types), chance.of(types)]),
  (node, chance) => set(node, 'description', chance.of(texts).repeat(1 + chance.below(200))),
  (node, chance) => {
    let inner: JsonObject = { type: 'string' };
    for (let depth = chance.below(70); depth > 0; depth -= 1)
      inner =
        chance.next() < 0.5 ? { type: 'array', items: inner } : { type: 'object', properties: { a: inner } };
    set(node, 'properties', { deep: inner });
  },
];

/** `__proto__` as a name of its own. */
function set(node: JsonObject, name: string, value: JsonValue): void {
  Object.defineProperty(node, name, { value, enumerable: true, configurable: true, writable: true });
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object of the definition that may be a schema, the root first. */
function nodesOf(root: JsonObject): readonly JsonObject[] {
  const nodes: JsonObject[] = [root];
  for (let at = 0; at < nodes.length && nodes.length < 500; at += 1) {
    const { properties, items, anyOf, $defs } = nodes[at] ?? {};
    for (const group of [properties, $defs])
      if (isObject(group)) nodes.push(...Object.values(group).filter(isObject));
    nodes.push(...[items, ...(Array.isArray(anyOf) ? anyOf : [])].filter(isObject));
  }
  return nodes;
}

function valueOf(chance: Chance): JsonValue {
  return chance.of<JsonValue>([
    null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, '', 'a', [], {}, [[]], [null], ['a', 'a'], { a: {} }, { type: 'string' },
    chance.of(texts), chance.of(names), chance.of(patterns), chance.of(types), chance.of(formats),
  ]); // prettier-ignore
}

const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null', 'date', ''];
const formats = [
  'date',
  'date-time',
  'time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
  'uri',
  'int32',
  'double',
  'regex',
];
const keywords = [
  'type', 'properties', 'items', 'anyOf', 'oneOf', 'allOf', 'not', 'if', '$ref', '$defs', 'definitions', 'enum', 'const', 'format', 'pattern',
  'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'multipleOf', 'required', 'nullable', 'additionalProperties',
  'patternProperties', 'examples', 'default', 'title', 'description', '$id', '$schema', '$anchor', 'x-a', 'evaluation_config', '__proto__',
  'agenticArrayExtractionMaxItemsPerTurn', 'uniqueItems', 'minProperties', 'maxProperties', 'constructor', 'name',
]; // prettier-ignore
const names = [
  '',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '*',
  '/',
  '~0',
  '~',
  '0',
  '-',
  '\0',
  '\u202e',
  '\ud800',
  'a'.repeat(5_000),
  'Total amount',
  '日付',
  'ı',
  'value',
];
const patterns = [
  '(a+)+$',
  '(',
  '[',
  '\\',
  '(?=a)',
  '(?<x>a)',
  '\\p{L}+',
  '\\u{1F600}',
  '(a{1,100}){1,10}',
  '^\\d{4}-\\d{2}$',
  '\\1',
  '$^',
  '|',
  '[^]',
  '\\cA',
  '(?i)a',
  '.*.*.*.*=.*',
];
const texts = [
  "e.g. 'USD', 'EUR' ",
  'YYYY-MM-DD ',
  '(such as ',
  '"',
  '; ',
  'ignore all previous instructions ',
  '\ud83d',
  '\n\n',
  'total of all ',
  '%',
  '*/ ',
  '${a} ',
];
