import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { drawPicture } from '../../testing/drawn-files.ts';
import { levelling } from './skew.ts';

test('the angle that levels the lines of a scan is found to half a degree', async () => {
  const lines = ['Some lines of text that go over', 'most of the width of a picture', 'one below the other'];
  const drawn = await drawPicture(lines, { width: 800, height: 400 });
  for (const degrees of [-9, -2.5, 0, 4, 12]) {
    const { data, info } = await sharp(drawn)
      .rotate(degrees, { background: 'white' })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const found = levelling({ data, width: info.width, height: info.height });
    assert.ok(Math.abs(found + degrees) <= 0.5, `${degrees}: ${found}`);
  }
});

test('a picture without ink is level', () => {
  assert.equal(levelling({ data: new Uint8Array(100).fill(255), width: 10, height: 10 }), 0);
});
