/** A worker process that misbehaves in the way that the name of the file asks for, and says its process id otherwise: `stale` ends one that did a task before. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Answer, Task } from '../parsers/worker/protocol.ts';

const misbehaviours: Readonly<Record<string, () => void>> = {
  loop: () => {
    for (;;) Math.random();
  },
  eat: () => {
    const eaten: Buffer[] = [];
    setInterval(() => eaten.push(Buffer.alloc(64 * 1024 * 1024, 1)), 5);
  },
  die: () => process.kill(process.pid, 'SIGSEGV'),
  leave: () => process.exit(7),
  litter: () => void mkdtempSync(path.join(tmpdir(), 'litter-')),
  silence: () => undefined,
};

let tasks = 0;

process.on('message', (task: Task) => {
  tasks += 1;
  if (task.file.name === 'stale' && tasks > 1) process.abort();
  const misbehave = misbehaviours[task.file.name];
  if (misbehave !== undefined) return misbehave();
  const answer: Answer = { ok: true, kind: 'probe', totalPages: process.pid };
  process.send?.(answer);
});
process.on('disconnect', () => process.exit(0));
