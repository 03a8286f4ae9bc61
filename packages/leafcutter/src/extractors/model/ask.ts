/** One question until its answer can be used: broken JSON is asked again, what a limit cut off is not. */
import { LeafcutterError } from '../../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Usage } from '../extractor.ts';
import type { LanguageModel, Question } from './language-model.ts';
import { parseLenient, type LenientJson } from './lenient-json.ts';

export interface Asked {
  readonly value: JsonObject;
  /** Names and indexes of what was open when the output limit cut the answer off; null when it is whole. */
  readonly cut: readonly (string | number)[] | null;
  /** Parts that could not be read in the best of the tries. */
  readonly broken: number;
}

/** Further tries after broken JSON. The same question is sent; a second sample is mostly whole. */
const moreTries = 2;

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

/**
 * @throws LeafcutterError what the model throws; extraction_failed when it declines, or when nothing of what it says can
 *   be read
 */
export async function askUntilRead(
  model: LanguageModel,
  question: Question,
  spent: Spent,
  signal: AbortSignal,
): Promise<Asked> {
  let best: { readonly json: LenientJson; readonly isCut: boolean } | null = null;
  for (let attempt = 0; attempt <= moreTries; attempt += 1) {
    const reply = await model.ask({ ...question, attempt: question.attempt + attempt }, signal);
    spent.add(reply.usage);
    for (const warning of reply.warnings) spent.warnings.add(warning);
    if (reply.finish === 'refused')
      throw new LeafcutterError(
        'extraction_failed',
        `${model.id} declined to answer; try another model, or leave out the pages it may not read.`,
      );
    const json = parseLenient(reply.text);
    const isCut = reply.finish === 'length';
    if (isCut) return asked(json, json.cut ?? []);
    if (json.faults === 0 && json.cut === null && isJsonObject(json.value)) return asked(json, null);
    if (best === null || faultsOf(json) < faultsOf(best.json)) best = { json, isCut };
  }
  if (best === null || !isJsonObject(best.json.value))
    throw new LeafcutterError(
      'extraction_failed',
      `${model.id} gave no JSON that can be read, ${moreTries + 1} times; try another model.`,
    );
  return { ...asked(best.json, null), broken: faultsOf(best.json) };
}

function asked(json: LenientJson, cut: Asked['cut']): Asked {
  const value: JsonValue = json.value;
  return { value: isJsonObject(value) ? value : {}, cut, broken: json.faults };
}

function faultsOf(json: LenientJson): number {
  return json.faults + (json.cut === null ? 0 : 1) + (isJsonObject(json.value) ? 0 : 1_000);
}
