/** States that releases left behind, as stores and workflows keep them, are read and taken to their end. */
import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { decodeState, encodeState, type JobState } from '../job/index.ts';
import { DrivenJob, jobMoments, type RecordedMoment } from '../testing/job-moments.ts';
import { decodeHeader, decodePiece, decodeSpec } from '../storage/codec.ts';

const folder = path.resolve(import.meta.dirname, '..', '..', 'test', 'states');
const releases: { readonly name: string; readonly moments: Readonly<Record<string, RecordedMoment>> }[] = [];
for await (const name of glob('*.json', { cwd: folder }))
  releases.push({ name, moments: JSON.parse(await readFile(path.join(folder, name), 'utf8')) });

function fromRows({ spec, header, pieces }: RecordedMoment['rows']): JobState {
  const decoded = pieces.map(decodePiece);
  return {
    header: decodeHeader(header, decodeSpec(spec)),
    pieces: new Map(decoded.map((piece) => [piece.id, piece])),
  };
}

function goOn(state: JobState): DrivenJob {
  const job = new DrivenJob(state, (state.header.endedAt ?? state.header.createdAt) + 86_400_000);
  if (state.header.status === 'failed') job.tell({ type: 'retry' });
  return job.goOn();
}

for (const { name, moments } of releases) {
  describe(`states of ${name}`, () => {
    for (const [moment, { encoded, rows }] of Object.entries(moments)) {
      test(`${moment}: it is read, alike from a workflow and from rows, and goes on to its end`, () => {
        const whole = decodeState(encoded);
        assert.deepEqual(fromRows(rows), whole);
        assert.deepEqual(decodeState(encodeState(whole)), whole);
        const { state, events } = goOn(whole);
        assert.equal(state.header.status, moment === 'cancelled' ? 'cancelled' : 'completed');
        assert.equal(state.header.percentage, moment === 'cancelled' ? whole.header.percentage : 100);
        assert.deepEqual(
          events.map(({ seq }) => seq),
          events.map((_, index) => whole.header.lastEvent + 1 + index),
          'its events follow those that were stored',
        );
        const units = [...state.pieces.values()].filter(({ kind }) => kind === 'unit');
        if (moment !== 'cancelled') {
          assert.ok(units.every(({ status }) => status === 'done' || status === 'replaced'));
          assert.equal(units.filter(({ unit, status }) => unit === 'rows' && status === 'done').length, 1);
          assert.equal(units.find(({ unit, status }) => unit === 'rows' && status === 'done')?.turn, 4);
        }
      });
    }
  });
}

test('this version has kept every moment, and a state of a version that nobody knows is refused', async () => {
  const manifest = path.resolve(folder, '..', '..', 'package.json');
  const { version }: { readonly version: string } = JSON.parse(await readFile(manifest, 'utf8'));
  const own = releases.find(({ name }) => name === `${version}.json`)?.moments ?? {};
  assert.deepEqual(
    Object.keys(own).sort(),
    Object.keys(jobMoments()).sort(),
    'node scripts/record-states.ts',
  );
  const encoded = own['accepted']?.encoded;
  assert.throws(() => decodeState(JSON.parse(JSON.stringify({ ...encoded, version: 99 }))), /version 99/);
});
