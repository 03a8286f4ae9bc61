/** A step under construction: the only place of `job/` that assigns. It never leaves `advance`. */
import { backoffMs } from './backoff.ts';
import { percentageOf, stepOf } from './progress.ts';
import type { ErrorCode, Failure } from '../errors.ts';
import type { Command, Drop, JobEvent, JobHeader, JobState, Piece, PieceKind, Step, Tally } from './types.ts';

type Unnumbered<Event> = Event extends unknown ? Omit<Event, 'seq' | 'at'> : never;

export class Draft {
  header: JobHeader;
  private readonly before: JobState;
  private readonly now: number;
  private readonly changed = new Map<string, Piece>();
  private readonly commands: Command[] = [];
  private readonly events: JobEvent[] = [];
  private drop: Drop = 'none';

  constructor(before: JobState, now: number) {
    this.header = before.header;
    this.before = before;
    this.now = now;
  }

  /** The piece as it stands now. An engine that did not load what `piecesNeeded` names has a fault. */
  piece(id: string): Piece {
    const piece = this.find(id);
    if (piece === undefined) throw new Error(`Piece ${id} was not loaded.`);
    return piece;
  }

  find(id: string): Piece | undefined {
    return this.changed.get(id) ?? this.before.pieces.get(id);
  }

  allPieces(): readonly Piece[] {
    return [...this.before.pieces.keys()].map((id) => this.piece(id));
  }

  set(change: Partial<JobHeader>): void {
    this.header = { ...this.header, ...change };
  }

  put(piece: Piece): void {
    this.changed.set(piece.id, piece);
  }

  tally(kind: 'ranges' | 'units', change: Partial<Record<keyof Tally, number>>): void {
    const next = { ...this.header[kind] };
    for (const key of tallyKeys) next[key] += change[key] ?? 0;
    this.set({ [kind]: next });
  }

  tell(event: Unnumbered<JobEvent>): void {
    const seq = this.header.lastEvent + 1;
    this.set({ lastEvent: seq });
    this.events.push({ ...event, seq, at: this.now });
  }

  /** Gives out the piece's next command, now or after a pause. */
  issue(piece: Piece, pauseMs: number | null = null): void {
    const issued: Piece = { ...piece, status: pauseMs === null ? 'open' : 'waiting' };
    this.put(issued);
    this.commands.push(commandOf(this.header, issued, pauseMs === null ? null : this.now + pauseMs));
  }

  /** A pause before the next try, by the backoff of the try that just failed. */
  pauseAfter(piece: Piece, askedMs: number): number {
    return backoffMs(commandId(this.header, piece), piece.attempts, askedMs);
  }

  tellError(piece: Piece, failure: Failure, willRetry: boolean): void {
    this.tell({ type: 'subtree_error', unit: piece.unit, failure, willRetry, attempts: piece.attempts });
  }

  end(status: 'completed' | 'failed' | 'cancelled', code: ErrorCode | null): void {
    this.set({ status, stage: 'ended', endedAt: this.now, code });
    this.set({ percentage: percentageOf(this.header) });
    this.drop = 'all';
    if (status === 'completed') this.tell({ type: 'job_completed' });
    else if (status === 'cancelled') this.tell({ type: 'job_cancelled' });
    else this.tell({ type: 'job_failed', code: code ?? 'internal' });
  }

  /** Tells of progress where there is some: a new stage, or one more percent. */
  tellProgress(): void {
    if (this.header.stage === 'ended') return;
    const percentage = percentageOf(this.header);
    const step = stepOf(this.header);
    if (percentage === this.before.header.percentage && step === stepOf(this.before.header)) return;
    this.set({ percentage });
    const { fieldsDone, spec } = this.header;
    this.tell({ type: 'progress', percentage, step, fieldsDone, totalFields: spec.totalFields });
  }

  finish(): Step {
    const { header, commands, drop, events } = this;
    return {
      header,
      changed: [...this.changed.values()],
      commands: drop === 'all' ? [] : commands,
      drop,
      events,
    };
  }
}

const tallyKeys = ['made', 'issued', 'open', 'waiting', 'done', 'failed', 'replaced'] as const;

export function newPiece(kind: PieceKind, id: string, unit: string, weight: number): Piece {
  return {
    id,
    kind,
    status: 'unissued',
    unit,
    weight,
    turn: 0,
    attempts: 0,
    cursor: null,
    items: 0,
    code: null,
  };
}

/** The id of the command that is awaited for the piece as it stands. */
export function commandId(header: JobHeader, piece: Piece): string {
  return `${piece.id}#${header.round}.${piece.turn}.${piece.attempts}`;
}

/**
 * The commands that a state awaits, for an engine that has kept the state alone. Those that slept until a retry may run
 * at once: how long they still had is not part of the state.
 */
export function awaitedCommands({ header, pieces }: JobState): readonly Command[] {
  if (header.stage === 'ended') return [];
  return [...pieces.values()].flatMap((piece) => {
    if (piece.status !== 'open' && piece.status !== 'waiting') return [];
    return [commandOf(header, piece, piece.status === 'open' ? null : 0)];
  });
}

function commandOf(header: JobHeader, piece: Piece, notBefore: number | null): Command {
  const base = { id: commandId(header, piece), piece: piece.id, notBefore };
  switch (piece.kind) {
    case 'parse': {
      const range = header.spec.ranges[Number(piece.id.slice('parse/'.length))];
      if (range === undefined) throw new Error(`Piece ${piece.id} has no page range.`);
      return { ...base, kind: 'parse', first: range.first, last: range.last };
    }
    case 'plan':
      return { ...base, kind: 'plan' };
    case 'unit':
      return { ...base, kind: 'extract', unit: piece.unit, turn: piece.turn, cursor: piece.cursor };
    case 'merge':
      return { ...base, kind: 'merge' };
  }
}
