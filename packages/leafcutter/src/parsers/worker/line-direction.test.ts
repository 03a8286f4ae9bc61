import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp, { type Sharp } from 'sharp';
import { drawPicture } from '../../testing/drawn-files.ts';
import { directionOfLines } from './line-direction.ts';

const lines = `Dear tenant, the meters of your flat were read
on Tuesday; the figures stand below. What you paid in advance
covers most of what heating and water came to in this year,
and 43.20 EUR are left to pay. Please send them by the end of
June, with the number of your contract. Your landlord will
answer questions in his office each Monday from nine to twelve.
Heating 812.40
Water 231.17
Cleaning of the stairs 120.00
All of the above was divided by the size of the flats, but for
water, of which each flat has a meter of its own. Bills can be
seen at any time, and copies of them are sent on request.
With kind regards`.split('\n');
const page = sharp(await drawPicture(lines, { width: 1_400, height: 850 }));

async function direction(picture: Sharp): Promise<'across' | 'down' | null> {
  const { data, info } = await picture.resize({ width: 600 }).greyscale().raw().toBuffer({
    resolveWithObject: true,
  });
  return directionOfLines({ data, width: info.width, height: info.height });
}

test('lines run across on a page that stands upright or on its head, down on one that lies on its side', async () => {
  assert.equal(await direction(page.clone()), 'across');
  assert.equal(await direction(page.clone().rotate(180)), 'across');
  for (const degrees of [90, 270]) assert.equal(await direction(page.clone().rotate(degrees)), 'down');
});

test('the edges of a page on a dark table are no lines', async () => {
  const onTable = await page.clone().extend({ left: 200, right: 300, background: '#222' }).toBuffer();
  assert.notEqual(await direction(sharp(onTable)), 'down');
  assert.notEqual(await direction(sharp(onTable).rotate(90)), 'across');
});

test('a page without ink, and one that is far askew, tell nothing', async () => {
  const empty = sharp({ create: { width: 300, height: 200, channels: 3, background: 'white' } });
  assert.equal(await direction(empty.png()), null);
  assert.equal(await direction(page.clone().rotate(45, { background: 'white' })), null);
});
