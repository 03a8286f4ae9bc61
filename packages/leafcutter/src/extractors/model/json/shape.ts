/** What may stand where in an answer: names, lists and single values, as the wire schema has them. Pure. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json.ts';
import { reasonsKey } from '../wire-schema.ts';

export interface Shape {
  readonly id: number;
  /** Texts, numbers, true and false belong here; null belongs everywhere. */
  readonly isSingle: boolean;
  /** The model's own words, which no value is taken from. */
  readonly isProse: boolean;
  /** An object belongs here. */
  readonly isObject: boolean;
  /** Of an item; null where no list belongs. */
  readonly item: Shape | null;
  /** By its name, or one that differs in case and signs only; null: there is none such. */
  member(name: string): Member | null;
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
}

/** @param wire of the whole answer; its `$defs` are looked up */
export function shapeOf(wire: JsonObject): Shape {
  const shapes = new Map<string, Shape>();
  const definitions = isJsonObject(wire['$defs']) ? wire['$defs'] : {};

  function resolved(given: JsonValue | undefined): readonly JsonObject[] {
    if (!isJsonObject(given) || given['type'] === 'null') return [];
    const reference = given['$ref'];
    if (typeof reference === 'string') return resolved(definitions[reference.split('/').at(-1) ?? '']);
    const options = given['anyOf'];
    return Array.isArray(options) ? options.flatMap((option: JsonValue) => resolved(option)) : [given];
  }

  /** One shape for all that may stand in a place. */
  function shape(given: readonly (JsonValue | undefined)[], isProse: boolean): Shape {
    const schemas = given.flatMap(resolved);
    const key = JSON.stringify([schemas, isProse]);
    const known = shapes.get(key) ?? new SchemaShape(shapes.size, schemas, isProse, shape);
    shapes.set(key, known);
    return known;
  }

  return shape([wire], false);
}

type MakeShape = (given: readonly (JsonValue | undefined)[], isProse: boolean) => Shape;

class SchemaShape implements Shape {
  readonly id: number;
  readonly isSingle: boolean;
  readonly isProse: boolean;
  readonly isObject: boolean;
  private readonly make: MakeShape;
  private readonly items: readonly JsonValue[];
  private ownItem: Shape | null = null;
  private readonly schemasByName = new Map<string, JsonValue[]>();
  private readonly namesByLetters = new Map<string, string>();
  private readonly members = new Map<string, Member>();

  constructor(id: number, schemas: readonly JsonObject[], isProse: boolean, make: MakeShape) {
    this.id = id;
    this.isProse = isProse;
    this.make = make;
    this.isSingle = schemas.some(({ items, properties }) => items === undefined && properties === undefined);
    this.isObject = schemas.some(({ properties }) => properties !== undefined);
    this.items = schemas.flatMap(({ items }) => (items === undefined ? [] : [items]));
    for (const { properties } of schemas)
      for (const [name, schema] of Object.entries(isJsonObject(properties) ? properties : {}))
        if (schema !== undefined)
          this.schemasByName.set(name, [...(this.schemasByName.get(name) ?? []), schema]);
    for (const name of this.schemasByName.keys()) this.namesByLetters.set(plainName(name), name);
  }

  get item(): Shape | null {
    if (this.items.length > 0) this.ownItem ??= this.make(this.items, this.isProse);
    return this.ownItem;
  }

  member(written: string): Member | null {
    const name = this.schemasByName.has(written) ? written : this.sameLetters(written);
    const schemas = name === undefined ? undefined : this.schemasByName.get(name);
    if (name === undefined || schemas === undefined) return null;
    const isReasons = this.id === 0 && name === reasonsKey;
    const known = this.members.get(name) ?? { name, shape: this.make(schemas, this.isProse || isReasons) };
    this.members.set(name, known);
    return known;
  }

  private sameLetters(written: string): string | undefined {
    return /^[\p{L}\p{N}\s_-]+$/u.test(written) ? this.namesByLetters.get(plainName(written)) : undefined;
  }
}

/** A name's letters and digits without their case: models change case and dashes. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
