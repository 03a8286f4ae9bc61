/** One question and what can be read of its answer. */
import { LeafcutterError } from '../../errors.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { Usage } from '../extractor.ts';
import type { AnswerFault } from './fold.ts';
import type { LanguageModel, Question } from './language-model.ts';
import { parseLenient } from './lenient-json.ts';

export interface Asked {
  readonly value: JsonObject;
  /** Names and indexes of what was open when the output limit cut the answer off; null when it is whole. */
  readonly cut: readonly (string | number)[] | null;
  /** Parts that could not be read; 0 of a whole answer, and of one that a limit cut off. */
  readonly broken: number;
  /** Nothing of it is JSON. */
  readonly isUnreadable: boolean;
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
  const json = parseLenient(reply.text);
  const isObject = isJsonObject(json.value);
  const value = isJsonObject(json.value) ? json.value : {};
  if (reply.finish === 'length') return { value, cut: json.cut ?? [], broken: 0, isUnreadable: false };
  const broken = json.faults + (json.cut === null ? 0 : 1);
  return { value, cut: null, broken: isObject ? broken : Math.max(1, broken), isUnreadable: !isObject };
}

/** What was wrong with an answer that is no whole JSON, for the question that asks again. */
export function syntaxFaults({ broken, isUnreadable }: Asked): readonly AnswerFault[] {
  if (broken === 0) return [];
  const value = isUnreadable ? 'no JSON object' : 'broken JSON';
  const places = broken === 1 ? 'One place' : `${broken} places`;
  const message = isUnreadable
    ? 'Give one JSON object and nothing else.'
    : `${places} could not be read: a bracket or quote is missing or does not fit, or the text ends too early. Give one whole JSON object.`;
  return [{ pointer: '', value, message }];
}
