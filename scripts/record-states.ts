/**
 * `node scripts/record-states.ts`: keeps a job's state at several moments, as this version writes it, in
 * `packages/leafcutter/test/states/<version>.json`. Those of released versions are never written again: a test goes on from all
 * of them.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeHeader } from '../packages/leafcutter/src/storage/codec.ts';
import { encodeState } from '../packages/leafcutter/src/job/index.ts';
import { jobMoments, type RecordedMoment } from '../packages/leafcutter/src/testing/job-moments.ts';

const packageFolder = path.resolve(import.meta.dirname, '..', 'packages', 'leafcutter');
const { version }: { readonly version: string } = JSON.parse(
  await readFile(path.join(packageFolder, 'package.json'), 'utf8'),
);
const lines = Object.entries(jobMoments()).map(([name, state]) => {
  const moment: RecordedMoment = {
    encoded: encodeState(state),
    rows: {
      spec: JSON.stringify(state.header.spec),
      header: encodeHeader(state.header),
      pieces: [...state.pieces.values()].map((piece) => JSON.stringify(piece)),
    },
  };
  return `${JSON.stringify(name)}:${JSON.stringify(moment)}`;
});
await mkdir(path.join(packageFolder, 'test', 'states'), { recursive: true });
await writeFile(
  path.join(packageFolder, 'test', 'states', `${version}.json`),
  `{\n${lines.join(',\n')}\n}\n`,
);
