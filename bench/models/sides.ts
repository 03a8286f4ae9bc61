/** One case through Leafcutter and through nfield, in figures that mean the same: same reader, same limits, same machine. */
import { scoreCase } from '../../packages/leafcutter/src/evaluation/scorer.ts';
import type { JsonValue } from '../../packages/leafcutter/src/json.ts';
import {
  startReader,
  type ReaderLimits,
  type ReaderOptions,
  type ReaderStats,
} from '../../packages/leafcutter/src/testing/reader/index.ts';
import type { Nfield } from '../peers/nfield.ts';
import {
  addRecall,
  documentTokens,
  recallOfStanding,
  round,
  share,
  type CaseRun,
  type LabelledCase,
  type Recall,
} from './measure.ts';

/** One case on one side. */
export interface Side {
  readonly one: LabelledCase;
  readonly results: JsonValue;
  readonly asked: ReaderStats;
  readonly seconds: number;
  /** What the result says of itself. */
  readonly says: string;
}

export interface SideFigures {
  readonly calls: number;
  readonly promptTokens: number;
  /** Prompt tokens over those of the document. */
  readonly timesDocument: number;
  readonly outputTokens: number;
  readonly seconds: number;
  /** Strict, mean of the cases. */
  readonly f1: number;
  /** Share of the gold that stands in the text. */
  readonly back: number | null;
  /** How often a result said what of itself. */
  readonly says: Readonly<Record<string, number>>;
}

export function ourSide(one: LabelledCase, { result, asked, milliseconds }: CaseRun): Side {
  const { is_complete, failed_subtrees } = result.metadata;
  const says = failed_subtrees.length > 0 ? 'failed' : is_complete ? 'complete' : 'incomplete';
  return { one, results: result.results, asked, seconds: milliseconds / 1_000, says };
}

/** The text that nfield is given: that of all pages, a blank line between them. */
export async function nfieldSide(
  nfield: Nfield,
  one: LabelledCase,
  options: Omit<ReaderOptions, 'cases'> & { readonly limits: ReaderLimits },
  concurrentCalls = 5,
): Promise<Side> {
  await using reader = await startReader({ cases: [one.known], ...options });
  const { data, status, seconds } = await nfield.extract({
    document: one.known.pages.map((page) => page.text).join('\n\n'),
    schema: one.schema,
    url: reader.url,
    limits: options.limits,
    concurrentCalls,
  });
  return { one, results: data, asked: reader.stats(), seconds, says: status };
}

/** @param sides at least one */
export function figuresOf(sides: readonly Side[]): SideFigures {
  const sum = (of: (side: Side) => number): number => sides.reduce((total, side) => total + of(side), 0);
  const none: Recall = { right: 0, missing: 0 };
  const recalls = sides.map(({ one, results }) => recallOfStanding(one.known, results));
  const promptTokens = sum(({ asked }) => asked.inputTokens);
  return {
    calls: sum(({ asked }) => asked.calls),
    promptTokens,
    timesDocument: round(promptTokens / sum(({ one }) => documentTokens(one.known)), 2),
    outputTokens: sum(({ asked }) => asked.outputTokens),
    seconds: round(
      sum(({ seconds }) => seconds),
      1,
    ),
    f1: round(sum(({ one, results }) => scoreCase(one.known.gold, results).strict.f1) / sides.length),
    back: share(recalls.reduce(addRecall, none)),
    says: Object.fromEntries(
      [...Map.groupBy(sides, ({ says }) => says)].map(([says, those]) => [says, those.length]),
    ),
  };
}
