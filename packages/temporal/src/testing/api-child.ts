/** The API's side in a process of its own: an engine on Temporal that takes requests by messages. */
import { openPostgres, type Engine, type NewJob } from 'leafcutter/internal';
import { collect } from 'leafcutter/testing';
import { connectClient } from '../connection.ts';
import { startTemporalEngine } from '../engine.ts';
import type { TemporalSettings } from '../settings.ts';

export interface ApiChildSettings {
  readonly databaseUrl: string;
  readonly settings: TemporalSettings;
}

/** `events`: all of them, once the job has ended. */
export type ApiRequest =
  | { readonly method: 'start'; readonly job: NewJob }
  | { readonly method: 'status' | 'result' | 'events'; readonly jobId: string };
export type ApiReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

async function main({ databaseUrl, settings }: ApiChildSettings): Promise<void> {
  const database = await openPostgres({ url: databaseUrl, maxConnections: 6 });
  const { client } = await connectClient();
  const engine = startTemporalEngine({ client, database, settings: settings.workflow });
  process.on('message', ({ id, request }: { readonly id: number; readonly request: ApiRequest }) => {
    answer(engine, request).then(
      (value) => process.send?.({ id, value } satisfies ApiReply),
      (error: unknown) => process.send?.({ id, error: String(error) } satisfies ApiReply),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ id: 0, value: 'ready' } satisfies ApiReply);
}

function answer(engine: Engine, request: ApiRequest): Promise<unknown> {
  switch (request.method) {
    case 'start':
      return engine.start(request.job);
    case 'events':
      return collect(engine, request.jobId);
    case 'status':
    case 'result':
      return engine[request.method](request.jobId);
  }
}

process.once('message', (settings: ApiChildSettings) => {
  main(settings).catch((error: unknown) => {
    process.send?.({ id: 0, error: String(error) } satisfies ApiReply);
  });
});
