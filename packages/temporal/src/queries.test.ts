import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobState } from 'leafcutter/job';
import { DrivenJob, jobMoments } from 'leafcutter/testing';
import { accumulatedResultsOf, failedSubtreesOf, progressOf } from './queries.ts';

function moment(name: string): JobState {
  const state = jobMoments()[name];
  assert.ok(state !== undefined, name);
  return state;
}

test('progress speaks the words of the wire contract', () => {
  assert.deepEqual(progressOf(moment('accepted')), {
    completion_percentage: 0,
    current_step: 'pending',
    fields_processed: 0,
    total_fields: 9,
  });
  const { completion_percentage: percentage, ...rest } = progressOf(moment('in-turns'));
  assert.ok(percentage > 35 && percentage < 95);
  assert.deepEqual(rest, { current_step: 'extracting', fields_processed: 4, total_fields: 9 });
});

test('accumulated results are the keys of the answers that are kept, by unit', () => {
  assert.deepEqual(accumulatedResultsOf(moment('extracting')), {});
  assert.deepEqual(accumulatedResultsOf(moment('in-turns')), {
    head: [{ piece: 'unit/0', first_turn: 1, last_turn: 1 }],
    rows: [{ piece: 'unit/1', first_turn: 1, last_turn: 1 }],
  });
});

test('a list that stopped and goes on after a retry has two stretches', () => {
  const job = new DrivenJob(moment('in-turns'));
  job.answer('unit/1', {
    status: 'failed',
    failure: { code: 'extraction_failed', message: '', retryable: false },
  });
  job.goOn();
  assert.deepEqual(failedSubtreesOf(job.state), [
    { subtree: 'rows', piece: 'unit/1', error: 'extraction_failed', attempts: 1 },
  ]);
  job.tell({ type: 'retry' });
  job.goOn();
  assert.deepEqual(failedSubtreesOf(job.state), []);
  assert.deepEqual(accumulatedResultsOf(job.state)['rows'], [
    { piece: 'unit/1', first_turn: 1, last_turn: 1 },
    { piece: 'unit/3', first_turn: 2, last_turn: 4 },
  ]);
});
