/** Documents, schemas and values that try to be more than text; and texts that are hard to show. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { browser } from '../../src/testing/browser.ts';
import { openPage, pageShown, resultsOf, startJob, valueAt } from '../../src/testing/page-harness.ts';
import { serverHarness, type ServerHarness } from '../../src/testing/server-harness.ts';

const code = 'globalThis.ran = true';
const image = `<img src=x onerror='${code}'>`;
const script = `<script>${code}</script>`;
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

describe('what is hostile or hard', { skip: browser.skip }, () => {
  let harness: ServerHarness;
  before(async () => {
    harness = await serverHarness({ page: true });
  });
  after(() => harness[Symbol.asyncDispose]());

  const assertInert = async (page: Page): Promise<void> => {
    assert.equal(await page.evaluate('globalThis.ran'), undefined);
    assert.equal(await page.locator('main script, main iframe, main img:not([src^="blob:"])').count(), 0);
  };

  test('HTML in a document, its name, a schema and a value stays text', async () => {
    const property = `customer ${image}`;
    const id = await startJob(harness, {
      name: `${image} note.txt`,
      bytes: text(`Customer: ${script} Ltd\nTotal: 12.50\n`),
      schemaName: `${script} schema`,
      schema: {
        type: 'object',
        properties: {
          customer: { type: 'string', description: image },
          [property]: { type: 'string' },
          total: { type: 'number' },
        },
      },
    });
    await resultsOf(harness, id);
    await using person = await openPage(harness, id);
    const { page } = person;
    await pageShown(page);
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), `${image} note.txt`);
    assert.match(await valueAt(page, '/customer').innerText(), /<script>/);
    await valueAt(page, '/customer').click();
    await page.locator('.about').getByText(script).first().waitFor();
    await page.getByText(property, { exact: true }).waitFor();
    await assertInert(page);

    await page.getByRole('link', { name: 'Leafcutter' }).click();
    await page.getByRole('link', { name: `${image} note.txt` }).waitFor();
    assert.equal(
      await page.getByRole('combobox', { name: 'Schema' }).locator('option').first().innerText(),
      `${script} schema (version 1)`,
    );
    await page.getByRole('combobox', { name: 'Schema' }).selectOption('');
    await page
      .getByLabel('JSON Schema')
      .fill(JSON.stringify({ type: 'object', properties: { [image]: { type: script } } }));
    await page.getByRole('status').getByText(image).waitFor();
    await assertInert(page);
    person.assertQuiet([422]);
  });

  test('the policy of the page refuses code and addresses that are not its own', async () => {
    await using person = await openPage(harness, null);
    const { page } = person;
    await page.getByRole('button', { name: 'Extract' }).waitFor();
    const refused = await page.evaluate<string[]>(`new Promise((resolve) => {
      const refused = [];
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        refused.push(effectiveDirective);
        if (refused.length === 4) resolve(refused);
      });
      const script = document.createElement('script');
      script.textContent = ${JSON.stringify(code)};
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(`<p onclick="${code}" style="color: red"></p>`)});
      document.querySelector('[onclick]').click();
      const image = document.createElement('img');
      image.src = 'http://127.0.0.1:9/picture.png';
      document.body.append(image);
    })`);
    assert.deepEqual(
      new Set(refused),
      new Set(['script-src-elem', 'script-src-attr', 'style-src-attr', 'img-src']),
    );
    await assert.rejects(page.evaluate(`fetch('http://127.0.0.1:9/')`), /Failed to fetch/);
    assert.equal(await page.evaluate('globalThis.ran'), undefined);
  });

  test('right-to-left and very long texts stand as they are read, and push nothing aside', async () => {
    const long = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');
    const unbroken = 'x'.repeat(3_000);
    const id = await startJob(harness, {
      name: `חשבונית ${'very-long-name-'.repeat(12)}.txt`,
      bytes: text(`Customer: אלדר ופינק בע"מ\n\nRemarks: ${long}\n\nReference: ${unbroken}\n`),
      schema: {
        type: 'object',
        properties: {
          customer: { type: 'string' },
          remarks: { type: 'string' },
          reference: { type: 'string' },
          [`a_property_with_a_${'very_'.repeat(60)}long_name`]: { type: 'string' },
        },
      },
    });
    await resultsOf(harness, id);
    for (const width of [1280, 360]) {
      await using person = await openPage(harness, id, { viewport: { width, height: 760 } });
      const { page } = person;
      await pageShown(page);
      assert.equal(await valueAt(page, '/customer').innerText(), 'אלדר ופינק בע"מ');
      assert.equal(
        await page.evaluate(
          `getComputedStyle(document.querySelector('[data-pointer="/customer"].value')).direction`,
        ),
        'rtl',
      );
      await valueAt(page, '/reference').click();
      assert.equal(
        await page.evaluate('document.documentElement.scrollWidth > innerWidth'),
        false,
        `${width} pixels`,
      );
      person.assertQuiet();
    }
  });
});
