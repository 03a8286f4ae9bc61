/** The whole way of one document through the stages, in memory: what the library and the command run. */
import { errorTable, toFailure, type Failure } from '../errors.ts';
import type { ParsedDocument } from '../document/types.ts';
import type { Answer, ExtractionOutcome, Extractor, Usage } from '../extractors/extractor.ts';
import type { JsonValue } from '../json.ts';
import { mergeFindings } from '../merge/index.ts';
import type { ExtractionResult, FailedSubtree } from '../merge/types.ts';
import type { OpenedDocument, PageRange } from '../parsers/parser.ts';
import type { Unit } from '../planning/types.ts';
import type { CheckedSchema } from '../schema/types.ts';
import { extractUnit } from './extract.ts';
import { countPages } from './page-selection.ts';
import type { PageStore } from './page-store.ts';
import { assembleDocument, parseRange, type ParsedRange } from './parse.ts';
import type { Progress } from './types.ts';

/** Turns of one unit: an array of 10,000 rows in turns of 10 still ends; a cursor that never ends does not. */
const maxTurns = 2_000;
const maxAttempts = 3;

export interface PipelineInput {
  readonly opened: OpenedDocument;
  readonly ranges: readonly PageRange[];
  readonly store: PageStore;
  readonly schema: CheckedSchema;
  readonly extractor: Extractor;
  readonly instructions: string | null;
  readonly attributions: boolean;
  /** Ranges parsed at once. */
  readonly parallelRanges: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** @throws LeafcutterError, when the document cannot be parsed at all; the signal's reason when aborted. */
export async function runPipeline(input: PipelineInput): Promise<ExtractionResult> {
  const started = input.now();
  const tell = progressTeller(input);
  const document = await parseAll(input, (pages) => tell({ step: 'parsing', pagesParsed: pages }));
  const parsed = input.now();

  tell({ step: 'planning' });
  const plan = await input.extractor.plan({ schema: input.schema, document }, input.signal);
  tell({ step: 'extracting' });
  const outcomes = [];
  let fieldsDone = 0;
  for (const unit of plan.units) {
    outcomes.push(await runUnit(input, document, unit));
    fieldsDone += unit.leafCount;
    tell({ step: 'extracting', fieldsDone });
  }
  const extracted = input.now();

  tell({ step: 'merging' });
  const answers = outcomes.flatMap((outcome) => outcome.answers);
  const result = mergeFindings(
    input.schema,
    answers.flatMap((answer) => answer.findings),
    {
      gaps: document.manifest.gaps,
      arrays: answers.flatMap((answer) => answer.arrays),
      failedSubtrees: outcomes.flatMap((outcome) => outcome.failed),
      warnings: [...new Set([...plan.warnings, ...answers.flatMap((answer) => answer.warnings)])],
      usage: answers.reduce(addUsage, noUsage),
      pages: document.manifest.pages.length,
      model: input.extractor.id,
      timingsMs: {
        parse: Math.round(parsed - started),
        extract: Math.round(extracted - parsed),
        total: Math.round(input.now() - started),
      },
      attributions: input.attributions,
    },
  );
  tell({ step: 'done' });
  return result;
}

/** Parses all ranges, a few at a time, and gives the document they make. */
export async function parseAll(
  input: Pick<PipelineInput, 'opened' | 'ranges' | 'store' | 'parallelRanges' | 'signal'>,
  onPages: (pagesParsed: number) => void,
): Promise<ParsedDocument> {
  const parsed: ParsedRange[] = [];
  let next = 0;
  let pages = 0;
  const abort = new AbortController();
  const signal = AbortSignal.any([input.signal, abort.signal]);
  const lane = async (): Promise<void> => {
    for (let range = input.ranges[next++]; range !== undefined; range = input.ranges[next++]) {
      parsed.push(await parseRange(input.opened, range, input.store, signal));
      pages += countPages([range]);
      onPages(pages);
    }
  };
  const lanes = Array.from({ length: Math.max(1, input.parallelRanges) }, lane);
  try {
    await Promise.all(lanes);
  } catch (error) {
    abort.abort(error);
    await Promise.allSettled(lanes);
    throw error;
  }
  return assembleDocument(input.opened, parsed, input.store);
}

interface UnitOutcome {
  readonly answers: readonly Answer[];
  readonly failed: readonly FailedSubtree[];
}

async function runUnit(input: PipelineInput, document: ParsedDocument, unit: Unit): Promise<UnitOutcome> {
  const answers: Answer[] = [];
  let cursor: JsonValue = null;
  let attempts = 0;
  for (let turn = 0; turn < maxTurns; turn += 1) {
    attempts += 1;
    const outcome: ExtractionOutcome = await extractUnit(
      input.extractor,
      { document, schema: input.schema, unit, cursor, instructions: input.instructions },
      input.signal,
    ).catch((error: unknown) => {
      input.signal.throwIfAborted();
      return { status: 'failed' as const, failure: toFailure(error) };
    });
    switch (outcome.status) {
      case 'done':
        return { answers: [...answers, outcome.answer], failed: [] };
      case 'more':
        answers.push(outcome.answer);
        cursor = outcome.cursor;
        attempts = 0;
        break;
      case 'split': {
        const parts = [];
        for (const part of outcome.units) parts.push(await runUnit(input, document, part));
        return {
          answers: [...answers, outcome.answer, ...parts.flatMap((part) => part.answers)],
          failed: parts.flatMap((part) => part.failed),
        };
      }
      case 'retry':
        if (attempts >= maxAttempts)
          return { answers, failed: [failedUnit(unit, outcome.failure, attempts)] };
        break;
      case 'failed':
        return { answers, failed: [failedUnit(unit, outcome.failure, attempts)] };
    }
  }
  const failure: Failure = {
    code: 'extraction_failed',
    message: `The list was not finished after ${maxTurns} turns; raise the items per turn.`,
    retryable: errorTable.extraction_failed.retryable,
  };
  return { answers, failed: [failedUnit(unit, failure, attempts)] };
}

function failedUnit(unit: Unit, failure: Failure, attempts: number): FailedSubtree {
  return { subtree: unit.id, paths: unit.paths, error: failure.message, attempts };
}

const noUsage: Usage = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

function addUsage(sum: Usage, { usage }: Answer): Usage {
  return {
    calls: sum.calls + usage.calls,
    inputTokens: sum.inputTokens + usage.inputTokens,
    cachedTokens: sum.cachedTokens + usage.cachedTokens,
    outputTokens: sum.outputTokens + usage.outputTokens,
  };
}

function progressTeller(input: PipelineInput): (change: Partial<Progress>) => void {
  let progress: Progress = {
    step: 'parsing',
    pagesParsed: 0,
    pagesTotal: countPages(input.ranges),
    fieldsDone: 0,
    fieldsTotal: input.schema.leafCount,
  };
  return (change) => {
    progress = { ...progress, ...change };
    input.onProgress(progress);
  };
}
