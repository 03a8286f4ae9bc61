/** Answers are kept under the call by the content of the whole question, so that none is paid for twice. */
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Usage } from '../extractors/extractor.ts';
import type { LanguageModel, Question, Reply } from '../extractors/model/language-model.ts';
import type { ModelDefinition } from './definition.ts';

/** Where one tenant's answers are kept. The first answer to a key stays. */
export interface AnswerStore {
  read(key: string): Promise<string | null>;
  write(key: string, body: string): Promise<void>;
}

/** Raised when a question is sent in another way, so that old answers are not taken for it. */
const keyVersion = 1;

/**
 * As `model`, but a question that was answered is not asked again. What is not kept: refusals, and what broke off.
 *
 * @param job an answer that this job paid for counts in its usage each time it is read, since a crash may have lost the
 *   first count; another job's answer costs nothing
 */
export function keepAnswers(
  model: LanguageModel,
  definition: ModelDefinition,
  store: AnswerStore,
  job: string,
): LanguageModel {
  return {
    ...model,
    async ask(question, signal) {
      const key = answerKey(question, definition);
      const kept = parseKept(await store.read(key));
      if (kept !== null) return kept.job === job ? kept.reply : { ...kept.reply, usage: noUsage };
      const reply = await model.ask(question, signal);
      if (reply.finish === 'stop' || reply.finish === 'length') {
        // A store that fails must not cost the answer that is already here.
        await store.write(key, JSON.stringify({ job, reply })).catch(() => undefined);
      }
      return reply;
    },
  };
}

/** SHA-256 (hex) of everything that is asked, and of whom. */
export function answerKey(question: Question, { provider, name, baseUrl }: ModelDefinition): string {
  const parts = question.parts.map((part) =>
    part.type === 'text' ? part : { ...part, bytes: createHash('sha256').update(part.bytes).digest('hex') },
  );
  const asked = { keyVersion, provider, name, baseUrl, ...question, parts, explicitContextCache: false };
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

const noUsage: Usage = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

/** Null for what an older release wrote in another shape: it is asked again. */
function parseKept(body: string | null): { readonly job: string; readonly reply: Reply } | null {
  if (body === null) return null;
  const kept: unknown = JSON.parse(body);
  if (!isJsonObject(kept) || !isJsonObject(kept['reply'])) return null;
  const { text, finish, usage, warnings } = kept['reply'];
  if (typeof text !== 'string' || (finish !== 'stop' && finish !== 'length') || !isJsonObject(usage))
    return null;
  const count = (value: JsonValue | undefined): number => (typeof value === 'number' ? value : 0);
  return {
    job: String(kept['job']),
    reply: {
      text,
      finish,
      usage: {
        calls: count(usage['calls']),
        inputTokens: count(usage['inputTokens']),
        cachedTokens: count(usage['cachedTokens']),
        outputTokens: count(usage['outputTokens']),
      },
      warnings: Array.isArray(warnings) ? warnings.map(String) : [],
    },
  };
}
