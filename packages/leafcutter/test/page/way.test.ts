/** The whole way of a person, on the command as it is started: with the mouse, then with the keyboard alone. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { contract } from '@leafcutter/client';
import type { Page } from 'playwright-core';
import { browser } from '../../src/testing/browser.ts';
import { pageShown, valueAt, values } from '../../src/testing/page-harness.ts';
import { startServe, type ServeProcess } from '../serve-process.ts';

const examples = path.resolve(import.meta.dirname, '../../../../examples');
const invoice = path.join(examples, 'invoice.pdf');
const schemaFile = path.join(examples, 'invoice.schema.json');

describe('a person on the page', { skip: browser.skip }, () => {
  let server: ServeProcess;
  before(async () => {
    server = await startServe();
  });
  after(() => server[Symbol.asyncDispose]());

  const verdict = (page: Page) => page.getByRole('status');
  const jobOf = (page: Page): string => /jobs\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  const resultsOf = async (page: Page) => {
    const answer = await fetch(`${server.origin}/v1/extract/jobs/${jobOf(page)}/results`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    return contract.jobResults.parse(await answer.json());
  };
  const exported = async (page: Page): Promise<ReturnType<typeof contract.jobResults.parse>> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'JSON' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), `results-${jobOf(page)}.json`);
    return contract.jobResults.parse(JSON.parse(await readFile(await download.path(), 'utf8')));
  };

  test('from a wrong schema to corrected results', async () => {
    await using person = await browser.open(server.url);
    const { page } = person;
    await page.getByRole('button', { name: 'Extract' }).waitFor();
    assert.equal(page.url(), `${server.origin}/`, 'the token does not stay in the address');

    await page.getByLabel('JSON Schema').fill('{"type": "object"');
    await verdict(page).getByText('The schema is no JSON').waitFor();
    await page
      .getByLabel('JSON Schema')
      .fill('{"type": "object", "properties": {"total": {"type": "money"}}}');
    await verdict(page).getByText('properties.total.type').waitFor();
    await page.getByLabel('From a file').setInputFiles(schemaFile);
    await verdict(page).getByText('fields').waitFor();
    assert.equal(await page.getByLabel('Name').inputValue(), 'invoice');

    await page.getByLabel('Documents').setInputFiles(invoice);
    await page.getByRole('button', { name: 'Extract' }).click();
    await pageShown(page);
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'invoice.pdf');
    assert.equal(await page.title(), 'invoice.pdf - Leafcutter');
    assert.equal(await valueAt(page, '/invoice_number').innerText(), 'AF-2026-00417');

    const before = await resultsOf(page);
    const all = await values(page).count();
    await page.getByLabel('Which values').selectOption('doubtful');
    const doubtful = await values(page).count();
    assert.ok(doubtful > 0 && doubtful < all, `${doubtful} of ${all}`);
    await page.getByLabel('Which values').selectOption('all');
    await page.getByLabel('Search names and values').fill('ethanol');
    assert.deepEqual(await values(page).allInnerTexts(), ['Ethanol 96 %, denatured, 2.5 l UN 1170, class 3']);
    await page.getByLabel('Search names and values').fill('');

    await valueAt(page, '/amount_due').dblclick();
    await page.keyboard.type('much');
    await page.keyboard.press('Enter');
    await page.locator('input.edit:invalid').waitFor();
    assert.match(await page.evaluate<string>('document.activeElement.validationMessage'), /number/);
    await page.keyboard.press('Escape');
    assert.equal(await valueAt(page, '/amount_due').innerText(), '2567.84');

    await valueAt(page, '/invoice_number').dblclick();
    await page.keyboard.type('AF-2026-00418');
    await page.keyboard.press('Enter');
    await valueAt(page, '/invoice_number').getByText('AF-2026-00418').waitFor();
    const results = await exported(page);
    assert.deepEqual(
      results.metadata.edits?.map(({ path: at, before: was, after: is }) => [at, was, is]),
      [['/invoice_number', 'AF-2026-00417', 'AF-2026-00418']],
    );
    const untouched = ({ results: given }: typeof before): unknown => ({ ...given, invoice_number: null });
    assert.deepEqual(untouched(results), untouched(before));

    await page.reload();
    await valueAt(page, '/invoice_number').getByText('AF-2026-00418').waitFor();

    await page.getByRole('link', { name: 'Leafcutter' }).click();
    await page.getByRole('button', { name: 'See it' }).click();
    await page.waitForFunction(`document.activeElement.value?.includes('"line_items"')`);
    assert.equal(await page.getByLabel('Name').inputValue(), 'invoice');
    person.assertQuiet([422]);
  });

  test('the same by the keyboard alone', async () => {
    await using person = await browser.open(server.url);
    const { page } = person;
    const { keyboard } = page;
    // From now on, not from the key on: the browser would open a window of its own meanwhile.
    page.on('filechooser', () => undefined);
    /** Goes on with the tab key until that has the focus. */
    const tabTo = async (name: string): Promise<void> => {
      const target = page.locator(':focus').and(page.getByLabel(name).or(page.getByRole('button', { name })));
      for (let stops = 0; stops < 40; stops += 1) {
        await keyboard.press('Tab');
        if ((await target.count()) > 0) return;
      }
      assert.fail(`the tab key does not lead to ${name}`);
    };
    const choose = async (file: string): Promise<void> => {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), keyboard.press('Enter')]);
      await chooser.setFiles(file);
    };
    await page.getByRole('button', { name: 'Extract' }).waitFor();
    await tabTo('Documents');
    await choose(invoice);
    await tabTo('Schema');
    await keyboard.press('End');
    await tabTo('From a file');
    await choose(schemaFile);
    await page.waitForFunction(`document.querySelector('textarea.code').value.includes('line_items')`);
    await tabTo('Extract');
    await keyboard.press('Enter');
    await pageShown(page);

    await tabTo('Which values');
    await keyboard.press('ArrowDown');
    await tabTo('Search names and values');
    await keyboard.press('Tab');
    const doubtful = await values(page).count();
    const seen = new Set<string>();
    for (let step = 0; step < doubtful; step += 1) {
      seen.add((await page.locator(':focus').getAttribute('data-pointer')) ?? '');
      await keyboard.press('ArrowDown');
    }
    assert.equal(seen.size, doubtful, 'arrows go from value to value');
    const name = '/buyer/name';
    while ((await page.locator(':focus').getAttribute('data-pointer')) !== name)
      await keyboard.press('ArrowUp');
    await page.locator(`.place.selected[data-pointer="${name}"]`).first().waitFor();

    const before = await page.locator(':focus').innerText();
    await keyboard.press('Enter');
    await keyboard.type('no such thing');
    await keyboard.press('Escape');
    assert.equal(await page.locator(':focus').innerText(), before, 'Escape leaves it as it was');
    await keyboard.press('Enter');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('changed');
    await keyboard.press('Enter');
    await page.locator(`:focus[data-pointer="${name}"]`).getByText('changed').waitFor();
    assert.equal((await exported(page)).metadata.edits?.[0]?.path, name);
    person.assertQuiet();
  });
});
