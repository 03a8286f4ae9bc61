/** Workers that loop, eat memory, die or say nothing: each ends as its own error, and the next task finds a whole one. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { LeafcutterError, type ErrorCode } from '../errors.ts';
import { createWorkerPool, type TaskLimits, type WorkerPool } from './worker-pool.ts';
import type { Task } from './worker/protocol.ts';

const workerFile = path.join(import.meta.dirname, '../testing/hostile-worker.ts');
const limits: TaskLimits = { deadlineMs: 60_000, memoryMb: 2_048 };
const { signal } = new AbortController();

let pool: WorkerPool;
beforeEach(() => {
  pool = createWorkerPool({ size: 2, workerFile });
});
afterEach(() => pool.close());

const taskOn = (name: string): Task => ({
  kind: 'parse',
  file: { path: '/nowhere', name, format: 'pdf', password: null },
  first: 3,
  last: 5,
  ocr: null,
});

/** The process that does a task which behaves. */
async function workerId(): Promise<number> {
  const done = await pool.run(taskOn('well'), limits, signal);
  assert.ok(done.kind === 'probe');
  return done.totalPages;
}

async function refuses(
  name: string,
  code: ErrorCode,
  says: RegExp,
  own: Partial<TaskLimits> = {},
): Promise<void> {
  await assert.rejects(pool.run(taskOn(name), { ...limits, ...own }, signal), (error) => {
    assert.ok(error instanceof LeafcutterError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, says);
    return true;
  });
}

/** Until the system knows no such process; a test that waits for ever fails at its own limit. */
async function isGone(pid: number): Promise<true> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await setTimeout(20);
  }
}

describe('a worker', () => {
  test('that never ends is killed at the deadline, with the pages and the cause', async () => {
    await refuses('loop', 'parse_timeout', /pages 3-5 of loop took longer than 0\.3 s/, { deadlineMs: 300 });
  });

  test('that says nothing is killed at the deadline, too', async () => {
    await refuses('silence', 'parse_timeout', /pages 3-5 of silence took longer/, { deadlineMs: 300 });
  });

  test(
    'that takes more memory than its limit is killed, with the pages and the cause',
    { skip: process.platform === 'linux' ? false : 'memory of other processes is read from /proc' },
    async () => {
      await refuses('eat', 'parse_memory', /pages 3-5 of eat needed more than 300 MiB/, { memoryMb: 300 });
    },
  );

  test('that dies or leaves is an error that says how', async () => {
    await refuses('die', 'parse_crashed', /pages 3-5 of die ended the parser \(SIGSEGV\)/);
    await refuses('leave', 'parse_crashed', /pages 3-5 of leave ended the parser \(exit code 7\)/);
  });

  test('that failed is gone, and another does the next task', async () => {
    const first = await workerId();
    await refuses('loop', 'parse_timeout', /took longer/, { deadlineMs: 200 });
    const second = await workerId();
    assert.notEqual(second, first);
    assert.ok(await isGone(first));
  });

  test('that did its task does the next one', async () => {
    assert.equal(await workerId(), await workerId());
  });

  test('that is lost after it has read other files leaves its task to a new one', async () => {
    const first = await workerId();
    const done = await pool.run(taskOn('stale'), limits, signal);
    assert.ok(done.kind === 'probe' && done.totalPages !== first);
    assert.ok(await isGone(first));
  });

  test('whose task is aborted is killed, with the reason of the signal', async () => {
    const abort = new AbortController();
    const first = await workerId();
    const running = pool.run(taskOn('loop'), limits, abort.signal);
    const reason = new Error('no longer wanted');
    void setTimeout(50).then(() => abort.abort(reason));
    await assert.rejects(running, reason);
    assert.notEqual(await workerId(), first);
  });
});

test('what a worker leaves in the temporary folder goes with it, however it ends', async () => {
  const before = await readdir(tmpdir());
  await refuses('litter', 'parse_timeout', /took longer/, { deadlineMs: 1_000 });
  await workerId();
  const during = (await readdir(tmpdir())).filter((name) => !before.includes(name));
  assert.deepEqual(
    during.filter((name) => name.startsWith('litter-')),
    [],
  );
  await pool.close();
  const own = new RegExp(`^leafcutter-worker-\\d+-${process.pid}-`);
  assert.equal(during.filter((name) => own.test(name)).length, 1);
  assert.deepEqual(
    (await readdir(tmpdir())).filter((name) => own.test(name)),
    [],
  );
});

test('a pool whose workers cannot start says so, and closes', async () => {
  const path = process.execPath;
  const broken = createWorkerPool({ size: 1, workerFile });
  process.execPath = '/nowhere/node';
  try {
    await assert.rejects(broken.run(taskOn('well'), limits, signal), { code: 'parse_crashed' });
  } finally {
    process.execPath = path;
  }
  await broken.close();
});

test('tasks run side by side, as many as there are workers, and one that waits can be aborted', async () => {
  const abort = new AbortController();
  const hanging = ['loop', 'loop'].map((name) => pool.run(taskOn(name), limits, abort.signal));
  const waiting = new AbortController();
  const third = pool.run(taskOn('well'), limits, waiting.signal);
  waiting.abort(new Error('gave up waiting'));
  await assert.rejects(third, /gave up waiting/);
  abort.abort(new Error('all gone'));
  for (const one of hanging) await assert.rejects(one, /all gone/);
  await workerId();
});
