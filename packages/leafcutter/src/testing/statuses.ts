/** Brings jobs into every status and gives what `GET /extract/jobs/{id}` answers there. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contract, type JobStatus } from '@leafcutter/client';
import { noModelsSettings } from '../models/settings.ts';
import { ask, form, serverHarness } from './server-harness.ts';
import { createToldExtractor } from './told-extractor.ts';

export interface StatusAnswer {
  readonly status: JobStatus;
  /** As the request named it; null: it named none. */
  readonly model: string | null;
  readonly body: unknown;
}

const examples = path.resolve(import.meta.dirname, '../../../../examples');
/** The statuses, and what a job is told so that it gets there. */
const ways: readonly (readonly [JobStatus, string])[] = [
  ['processing', 'hold'],
  ['processing', 'turns 1000 20'],
  ['retrying', 'wait'],
  ['completed', ''],
  ['failed', 'fail'],
  ['cancelled', 'hold'],
];

/** Every status, with and without a published name of a model. */
export async function everyStatus(): Promise<readonly StatusAnswer[]> {
  const held = Promise.withResolvers<void>();
  held.resolve();
  let gate = held.promise;
  await using harness = await serverHarness({
    chooseExtractor: () => extractor,
    models: { ...noModelsSettings, aliases: { 'gemini-2.5-pro': 'rules' } },
    wrapPerform: (perform) => async (command, context) => {
      await gate;
      return await perform(command, context);
    },
  });
  const extractor = createToldExtractor();
  const invoice = await readFile(path.join(examples, 'invoice.pdf'));
  const uploaded = await ask(harness, '/v1/extract/documents/upload', await form(invoice));
  const { document_id } = contract.documentInfo.parse(uploaded.json);
  const definition: unknown = JSON.parse(await readFile(path.join(examples, 'invoice.schema.json'), 'utf8'));
  const kept = await ask(harness, '/v1/extract/schemas', {
    method: 'POST',
    body: { name: 'invoice', schema_definition: definition },
  });
  const { schema_id } = contract.schemaInfo.parse(kept.json);
  const start = async (model: string | null, told: string): Promise<string> => {
    const config = { ...(model === null ? {} : { model }), additional_instructions: told, n_max_retries: 1 };
    const started = await ask(harness, '/v1/extract/jobs', {
      method: 'POST',
      body: { document_id, schema_id, config },
    });
    assert.equal(started.status, 200, started.text);
    return contract.jobCreated.parse(started.json).job_id;
  };
  const statusOf = async (id: string): Promise<unknown> =>
    (await ask(harness, `/v1/extract/jobs/${id}`)).json;
  const answers: StatusAnswer[] = [];
  for (const model of [null, 'rules', 'gemini-2.5-pro']) {
    for (const [status, told] of ways) {
      const id = await start(model, told === 'fail' ? `fail ${model}` : told);
      if (status === 'cancelled') await ask(harness, `/v1/extract/jobs/${id}/cancel`, { method: 'POST' });
      answers.push({ status, model, body: await reached(() => statusOf(id), status) });
      await ask(harness, `/v1/extract/jobs/${id}/cancel`, { method: 'POST' });
    }
    // All places are taken by jobs that cannot begin: the next one waits.
    const opened = Promise.withResolvers<void>();
    gate = opened.promise;
    const waiting = [];
    for (let count = 0; count < 10; count += 1) waiting.push(await start(model, ''));
    answers.push({ status: 'pending', model, body: await statusOf(waiting.at(-1) ?? '') });
    opened.resolve();
    gate = held.promise;
    for (const id of waiting) await reached(() => statusOf(id), 'completed');
  }
  return answers;
}

async function reached(read: () => Promise<unknown>, status: JobStatus): Promise<unknown> {
  for (let tries = 0; tries < 1_500; tries += 1) {
    const body = await read();
    const job = contract.jobInfo.parse(body);
    // While it runs, something should have been found.
    if (job.status === status && (status !== 'processing' || job.progress.total_fields > 0)) return body;
    await sleep(20);
  }
  throw new Error(`no job came to be ${status}: ${JSON.stringify(await read())}`);
}
