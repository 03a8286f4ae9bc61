/**
 * The dialect: which keyword may stand on which kind of node, and what its value must be. A keyword that is not in
 * the table is refused by name. Facts of the published dialect: docs/schema.md.
 */
import { compilePattern } from './patterns.ts';

/** What a node is, by its `type`; `anyOf` and `$ref` are kinds of their own. */
export type NodeKind = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'anyOf' | '$ref' | 'null';

export interface Keyword {
  /** Kinds that it may stand on; `any` are annotations. */
  readonly on: readonly NodeKind[] | 'any';
  /** What is wrong with the value, as the end of a sentence that begins with the keyword; null when nothing is. */
  readonly fault: (value: unknown) => string | null;
}

export const stringFormats = [
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
  'uri',
] as const;
const numberFormats = ['int32', 'int64', 'float', 'double'];

const anything = (): null => null;
const mustBe =
  (test: (value: unknown) => boolean, what: string) =>
  (value: unknown): string | null =>
    test(value) ? null : `must be ${what}`;
const isText = (value: unknown): boolean => typeof value === 'string';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const annotation: Keyword = { on: 'any', fault: anything };
const textAnnotation: Keyword = { on: 'any', fault: mustBe(isText, 'a text') };

export const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ['type', { on: ['string', 'number', 'boolean', 'object', 'array', 'null'], fault: anything }],
  ['title', textAnnotation],
  ['description', textAnnotation],
  ['default', annotation],
  ['examples', annotation],
  ['example', annotation],
  ['nullable', { on: 'any', fault: mustBe(isBoolean, 'true or false') }],
  ['deprecated', annotation],
  ['readOnly', annotation],
  ['writeOnly', annotation],
  ['$schema', textAnnotation],
  ['$id', textAnnotation],
  ['$comment', textAnnotation],
  ['name', textAnnotation],
  ['evaluation_config', annotation],
  ['enum', { on: ['string', 'number', 'boolean'], fault: enumFault }],
  ['format', { on: ['string', 'number'], fault: mustBe(isText, 'a text') }],
  ['pattern', { on: ['string'], fault: patternFault }],
  ['minLength', { on: ['string'], fault: mustBe(isCount, 'a whole number from 0 on') }],
  ['maxLength', { on: ['string'], fault: mustBe(isCount, 'a whole number from 0 on') }],
  ['minimum', { on: ['number'], fault: mustBe(isNumber, 'a number') }],
  ['maximum', { on: ['number'], fault: mustBe(isNumber, 'a number') }],
  ['properties', { on: ['object'], fault: mustBe(isObject, 'an object of schemas') }],
  ['required', { on: ['object'], fault: mustBe(isNameList, 'a list of property names') }],
  [
    'additionalProperties',
    { on: ['object'], fault: mustBe((v) => isBoolean(v) || isObject(v), 'true, false or a schema') },
  ],
  ['minProperties', { on: ['object'], fault: mustBe(isCount, 'a whole number from 0 on') }],
  ['maxProperties', { on: ['object'], fault: mustBe(isCount, 'a whole number from 0 on') }],
  ['items', { on: ['array'], fault: mustBe(isObject, 'one schema for all items') }],
  ['minItems', { on: ['array'], fault: mustBe(isCount, 'a whole number from 0 on') }],
  ['maxItems', { on: ['array'], fault: mustBe(isCount, 'a whole number from 0 on') }],
  [
    'agenticArrayExtractionMaxItemsPerTurn',
    { on: ['array'], fault: mustBe(isCount, 'a whole number from 0 on') },
  ],
  [
    'anyOf',
    {
      on: ['anyOf'],
      fault: mustBe((v) => Array.isArray(v) && v.length > 0, 'a list of at least one schema'),
    },
  ],
  ['$ref', { on: ['$ref'], fault: mustBe(isText, 'a text') }],
  ['$defs', { on: 'any', fault: mustBe(isObject, 'an object of schemas') }],
  ['defs', { on: 'any', fault: mustBe(isObject, 'an object of schemas') }],
  ['definitions', { on: 'any', fault: mustBe(isObject, 'an object of schemas') }],
]);

/** Names under which a root may keep definitions. */
export const definitionContainers = ['$defs', 'defs', 'definitions'] as const;

/** Annotations of other tools, which mean nothing here: ignored, never refused. */
export function isForeignAnnotation(keyword: string): boolean {
  return keyword.startsWith('x-');
}

/** Why the format does not go with the types; null when it does. */
export function formatFault(format: string, kind: NodeKind): string | null {
  const known: readonly string[] = kind === 'number' ? numberFormats : stringFormats;
  return known.includes(format)
    ? null
    : `"${format}" is not known here; leave it out, or take one of ${known.join(', ')}`;
}

function isNameList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText) && new Set(value).size === value.length;
}

function enumFault(value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0) return 'must be a list of at least one value';
  const plain = value.every((one) => one === null || ['string', 'number', 'boolean'].includes(typeof one));
  return plain ? null : 'must list texts, numbers, booleans or null only';
}

function patternFault(value: unknown): string | null {
  if (typeof value !== 'string') return 'must be a text';
  try {
    compilePattern(value);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `cannot be matched in linear time: ${reason}`;
  }
}
