/** Language models as a way of extracting: plans against real limits, questions, answers that are checked and placed. */
import { LeafcutterError } from '../../errors.ts';
import type { ParsedDocument } from '../../document/types.ts';
import { planForModel, type ModelPlanOptions } from '../../planning/model-plan.ts';
import type { Extractor, Usage } from '../extractor.ts';
import type { LanguageModel } from './language-model.ts';
import { shownAs } from './page-input.ts';
import { frameTokens, schemaTokens, type QuestionOptions } from './question.ts';
import { sketchOf } from './sketch.ts';
import { outcomeOf, Turn } from './turn.ts';
import { LineSource, linesAround } from './window.ts';
import { wireSchema } from './wire-schema.ts';

export interface ModelExtractorOptions {
  /** 0-2; null: the model's own. */
  readonly temperature: number | null;
  readonly seed: number | null;
  readonly thinking: boolean | null;
  readonly explicitContextCache: boolean;
  readonly agenticArrays: boolean;
  readonly concurrentCalls: number;
  readonly validateAnswers: boolean;
  /** See `ModelPlanOptions`. Default fewest_calls. */
  readonly aim?: ModelPlanOptions['aim'];
}

export interface ModelExtractorInput {
  readonly model: LanguageModel;
  readonly options: ModelExtractorOptions;
  /** Of the user, for every question; null: none. */
  readonly instructions: string | null;
  /** What calls cost; null without prices. */
  readonly cost: (usage: Usage) => number | null;
  /** Ask for a sentence on each value. */
  readonly attributions: boolean;
}

/** Lines of a document are worked out once, whichever of a job's commands wants them first. */
const sources = new WeakMap<ParsedDocument, LineSource>();
function sourceOf(document: ParsedDocument): LineSource {
  const source = sources.get(document) ?? new LineSource(document);
  sources.set(document, source);
  return source;
}

/** Whether a page goes with its picture or as itself, beside its text. */
function isSeen(source: LineSource, model: LanguageModel): (page: number) => Promise<boolean> {
  return async (page) => shownAs(await source.facts(page), model, source.isPdf) !== 'text';
}

/** One extractor serves one job: it has the job's options. */
export function createModelExtractor({
  model,
  options,
  cost,
  instructions,
  attributions,
}: ModelExtractorInput): Extractor {
  const question: QuestionOptions = {
    instructions,
    temperature: options.temperature,
    seed: options.seed,
    thinking: options.thinking,
    explicitContextCache: options.explicitContextCache,
  };
  return {
    id: model.id,
    isSteerable: true,
    cost,
    async plan({ schema, document }, signal) {
      const sketch =
        document === null
          ? null
          : await sketchOf(sourceOf(document), isSeen(sourceOf(document), model), signal);
      return planForModel({
        schema,
        sketch,
        limits: model.limits,
        frameTokens: frameTokens(instructions),
        overlapLines: linesAround(),
        schemaTokens: (paths) =>
          schemaTokens(model, wireSchema(schema.root, paths, { reasons: attributions })),
        options: {
          agenticArrays: options.agenticArrays,
          concurrentCalls: options.concurrentCalls,
          aim: options.aim ?? 'fewest_calls',
        },
      });
    },
    async extract(request, signal) {
      signal.throwIfAborted();
      const tools = {
        model,
        source: sourceOf(request.document),
        options: question,
        validateAnswers: options.validateAnswers,
        reasons: attributions,
        agenticArrays: options.agenticArrays,
      };
      try {
        return await new Turn(tools, request, signal).run();
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof LeafcutterError) return outcomeOf(error);
        throw error;
      }
    },
  };
}
