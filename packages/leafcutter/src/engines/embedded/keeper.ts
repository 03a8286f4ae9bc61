/** Looks after leases: our own beat, dead workers' work, work that was lost too often, and what was dropped unheard. */
import { randomUUID } from 'node:crypto';
import { LeafcutterError } from '../../errors.ts';
import { claimSuspect, heldBy, lookAtQueue, release } from '../../storage/work.ts';
import { beat, enrol, readBeats, takeOver } from '../../storage/workers.ts';
import { flightKey } from '../runner.ts';
import { look, suspectClaims, type Watch } from './leases.ts';
import type { Dispatcher, DispatcherParts } from './dispatcher.ts';

export interface KeeperParts extends Omit<DispatcherParts, 'limits'> {
  readonly dispatcher: Dispatcher;
  readonly leaseMs: number;
  /** Host and process, for people. */
  readonly description: string;
}

/** Shorter leases (tests) are looked at more often. */
const longestRoundMs = 500;
/** A beat every round: a lease is ten of them. */
const roundsALook = 2;
const strayMs = 2_000;

export class Keeper {
  private readonly parts: KeeperParts;
  private timer: NodeJS.Timeout | undefined;
  private round = 0;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private watch: Watch = new Map();
  private lookedAt = performance.now();
  /** Leased rows that are not in flight, and since when: a claim may just be on its way. */
  private strays: ReadonlyMap<string, number> = new Map();

  constructor(parts: KeeperParts) {
    this.parts = parts;
    parts.dispatcher.onAloneLanded = () => this.roundSoon();
  }

  /** On SQLite this is the only engine process: whoever was at work before is dead. */
  async start(): Promise<void> {
    const { database, worker, description, now, dispatcher } = this.parts;
    await database.transaction(async (query) => {
      if (database.dialect === 'sqlite') await takeOver(query, await readBeats(query, 'sqlite'));
      await enrol(query, { worker: worker.id, description, session: database.session }, now());
    });
    await this.lookAtQueue();
    dispatcher.look();
    this.schedule();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Somebody else may have dropped work of ours. */
  reconcileSoon(): void {
    this.roundSoon();
  }

  private roundSoon(): void {
    clearTimeout(this.timer);
    this.running = this.running.then(() => this.doRound());
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => this.roundSoon(), Math.min(longestRoundMs, this.parts.leaseMs / 10));
  }

  private async doRound(): Promise<void> {
    if (this.stopped) return;
    clearTimeout(this.timer);
    try {
      const { database, dispatcher } = this.parts;
      this.round += 1;
      if (database.dialect === 'postgres') {
        await this.beat();
        await this.lookForDead();
      }
      await this.reconcile();
      await this.lookAtQueue();
      if (this.round % roundsALook === 0) dispatcher.look();
    } catch {
      // The store is away; the next round looks again. Meanwhile nobody's silence counts.
      this.lookedAt = performance.now();
    }
    this.schedule();
  }

  private async beat(): Promise<void> {
    const { database, worker, runner, description, now } = this.parts;
    if (await database.run((query) => beat(query, worker.id))) return;
    // We were taken for dead; whatever is in flight belongs to others now.
    runner.abort(() => true, new LeafcutterError('worker_lost', 'This process was silent for too long.'));
    const id = randomUUID();
    const { session } = database;
    await database.run((query) => enrol(query, { worker: id, description, session }, now()));
    worker.id = id;
  }

  private async lookForDead(): Promise<void> {
    const { database, worker, dispatcher } = this.parts;
    const beats = await database.run((query) => readBeats(query, database.dialect));
    const time = performance.now();
    const { watch, dead } = look(this.watch, beats, time - this.lookedAt, this.parts.leaseMs);
    this.watch = watch;
    this.lookedAt = time;
    const others = dead.filter((one) => one.worker !== worker.id);
    if (others.length === 0) return;
    await database.transaction((query) => takeOver(query, others));
    dispatcher.look();
  }

  /** Aborts what is not ours any more, releases what is ours but not in flight. */
  private async reconcile(): Promise<void> {
    const { database, worker, runner, pump } = this.parts;
    const flying = runner.keys();
    const held = await database.run((query) => heldBy(query, worker.id));
    const keys = new Set(held.map(({ jobId, commandId }) => flightKey(jobId, commandId)));
    runner.abort(
      ({ jobId, command }) => {
        const key = flightKey(jobId, command.id);
        return flying.has(key) && !keys.has(key);
      },
      new LeafcutterError('cancelled', 'The job was cancelled.'),
    );
    const strays = new Map<string, number>();
    for (const { jobId, commandId } of held) {
      const key = flightKey(jobId, commandId);
      if (runner.has(jobId, commandId) || pump.holds(jobId, commandId)) continue;
      const since = this.strays.get(key) ?? performance.now();
      if (performance.now() - since < strayMs) strays.set(key, since);
      else await database.run((query) => release(query, worker.id, jobId, commandId));
    }
    this.strays = strays;
  }

  /** Gives up what was lost too often; runs a suspect, alone. */
  private async lookAtQueue(): Promise<void> {
    const { database, pump, dispatcher, runner, worker, now } = this.parts;
    const { maxClaims, parseSlots, callSlots } = dispatcher.limits;
    // A process without places (it only accepts jobs) runs no suspects either.
    const pools = [
      ...(parseSlots > 0 ? (['parse'] as const) : []),
      ...(callSlots > 0 ? (['call'] as const) : []),
    ];
    const limits = { suspectClaims, maxClaims, pools, now: now() };
    const { lost, suspects, nextRunAt } = await database.run((query) => lookAtQueue(query, limits));
    for (const piece of lost) pump.write({ type: 'lost', ...piece }).catch(() => undefined);
    if (nextRunAt !== null) dispatcher.lookAt(nextRunAt);
    const alone = suspects > 0 && !dispatcher.isStopped;
    if (alone && runner.size === 0) {
      dispatcher.keepAlone(true);
      const suspect = await database.run((query) =>
        claimSuspect(query, database.dialect, { ...limits, worker: worker.id }),
      );
      if (suspect !== null) await dispatcher.takeOff([suspect]);
    } else if (alone || runner.size === 0) {
      dispatcher.keepAlone(alone);
    }
  }
}
