/** Ten thousand values; small and dark screens. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { browser } from '../../src/testing/browser.ts';
import { openPage, pageShown, resultsOf, startJob, valueAt, values } from '../../src/testing/page-harness.ts';
import { serverHarness, type ServerHarness } from '../../src/testing/server-harness.ts';

const examples = path.resolve(import.meta.dirname, '../../../../examples');
const columns = ['item', 'colour', 'amount', 'maker', 'place'];
const rows = 2_000;

describe('every size', { skip: browser.skip }, () => {
  let harness: ServerHarness;
  before(async () => {
    harness = await serverHarness({ page: true });
  });
  after(() => harness[Symbol.asyncDispose]());

  const invoice = async (): Promise<string> => {
    const definition = await readFile(path.join(examples, 'invoice.schema.json'), 'utf8');
    const id = await startJob(harness, {
      name: 'invoice.pdf',
      bytes: await readFile(path.join(examples, 'invoice.pdf')),
      schema: JSON.parse(definition),
    });
    await resultsOf(harness, id);
    return id;
  };

  test('ten thousand values are gone through, searched and corrected', async () => {
    const lines = Array.from(
      { length: rows },
      (_, index) =>
        `item ${index + 1},colour ${index % 7},${index + 1}.25,maker ${index % 50},shelf ${index + 1}`,
    );
    const properties = Object.fromEntries(
      columns.map((name) => [name, { type: name === 'amount' ? 'number' : 'string' }]),
    );
    const id = await startJob(harness, {
      name: 'stock.csv',
      bytes: new TextEncoder().encode([columns.join(','), ...lines].join('\n')),
      schema: {
        type: 'object',
        properties: { stock: { type: 'array', items: { type: 'object', properties } } },
      },
    });
    await resultsOf(harness, id);
    await using person = await openPage(harness, id);
    const { page } = person;
    await pageShown(page);
    assert.equal(await page.locator('.values .value').count(), rows * columns.length);
    const search = page.locator('input[type=search]');
    await search.fill('shelf 1999');
    assert.deepEqual(await values(page).allInnerTexts(), ['shelf 1999']);
    await search.fill('');
    await valueAt(page, '/stock/1998/amount').click();
    await page.keyboard.press('Enter');
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await valueAt(page, '/stock/1998/amount').getByText('7', { exact: true }).waitFor();
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowDown');
    const last = page.locator(':focus');
    assert.equal(await last.getAttribute('data-pointer'), '/stock/1999/maker');
    // Each page of the document comes when it is looked at; the selected value is seen on its own.
    await page.locator('mark.place.selected', { hasText: 'maker 49' }).waitFor();
    const box = await last.boundingBox();
    assert.ok(box !== null && box.y > 0 && box.y + box.height < 800, 'the value is in sight');
    person.assertQuiet();
  });

  for (const width of [320, 480, 900]) {
    test(`at ${width} pixels nothing is cut off, and every control can be reached`, async () => {
      const id = await invoice();
      await using person = await openPage(harness, id, { viewport: { width, height: 720 } });
      const { page } = person;
      await pageShown(page);
      await assertFits(page, width);
      await valueAt(page, '/amount_due').click();
      await page.locator('.place.selected[data-pointer="/amount_due"]').waitFor();
      await page.locator('.about').getByText('2,567.84').first().waitFor();
      assert.ok(await page.locator('.about').isVisible());
      await page.getByRole('link', { name: 'Leafcutter' }).click();
      await page.getByRole('button', { name: 'Extract' }).waitFor();
      await page.locator('.jobs a').first().waitFor();
      await assertFits(page, width);
      person.assertQuiet();
    });
  }

  test('in the dark the page is dark, its letters light, and the document as it is printed', async () => {
    const id = await invoice();
    await using person = await openPage(harness, id, { colorScheme: 'dark' });
    const { page } = person;
    await pageShown(page);
    const brightness = async (png: Buffer): Promise<number> => {
      const { channels } = await sharp(png).greyscale().stats();
      return channels[0]?.mean ?? NaN;
    };
    assert.ok((await brightness(await page.locator('.side').screenshot())) < 80);
    assert.ok((await brightness(await page.locator('.scroll').screenshot())) > 150);
    for (const selector of ['.value', '.name', '.title h1', '.status', '.about p'])
      assert.ok((await contrastOf(page, selector)) >= 4.5, `${selector} is hard to read in the dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    for (const selector of ['.value', '.name', '.title h1', '.status', '.about p'])
      assert.ok((await contrastOf(page, selector)) >= 4.5, `${selector} is hard to read`);
    person.assertQuiet();
  });
});

async function assertFits(page: Page, width: number): Promise<void> {
  const past = await page.evaluate<string[]>(`[...document.querySelectorAll('button, select, input, h1, a')]
    .filter((element) => element.checkVisibility() && element.closest('.wide, .scroll') === null)
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => element.outerHTML.slice(0, 80))`);
  assert.deepEqual(past, [], `beyond ${width} pixels`);
}

/** The ratio of WCAG 2.2 between the letters of the first such element and what is behind them. */
async function contrastOf(page: Page, selector: string): Promise<number> {
  return await page.evaluate<number>(`(() => {
    const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const light = (color) => {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data]
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const element = document.querySelector(${JSON.stringify(selector)});
    let behind = element;
    while (/^rgba\\(0, 0, 0, 0\\)$|^transparent$/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
    const [a, b] = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(light);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  })()`);
}
