/** One question and what can be read of its answer. */
import { LeafcutterError } from '../../errors.ts';
import type { Usage } from '../extractor.ts';
import type { AnswerFault } from './fold.ts';
import { readJson, type JsonAnswer, type JsonContext } from './json/index.ts';
import type { LanguageModel, Question } from './language-model.ts';

export interface Asked extends JsonAnswer {
  /** The output limit cut it off: what is open in it goes on; else it is broken there. */
  readonly isCutOff: boolean;
}

/** Counts what is spent, over all questions of a turn. */
export class Spent {
  readonly warnings = new Set<string>();
  private usage: Usage = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

  add(usage: Usage): void {
    const sum = this.usage;
    this.usage = {
      ...sum,
      calls: sum.calls + usage.calls,
      inputTokens: sum.inputTokens + usage.inputTokens,
      cachedTokens: sum.cachedTokens + usage.cachedTokens,
      outputTokens: sum.outputTokens + usage.outputTokens,
    };
  }

  total(): Usage {
    return this.usage;
  }
}

/** @throws LeafcutterError what the model throws; extraction_failed when it declines */
export async function askOnce(
  model: LanguageModel,
  question: Question,
  context: JsonContext,
  spent: Spent,
  signal: AbortSignal,
): Promise<Asked> {
  const reply = await model.ask(question, signal);
  spent.add(reply.usage);
  for (const warning of reply.warnings) spent.warnings.add(warning);
  if (reply.finish === 'refused')
    throw new LeafcutterError(
      'extraction_failed',
      `${model.id} declined to answer; try another model, or leave out the pages it may not read.`,
    );
  const { value, openAt } = readJson(reply.text, context);
  const isCutOff = reply.finish === 'length';
  return { value, openAt: isCutOff ? (openAt ?? []) : openAt, isCutOff };
}

/** Nothing of it is JSON. */
export function isUnreadable({ value, openAt }: Asked): boolean {
  return openAt?.length === 0 && Object.keys(value).length === 0;
}

/** What was wrong with an answer of which nothing could be kept, for the question that asks again. */
export function syntaxFaults(asked: Asked): readonly AnswerFault[] {
  if (asked.openAt === null) return [];
  if (isUnreadable(asked))
    return [{ pointer: '', value: 'no JSON object', message: 'Give one JSON object and nothing else.' }];
  const message =
    'A bracket or a quote is missing or does not fit, or the text ends too early. Give one whole JSON object.';
  return [{ pointer: '', value: 'broken JSON', message }];
}
