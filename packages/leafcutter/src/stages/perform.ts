/** Carries out the commands of jobs: what every engine is given. Decisions are `advance`'s; here is only the work. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LeafcutterError, toFailure, type Failure } from '../errors.ts';
import type { ArrayReport } from '../findings/types.ts';
import type { Answer } from '../extractors/extractor.ts';
import type { Command, JobSpec, Outcome, PageRun, Perform, Performed, PerformContext } from '../job/index.ts';
import type { Unit } from '../planning/types.ts';
import { isPassing } from '../storage/store-errors.ts';
import { extractUnit } from './extract.ts';
import { JobContexts, type JobContext } from './job-context.ts';
import type { ChooseExtractor, JobDocuments, JobRecords } from './job-data.ts';
import { partId, toKept, type Split } from './kept-answers.ts';
import { mergeJob } from './merge-job.ts';
import { orAborted } from './or-aborted.ts';
import { rangeKey } from './page-store.ts';
import { summarise } from './parse.ts';

export interface PerformTools {
  readonly documents: JobDocuments;
  readonly records: JobRecords;
  readonly chooseExtractor: ChooseExtractor;
  /**
   * wait: a command holds on while the store is full, read-only or away, as the engines do with their outcomes. fail: it
   * fails, since nobody will make room (the temporary folder of the library).
   */
  readonly whenStoreIsAway: 'wait' | 'fail';
}

/** Longer ids would make states too large: see `UnitRef`. */
const longestUnitId = 32;

const firstPauseMs = 250;
const longestPauseMs = 5_000;

export function createPerform(tools: PerformTools): Perform {
  const contexts = new JobContexts(tools);
  const parser = new RangeParser(tools.documents);
  return async (command, context) => {
    const { spec, signal } = context;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        return await carryOut(command, context);
      } catch (error) {
        signal.throwIfAborted();
        contexts.forget(spec.jobId);
        // The engine knows what to do about a lost worker.
        if (error instanceof LeafcutterError && error.code === 'worker_lost') throw error;
        if (tools.whenStoreIsAway === 'fail' || !isPassing(error)) return failed(command, toFailure(error));
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  };

  async function carryOut(command: Command, { spec, signal }: PerformContext): Promise<Performed> {
    signal.throwIfAborted();
    const job = contexts.of(spec);
    switch (command.kind) {
      case 'parse':
        await parser.parse(spec, { first: command.first, last: command.last }, signal);
        return { outcome: { status: 'parsed' }, answer: null };
      case 'plan': {
        const { request, schema } = await job.inputs();
        const document = await job.document();
        const plan = await tools.chooseExtractor(request, spec).plan({ schema, document }, signal);
        const units = plan.units.map(({ id, leafCount }) => ({ id, leaves: leafCount }));
        return { outcome: { status: 'planned', units }, answer: toKept(plan) };
      }
      case 'extract':
        return await extract({ ...tools, spec, job }, command, signal);
      case 'merge': {
        const result = await mergeJob({ ...tools, job }, spec);
        contexts.forget(spec.jobId);
        return { outcome: { status: 'merged' }, answer: result };
      }
    }
  }
}

/** Why a range could not be read is told in the result; failures of units are told by events. */
function failed(command: Command, failure: Failure): Performed {
  return {
    outcome: { status: 'failed', failure },
    answer: command.kind === 'parse' ? toKept({ failure }) : null,
  };
}

/** A range is parsed once, however many jobs want it at the same time. */
class RangeParser {
  private readonly documents: JobDocuments;
  private readonly busy = new Map<string, Promise<void>>();

  constructor(documents: JobDocuments) {
    this.documents = documents;
  }

  async parse(spec: JobSpec, range: PageRun, signal: AbortSignal): Promise<void> {
    const { source } = await this.documents.inputs(spec);
    const key = `${spec.tenant} ${source.contentHash} ${rangeKey(range)}`;
    for (;;) {
      signal.throwIfAborted();
      if ((await this.documents.findRange(spec, range)) !== null) return;
      const other = this.busy.get(key);
      if (other === undefined) break;
      await orAborted(other, signal);
    }
    const done = Promise.withResolvers<void>();
    this.busy.set(key, done.promise);
    try {
      await using lease = await this.documents.open(spec, signal);
      const pages = await lease.opened.parse(range, signal);
      await this.documents.keepRange(spec, summarise(range, pages), pages);
    } finally {
      this.busy.delete(key);
      done.resolve();
    }
  }
}

