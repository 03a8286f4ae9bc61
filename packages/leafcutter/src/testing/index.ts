/** Contract suites and stand-ins for packages that bring an engine of their own. */
import type * as CrashWork from './crash-work.ts';

export { crashRun, type CrashOptions, type CrashReport } from './crash.ts';
export type { ChildWork, PerformModule } from './engine-child.ts';
export type { EngineHarness, Stage } from './engine-harness.ts';
export { engineSuite } from './engine-suite.ts';
export { collect, newJob, until, untilCalled, type JobShape } from './engine-suite-tools.ts';
export { DrivenJob, jobMoments } from './job-moments.ts';
export { firstProof, type Proof } from './first-proof.ts';
export { addCase, requestFor, type RealCase } from './real-jobs.ts';
export { createScriptedPerform, readCalls, type Call, type Script } from './scripted-perform.ts';
export { blobsInFolder, postgresServer, s3Server, temporalServer } from './servers.ts';
export { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** Real jobs for crash runs. Not loaded before it is asked for: it has all stages and parsers. */
export async function loadCrashWork(): Promise<typeof CrashWork> {
  return await import('./crash-work.ts');
}
