import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import sharp from 'sharp';
import type { PageLayout } from '../layout/types.ts';
import { buildPage } from '../testing/page-builder.ts';
import { drawBoxes, type BoxLayer } from './boxes.ts';
import { drawPage } from './page.ts';

type Color = readonly [number, number, number];

interface Picture {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): Color;
  /** Whether a pixel of about this colour stands anywhere. */
  shows(color: Color): boolean;
}

async function pictureOf(png: Uint8Array): Promise<Picture> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): Color => {
    const start = (y * info.width + x) * 3;
    return [data[start] ?? 0, data[start + 1] ?? 0, data[start + 2] ?? 0];
  };
  const near = (a: Color, b: Color): boolean =>
    a.every((part, index) => Math.abs(part - (b[index] ?? 0)) < 12);
  return {
    width: info.width,
    height: info.height,
    at,
    shows: (color) =>
      Array.from({ length: info.width * info.height }, (_, index) =>
        at(index % info.width, Math.floor(index / info.width)),
      ).some((pixel) => near(pixel, color)),
  };
}

/** A white page image of 200 x 100 points at 72 dots an inch. */
const white = (): Promise<Uint8Array> =>
  sharp({ create: { width: 200, height: 100, channels: 3, background: 'white' } })
    .png()
    .toBuffer();

const small = { width: 200, height: 100 } as const;
const red: BoxLayer = { name: 'red', color: '#ff0000', boxes: [[50, 40, 90, 60]], fill: 1 };

describe('boxes over a page', () => {
  test('stand where the page says, at any resolution, and the legend lies below the page', async () => {
    for (const dpi of [72, 144]) {
      const scale = dpi / 72;
      const image = await sharp(await white())
        .resize({ width: 200 * scale })
        .png()
        .toBuffer();
      const picture = await pictureOf(await drawBoxes(buildPage([], small), [red], image, dpi));
      assert.equal(picture.width, 200 * scale);
      assert.ok(picture.height > 100 * scale);
      assert.deepEqual(picture.at(70 * scale, 50 * scale), [255, 0, 0]);
      assert.deepEqual(picture.at(40 * scale, 50 * scale), [255, 255, 255]);
      assert.deepEqual(picture.at(70 * scale, 70 * scale), [255, 255, 255]);
    }
  });

  test('without a fill are outlines', async () => {
    const outline: BoxLayer = { name: 'red', color: '#ff0000', boxes: red.boxes, stroke: 3 };
    const picture = await pictureOf(await drawBoxes(buildPage([], small), [outline], await white(), 72));
    assert.deepEqual(picture.at(70, 50), [255, 255, 255]);
    const [r, g] = picture.at(49, 50);
    assert.ok(r > 200 && g < 120, `${r}, ${g}`);
  });

  test('of later layers lie over earlier ones', async () => {
    const blue: BoxLayer = { ...red, name: 'blue', color: '#0000ff' };
    const picture = await pictureOf(await drawBoxes(buildPage([], small), [red, blue], await white(), 72));
    assert.deepEqual(picture.at(70, 50), [0, 0, 255]);
  });

  test('are the same bytes for the same page', async () => {
    const image = await white();
    const draw = (): Promise<Uint8Array> => drawBoxes(buildPage([], small), [red], image, 72);
    assert.deepEqual(await draw(), await draw());
  });

  test('of a page without image are drawn over its words, whatever signs these have', async () => {
    const page = buildPage([{ x: 20, y: 20, text: '<b>&"quoted"</b> \u0001 \ud800', size: 12 }], small);
    const picture = await pictureOf(await drawBoxes(page, [], null, 72));
    assert.equal(picture.width, 200);
    assert.ok(picture.shows([0, 0, 0]), 'the words are drawn');
  });
});

describe('a page as the program saw it', () => {
  const nothing: PageLayout = { page: 1, segments: [], blocks: [], headings: [], tables: [], pairs: [] };

  test('shows words that are struck or hidden in red, and no red without them', async () => {
    const dead: Color = [224, 49, 49];
    const drawn = async (struck: boolean): Promise<Picture> => {
      const page = buildPage([{ x: 20, y: 20, text: 'Old price', size: 20, struck }], small);
      return await pictureOf(await drawPage(page, nothing, await white(), 144));
    };
    assert.ok((await drawn(true)).shows(dead));
    assert.ok(!(await drawn(false)).shows(dead));
  });

  test('shows labels and values of pairs in their own colours', async () => {
    const page = buildPage([{ x: 20, y: 20, text: 'Total: 4.00', size: 20 }], small);
    const layout: PageLayout = {
      ...nothing,
      pairs: [
        {
          label: { text: 'Total', ranges: [{ start: 0, end: 6 }], box: [20, 20, 80, 40] },
          value: { text: '4.00', ranges: [{ start: 7, end: 11 }], box: [90, 20, 130, 40] },
          relation: 'inline',
          strength: 1,
        },
      ],
    };
    const picture = await pictureOf(await drawPage(page, layout, await white(), 144));
    assert.ok(picture.shows([232, 89, 12]), 'label');
    assert.ok(picture.shows([174, 62, 201]), 'value');
  });
});
