/** What a batch of inputs does to one job: `advance` over each of them, and what is to be written in the end. */
import {
  advance,
  laneOf,
  type Command,
  type JobEvent,
  type JobHeader,
  type JobInput,
  type JobState,
  type Lane,
  type Outcome,
  type Performed,
  type Piece,
  type Step,
} from '../job/index.ts';
import type { JsonValue } from '../json.ts';
import type { JobWrite, NewWork } from '../storage/jobs.ts';
import { encodeEvent, encodeHeader } from '../storage/codec.ts';

export function poolOf(command: Pick<Command, 'kind'>): 'parse' | 'call' {
  return command.kind === 'parse' ? 'parse' : 'call';
}

/** What `perform` gave, and of which command. */
export interface Done {
  readonly command: Command;
  readonly performed: Performed;
}

export class JobDraft {
  header: JobHeader;
  /** Those that are known, in no order that matters. */
  readonly pieces: Map<string, Piece>;
  /** Something of the job is to be written. */
  changed = false;
  /** Commands in flight are not wanted any more. */
  dropped = false;
  readonly events: JobEvent[] = [];
  /** What is to be kept of the outcomes that were awaited. */
  readonly answers: { readonly pieceId: string; readonly turn: number; readonly value: JsonValue }[] = [];
  /** What `merge` answered; undefined: nothing yet. */
  result: JsonValue | undefined;
  /** Given out and still wanted. */
  commands: Command[] = [];
  private readonly changedPieces = new Map<string, Piece>();
  private readonly finished: string[] = [];

  constructor(header: JobHeader, pieces: ReadonlyMap<string, Piece>) {
    this.header = header;
    this.pieces = new Map(pieces);
  }

  /** True when the input changed the job; false when it was not awaited (any more). */
  take(input: JobInput, now: number): boolean {
    const state: JobState = { header: this.header, pieces: this.pieces };
    const step = advance(state, input, now);
    if (input.type === 'outcome') this.finished.push(input.command);
    if (step.header === this.header) return false;
    this.adopt(step);
    return true;
  }

  /** Pieces that were read from the store; what this batch has changed stays. `all`: in the order they were made. */
  learn(pieces: readonly Piece[], all: boolean): void {
    if (all) this.pieces.clear();
    for (const piece of pieces) {
      if (all || !this.pieces.has(piece.id)) this.pieces.set(piece.id, piece);
    }
    for (const piece of this.changedPieces.values()) this.pieces.set(piece.id, piece);
  }

  /** As `take`, and keeps the answer if the outcome was awaited: a second run changes nothing. */
  finish({ command, performed }: Done, now: number): boolean {
    const taken = this.take({ type: 'outcome', command: command.id, outcome: performed.outcome }, now);
    if (taken && performed.answer !== null) this.keep(command, performed.answer);
    return taken;
  }

  adopt(step: Step): void {
    this.changed = true;
    this.header = step.header;
    for (const piece of step.changed) {
      this.pieces.set(piece.id, piece);
      this.changedPieces.set(piece.id, piece);
    }
    if (step.drop === 'all') {
      this.dropped = true;
      this.commands = [];
    }
    this.commands.push(...step.commands);
    this.events.push(...step.events);
  }

  /** Its workers died too often at it. */
  giveUp(commandId: string, claims: number, now: number): void {
    this.take({ type: 'outcome', command: commandId, outcome: lostFor(claims) }, now);
  }

  private keep(command: Command, value: JsonValue): void {
    const turn = command.kind === 'extract' ? command.turn : 0;
    if (command.kind === 'merge') this.result = value;
    else this.answers.push({ pieceId: command.piece, turn, value });
  }

  /** True when there is a row to write or to delete. */
  get writes(): boolean {
    return this.changed || this.finished.length > 0;
  }

  toWrite(version: number, now: number): JobWrite {
    const { header } = this;
    return {
      id: header.spec.jobId,
      tenant: header.spec.tenant,
      status: header.status,
      header: encodeHeader(header),
      version,
      lastEvent: header.lastEvent,
      endedAt: header.endedAt,
      pieces: [...this.changedPieces.values()].map((piece) => ({
        id: piece.id,
        state: JSON.stringify(piece),
      })),
      work: this.commands.map((command) => toWork(command, header.spec.lane, now)),
      finished: this.finished,
      dropWork: this.dropped,
      events: this.events.map(encodeEvent),
      answers: this.answers.map(({ pieceId, turn, value }) => ({
        pieceId,
        turn,
        body: JSON.stringify(value),
      })),
      result: this.result === undefined ? null : JSON.stringify(this.result),
    };
  }
}

/** The outcome of a command that was claimed so often without one. */
export function lostFor(claims: number): Outcome {
  const message = `The worker died ${claims} times while it was at this part; it is not tried again.`;
  return { status: 'failed', failure: { code: 'worker_lost', message, retryable: true }, tries: claims };
}

function toWork(command: Command, lane: Lane, now: number): NewWork {
  const runAt = command.notBefore ?? now;
  return {
    commandId: command.id,
    lane: laneOf(command, lane),
    pool: poolOf(command),
    runAt,
    delayMs: Math.max(0, runAt - now),
    command: JSON.stringify(command),
  };
}
