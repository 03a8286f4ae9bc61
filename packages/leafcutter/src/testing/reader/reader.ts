/** A perfect but limited reader, without a wire: one prompt in, one answer out. */
import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../json.ts';
import { isJsonObject } from '../../json.ts';
import { answerSchema } from './answer.ts';
import { CaseFinder, type KnownCase } from './cases.ts';
import { breakJson, disturbanceOf, injectionsIn, type Faults } from './faults.ts';
import { fieldsAskedFor, linesOf, schemaFor } from './line-format.ts';
import { linesInPrompt, type Presence } from './presence.ts';
import { chance } from './random.ts';

export interface Prompt {
  /** All text of the prompt in its order. */
  readonly text: string;
  readonly files: readonly { readonly mediaType: string; readonly bytes: Uint8Array }[];
  /** The text layer of the files, where somebody read it; they are counted as pictures all the same. */
  readonly fileText?: string;
  /** Null: it stands in the text. */
  readonly schema: JsonObject | null;
  /** Null: the reader's own. */
  readonly maxOutputTokens: number | null;
}

export interface ReaderLimits {
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
  readonly outputTokens: number;
}

export type ReaderAnswer =
  | {
      readonly kind: 'answer';
      readonly text: string;
      readonly finish: 'stop' | 'length';
      readonly inputTokens: number;
      readonly outputTokens: number;
      /** Null when no known document stands in the prompt. */
      readonly caseId: string | null;
    }
  | { readonly kind: 'too_long'; readonly inputTokens: number };

/** Letters a token, as in the measurements of nfield. */
export const charactersPerToken = 4;

export class Reader {
  readonly limits: ReaderLimits;
  private readonly faults: Faults;
  private readonly seed: number;
  private readonly finder: CaseFinder;
  private readonly byHash: ReadonlyMap<string, KnownCase>;
  private readonly seen = new Map<
    string,
    { readonly found: KnownCase | null; readonly presence: Presence | null }
  >();

  constructor(cases: readonly KnownCase[], limits: ReaderLimits, faults: Faults, seed: number) {
    this.limits = limits;
    this.faults = faults;
    this.seed = seed;
    this.finder = new CaseFinder(cases);
    this.byHash = new Map(cases.map((one) => [one.contentHash, one]));
  }

  /** @param attempt how often this very prompt was answered before: a second try meets another fate */
  answer(prompt: Prompt, attempt: number): ReaderAnswer {
    const { contextTokens, outputTokens } = this.limits;
    const inputTokens = tokensOf(prompt);
    const most = Math.min(prompt.maxOutputTokens ?? outputTokens, outputTokens);
    if (inputTokens + Math.min(most, 1) > contextTokens) return { kind: 'too_long', inputTokens };
    const room = Math.min(most, contextTokens - inputTokens) * charactersPerToken;
    const { found, presence } = this.look(prompt);
    const whole = this.write(prompt, found, presence, attempt);
    const text = whole.slice(0, room);
    return {
      kind: 'answer',
      text,
      finish: whole.length > room ? 'length' : 'stop',
      inputTokens,
      outputTokens: Math.ceil(text.length / charactersPerToken),
      caseId: found?.id ?? null,
    };
  }

  private write(prompt: Prompt, found: KnownCase | null, presence: Presence | null, attempt: number): string {
    if (found === null) return '{}';
    const fields = prompt.schema === null ? fieldsAskedFor(prompt.text, found.truth) : null;
    const schema =
      fields === null ? (prompt.schema ?? schemaIn(prompt.text)) : schemaFor(fields, found.truth);
    if (schema === null) return '{}';
    const fate = [this.seed, attempt, createHash('sha256').update(prompt.text).digest('hex')];
    const answer = answerSchema(
      schema,
      found.truth,
      presence,
      found.text.lines.findIndex((line) => line.form !== ''),
      disturbanceOf(this.faults, ...fate),
    );
    const steered = this.obey(answer, prompt.text, fate);
    const text = fields === null ? JSON.stringify(steered) : linesOf(fields, steered);
    return chance('break', ...fate) < this.faults.breakJson ? breakJson(text, chance('how', ...fate)) : text;
  }

  /** Values that instructions in the document ask for, at the rate at which this reader follows such. */
  private obey(answer: JsonValue, prompt: string, fate: readonly (string | number)[]): JsonValue {
    if (this.faults.obey === 0 || !isJsonObject(answer)) return answer;
    return injectionsIn(prompt)
      .filter(({ field }) => chance('obey', field, ...fate) < this.faults.obey)
      .reduce<JsonValue>((value, { field, value: wanted }) => setEverywhere(value, field, wanted), answer);
  }

  /** Which document stands in the prompt, and which of its lines. */
  private look(prompt: Prompt): { readonly found: KnownCase | null; readonly presence: Presence | null } {
    for (const { bytes } of prompt.files) {
      const whole = this.byHash.get(createHash('sha256').update(bytes).digest('hex'));
      if (whole !== undefined) return { found: whole, presence: null };
    }
    const text = prompt.fileText === undefined ? prompt.text : `${prompt.text}\n${prompt.fileText}`;
    const key = createHash('sha256').update(text).digest('hex');
    const known = this.seen.get(key);
    if (known !== undefined) return known;
    const found = this.finder.find(text);
    const presence = found === null ? null : linesInPrompt(found.text, text);
    const isWhole = found?.recorded === true && presence !== null && mostly(presence);
    const looked = { found, presence: isWhole ? null : presence };
    this.seen.set(key, looked);
    return looked;
  }
}

/** Lines that the prompt lays out in another way may be missed; a recorded system saw them. */
function mostly(presence: Presence): boolean {
  return presence.filter((present) => present === 1).length >= 0.7 * presence.length;
}

export function tokensOf(prompt: Prompt): number {
  const schema = prompt.schema === null ? 0 : JSON.stringify(prompt.schema).length;
  // As Gemini counts pages and images.
  const files = prompt.files.length * 258;
  return Math.ceil((prompt.text.length + schema) / charactersPerToken) + files;
}

/** The last JSON object in the text that is a schema: for models that are not held to one. */
export function schemaIn(text: string): JsonObject | null {
  let last: JsonObject | null = null;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
    if (!/^\{\s*"/.test(text.slice(at, at + 20))) continue;
    const end = closing(text, at);
    const parsed = end === null ? null : tryParse(text.slice(at, end));
    if (end === null || !isJsonObject(parsed)) continue;
    if (isJsonObject(parsed['properties'])) last = parsed;
    at = end - 1;
  }
  return last;
}

function closing(text: string, start: number): number | null {
  let depth = 0;
  let inText = false;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (inText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') inText = false;
    } else if (sign === '"') inText = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function tryParse(text: string): JsonValue | null {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

function setEverywhere(value: JsonValue, field: string, wanted: string): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => setEverywhere(item, field, wanted));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === field && (member === null || typeof member !== 'object')
        ? wanted
        : setEverywhere(member ?? null, field, wanted),
    ]),
  );
}
