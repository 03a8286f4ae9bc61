/** What a perfect but limited reader answers to a wire schema: the truth, as far as it stands in the prompt. Pure. */
import { isJsonObject, type JsonObject, type JsonPrimitive, type JsonValue } from '../../json.ts';
import type { Presence } from './presence.ts';
import type { Place } from './text-index.ts';
import {
  standsSomewhere,
  type Truth,
  type TruthArray,
  type TruthItem,
  type TruthLeaf,
  type TruthObject,
} from './truth.ts';

/** What is done to the answer on its way; each with the JSON Pointer of where it happens. */
export interface Disturbance {
  /** A row is not seen. */
  skips(pointer: string): boolean;
  /** What is given after an item of a list, though nothing such stands there. */
  follows(item: JsonValue, pointer: string): readonly JsonValue[];
  /** A value in place of none; undefined: none is made up. */
  invents(pointer: string): JsonPrimitive | undefined;
  rewords(value: JsonPrimitive, pointer: string): JsonPrimitive;
  /** The items in another order. */
  reorders<T>(items: readonly T[], pointer: string): readonly T[];
}

export const undisturbed: Disturbance = {
  skips: () => false,
  follows: () => [],
  invents: () => undefined,
  rewords: (value) => value,
  reorders: (items) => items,
};

/**
 * @param schema the wire schema: names and nesting of the user's schema; objects with free keys as lists of key and value
 * @param presence null: the whole document is before the reader's eyes
 * @param opening the document's first line with text
 */
export function answerSchema(
  schema: JsonObject,
  truth: TruthObject,
  presence: Presence | null,
  opening = 0,
  disturbance: Disturbance = undisturbed,
): JsonValue {
  return new Answerer(schema, opening, presence, disturbance).value(schema, truth, '', false);
}

class Answerer {
  private readonly root: JsonObject;
  private readonly presence: Presence | null;
  private readonly disturbance: Disturbance;
  /** Of the values outside of lists that were given so far. */
  private readonly reasons: { readonly path: string; readonly reason: string }[] = [];

  /** The document's first line with text. */
  private readonly opening: number;

  constructor(root: JsonObject, opening: number, presence: Presence | null, disturbance: Disturbance) {
    this.root = root;
    this.opening = opening;
    this.presence = presence;
    this.disturbance = disturbance;
  }

  /** @param inferred what stands nowhere is given: something around it is seen */
  value(
    given: JsonValue | undefined,
    truth: Truth | undefined,
    pointer: string,
    inferred: boolean,
  ): JsonValue {
    const schema = this.fitting(given, truth);
    switch (truth?.kind) {
      case 'leaf':
        return this.leaf(truth, pointer, inferred);
      case 'array':
        return schema['items'] === undefined ? null : this.array(schema, truth, pointer);
      case 'object':
        return this.listsOf(schema, 'key', 'value')
          ? this.pairs(schema, truth, pointer, [])
          : this.object(schema, truth, pointer, inferred);
      case undefined:
        return this.nothing(schema, pointer);
    }
  }

  /** A list of objects with just these properties. */
  private listsOf(schema: JsonObject, ...names: readonly string[]): boolean {
    const { properties } = this.resolve(schema['items']);
    return isJsonObject(properties) && Object.keys(properties).toSorted().join() === names.join();
  }

  private leaf(truth: TruthLeaf, pointer: string, inferred: boolean): JsonValue {
    const { value, places } = truth;
    if (value === null || value === '') return this.disturbance.invents(pointer) ?? null;
    const seen = places.length === 0 ? inferred : this.seesOneOf(places);
    if (!seen) return this.disturbance.invents(pointer) ?? null;
    if (!/\/\d+(?:\/|$)/.test(pointer)) this.reasons.push({ path: pointer, reason: reasonFor(places) });
    return this.disturbance.rewords(value, pointer);
  }

  private object(schema: JsonObject, truth: TruthObject, pointer: string, inferred: boolean): JsonValue {
    const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
    const near = this.seesOwn(truth) ?? (pointer === '' ? this.seesOpening() : inferred);
    const members = Object.entries(properties).map(([name, property]): [string, JsonValue] => {
      const resolved = this.resolve(property);
      if (!truth.members.has(name) && this.listsOf(resolved, 'key', 'value')) {
        return [name, this.pairs(resolved, truth, pointer, Object.keys(properties))];
      }
      return [name, this.value(property, truth.members.get(name), `${pointer}/${name}`, near)];
    });
    const isReasons = (name: string): boolean =>
      !truth.members.has(name) && this.listsOf(this.resolve(properties[name]), 'path', 'reason');
    return Object.fromEntries(
      members.map(([name, value]) => (isReasons(name) ? [name, [...this.reasons]] : [name, value])),
    );
  }

  /** An object with free keys: the truth's members that no property of the schema bears. */
  private pairs(
    schema: JsonObject,
    truth: TruthObject,
    pointer: string,
    named: readonly string[],
  ): JsonValue {
    const item = this.resolve(schema['items']);
    const valueSchema = isJsonObject(item['properties']) ? item['properties']['value'] : undefined;
    const near = this.seesOwn(truth) ?? this.seesOpening();
    const pairs = [...truth.members]
      .filter(([key]) => !named.includes(key))
      .map(([key, member]) => ({ key, value: this.value(valueSchema, member, `${pointer}/${key}`, near) }))
      .filter(({ value }) => !isEmpty(value));
    return pairs.length === 0 ? null : pairs;
  }

