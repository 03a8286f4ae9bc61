/** One job from start to end in memory: the way of the library and the command. */
import { LeafcutterError, type Failure } from '../errors.ts';
import type { JobEvent, JobHeader, JobSpec } from '../job/index.ts';
import type { JsonValue } from '../json.ts';
import type { JobRecords } from '../stages/job-data.ts';
import { createPerform, type PerformTools } from '../stages/perform.ts';
import type { EngineLimits } from './engine.ts';
import { startInline, type InlineEngine } from './inline.ts';

export interface InlineRun {
  readonly spec: JobSpec;
  readonly tools: Omit<PerformTools, 'records' | 'whenStoreIsAway'>;
  readonly limits: EngineLimits;
  readonly signal: AbortSignal;
  /** Told of each step and each percent. */
  readonly onProgress: (header: JobHeader) => void;
}

/**
 * @returns what `merge` made, also of a job of which parts failed
 * @throws LeafcutterError, when there is no result: nothing could be read, planned or merged; the signal's reason when aborted
 */
export async function runInline(run: InlineRun): Promise<JsonValue> {
  const { spec, tools, limits, signal, onProgress } = run;
  signal.throwIfAborted();
  const { jobId } = spec;
  const failures: Failure[] = [];
  const records: { readonly of: () => InlineEngine } = { of: () => engine };
  const perform = createPerform({
    ...tools,
    records: recordsOf(records.of),
    whenStoreIsAway: 'fail',
  });
  const engine = startInline({
    limits,
    perform: async (command, context) => {
      const performed = await perform(command, context);
      if (performed.outcome.status === 'failed') failures.push(performed.outcome.failure);
      return performed;
    },
  });
  const onAbort = (): void => void engine.cancel(jobId);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await engine.start({
      spec,
      documentId: '',
      schemaId: '',
      schemaVersion: 1,
      request: null,
      searchText: '',
    });
    for await (const _ of engine.watch(jobId, 0, signal)) {
      const header = await engine.status(jobId);
      if (header !== null) onProgress(header);
    }
    signal.throwIfAborted();
    const result = await engine.result(jobId);
    if (result === null) throw errorOf(failures);
    return result;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await engine.stop(0);
  }
}

/** The first failure is the cause of those behind it. */
function errorOf([first]: readonly Failure[]): LeafcutterError {
  if (first === undefined) return new LeafcutterError('internal', 'The job ended without a result.');
  return new LeafcutterError(first.code, first.message, { page: first.page, pointer: first.pointer });
}

/** What the engine in memory has kept. */
export function recordsOf(engine: () => InlineEngine): JobRecords {
  const pieces = async (jobId: string): ReturnType<JobRecords['pieces']> => [
    ...((await engine().state(jobId))?.pieces.values() ?? []),
  ];
  return {
    pieces,
    answer: (jobId, piece, turn) => engine().answer(jobId, piece, turn),
    async answers(jobId) {
      const found = [];
      for (const { id, kind, turn } of await pieces(jobId)) {
        for (let at = kind === 'unit' ? 1 : 0; at <= turn; at += 1) {
          const value = await engine().answer(jobId, id, at);
          if (value !== null) found.push({ piece: id, turn: at, value });
        }
      }
      return found;
    },
    history: (jobId): Promise<readonly JobEvent[]> => Promise.resolve(engine().events(jobId)),
  };
}
