/** What a worker does for workflows: carry out a command and keep its answer, and record steps in the store. */
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  countTry,
  decodeSpec,
  isPassing,
  keepAnswer,
  keepResult,
  LeafcutterError,
  readJob,
  readOutcome,
  toFailure,
  type Database,
  type Failure,
} from 'leafcutter/internal';
import {
  laneOf,
  type Command,
  type JobSpec,
  type Outcome,
  type Perform,
  type Performed,
} from 'leafcutter/job';
import { claimedSignalName, type Activities, type Carried, type PerformRequest } from './names.ts';
import type { ParsePlaces } from './parse-places.ts';
import { recordStep } from './record-step.ts';
import { mannerOf, type Solitude } from './solitude.ts';

export interface ActivityTools {
  readonly perform: Perform;
  readonly database: Database;
  readonly client: Client;
  readonly solitude: Solitude;
  readonly parsePlaces: ParsePlaces;
  /** Aborted when the worker stops and waits no longer: what is in flight is given back, and that is no try. */
  readonly givingBack: AbortSignal;
}

export function createActivities(tools: ActivityTools): Activities {
  const specs = new Specs(tools.database);
  const claims = new Claims();
  return {
    performCommand: (request) => performCommand(tools, specs, claims, request),
    recordStep: (request) => recordStep(tools.database, request),
  };
}

async function performCommand(
  tools: ActivityTools,
  specs: Specs,
  claims: Claims,
  request: PerformRequest,
): Promise<Carried> {
  const { jobId, command, losses } = request;
  const context = Context.current();
  const signal = AbortSignal.any([context.cancellationSignal, tools.givingBack]);
  const beat = setInterval(() => context.heartbeat(), heartbeatMs(context.info.heartbeatTimeoutMs));
  // Told while the work begins already; it has arrived before the outcome is told.
  const claimed =
    request.tellClaimed && claims.isNews(jobId, command)
      ? tellOfClaim(tools.client, jobId, command.id)
      : null;
  try {
    const spec = await untilStored(signal, () => specs.get(jobId));
    if (spec === null) return { status: 'performed', outcome: { status: 'failed', failure: jobGone } };
    const before =
      losses > 0 ? await untilStored(signal, () => outcomeBefore(tools.database, spec, command)) : null;
    if (before !== null) {
      await claimed;
      return { status: 'performed', outcome: before };
    }
    const leave = await enter(tools, command, { spec, losses, signal });
    const heartbeat = (): void => context.heartbeat();
    const performed = await performTry(tools, request, { spec, signal, heartbeat }).finally(leave);
    await untilStored(signal, () => keep(tools.database, spec, command, performed));
    await claimed;
    return { status: 'performed', outcome: performed.outcome };
  } catch (error) {
    if (tools.givingBack.aborted && !context.cancellationSignal.aborted) return { status: 'given_back' };
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** Waits until the command may work. @returns what is to be called when it has */
async function enter(
  { solitude, parsePlaces }: ActivityTools,
  command: Command,
  how: { readonly spec: JobSpec; readonly losses: number; readonly signal: AbortSignal },
): Promise<() => void> {
  const leave = await solitude.enter(mannerOf(how.losses), how.signal);
  if (command.kind !== 'parse') return leave;
  try {
    const free = await parsePlaces.take(laneOf(command, how.spec.lane), how.signal);
    return () => {
      free();
      leave();
    };
  } catch (error) {
    leave();
    throw error;
  }
}

/**
 * Law 3: bounded tries. They are counted where the work begins: a worker is lost with all that it has, and what only waited
 * in it is not to blame.
 */
async function performTry(
  { database, perform }: ActivityTools,
  { command, losses, maxTries }: PerformRequest,
  context: Parameters<Perform>[1],
): Promise<Performed> {
  if (losses === 0) return await performOnce(perform, command, context);
  const { spec, signal } = context;
  const count = (change: 1 | -1): Promise<number> =>
    countTry(database, placeOf(spec, command), change, Date.now());
  if ((await untilStored(signal, () => count(1))) > maxTries) {
    const message = `The worker died ${maxTries} times while it was at this part; it is not tried again.`;
    const failure = { code: 'worker_lost', message, retryable: true } as const;
    return { outcome: { status: 'failed', failure, tries: maxTries }, answer: null };
  }
  try {
    return await performOnce(perform, command, context);
  } catch (error) {
    if (signal.aborted) await count(-1).catch(() => undefined);
    throw error;
  }
}

/** Several beats within the timeout, so that a busy moment is not taken for a death, and a cancel is heard of within one. */
function heartbeatMs(timeoutMs = 5_000): number {
  return Math.max(100, timeoutMs / 8);
}

/** A claim that cannot be told changes little: the outcome says as much. */
async function tellOfClaim(client: Client, jobId: string, commandId: string): Promise<void> {
  await client.workflow
    .getHandle(jobId)
    .signal(claimedSignalName, commandId)
    .catch(() => undefined);
}

const jobGone: Failure = {
  code: 'internal',
  message: 'The job was removed while it ran.',
  retryable: false,
};

/** That a job was taken up is news once a worker and round; that a sleeping command was, always. */
class Claims {
  private readonly told = new Set<string>();

  isNews(jobId: string, command: Command): boolean {
    if (command.notBefore !== null) return true;
    const round = /#(\d+)\./.exec(command.id)?.[1] ?? '';
    const key = `${jobId}#${round}`;
    if (this.told.has(key)) return false;
    if (this.told.size >= mostJobs) this.told.clear();
    this.told.add(key);
    return true;
  }
}

/** Specs never change; each is read once a worker. */
class Specs {
  private readonly database: Database;
  private readonly known = new Map<string, JobSpec>();

  constructor(database: Database) {
    this.database = database;
  }

  /** Null: there is no such job. */
  async get(jobId: string): Promise<JobSpec | null> {
    const known = this.known.get(jobId);
    if (known !== undefined) return known;
    const row = await this.database.run((query) => readJob(query, jobId));
    if (row === null) return null;
    const spec = decodeSpec(row.spec);
    if (this.known.size >= mostJobs) this.known.clear();
    this.known.set(jobId, spec);
    return spec;
  }
}

/** That a worker remembers: a spec is some kilobytes for a long document. */
const mostJobs = 1_000;

/** Law 3: what is thrown is an outcome with a code, but for a lost worker, which Temporal gives to another one. */
async function performOnce(
  perform: Perform,
  command: Command,
  context: Parameters<Perform>[1],
): Promise<Performed> {
  for (;;) {
    try {
      return await unlessAborted(perform(command, context), context.signal);
    } catch (error) {
      if (context.signal.aborted) throw context.signal.reason;
      if (error instanceof LeafcutterError && error.code === 'worker_lost')
        throw ApplicationFailure.retryable(error.message, error.code);
      if (!isStoreAway(error))
        return { outcome: { status: 'failed', failure: toFailure(error) }, answer: null };
      await pause(context.signal);
    }
  }
}

/** After an abort a stage may need a moment to end its processes; then it is given up, or the worker could not stop. */
const abortGraceMs = 1_500;

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const givenUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => setTimeout(() => reject(signal.reason), abortGraceMs).unref(), {
      once: true,
      signal: over.signal,
    });
  });
  return await Promise.race([work, givenUp]).finally(() => over.abort());
}

