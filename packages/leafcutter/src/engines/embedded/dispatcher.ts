/** Which work this process takes, and what becomes of it when it lands. */
import type { JobSpec } from '../../job/index.ts';
import type { Database } from '../../storage/database.ts';
import { readSpecs } from '../../storage/jobs.ts';
import { release, type ClaimedWork, type ClaimRequest } from '../../storage/work.ts';
import { decodeCommand, decodeHeader, decodePiece, decodeSpec } from '../../storage/codec.ts';
import type { EngineLimits } from '../engine.ts';
import { poolOf } from '../job-draft.ts';
import type { Flight, Landing, Runner } from '../runner.ts';
import type { BatchResult } from './batch.ts';
import { suspectClaims } from './leases.ts';
import type { JobCache } from './job-cache.ts';
import type { Pump } from './pump.ts';

export interface DispatcherParts {
  readonly database: Database;
  readonly cache: JobCache;
  readonly pump: Pump;
  readonly runner: Runner;
  /** The id changes when this process was taken for dead. */
  readonly worker: { id: string };
  readonly limits: EngineLimits;
  readonly now: () => number;
}

/** Longer sleeps than this are found by the keeper's look at the queue. */
const longestTimerMs = 60_000;

export class Dispatcher {
  readonly limits: EngineLimits;
  private readonly parts: DispatcherParts;
  /** There may be work for free places. */
  private mayBeWork = true;
  private stopped = false;
  /** A suspect is to run alone: nothing else is taken until it has landed. */
  private alone = false;
  /** Claims whose specs are being read: their places are not free, though nothing is in flight yet. */
  private takingOff = 0;
  private timer: NodeJS.Timeout | undefined;
  private timerAt = Infinity;

  constructor(parts: DispatcherParts) {
    this.parts = parts;
    this.limits = parts.limits;
  }

  /** There may be work. */
  look(): void {
    this.mayBeWork = true;
    this.parts.pump.wake();
  }

  /** Looks when a sleeping command is due, by `now`'s clock. */
  lookAt(time: number): void {
    const dueMs = time - this.parts.now();
    if (this.stopped || time >= this.timerAt || dueMs > longestTimerMs) return;
    clearTimeout(this.timer);
    this.timerAt = time;
    this.timer = setTimeout(
      () => {
        this.timerAt = Infinity;
        this.look();
      },
      Math.max(0, dueMs) + 1,
    );
  }

  /** Takes no more work. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  get isStopped(): boolean {
    return this.stopped;
  }

  /** Free places, if there may be work for them. */
  wanted(): ClaimRequest | null {
    if (this.stopped || this.alone || this.takingOff > 0 || !this.mayBeWork) return null;
    const { runner, worker, now } = this.parts;
    const { parseSlots, callSlots } = this.limits;
    const parsing = runner.count((flight) => flight.pool === 'parse');
    const parsingBulk = runner.count((flight) => flight.pool === 'parse' && flight.lane === 'bulk');
    const request = {
      worker: worker.id,
      parse: Math.max(0, parseSlots - parsing),
      parseBulk: Math.max(0, parseSlots - 1 - parsingBulk),
      call: Math.max(0, callSlots - (runner.size - parsing)),
      suspectClaims,
      now: now(),
    };
    return request.parse + request.call === 0 ? null : request;
  }

  written(batch: BatchResult): void {
    if (batch.nextRunAt !== null) this.lookAt(batch.nextRunAt);
    if (batch.queued) this.mayBeWork = true;
  }

  /** A claim that was not filled has emptied the queue, until somebody says otherwise or a place is free again. */
  claimed(work: readonly ClaimedWork[], request: ClaimRequest): void {
    const parse = work.filter((piece) => piece.pool === 'parse').length;
    if (parse < request.parse && work.length - parse < request.call) this.mayBeWork = false;
    void this.takeOff(work);
  }

  /** While true, the only work that is taken is what `fly` gives. */
  keepAlone(alone: boolean): void {
    const over = this.alone && !alone;
    this.alone = alone;
    if (over) this.look();
  }

  /** Runs what was claimed. What cannot be run since the store does not answer stays leased; the keeper finds it. */
  async takeOff(work: readonly ClaimedWork[]): Promise<void> {
    const later = work.filter((piece) => !this.tryTakeOff(piece, this.knownSpec(piece)));
    if (later.length === 0) return;
    this.takingOff += 1;
    try {
      const ids = [...new Set(later.map((piece) => piece.jobId))];
      const specs = await this.parts.database.run((query) => readSpecs(query, ids));
      for (const piece of later) {
        const json = specs.get(piece.jobId);
        if (json !== undefined) this.tryTakeOff(piece, decodeSpec(json));
      }
    } catch {
      // See above.
    } finally {
      this.takingOff -= 1;
      this.look();
    }
  }

  private knownSpec(piece: ClaimedWork): JobSpec | null {
    const known = this.parts.cache.get(piece.jobId);
    const spec = known?.header.spec ?? (piece.spec === null ? null : decodeSpec(piece.spec));
    const { seen } = piece;
    if (spec !== null && seen !== null && (known === undefined || known.version < seen.version)) {
      const first = decodePiece(seen.piece);
      this.parts.cache.put(piece.jobId, {
        version: seen.version,
        header: decodeHeader(seen.header, spec),
        pieces: new Map([[first.id, first]]),
        lastRank: seen.lastRank,
        contended: known !== undefined,
      });
    }
    return spec;
  }

  private tryTakeOff(piece: ClaimedWork, spec: JobSpec | null): boolean {
    if (spec === null) return false;
    const command = decodeCommand(piece.command);
    // `advance` wants to know of it while nothing runs yet, and when a sleeping retry wakes up.
    if (piece.status !== 'processing' || command.notBefore !== null) this.tellClaimed(piece);
    const { jobId, tenant, lane } = piece;
    const flight: Flight = { jobId, tenant, command, pool: poolOf(command), lane };
    this.parts.runner.start(flight, spec, (landing) => this.land(piece, flight, landing));
    return true;
  }

  private tellClaimed(piece: ClaimedWork): void {
    const input = { type: 'claimed', command: piece.commandId } as const;
    this.parts.pump.write({ type: 'input', jobId: piece.jobId, input }).catch(ignore);
  }

  private land(piece: ClaimedWork, flight: Flight, landing: Landing): void {
    const { pump, database, worker } = this.parts;
    const { jobId, command } = flight;
    this.mayBeWork = true;
    if (landing.type === 'performed') {
      pump.write({ type: 'done', jobId, done: { command, performed: landing.performed } }).catch(ignore);
    } else if (landing.type === 'lost' && piece.claims >= this.limits.maxClaims) {
      pump.write({ type: 'lost', jobId, commandId: command.id, claims: piece.claims }).catch(ignore);
    } else if (landing.type === 'lost') {
      const released = database.run((query) => release(query, worker.id, jobId, command.id));
      released.then(() => this.landed(), ignore);
      return;
    }
    this.landed();
  }

  private landed(): void {
    if (this.alone) this.onAloneLanded();
    else this.look();
  }

  /** Set by the keeper. */
  onAloneLanded: () => void = () => undefined;
}

/** What the pump could not write when it closed stays leased and is done again. */
function ignore(): void {}
