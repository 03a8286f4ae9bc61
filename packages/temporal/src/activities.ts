/** What a worker does for workflows: carry out a command and keep its answer, and record steps in the store. */
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  decodeSpec,
  encodeEvent,
  encodeHeader,
  isPassing,
  keepAnswer,
  keepResult,
  LeafcutterError,
  readJob,
  readOutcome,
  toFailure,
  writeJobStep,
  type Database,
  type Failure,
  type PieceRow,
} from 'leafcutter/internal';
import {
  laneOf,
  type Command,
  type JobSpec,
  type Outcome,
  type Perform,
  type Performed,
  type Piece,
} from 'leafcutter/job';
import {
  claimedSignalName,
  type Activities,
  type Carried,
  type PerformRequest,
  type RecordRequest,
} from './names.ts';
import type { ParsePlaces } from './parse-places.ts';

export interface ActivityTools {
  readonly perform: Perform;
  readonly database: Database;
  readonly client: Client;
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
  { jobId, command, tellClaimed, repeated }: PerformRequest,
): Promise<Carried> {
  const context = Context.current();
  const signal = AbortSignal.any([context.cancellationSignal, tools.givingBack]);
  const beat = setInterval(() => context.heartbeat(), heartbeatMs(context.info.heartbeatTimeoutMs));
  // Told while the work begins already; it has arrived before the outcome is told.
  const claimed =
    tellClaimed && claims.isNews(jobId, command) ? tellOfClaim(tools.client, jobId, command.id) : null;
  try {
    const spec = await untilStored(signal, () => specs.get(jobId));
    if (spec === null) return { status: 'performed', outcome: { status: 'failed', failure: jobGone } };
    const before = repeated
      ? await untilStored(signal, () => outcomeBefore(tools.database, jobId, command))
      : null;
    if (before !== null) {
      await claimed;
      return { status: 'performed', outcome: before };
    }
    const leave =
      command.kind === 'parse' ? await tools.parsePlaces.take(laneOf(command, spec.lane), signal) : null;
    const heartbeat = (): void => context.heartbeat();
    const performed = await performOnce(tools.perform, command, { spec, signal, heartbeat }).finally(leave);
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

/** Several beats within the timeout, so that a busy moment is not taken for a death. */
function heartbeatMs(timeoutMs = 5_000): number {
  return Math.max(100, timeoutMs / 4);
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
      return await perform(command, context);
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
  const place = { jobId, tenant, piece: command.piece, turn: turnOf(command), command: command.id };
  await keepAnswer(database, { ...place, value: answer, outcome: JSON.stringify(outcome) }, Date.now());
}

/** Law 2: a worker that died after it had kept its answer is not repeated. */
async function outcomeBefore(database: Database, jobId: string, command: Command): Promise<Outcome | null> {
  const place = { jobId, piece: command.piece, turn: turnOf(command), command: command.id };
  const outcome = await readOutcome(database, place);
  return outcome === null ? null : JSON.parse(outcome);
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

async function recordStep(database: Database, { header, changed, events }: RecordRequest): Promise<void> {
  const head = {
    status: header.status,
    header: encodeHeader(header),
    lastEvent: header.lastEvent,
    endedAt: header.endedAt,
  };
  await writeJobStep(
    database,
    { jobId: header.spec.jobId, head, pieces: changed.map(pieceRow), events: events.map(encodeEvent) },
    Date.now(),
  );
}

/** Places leave room for every piece that a job may have: ranges, plan, units, merge. */
const firstPlaces: Readonly<Record<Piece['kind'], number>> = {
  parse: 0,
  plan: 1_000_000,
  unit: 2_000_000,
  merge: 9_000_000,
};

export function pieceRow(piece: Piece): PieceRow {
  const number = Number(piece.id.slice(piece.id.indexOf('/') + 1));
  return {
    id: piece.id,
    made: firstPlaces[piece.kind] + (Number.isNaN(number) ? 0 : number),
    state: JSON.stringify(piece),
  };
}