async function keep(
  database: Database,
  { jobId, tenant }: JobSpec,
  command: Command,
  { answer, outcome }: Performed,
): Promise<void> {
  if (answer === null) return;
  if (command.kind === 'merge') {
    await keepResult(database, jobId, tenant, answer, Date.now());
    return;
  }
  const place = placeOf({ jobId, tenant }, command);
  await keepAnswer(database, { ...place, value: answer, outcome: JSON.stringify(outcome) }, Date.now());
}

/** Law 2: a worker that died after it had kept its answer is not repeated. */
async function outcomeBefore(database: Database, spec: JobSpec, command: Command): Promise<Outcome | null> {
  const outcome = await readOutcome(database, placeOf(spec, command));
  return outcome === null ? null : JSON.parse(outcome);
}

function placeOf(
  { jobId, tenant }: Pick<JobSpec, 'jobId' | 'tenant'>,
  command: Command,
): { jobId: string; tenant: string; piece: string; turn: number; command: string } {
  return { jobId, tenant, piece: command.piece, turn: turnOf(command), command: command.id };
}

function turnOf(command: Command): number {
  return command.kind === 'extract' ? command.turn : 0;
}

/** An answer that was paid for is not lost because the store is away for a moment. */
async function untilStored<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      await pause(signal);
    }
  }
}

function isStoreAway(error: unknown): boolean {
  return error instanceof LeafcutterError && isPassing(error);
}

const pauseMs = 500;

async function pause(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  signal.throwIfAborted();
}
