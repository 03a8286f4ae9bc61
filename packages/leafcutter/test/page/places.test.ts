/** The boxes on the page: where the attribution says, and over the very ink of the value. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { degrees, PDFDocument, StandardFonts, type PDFPage } from '@cantoo/pdf-lib';
import { contract, type PageView } from '@leafcutter/client';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { browser } from '../../src/testing/browser.ts';
import { openPage, pageShown, resultsOf, startJob, valueAt } from '../../src/testing/page-harness.ts';
import { ask, serverHarness, type ServerHarness } from '../../src/testing/server-harness.ts';

const schema = {
  type: 'object',
  properties: { invoice_number: { type: 'string' }, total: { type: 'number' }, city: { type: 'string' } },
};
/** Of the height of the line: a box has room above small letters and below the line, ink has not. */
const room = 0.35;
/** Pixels. */
const around = 14;

type Edges = readonly [left: number, top: number, right: number, bottom: number];

async function drawn(change: (page: PDFPage) => void): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const page = pdf.addPage([595, 842]);
  const rows = [
    ['Invoice number', 'AB-4711'],
    ['Total', '1234.56'],
    ['City', 'Norwich'],
  ];
  for (const [index, [caption = '', value = '']] of rows.entries()) {
    const y = 600 - 80 * index;
    page.drawText(caption, { x: 150, y, size: 20, font });
    page.drawText(value, { x: 330, y, size: 20, font });
  }
  change(page);
  return await pdf.save();
}

describe('boxes on the page', { skip: browser.skip }, () => {
  let harness: ServerHarness;
  before(async () => {
    harness = await serverHarness({ page: true });
  });
  after(() => harness[Symbol.asyncDispose]());

  const ways: Readonly<Record<string, (page: PDFPage) => void>> = {
    'a plain page': () => undefined,
    'a page that is turned': (page) => page.setRotation(degrees(90)),
    'a page that is cut': (page) => page.setCropBox(100, 300, 420, 400),
  };
  for (const [name, change] of Object.entries(ways)) {
    test(`${name}: every box is where the attribution says, and its ink is in it`, async () => {
      const given = { name: 'drawn.pdf', bytes: await drawn(change), schema };
      const id = await startJob(harness, given);
      const { results } = await resultsOf(harness, id);
      await using person = await openPage(harness, id);
      const { page } = person;
      await pageShown(page);
      const view = await pageOf(harness, id);
      const ink = await inkOf(page);
      for (const leaf of ['invoice_number', 'total', 'city']) {
        const { citations } = contract.attribution.parse(Object(results)[leaf]);
        const [box] = citations.find(({ role }) => role === 'value')?.boxes ?? [];
        assert.ok(box !== undefined, `${leaf} has no box`);
        const [image, shown] = await Promise.all([
          edgesOf(page, '.paper img'),
          edgesOf(page, `.place[data-pointer="/${leaf}"]`),
        ]);
        const [across, down] = [(image[2] - image[0]) / view.width, (image[3] - image[1]) / view.height];
        const said: Edges = [box[0] * across, box[1] * down, box[2] * across, box[3] * down];
        const seen = shown.map((edge, index) => edge - (image[index % 2] ?? 0));
        assertNear(seen, said, 1.5, `${leaf}: the attribution's box`);
        const lineHeight = Math.min(said[2] - said[0], said[3] - said[1]);
        assertNear(inkWithin(ink, said), said, room * lineHeight, `${leaf}: the ink`);
      }
      await page.locator('.place[data-pointer="/total"]').first().click();
      await page.locator('.values .value.current[data-pointer="/total"]:focus').waitFor();
      await valueAt(page, '/city').click();
      await page.locator('.place.selected[data-pointer="/city"]').waitFor();
      person.assertQuiet();
    });
  }
});

async function pageOf(harness: ServerHarness, id: string): Promise<PageView> {
  const job = contract.jobInfo.parse((await ask(harness, `/v1/extract/jobs/${id}`)).json);
  const answer = await ask(harness, `/v1/extract/documents/${job.document_id}/pages/1`);
  return contract.pageView.parse(answer.json);
}

async function edgesOf(page: Page, selector: string): Promise<Edges> {
  return await page.evaluate<Edges>(
    `(({ left, top, right, bottom }) => [left, top, right, bottom])(
      document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`,
  );
}

interface Ink {
  readonly width: number;
  readonly height: number;
  readonly dark: (x: number, y: number) => boolean;
}

/** The picture of the page as it is laid out, without the boxes on it. */
async function inkOf(page: Page): Promise<Ink> {
  const hide = (hidden: boolean): Promise<void> =>
    page.evaluate(`for (const box of document.querySelectorAll('.place')) box.hidden = ${hidden}`);
  await hide(true);
  const png = await page.locator('.paper img').screenshot();
  await hide(false);
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    dark: (x, y) => (data[(y * info.width + x) * info.channels] ?? 255) < 128,
  };
}

/** The smallest rectangle around all ink in the box or just beside it. */
function inkWithin({ width, height, dark }: Ink, box: Edges): readonly number[] {
  const [left, top] = [Math.max(0, box[0] - around), Math.max(0, box[1] - around)].map(Math.floor);
  const [right, bottom] = [Math.min(width, box[2] + around), Math.min(height, box[3] + around)];
  const edges = [Infinity, Infinity, -Infinity, -Infinity];
  for (let y = top ?? 0; y < bottom; y += 1)
    for (let x = left ?? 0; x < right; x += 1) {
      if (!dark(x, y)) continue;
      edges[0] = Math.min(edges[0] ?? x, x);
      edges[1] = Math.min(edges[1] ?? y, y);
      edges[2] = Math.max(edges[2] ?? x, x + 1);
      edges[3] = Math.max(edges[3] ?? y, y + 1);
    }
  return edges;
}

function assertNear(seen: readonly number[], wanted: readonly number[], pixels: number, what: string): void {
  const far = wanted.some((edge, index) => !(Math.abs((seen[index] ?? NaN) - edge) <= pixels));
  assert.ok(!far, `${what}: ${seen.map(Math.round).join(' ')} is not ${wanted.map(Math.round).join(' ')}`);
}
