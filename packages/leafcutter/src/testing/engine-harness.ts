/** What the engine suite and the first proof run on; every engine, of whatever package, brings one. */
import type { Engine, EngineLimits, EngineName } from '../engines/engine.ts';
import type { JobHeader } from '../job/index.ts';
import type { Script } from './scripted-perform.ts';

/** An engine at work on a script. */
export interface Stage {
  /** Survives `kill`: calls made meanwhile wait until the engine is back. */
  readonly engine: Engine;
  /**
   * `kill -9` to whatever works, at once; another takes its place (inline: all work in flight is lost). A worker that
   * a script lets die is replaced in the same way.
   */
  kill(): Promise<void>;
  /** Lets the worker stop as on SIGTERM, and starts another in its place. */
  restart(): Promise<void>;
  /** What the store alone says, where status is asked elsewhere (Temporal); otherwise as `engine.status`. */
  storedStatus(jobId: string): Promise<JobHeader | null>;
  close(): Promise<void>;
  /** When each process that works was up, milliseconds since 1970; absent where it is not known. */
  startedAt?(): readonly number[];
}

export interface EngineHarness {
  readonly name: EngineName;
  /** A stage of its own: nothing of another one can be seen. */
  open(script: Script, limits?: Partial<EngineLimits>): Promise<Stage>;
}
