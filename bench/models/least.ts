/**
 * The fewest calls that a case can take under a model's limits. By the output limit: the reader's whole answer in pieces as
 * long as it may be. By the window: every call has room for our instructions and the schema that it asks for, and shares what is
 * left between document and answer; each part of the schema is asked of all of the document, as lists must be. Whether one
 * call asks for all, or the schema is divided, whichever is fewer. No planner reaches the latter: it takes every window to be
 * filled to its last token, and nothing to be said twice.
 */
import { buildQuestion } from '../../packages/leafcutter/src/extractors/model/question.ts';
import { wireSchema } from '../../packages/leafcutter/src/extractors/model/wire-schema.ts';
import { checkSchema } from '../../packages/leafcutter/src/schema/index.ts';
import { childrenOf, leavesOf } from '../../packages/leafcutter/src/schema/walk.ts';
import { answerSchema } from '../../packages/leafcutter/src/testing/reader/answer.ts';
import { charactersPerToken } from '../../packages/leafcutter/src/testing/reader/reader.ts';
import type { ReaderLimits } from '../../packages/leafcutter/src/testing/reader/index.ts';
import { documentTokens, type LabelledCase } from './measure.ts';

export interface LeastCalls {
  readonly byOutput: number;
  readonly byWindow: number;
  /** What both together ask for. */
  readonly calls: number;
}

export function leastCalls(one: LabelledCase, limits: ReaderLimits): LeastCalls {
  const { known, schema } = one;
  const answer = tokensOf(JSON.stringify(answerSchema(schema, known.truth, null)));
  const byOutput = Math.max(1, Math.ceil(answer / limits.outputTokens));
  const byWindow = fewestWindows(one, limits, answer);
  return { byOutput, byWindow, calls: Math.max(byOutput, byWindow) };
}

/** Of several cases together. */
export function addLeast(a: LeastCalls, b: LeastCalls): LeastCalls {
  return {
    byOutput: a.byOutput + b.byOutput,
    byWindow: a.byWindow + b.byWindow,
    calls: a.calls + b.calls,
  };
}

function fewestWindows({ known, schema }: LabelledCase, limits: ReaderLimits, answer: number): number {
  const { root } = checkSchema(schema);
  const paths = childrenOf(root).map(({ path }) => path);
  const asked = tokensOf(JSON.stringify(wireSchema(root, paths, { reasons: false })));
  const frame = frameTokens(limits);
  const document = documentTokens(known);
  const counts = leavesOf(root).map((_, index) => index + 1);
  const calls = counts.map((groups) => {
    const room = limits.contextTokens - frame - asked / groups;
    return room <= 0 ? Infinity : Math.max(groups, Math.ceil((groups * document + answer) / room));
  });
  return Math.min(...calls);
}

/** Of a question without a document and a schema. */
function frameTokens(limits: ReaderLimits): number {
  const abilities = { structuredOutput: false };
  const window = {
    lines: [],
    totalPages: 0,
    isWhole: true,
    tokens: 0,
    pixelPages: [],
    pageLengths: new Map<number, number>(),
  };
  const options = {
    instructions: null,
    temperature: null,
    seed: null,
    thinking: null,
    explicitContextCache: false,
  };
  const { system, parts } = buildQuestion({ abilities, limits }, window, '', [], {}, options, {
    attempt: 0,
    faults: [],
    maxOutputTokens: 0,
  });
  return tokensOf(system + parts.map((part) => (part.type === 'text' ? part.text : '')).join(''));
}

function tokensOf(text: string): number {
  return text.length / charactersPerToken;
}
