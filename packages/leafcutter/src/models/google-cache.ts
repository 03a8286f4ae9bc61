/**
 * Gemini's explicit context cache: the prompt up to its last part is kept at the provider and called by name.
 * @see https://ai.google.dev/api/caching
 */
import { createHash } from 'node:crypto';
import type { Question, QuestionPart } from '../extractors/model/language-model.ts';
import type { ModelDefinition } from './definition.ts';

/** Long enough for the calls of one document, short enough to be cheap when a process dies. */
const keptMs = 600_000;
/** A name is not used in its last seconds: the call might reach the provider after its end. */
const marginMs = 60_000;

export interface GoogleCache {
  /** The name under which the prompt is kept, null with a reason when the provider does not keep it. */
  nameOf(
    question: Question,
    signal: AbortSignal,
  ): Promise<{ readonly name: string } | { readonly reason: string }>;
}

type Kept =
  | { readonly name: string; readonly until: number }
  | { readonly reason: string; readonly until: number };

/** One document's prompt is created once, however many calls ask for it at the same time. */
export function createGoogleCache(
  model: ModelDefinition,
  key: string | null,
  now: () => number,
): GoogleCache {
  const kept = new Map<string, Promise<Kept>>();
  return {
    async nameOf(question, signal) {
      const hash = prefixHash(question);
      const known = await kept.get(hash)?.catch(() => null);
      if (known !== null && known !== undefined && known.until > now() + marginMs) return known;
      for (const [old, entry] of kept) {
        const value = await entry.catch(() => null);
        if (value === null || value.until <= now()) kept.delete(old);
      }
      const created = kept.get(hash) ?? create(model, key, question, now, signal);
      kept.set(hash, created);
      created.catch(() => kept.delete(hash));
      return await created;
    },
  };
}

async function create(
  model: ModelDefinition,
  key: string | null,
  question: Question,
  now: () => number,
  signal: AbortSignal,
): Promise<Kept> {
  const response = await fetch(`${model.baseUrl}/cachedContents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === null ? {} : { 'x-goog-api-key': key }) },
    body: JSON.stringify({
      model: `models/${model.name}`,
      systemInstruction: { parts: [{ text: question.system }] },
      contents: [{ role: 'user', parts: question.parts.slice(0, -1).map(wirePart) }],
      ttl: `${keptMs / 1_000}s`,
    }),
    signal,
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && typeof body === 'object' && body !== null && 'name' in body) {
    return { name: String(body.name), until: now() + keptMs };
  }
  return { reason: `status ${response.status}`, until: now() + keptMs };
}

function wirePart(part: QuestionPart): object {
  if (part.type === 'text') return { text: part.text };
  const mimeType = part.type === 'pdf' ? 'application/pdf' : part.mediaType;
  return { inlineData: { mimeType, data: Buffer.from(part.bytes).toString('base64') } };
}

function prefixHash(question: Question): string {
  const hash = createHash('sha256').update(question.system);
  for (const part of question.parts.slice(0, -1)) {
    hash.update(`\0${part.type}\0`).update(part.type === 'text' ? part.text : part.bytes);
  }
  return hash.digest('hex');
}
