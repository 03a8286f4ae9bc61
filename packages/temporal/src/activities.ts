/** What a worker does for workflows: carry out a command and keep its answer, and record steps in the store. */
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  encodeEvent,
  encodeHeader,
  keepAnswer,
  keepResult,
  LeafcutterError,
  toFailure,
  writeJobStep,
  type Database,
  type PieceRow,
} from 'leafcutter/internal';
import type { Command, JobHeader, Perform, Performed, Piece } from 'leafcutter/job';
import {
  claimedSignalName,
  type Activities,
  type Carried,
  type PerformRequest,
  type RecordRequest,
} from './names.ts';

export interface ActivityTools {
  readonly perform: Perform;
  readonly database: Database;
  readonly client: Client;
  /** Told when a command must not be counted as tried: the worker is stopping. */
  readonly isStopping: () => boolean;
}

export function createActivities(tools: ActivityTools): Activities {
  return {
    performCommand: (request) => performCommand(tools, request),
    recordStep: (request) => recordStep(tools.database, request),
  };
}

async function performCommand(
  tools: ActivityTools,
  { jobId, command, spec, tellClaimed }: PerformRequest,
): Promise<Carried> {
  const context = Context.current();
  const signal = context.cancellationSignal;
  const timeoutMs = context.info.heartbeatTimeoutMs ?? 5_000;
  const beat = setInterval(() => context.heartbeat(), Math.max(100, timeoutMs / 4));
  try {
    if (tellClaimed) await tools.client.workflow.getHandle(jobId).signal(claimedSignalName, command.id);
    const performed = await performOnce(tools, command, {
      spec,
      signal,
      heartbeat: () => context.heartbeat(),
    });
    await untilKept(signal, () => keep(tools.database, spec, command, performed));
    return { status: 'performed', outcome: performed.outcome };
  } catch (error) {
    if (signal.aborted && tools.isStopping()) return { status: 'given_back' };
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** Law 3: what is thrown is an outcome with a code, but for a lost worker, which Temporal gives to another one. */
async function performOnce(
  tools: ActivityTools,
  command: Command,
  context: Parameters<Perform>[1],
): Promise<Performed> {
  for (;;) {
    try {
      return await tools.perform(command, context);
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
  { jobId, tenant }: JobHeader['spec'],
  command: Command,
  { answer }: Performed,
): Promise<void> {
  if (answer === null) return;
  const turn = command.kind === 'extract' ? command.turn : 0;
  if (command.kind === 'merge') await keepResult(database, jobId, tenant, answer, Date.now());
  else await keepAnswer(database, { jobId, tenant, piece: command.piece, turn, value: answer }, Date.now());
}

/** An answer that was paid for is not lost because the store is away for a moment. */
async function untilKept(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      await pause(signal);
    }
  }
}

function isStoreAway(error: unknown): boolean {
  return (
    error instanceof LeafcutterError && (error.code === 'store_unavailable' || error.code === 'store_full')
  );
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
