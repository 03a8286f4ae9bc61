/** Contract suites and stand-ins for packages that bring an engine of their own. */
export type { EngineHarness, Stage } from './engine-harness.ts';
export { engineSuite } from './engine-suite.ts';
export { firstProof, type Proof } from './first-proof.ts';
export { createScriptedPerform, type Script } from './scripted-perform.ts';
export { postgresServer, s3Server, temporalServer } from './servers.ts';
