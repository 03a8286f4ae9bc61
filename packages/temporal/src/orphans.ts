/**
 * Jobs that the store has and Temporal does not run: accepted by a process that died right then or could not reach the
 * server, ended from outside (`temporal workflow terminate`), or of a server that lost its data.
 */
import { unfinishedJobs, type Database } from 'leafcutter/internal';
import { awaitedCommands, type JobState } from 'leafcutter/job';
import type { JobRuns } from './runs.ts';

export interface OrphanTools {
  readonly database: Database;
  readonly runs: Pick<JobRuns, 'statusOf' | 'start'>;
  readonly storedState: (jobId: string) => Promise<JobState | null>;
}

/** Longer than from a job's rows to its workflow. */
const orphanAgeMs = 5_000;
const checkMs = 5_000;
const pageLength = 100;

/** Looks through the unfinished jobs, a page a check, and again from the start. */
export class Orphans {
  private readonly tools: OrphanTools;
  private readonly timer: NodeJS.Timeout;
  private after = 0;

  constructor(tools: OrphanTools) {
    this.tools = tools;
    this.timer = setInterval(() => void this.check().catch(() => undefined), checkMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async check(): Promise<void> {
    const range = { after: this.after, before: Date.now() - orphanAgeMs, limit: pageLength };
    const jobs = await unfinishedJobs(this.tools.database, range);
    for (const { id } of jobs) await adopt(this.tools, id);
    this.after = jobs.length < pageLength ? 0 : (jobs.at(-1)?.createdAt ?? 0);
  }
}

/** A workflow ended from outside is a cancel; any other job goes on from what is stored. */
export async function adopt({ runs, storedState }: OrphanTools, jobId: string): Promise<void> {
  const status = await runs.statusOf(jobId);
  if (status === 'running') return;
  const state = await storedState(jobId);
  if (state === null || state.header.endedAt !== null) return;
  if (status === 'terminated') await runs.start(state, [], { inputs: [{ type: 'cancel' }], again: true });
  else await runs.start(state, awaitedCommands(state), { again: true });
}
