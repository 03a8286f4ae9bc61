/** An embedded engine in a child process that may die at any time: it is started again, and calls wait meanwhile. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Engine, EngineName, NewJob } from '../engines/engine.ts';
import type { JobEvent, JobHeader, JobState } from '../job/index.ts';
import type { JsonValue } from '../json.ts';
import type { ChildSettings, EventPage, Reply, Request } from './engine-child.ts';

type Body<R> = R extends unknown ? Omit<R, 'id'> : never;

interface Call {
  readonly body: Body<Request>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class KillableEngine implements Engine {
  readonly name: EngineName;
  private readonly settings: ChildSettings;
  private child: ChildProcess | null = null;
  private ready: Promise<void> = Promise.resolve();
  private readonly calls = new Map<number, Call>();
  private lastId = 0;
  private isReady = false;
  private closed = false;
  /** Times that the process has died. */
  deaths = 0;
  /** When each process was up and began to open its store, milliseconds since 1970. */
  readonly openedAt: number[] = [];

  constructor(name: EngineName, settings: ChildSettings) {
    this.name = name;
    this.settings = settings;
  }

  /** @throws Error when the engine does not start. */
  open(): Promise<void> {
    this.ready = this.spawn();
    return this.ready;
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    await this.ready;
  }

  async restart(): Promise<void> {
    const { child } = this;
    if (child === null) return;
    const gone = once(child, 'exit');
    this.post({ method: 'stop', graceMs: 0 }).catch(() => undefined);
    await gone;
    await this.ready;
  }

  start(job: NewJob): Promise<JobHeader> {
    return this.call({ method: 'start', job });
  }
  status(jobId: string): Promise<JobHeader | null> {
    return this.call({ method: 'status', jobId });
  }
  state(jobId: string): Promise<JobState | null> {
    return this.call({ method: 'state', jobId });
  }
  answer(jobId: string, piece: string, turn: number): Promise<JsonValue | null> {
    return this.call({ method: 'answer', jobId, piece, turn });
  }
  result(jobId: string): Promise<JsonValue | null> {
    return this.call({ method: 'result', jobId });
  }
  cancel(jobId: string): Promise<JobHeader | null> {
    return this.call({ method: 'cancel', jobId });
  }
  retry(jobId: string): Promise<JobHeader | null> {
    return this.call({ method: 'retry', jobId });
  }

  async *watch(jobId: string, after: number, signal: AbortSignal): AsyncGenerator<JobEvent> {
    let seen = after;
    while (!signal.aborted) {
      const page = await this.call<EventPage>({ method: 'events', jobId, after: seen });
      yield* page.events;
      seen = page.events.at(-1)?.seq ?? seen;
      if (page.ended) return;
    }
  }

  async stop(): Promise<void> {
    this.closed = true;
    const { child } = this;
    if (child === null) return;
    const gone = once(child, 'exit');
    this.post({ method: 'stop', graceMs: 0 }).catch(() => undefined);
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(timer);
  }

  private async spawn(): Promise<void> {
    const child = fork(path.join(import.meta.dirname, 'engine-child.ts'), {
      serialization: 'advanced',
      // As the command does: what is compiled once is kept for the next start.
      env: { NODE_COMPILE_CACHE: path.join(tmpdir(), 'leafcutter-compile-cache'), ...process.env },
    });
    this.child = child;
    const started = new Promise<void>((resolve, reject) => {
      child.on('message', (reply: Reply) => {
        if (reply.id !== 0) this.settle(reply);
        else if ('error' in reply) reject(new Error(reply.error));
        else if (reply.value === 'opening') this.openedAt.push(Date.now());
        else resolve();
      });
      // It may be killed before it was ready, by its first piece of work.
      child.once('exit', () => resolve());
    });
    child.once('exit', () => this.onExit());
    child.on('error', () => undefined);
    child.send(this.settings, () => undefined);
    await started;
    this.isReady = child.connected;
    for (const [id, { body }] of this.calls) this.send(id, body);
  }

  private onExit(): void {
    this.child = null;
    this.isReady = false;
    this.deaths += 1;
    if (!this.closed) this.ready = this.spawn();
    else for (const { reject } of this.calls.values()) reject(new Error('The engine was closed.'));
  }

  private settle(reply: Reply): void {
    const call = this.calls.get(reply.id);
    if (call === undefined) return;
    this.calls.delete(reply.id);
    if ('error' in reply) call.reject(new Error(reply.error));
    else call.resolve(reply.value);
  }

  private async call<T>(body: Body<Request>): Promise<T> {
    const value = await this.post(body);
    // The child answers with what the engine's method of this name gives.
    return value as T;
  }

  private post(body: Body<Request>): Promise<unknown> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.calls.set(id, { body, resolve, reject });
      this.send(id, body);
    });
  }

  private send(id: number, body: Body<Request>): void {
    if (this.isReady) this.child?.send({ ...body, id }, () => undefined);
  }
}