  private array(schema: JsonObject, truth: TruthArray, pointer: string): JsonValue {
    const most = typeof schema['maxItems'] === 'number' ? schema['maxItems'] : Infinity;
    const seen = truth.items
      .map((item, index) => ({ item, pointer: `${pointer}/${index}` }))
      .filter(({ item }) => this.seesItem(item))
      .filter((one) => !this.disturbance.skips(one.pointer));
    const given = this.disturbance.reorders(seen, pointer).slice(0, most);
    return given
      .map((one) => ({
        pointer: one.pointer,
        value: this.value(schema['items'], one.item.truth, one.pointer, true),
      }))
      .filter(({ value }) => !isEmpty(value))
      .flatMap((one) => [one.value, ...this.disturbance.follows(one.value, one.pointer)]);
  }

  private nothing(schema: JsonObject, pointer: string): JsonValue {
    const properties = schema['properties'];
    if (isJsonObject(properties) && schema['items'] === undefined) {
      return Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          this.value(property, undefined, `${pointer}/${name}`, false),
        ]),
      );
    }
    return schema['items'] === undefined ? (this.disturbance.invents(pointer) ?? null) : [];
  }

  private seesItem({ truth, homes }: TruthItem): boolean {
    if (homes.length > 0) return (this.seesOneOf(homes) && this.seesMostOf(truth)) || this.seesRowsOf(truth);
    return standsSomewhere(truth) ? this.seesSomething(truth) : this.seesOpening();
  }

  /** A row of which little more than one value is in sight is no row to a careful reader. */
  private seesMostOf(truth: Truth): boolean {
    if (truth.kind !== 'object') return true;
    const own = [...truth.members.values()].filter(
      (member) => member.kind === 'leaf' && member.places.length > 0,
    );
    return 2 * own.filter((member) => this.seesSomething(member)).length >= own.length;
  }

  /** An outer item is there when one of the rows of its lists is. */
  private seesRowsOf(truth: Truth): boolean {
    if (truth.kind === 'array') return truth.items.some((item) => this.seesItem(item));
    return truth.kind === 'object' && [...truth.members.values()].some((member) => this.seesRowsOf(member));
  }

  /** One of the object's own values; null when none of them stands anywhere. */
  private seesOwn(truth: TruthObject): boolean | null {
    const own = [...truth.members.values()].filter(
      (member) => member.kind === 'leaf' && member.places.length > 0,
    );
    return own.length === 0 ? null : own.some((member) => this.seesSomething(member));
  }

  /** Where a document begins a reader sees what it is about: there it answers what is said nowhere. */
  private seesOpening(): boolean {
    return this.presence === null || this.presence[this.opening] === 1;
  }

  private seesSomething(truth: Truth): boolean {
    switch (truth.kind) {
      case 'leaf':
        return truth.places.length > 0 && this.seesOneOf(truth.places);
      case 'array':
        return truth.items.some((item) => this.seesItem(item));
      case 'object':
        return [...truth.members.values()].some((member) => this.seesSomething(member));
    }
  }

  private seesOneOf(places: readonly Place[]): boolean {
    const { presence } = this;
    if (presence === null) return true;
    return places.some((place) => {
      for (let line = place.first; line <= place.last; line += 1) if (presence[line] !== 1) return false;
      return true;
    });
  }

  /** The schema without reference and alternatives: the one that the truth's kind fits. */
  private fitting(given: JsonValue | undefined, truth: Truth | undefined): JsonObject {
    const schema = this.resolve(given);
    const options = schema['anyOf'] ?? schema['oneOf'];
    if (!Array.isArray(options)) return schema;
    const resolved = options.map((option: JsonValue) => this.resolve(option));
    const kindOf = (option: JsonObject): string =>
      option['properties'] !== undefined ? 'object' : option['items'] !== undefined ? 'array' : 'leaf';
    const fits = resolved.filter((option) => kindOf(option) === truth?.kind && option['type'] !== 'null');
    const pairs =
      truth?.kind === 'object' ? resolved.filter((option) => this.listsOf(option, 'key', 'value')) : [];
    const names = truth?.kind === 'object' ? [...truth.members.keys()] : [];
    const known = (option: JsonObject): number => {
      const properties = isJsonObject(option['properties']) ? option['properties'] : {};
      return names.filter((name) => Object.hasOwn(properties, name)).length;
    };
    const [best] = fits.toSorted((a, b) => known(b) - known(a));
    return best ?? pairs[0] ?? resolved.find((option) => option['type'] !== 'null') ?? schema;
  }

  private resolve(schema: JsonValue | undefined): JsonObject {
    if (!isJsonObject(schema)) return {};
    const reference = schema['$ref'];
    if (typeof reference !== 'string') return schema;
    let target: JsonValue | undefined = this.root;
    for (const token of reference.replace(/^#\//, '').split('/')) {
      target = isJsonObject(target) ? target[token.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
    }
    return this.resolve(target);
  }
}

function reasonFor(places: readonly Place[]): string {
  return places.length === 0 ? 'Follows from what is said around it.' : 'Stands beside its label.';
}

function isEmpty(value: JsonValue): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isEmpty);
  return (
    isJsonObject(value) && Object.values(value).every((member) => member === undefined || isEmpty(member))
  );
}
