/** Two processes of the API's side as one engine: what one has started, the other one watches. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine, JsonValue } from 'leafcutter/internal';
import type { JobEvent, JobHeader } from 'leafcutter/job';
import type { ApiChildSettings, ApiReply, ApiRequest } from './api-child.ts';

/** A client of an API tries again when it is answered 503. */
const pauseMs = 500;
const mostTries = 240;

export class ApiProcess {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (reply: ApiReply) => void>();
  private lastId = 0;

  private constructor(child: ChildProcess) {
    this.child = child;
    child.on('message', (reply: ApiReply) => {
      this.waiting.get(reply.id)?.(reply);
      this.waiting.delete(reply.id);
    });
  }

  /** @throws Error when it does not start */
  static async start(
    settings: ApiChildSettings,
    environment: Readonly<Record<string, string>>,
  ): Promise<ApiProcess> {
    const child = fork(path.join(import.meta.dirname, 'api-child.ts'), {
      serialization: 'advanced',
      env: { ...process.env, ...environment },
    });
    const api = new ApiProcess(child);
    const ready = new Promise<ApiReply>((resolve) => {
      api.waiting.set(0, resolve);
    });
    child.send(settings);
    const reply = await ready;
    if ('error' in reply) throw new Error(reply.error);
    return api;
  }

  /** Tries again while it is refused. */
  async ask<T>(request: ApiRequest): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const reply = await this.post(request);
      // The child answers with what the engine's method of this name gives.
      if ('value' in reply) return reply.value as T;
      if (tries === mostTries) throw new Error(reply.error);
      await sleep(pauseMs);
    }
  }

  private async post(request: ApiRequest): Promise<ApiReply> {
    this.lastId += 1;
    const id = this.lastId;
    return await new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.child.send({ id, request });
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await gone;
  }
}

/** What a crash run uses of an engine. */
export function engineOf(apis: readonly [ApiProcess, ApiProcess]): Engine {
  const unused = (): never => {
    throw new Error('A crash run does not use this.');
  };
  const [first, second] = apis;
  let started = 0;
  return {
    name: 'temporal',
    start: async (job) => {
      started += 1;
      return await (started % 2 === 0 ? first : second).ask<JobHeader>({ method: 'start', job });
    },
    status: (jobId) => first.ask<JobHeader | null>({ method: 'status', jobId }),
    result: (jobId) => second.ask<JsonValue | null>({ method: 'result', jobId }),
    async *watch(jobId) {
      yield* await first.ask<readonly JobEvent[]>({ method: 'events', jobId });
    },
    state: unused,
    answer: unused,
    cancel: unused,
    retry: unused,
    stop: async () => {
      await Promise.all(apis.map((api) => api.stop()));
    },
  };
}
