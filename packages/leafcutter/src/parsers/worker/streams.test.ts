/** What a file's streams say of its fonts. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { streamFactsOf } from './streams.ts';

async function isRightToLeft(map: string): Promise<boolean | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-streams-'));
  try {
    const file = path.join(folder, 'one.pdf');
    await writeFile(file, `1 0 obj\n<< /Length 1 >>\nstream\nbegincmap ${map} endcmap\nendstream\nendobj\n`);
    return streamFactsOf(file)?.rightToLeft;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('a font with Hebrew or Arabic letters tells so, however its map writes them', async () => {
  assert.equal(await isRightToLeft('3 beginbfchar <01> <05D0> <02> <05D1> <03> <05D2> endbfchar'), true);
  assert.equal(await isRightToLeft('1 beginbfrange <01> <1b> <05D0> endbfrange'), true);
  assert.equal(await isRightToLeft('1 beginbfrange <01> <03> [<0627> <0628> <fedf>] endbfrange'), true);
});

test('Latin fonts, and a font of formulas with one such sign, do not', async () => {
  assert.equal(await isRightToLeft('2 beginbfchar <05d0> <0041> <05d1> <0042> endbfchar'), false);
  assert.equal(await isRightToLeft('1 beginbfrange <05d0> <05e0> <0041> endbfrange'), false);
  assert.equal(await isRightToLeft('1 beginbfchar <6A> <05D2> endbfchar'), false);
});
