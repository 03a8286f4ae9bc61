/** An empty workflow with one empty activity on the same Temporal server as ours, for `bench/engines.ts`: what it cannot go below. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { bundleCode } from '../../packages/temporal/src/bundle.ts';
import { connectWorker } from '../../packages/temporal/src/connection.ts';
import { installLogging } from '../../packages/temporal/src/logging.ts';
import type { EmptyActivities, emptyWorkflow } from './empty-workflow.ts';

/** Milliseconds from the call of `start` to the activity's first line, nothing else going on. Store and schema take no part in it. */
export async function emptyWorkflowTimes(count: number): Promise<readonly number[]> {
  installLogging();
  const { client, native, namespace, close } = await connectWorker();
  const taskQueue = `bench-empty-${randomUUID()}`;
  let begun: () => void = () => undefined;
  const activities: EmptyActivities = { nothing: async () => begun() };
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    workflowBundle: await bundleCode(path.join(import.meta.dirname, 'empty-workflow.ts'), {
      fromSource: true,
    }),
    activities: { ...activities },
  });
  const times: number[] = [];
  await worker.runUntil(async () => {
    while (times.length < count) {
      await sleep(20);
      const started = performance.now();
      const first = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const handle = await client.workflow.start<typeof emptyWorkflow>('emptyWorkflow', {
        taskQueue,
        workflowId: randomUUID(),
      });
      await first;
      times.push(performance.now() - started);
      await handle.result();
    }
  });
  await close();
  return times;
}