/** Dots an inch of a page that a model sees: small print can be read, and a page is some 1,500 tokens. */
const pictureDpi = 110;

async function extract(
  {
    chooseExtractor,
    documents,
    spec,
    job,
  }: Pick<PerformTools, 'chooseExtractor' | 'documents'> & { spec: JobSpec; job: JobContext },
  command: Extract<Command, { kind: 'extract' }>,
  signal: AbortSignal,
): Promise<Performed> {
  const { request, schema } = await job.inputs();
  const unit = await job.unit(command.unit);
  const document = await job.document();
  const asked = {
    document,
    schema,
    unit,
    cursor: command.cursor,
    instructions: request.instructions,
    drawPage: async (page: number, drawSignal: AbortSignal): Promise<Uint8Array> => {
      await using lease = await documents.open(spec, drawSignal);
      return await lease.opened.render(page, pictureDpi, drawSignal);
    },
    cutPages: async (pages: readonly number[], cutSignal: AbortSignal): Promise<Uint8Array> => {
      await using lease = await documents.open(spec, cutSignal);
      return await lease.opened.cut(pages, cutSignal);
    },
  };
  const outcome = await extractUnit(chooseExtractor(request, spec), asked, signal);
  signal.throwIfAborted();
  switch (outcome.status) {
    case 'done':
      return {
        outcome: { status: 'done', ...turnOf(unit, outcome.answer) },
        answer: toKept(outcome.answer),
      };
    case 'more': {
      const { answer, cursor } = outcome;
      return { outcome: { status: 'more', cursor, ...turnOf(unit, answer) }, answer: toKept(answer) };
    }
    case 'split':
      return split(command, outcome);
    case 'retry':
    case 'failed':
      return { outcome, answer: null };
  }
}

/** Parts get ids from what they are parts of, so that they are found again and keep their order. */
function split(
  { unit: parent, turn }: Extract<Command, { kind: 'extract' }>,
  { answer, units: given }: Pick<Split, 'units'> & { readonly answer: Answer },
): Performed {
  const units = given.map((unit, index) => ({ ...unit, id: partId(parent, index) }));
  const tooDeep = units.some(({ id }) => id.length > longestUnitId);
  if (tooDeep || units.length === 0) {
    const message = 'An answer did not fit, and its part of the schema cannot be divided any further.';
    const failure = { code: 'extraction_failed', message, retryable: true } as const;
    return { outcome: { status: 'failed', failure }, answer: null };
  }
  const parts = units.map(({ id, leafCount }) => ({ id, leaves: leafCount }));
  const found = turn > 1 || answer.findings.length > 0;
  return { outcome: { status: 'split', units: parts, found }, answer: toKept({ ...answer, units }) };
}

/** What is told of a turn: of a list, what its report says; of other units there is nothing to count. */
function turnOf(unit: Unit, { arrays }: Answer): Omit<Extract<Outcome, { status: 'done' }>, 'status'> {
  const report: ArrayReport | undefined =
    unit.kind === 'array' ? arrays.find(({ pointer }) => pointer === unit.paths[0]) : undefined;
  const told = { items: report?.items ?? 0, pagesCovered: runsOf(report?.pagesCovered ?? []) };
  return unit.kind === 'array' && unit.maxItemsPerTurn !== null ? { ...told, inTurns: true } : told;
}

/** Pages as runs, ascending. */
function runsOf(pages: readonly number[]): readonly PageRun[] {
  const runs: { first: number; last: number }[] = [];
  for (const page of pages.toSorted((a, b) => a - b)) {
    const previous = runs.at(-1);
    if (previous !== undefined && page <= previous.last + 1) previous.last = page;
    else runs.push({ first: page, last: page });
  }
  return runs;
}
