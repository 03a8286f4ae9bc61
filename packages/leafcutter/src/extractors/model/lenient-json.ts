/**
 * JSON as models write it: in code fences, with prose around it, with raw line breaks, trailing commas or missing ones,
 * cut off in the middle. What is whole is kept; an item of a list that is broken is dropped and counted. A quote or a bracket
 * that was forgotten is no fault where nothing else can have been meant.
 */
import { isJsonObject, type JsonValue } from '../../json.ts';

export interface LenientJson {
  /** Null when there is no JSON in the text. */
  readonly value: JsonValue;
  /** Parts that could not be read: dropped items, members without a value, brackets that do not fit. */
  readonly faults: number;
  /** Names and indexes of the containers that the text ended in, outermost first; null when it came to its end. */
  readonly cut: readonly (string | number)[] | null;
}

export function parseLenient(text: string): LenientJson {
  const start = text.search(/[{[]/u);
  if (start < 0) return { value: null, faults: 1, cut: null };
  const whole = strict(text.slice(start, Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1));
  if (whole !== undefined) return { value: whole, faults: 0, cut: null };
  const reader = new Reader(text, start);
  const value = reader.value();
  // More of it behind the end, and the end was none.
  if (/[}\]]/u.test(reader.rest)) reader.faults += 1;
  return { value: value === nothing ? null : value, faults: reader.faults, cut: reader.cut };
}

function strict(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** No value stands here, or none that is whole. */
const nothing = Symbol('nothing');
type Read = JsonValue | typeof nothing;

const literals: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['True', true],
  ['False', false],
  ['None', null],
  ['NaN', null],
  ['undefined', null],
]);

/** Deeper nesting than any schema has is no answer. */
const mostDepth = 200;

class Reader {
  faults = 0;
  cut: readonly (string | number)[] | null = null;
  private readonly text: string;
  private at: number;
  private readonly path: (string | number)[] = [];
  /** The item that was just read has no bracket at its end. */
  private unclosed = false;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  get rest(): string {
    return this.text.slice(this.at);
  }

  value(): Read {
    this.space();
    const sign = this.text[this.at];
    if (sign === undefined) return this.ended();
    if (this.path.length > mostDepth) return this.fault();
    if (sign === '{') return this.object();
    if (sign === '[') return this.list();
    if (sign === '"') return this.string();
    return this.literal();
  }

  private object(): Read {
    // Not a plain literal: `__proto__` is a name like any other.
    const members = new Map<string, JsonValue>();
    this.at += 1;
    for (;;) {
      this.space();
      const sign = this.text[this.at];
      if (sign === undefined) {
        this.ended();
        break;
      }
      if (sign === ',') this.at += 1;
      else if (sign === '}') {
        this.at += 1;
        break;
      } else if (sign === '"') {
        if (!this.member(members)) break;
      } else {
        // A bracket that does not fit: this object was not closed, and what follows belongs to the one around it.
        if (sign === '{' || sign === ']') {
          if (typeof this.path.at(-1) === 'number') this.unclosed = true;
          else this.faults += 1;
          break;
        }
        this.faults += 1;
        this.skip();
      }
    }
    return Object.fromEntries(members);
  }

  /** False when the text ended in it. */
  private member(members: Map<string, JsonValue>): boolean {
    const name = this.string();
    if (typeof name !== 'string') return false;
    this.space();
    if (this.text[this.at] !== ':') {
      this.faults += 1;
      if (this.at >= this.text.length) {
        this.ended();
        return false;
      }
      return true;
    }
    this.at += 1;
    this.path.push(name);
    const value = this.value();
    if (value !== nothing) members.set(name, value);
    if (this.cut !== null) return false;
    this.path.pop();
    return true;
  }

  private list(): Read {
    const items: JsonValue[] = [];
    this.at += 1;
    for (;;) {
      this.space();
      const sign = this.text[this.at];
      if (sign === undefined) {
        this.ended();
        break;
      }
      if (sign === ',') this.at += 1;
      else if (sign === ']') {
        this.at += 1;
        break;
      } else if (sign === '}' || this.isName()) {
        // The list was not closed; in lists of lists nobody knows which one.
        if (typeof this.path.at(-1) === 'number' || items.some(Array.isArray)) this.faults += 1;
        break;
      } else if (!this.item(items)) break;
    }
    return items;
  }

