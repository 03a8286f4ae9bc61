/**
 * JSON as models write it: in code fences, with prose around it, with quotes, commas and brackets forgotten, cut off in the
 * middle. What is read is what was meant, or it is not read: from the first place on that can be understood in two ways, the
 * answer is told to be broken. Pure.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json.ts';
import { readPrefix, type JsonPrefix } from './prefix.ts';
import { repair } from './repair.ts';
import { shapeOf } from './shape.ts';
import { Frames } from './state.ts';

export interface JsonAnswer {
  /** As far as it is whole: items that were open at its end are not in it. */
  readonly value: JsonObject;
  /** Names and indexes of what was open where it ends, or is no more believed, outermost first; null: all of it was read. */
  readonly openAt: JsonPrefix['openAt'];
}

export interface JsonContext {
  /** JSON Schema of the answer, as `wireSchema` makes it. */
  readonly schema: JsonObject;
  /** Whether the document says a text, word for word. */
  readonly stands: (text: string) => boolean;
}

export function readJson(answer: string, { schema, stands }: JsonContext): JsonAnswer {
  // Open models think aloud, and may put down drafts meanwhile.
  const text = answer.slice(answer.lastIndexOf('</think>') + 1);
  const start = text.search(/\{\s*["'\u201c}\w]/u);
  if (start < 0) return { value: {}, openAt: [] };
  const whole = strict(text.slice(start, text.lastIndexOf('}') + 1));
  if (whole !== null) return { value: whole, openAt: null };
  const repaired = repair({ text, root: shapeOf(schema), frames: new Frames(), stands }, start);
  const { value, openAt } = readPrefix(repaired.text);
  return {
    value: isJsonObject(value) ? value : {},
    openAt: repaired.kind === 'whole' ? openAt : (openAt ?? []),
  };
}

/** Null for what is no JSON, and where a name comes twice: the second of two objects ran into the first. */
function strict(text: string): JsonObject | null {
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) && namesOf(value) === namesWritten(text) ? value : null;
  } catch {
    return null;
  }
}

function namesOf(value: JsonValue | undefined): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce<number>((sum, one) => sum + namesOf(one), 0);
  return Array.isArray(value) ? inner : inner + Object.keys(value).length;
}

/** @param text JSON */
function namesWritten(text: string): number {
  const strings = text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:?)/gsu);
  return strings.reduce((sum, [, colon]) => sum + Number(colon === ':'), 0);
}
