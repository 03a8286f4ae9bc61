/** What becomes of jobs, as the page tells it: progress, failures, what was refused, what is gone. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { browser } from '../../src/testing/browser.ts';
import { openPage, pageShown, resultsOf, startJob, valueAt, values } from '../../src/testing/page-harness.ts';
import { ask, serverHarness, type ServerHarness } from '../../src/testing/server-harness.ts';
import { createToldExtractor } from '../../src/testing/told-extractor.ts';

const examples = path.resolve(import.meta.dirname, '../../../../examples');
const schema = {
  type: 'object',
  properties: {
    title: { type: 'string' },
    rows: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
  },
};
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const note = { name: 'note.txt', bytes: text('Title: a note\n'), schema };

describe('jobs on the page', { skip: browser.skip }, () => {
  let harness: ServerHarness;
  before(async () => {
    const told = createToldExtractor();
    harness = await serverHarness({ page: true, chooseExtractor: () => told });
  });
  after(() => harness[Symbol.asyncDispose]());

  const heading = (page: Page) => page.getByRole('heading', { level: 1 });
  const row = (page: Page, name: string) => page.locator('.jobs tr', { hasText: name });
  const choose = (page: Page, ...files: { name: string; bytes: Uint8Array }[]) =>
    page
      .getByLabel('Documents')
      .setInputFiles(
        files.map(({ name, bytes }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(bytes) })),
      );

  test('a job is watched, reloaded in its middle, seen from the list, and cancelled', async () => {
    const id = await startJob(harness, { ...note, instructions: 'hold' });
    await using person = await openPage(harness, id);
    const { page } = person;
    const progress = page.getByRole('progressbar', { name: 'Progress' });
    await page.getByRole('status').getByText('of 2 fields').waitFor();
    assert.equal(await heading(page).innerText(), 'note.txt');
    await page.reload();
    await page.getByRole('status').getByText('of 2 fields').waitFor();
    await progress.waitFor();

    const other = await person.tab();
    await other.goto(harness.url);
    await row(other, 'note.txt').getByText('processing').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.status', { hasText: 'cancelled' }).waitFor();
    await pageShown(page);
    await row(other, 'note.txt').getByText('cancelled').waitFor();
    person.assertQuiet();
  });

  test('a job in turns ends while it is watched', async () => {
    const id = await startJob(harness, { ...note, instructions: 'turns 4 150' });
    await using person = await openPage(harness, id);
    await valueAt(person.page, '/rows/3/name').waitFor();
    assert.equal(await valueAt(person.page, '/rows/3/name').innerText(), '4');
    person.assertQuiet();
  });

  test('a server that is away for a while is waited for', async () => {
    const id = await startJob(harness, { ...note, instructions: 'hold' });
    await using person = await openPage(harness, id);
    const { page } = person;
    await page.getByRole('status').getByText('of 2 fields').waitFor();
    const status = `**/v1/extract/jobs/${id}`;
    await page.route(status, (route) => route.abort());
    await page.getByRole('status').getByText('does not answer').waitFor();
    await page.unroute(status);
    await page.getByRole('status').getByText('of 2 fields').waitFor();
    await ask(harness, `/v1/extract/jobs/${id}/cancel`, { method: 'POST' });
    await page.locator('.status', { hasText: 'cancelled' }).waitFor();
  });

  test('a part that failed is named with its reason, and is done at the second try', async () => {
    const id = await startJob(harness, { ...note, instructions: 'fail once-on-the-page' });
    await resultsOf(harness, id);
    await using person = await openPage(harness, id);
    const { page } = person;
    await page.locator('.status', { hasText: 'failed' }).waitFor();
    await page.getByText('rows: As the instructions say.').waitFor();
    assert.equal(await valueAt(page, '/title').innerText(), '1', 'the rest is there');
    await page.getByRole('button', { name: 'Try what failed again' }).click();
    await valueAt(page, '/rows/0/name').waitFor();
    await page.locator('.status', { hasText: 'complete' }).waitFor();
    person.assertQuiet();
  });

  test('documents that are refused say why and what to do, and keep no other back', async () => {
    await using person = await openPage(harness, null);
    const { page } = person;
    const problem = page.getByRole('alert');
    const extract = page.getByRole('button', { name: 'Extract' });
    const invoice = await readFile(path.join(examples, 'invoice.pdf'));
    const broken = { name: 'broken.pdf', bytes: invoice.subarray(0, 400) };
    await choose(page, broken);
    await extract.click();
    await problem.getByText('broken.pdf').waitFor();
    const office = { name: 'letter.docx', bytes: Buffer.from('PK\x03\x04rest of it') };
    await choose(page, { name: 'good.txt', bytes: note.bytes }, office, {
      name: 'empty.txt',
      bytes: text(''),
    });
    await extract.click();
    await problem.getByText('1 of 3 have begun.').waitFor();
    assert.match(await problem.innerText(), /letter\.docx.*PDF.*empty\.txt/s);
    await row(page, 'good.txt').getByText('completed').waitFor();
    await page.getByText('More', { exact: true }).click();
    await page.getByLabel('Pages').fill('7');
    await choose(page, note);
    await extract.click();
    await problem.getByText(/page/i).waitFor();
    person.assertQuiet([413, 415, 422]);
  });

  test('results outlive their document; what is not there is said', async () => {
    const id = await startJob(harness, note);
    await resultsOf(harness, id);
    const job: unknown = (await ask(harness, `/v1/extract/jobs/${id}`)).json;
    await ask(harness, `/v1/extract/documents/${Object(job)['document_id']}`, { method: 'DELETE' });
    await using person = await openPage(harness, id);
    const { page } = person;
    await page.getByText('The document was deleted; its results stay.').waitFor();
    assert.equal(await values(page).count(), 2);
    await page.goto(`${harness.url}/#/jobs/01890000-0000-7000-8000-000000000000`);
    await page.getByRole('link', { name: 'To the start' }).click();
    await heading(page).getByText('From documents to data').waitFor();
    person.assertQuiet([404]);
  });

  test('a key is asked for, once, and again when it was wrong', async () => {
    await using person = await browser.open(harness.url);
    const { page } = person;
    await page.getByLabel('Key').fill('WRONG');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Take a key.').waitFor();
    await page.getByLabel('Key').fill('bob');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No jobs yet' }).waitFor();
    person.assertQuiet([401]);
  });
});
