/** Walks a schema as written, each place once, and lists what is not of the dialect. */
import type { Failure } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { keywordAdvice, rootAdvice, typeAdvice } from './advice.ts';
import {
  definitionContainers,
  formatFault,
  isForeignAnnotation,
  keywords,
  type NodeKind,
} from './keywords.ts';
import { resolveReference } from './references.ts';

const kindOfType: ReadonlyMap<string, NodeKind> = new Map<string, NodeKind>([
  ['string', 'string'],
  ['integer', 'number'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['object', 'object'],
  ['array', 'array'],
  ['null', 'null'],
]);

/** Nesting as written; the limit of 64 levels holds once references are written out, too. */
export const maxDepth = 64;

/** Every fault, in the order of the schema. `pointer` is a JSON Pointer into the schema. */
export function faultsOf(root: JsonObject): readonly Failure[] {
  const faults: Failure[] = [];
  const report = (pointer: string, sentence: string): void => {
    faults.push({ code: 'schema_invalid', message: sentence, retryable: false, pointer });
  };
  if (root['type'] !== 'object') {
    const advice = rootAdvice(root);
    report('/type', `The root must have type "object".${advice === null ? '' : ` ${advice}`}`);
    if (!('type' in root)) return faults;
  }
  if (root['nullable'] === true) report('/nullable', 'The root cannot be null; take "nullable" away.');
  visit(root, '', 0);
  return faults;

  function visit(node: JsonValue | undefined, pointer: string, depth: number): void {
    if (!isJsonObject(node)) {
      report(pointer, `${describe(node)} stands where a schema must be an object.`);
      return;
    }
    if (depth > maxDepth) {
      report(pointer, `The schema is nested deeper than ${maxDepth} levels.`);
      return;
    }
    const kinds = kindsOf(node, pointer, report);
    for (const [keyword, value] of Object.entries(node)) checkKeyword(node, keyword, value, kinds, pointer);
    checkTogether(node, kinds, pointer, report);
    visitChildren(node, pointer, depth);
  }

  function checkKeyword(
    node: JsonObject,
    keyword: string,
    value: JsonValue | undefined,
    kinds: ReadonlySet<NodeKind>,
    pointer: string,
  ): void {
    const at = `${pointer}/${escapeToken(keyword)}`;
    if (isForeignAnnotation(keyword)) return;
    const rule = keywords.get(keyword);
    if (rule === undefined) {
      const hint = keywordAdvice.get(keyword);
      report(at, `"${keyword}" is not supported${hint === undefined ? '' : `; ${hint}`}.`);
      return;
    }
    if ((definitionContainers as readonly string[]).includes(keyword) && node !== root) {
      report(at, `"${keyword}" may stand at the root only.`);
      return;
    }
    const wrong = rule.fault(value);
    if (wrong !== null) report(at, `"${keyword}" ${wrong}.`);
    else if (rule.on !== 'any' && kinds.size > 0 && !rule.on.some((kind) => kinds.has(kind))) {
      report(
        at,
        `"${keyword}" does not go with ${[...kinds].map((kind) => (kind.startsWith('$') || kind === 'anyOf' ? kind : `type ${kind}`)).join(', ')}.`,
      );
    }
  }

  function visitChildren(node: JsonObject, pointer: string, depth: number): void {
    for (const container of ['properties', ...(node === root ? definitionContainers : [])]) {
      const group = node[container];
      if (!isJsonObject(group)) continue;
      for (const [name, child] of Object.entries(group))
        visit(child, `${pointer}/${container}/${escapeToken(name)}`, depth + 1);
    }
    if (isJsonObject(node['items'])) visit(node['items'], `${pointer}/items`, depth + 1);
    if (isJsonObject(node['additionalProperties']))
      visit(node['additionalProperties'], `${pointer}/additionalProperties`, depth + 1);
    if (Array.isArray(node['anyOf']))
      node['anyOf'].forEach((option, index) => visit(option, `${pointer}/anyOf/${index}`, depth + 1));
    if (typeof node['$ref'] === 'string') {
      const target = resolveReference(root, node['$ref']);
      if ('fault' in target) report(`${pointer}/$ref`, `"$ref" ${target.fault}.`);
    }
  }
}

type Report = (pointer: string, sentence: string) => void;

/** What the node is; empty, and reported, when that cannot be told. */
function kindsOf(node: JsonObject, pointer: string, report: Report): ReadonlySet<NodeKind> {
  if ('$ref' in node) return new Set(['$ref']);
  if ('anyOf' in node) return new Set(['anyOf']);
  const { type } = node;
  if (type === undefined) {
    if (Array.isArray(node['enum'])) return new Set(node['enum'].flatMap(kindOfValue));
    // One fault is enough where an unsupported keyword stands in the type's place.
    if (!Object.keys(node).some((keyword) => keywordAdvice.has(keyword))) {
      report(pointer, 'The schema needs a "type", an "anyOf" or a "$ref".');
    }
    return new Set();
  }
  const names: readonly JsonValue[] = Array.isArray(type) ? type : [type as JsonValue];
  const kinds = names.map((name) => (typeof name === 'string' ? kindOfType.get(name) : undefined));
  if (names.length === 0 || kinds.includes(undefined) || new Set(names).size !== names.length) {
    const advice = typeAdvice(type);
    report(
      `${pointer}/type`,
      `"type" must be one or a list of ${[...kindOfType.keys()].join(', ')}; it is ${JSON.stringify(type)}${advice === null ? '' : `: ${advice}`}.`,
    );
    return new Set();
  }
  return new Set(kinds.filter((kind) => kind !== undefined));
}

function kindOfValue(value: JsonValue): NodeKind[] {
  if (typeof value === 'string') return ['string'];
  if (typeof value === 'number') return ['number'];
  if (typeof value === 'boolean') return ['boolean'];
  return [];
}

/** Keywords that only make sense with one another. */
function checkTogether(
  node: JsonObject,
  kinds: ReadonlySet<NodeKind>,
  pointer: string,
  report: Report,
): void {
  if (kinds.has('array') && !('items' in node)) report(pointer, 'An array needs "items".');
  const { format } = node;
  if (typeof format === 'string') {
    const kind = kinds.has('string') ? 'string' : 'number';
    const wrong = kinds.has('string') || kinds.has('number') ? formatFault(format, kind) : null;
    if (wrong !== null) report(`${pointer}/format`, `"format" ${wrong}.`);
  }
  checkEnum(node, kinds, pointer, report);
  for (const [low, high] of [
    ['minLength', 'maxLength'],
    ['minimum', 'maximum'],
    ['minItems', 'maxItems'],
    ['minProperties', 'maxProperties'],
  ] as const) {
    const [least, most] = [node[low], node[high]];
    if (typeof least === 'number' && typeof most === 'number' && least > most) {
      report(`${pointer}/${low}`, `"${low}" is greater than "${high}"; nothing fits.`);
    }
  }
}

function checkEnum(node: JsonObject, kinds: ReadonlySet<NodeKind>, pointer: string, report: Report): void {
  if (!Array.isArray(node['enum']) || node['type'] === undefined || kinds.has('object') || kinds.has('array'))
    return;
  node['enum'].forEach((value: JsonValue, index: number) => {
    if (value === null) return;
    const [kind] = kindOfValue(value);
    if (kind !== undefined && !kinds.has(kind)) {
      report(
        `${pointer}/enum/${index}`,
        `The value ${JSON.stringify(value)} does not have the type ${JSON.stringify(node['type'])}.`,
      );
    }
  });
}

/** One step of a JSON Pointer (RFC 6901). */
export function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'A list';
  return `A ${typeof value}`;
}
