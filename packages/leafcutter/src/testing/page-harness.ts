/** What tests of the page do again and again: a job on a server of `server-harness.ts`, and a person who looks at it. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { contract, type JobResults } from '@leafcutter/client';
import type { Locator, Page } from 'playwright-core';
import { browser, type Person, type PersonOptions } from './browser.ts';
import { ask, form, type ServerHarness } from './server-harness.ts';

export interface Given {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly schema: unknown;
  readonly schemaName?: string;
  /** What a told extractor does; rules do not read it. */
  readonly instructions?: string;
}

/** @returns the job's id */
export async function startJob(harness: ServerHarness, given: Given): Promise<string> {
  const uploaded = await ask(
    harness,
    '/v1/extract/documents/upload',
    await form(given.bytes, { name: given.name }),
  );
  assert.equal(uploaded.status, 200, uploaded.text);
  const kept = await post(harness, '/v1/extract/schemas', {
    name: given.schemaName ?? 'a schema',
    schema_definition: given.schema,
  });
  const started = await post(harness, '/v1/extract/jobs', {
    document_id: contract.documentInfo.parse(uploaded.json).document_id,
    schema_id: contract.schemaInfo.parse(kept.json).schema_id,
    config: {
      per_key_attribution: true,
      additional_instructions: given.instructions ?? null,
      n_max_retries: 0,
    },
  });
  return contract.jobCreated.parse(started.json).job_id;
}

async function post(harness: ServerHarness, route: string, body: unknown) {
  const answer = await ask(harness, route, { method: 'POST', body });
  assert.equal(answer.status, 200, answer.text);
  return answer;
}

export async function resultsOf(harness: ServerHarness, id: string): Promise<JobResults> {
  for (;;) {
    const answer = await ask(harness, `/v1/extract/jobs/${id}/results`);
    if (answer.status === 200) return contract.jobResults.parse(answer.json);
    assert.equal(answer.status, 409, answer.text);
    await sleep(50);
  }
}

/** Someone with the key of `alice`, at the job where one is named, else at the start. */
export async function openPage(
  { url }: Pick<ServerHarness, 'url'>,
  job: string | null,
  options: PersonOptions = {},
): Promise<Person> {
  return await browser.open(`${url}/${job === null ? '' : `#/jobs/${job}`}`, { key: 'alice', ...options });
}

/** Buttons of the values; the one of a value has the pointer in its title. */
export function valueAt(page: Page, pointer: string): Locator {
  return page.locator(`.values .value[data-pointer=${JSON.stringify(pointer)}]`);
}

export const values = (page: Page): Locator => page.locator('.values .value:visible');

/** Waits until the picture of the document's page is there and the boxes on it. */
export async function pageShown(page: Page): Promise<void> {
  await page.locator('.paper img, .paper pre').first().waitFor();
}
