/** The beginning of a JSON that goes on: what of it is whole, and what was open where it ends. Pure. */
import type { JsonValue } from '../../../json.ts';

export interface JsonPrefix {
  /** Null when nothing of it is whole. */
  readonly value: JsonValue;
  /** Names and indexes of the containers that the text ends in, outermost first; null when it is whole. */
  readonly openAt: readonly (string | number)[] | null;
}

/** @param text JSON up to some place, which may be in the middle of a value */
export function readPrefix(text: string): JsonPrefix {
  const reader = new PrefixReader(text);
  const value = reader.value();
  return { value: value === nothing ? null : value, openAt: reader.openAt };
}

/** No value stands here, or none that is whole. */
const nothing = Symbol('nothing');
type Read = JsonValue | typeof nothing;

const scalar = /"(?:[^"\\]|\\.)*"|(?:true|false|null|-?\d[\d.eE+-]*)(?=[\s,\]}])/suy;

class PrefixReader {
  openAt: readonly (string | number)[] | null = null;
  private readonly text: string;
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(text: string) {
    this.text = text;
  }

  value(): Read {
    const sign = this.next();
    if (sign === '{') return this.object();
    if (sign === '[') return this.list();
    return this.scalar();
  }

  private object(): JsonValue {
    // Not a plain literal: `__proto__` is a name like any other.
    const members = new Map<string, JsonValue>();
    this.at += 1;
    while (this.next() !== '}') {
      if (this.next() === ',') this.at += 1;
      const name = this.next() === '' ? this.ended() : this.scalar();
      if (typeof name !== 'string' || this.next() === '') {
        this.ended();
        break;
      }
      this.at += 1;
      this.path.push(name);
      const value = this.value();
      if (value !== nothing) members.set(name, value);
      if (this.openAt !== null) break;
      this.path.pop();
    }
    this.at += 1;
    return Object.fromEntries(members);
  }

  private list(): JsonValue {
    const items: JsonValue[] = [];
    this.at += 1;
    while (this.next() !== ']') {
      if (this.next() === ',') this.at += 1;
      this.path.push(items.length);
      const depth = this.path.length;
      const value = this.value();
      // Only whole items are items; a list inside of one may hold whole items of its own, and `openAt` tells that it goes on.
      const isWhole =
        this.openAt === null || this.openAt.slice(depth).some((step) => typeof step === 'number');
      if (value !== nothing && isWhole) items.push(value);
      if (this.openAt !== null) break;
      this.path.pop();
    }
    this.at += 1;
    return items;
  }

  private scalar(): Read {
    scalar.lastIndex = this.at;
    const [written] = scalar.exec(this.text) ?? [];
    if (written === undefined) return this.ended();
    this.at = scalar.lastIndex;
    const value: JsonValue = JSON.parse(written);
    return value;
  }

  /** The sign that comes next behind white space; '' at the end, which is noted. */
  private next(): string {
    while (/\s/u.test(this.text[this.at] ?? '')) this.at += 1;
    return this.text[this.at] ?? '';
  }

  private ended(): typeof nothing {
    this.openAt ??= [...this.path];
    return nothing;
  }
}