  /** Only whole items are items. False when the text ended in it. */
  private item(items: JsonValue[]): boolean {
    const { faults } = this;
    const depth = this.path.length;
    this.path.push(items.length);
    const value = this.value();
    if (this.cut !== null) {
      // A list inside of the item may hold whole items of its own; the caller knows from `cut` that it is not whole.
      const inInnerList = this.cut.slice(depth + 1).some((step) => typeof step === 'number');
      if (value !== nothing && inInnerList) items.push(value);
      return false;
    }
    this.path.pop();
    // An item that was not closed has all its members when it has those of its neighbour.
    if (this.unclosed && !haveSameNames(value, items.at(-1))) this.faults += 1;
    this.unclosed = false;
    if (value !== nothing && this.faults === faults) items.push(value);
    return true;
  }

  private string(): Read {
    let out = '';
    for (let at = this.at + 1; at < this.text.length; at += 1) {
      const sign = this.text[at] ?? '';
      if (sign === '"') {
        this.at = at + 1;
        return out;
      }
      if (sign !== '\\') out += sign;
      else {
        const [read, length] = escaped(this.text, at);
        out += read;
        at += length - 1;
      }
    }
    this.at = this.text.length;
    return this.ended();
  }

  private literal(): Read {
    const start = this.at;
    const [found = ''] = /^[^\s,\]}:"{[]+/u.exec(this.text.slice(this.at, this.at + 80)) ?? [];
    if (found === '') {
      this.at += 1;
      return this.fault();
    }
    this.at += found.length;
    // A number at the very end may go on behind it.
    if (this.at >= this.text.length) return this.ended();
    const known = literals.get(found);
    const read = known === undefined ? Number(found) : known;
    return this.valueEnds() && !Number.isNaN(read) ? read : this.unopened(start);
  }

  /** A text without its first quote. */
  private unopened(start: number): Read {
    const after = this.at;
    const end = endOfString(this.text, start);
    if (end !== null && typeof this.path.at(-1) === 'string') {
      this.at = end;
      if (this.valueEnds()) {
        this.at = start - 1;
        return this.string();
      }
    }
    this.at = after;
    return this.fault();
  }

  /** What comes next is no part of the value. */
  private valueEnds(): boolean {
    this.space();
    return /[,}\]]/u.test(this.text[this.at] ?? '') || this.isName();
  }

  /** The text that stands here is the name of a member. */
  private isName(): boolean {
    const end = this.text[this.at] === '"' ? endOfString(this.text, this.at + 1) : null;
    return end !== null && /^\s*:/u.test(this.text.slice(end, end + 80));
  }

  private skip(): void {
    this.at += 1;
    while (this.at < this.text.length && !/[,"{}[\]]/u.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private space(): void {
    while (/\s/u.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private fault(): typeof nothing {
    this.faults += 1;
    return nothing;
  }

  private ended(): typeof nothing {
    this.cut ??= [...this.path];
    return nothing;
  }
}

/** Behind the quote that ends a text of which the first letter stands at `from`; null when it has no end. */
function endOfString(text: string, from: number): number | null {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return null;
}

function haveSameNames(a: Read, b: JsonValue | undefined): boolean {
  if (a === nothing || !isJsonObject(a) || !isJsonObject(b)) return false;
  const names = new Set(Object.keys(b));
  return names.size === Object.keys(a).length && Object.keys(a).every((name) => names.has(name));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** What stands for the backslash at `at`, and how many characters it takes. */
function escaped(text: string, at: number): readonly [string, number] {
  const next = text[at + 1] ?? '';
  if (next !== 'u') return [escapes[next] ?? next, 2];
  const code = Number.parseInt(text.slice(at + 2, at + 6), 16);
  return Number.isNaN(code) ? ['', 2] : [String.fromCharCode(code), 6];
}
