/** What an installation may set, from its environment; connections have Temporal's own variables (`connection.ts`). */
import { taskQueues, workflowDefaults, type WorkflowSettings } from './names.ts';
import type { Deployment } from './worker.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface TemporalSettings {
  readonly workflow: WorkflowSettings;
  /** Null: workers are not versioned. */
  readonly deployment: Deployment | null;
}

/**
 * `taskQueue` begins the names of the task queues: the API's side and the workers must agree on it.
 * `TEMPORAL_DEPLOYMENT_NAME` and `TEMPORAL_WORKER_BUILD_ID`, as Temporal's worker controller sets them, make
 * the workers versioned; then a version takes work once it is made the current one
 * (`temporal worker deployment set-current-version`).
 * @throws Error when only one of the two is set
 */
export function temporalSettings(
  taskQueue = 'leafcutter',
  environment: Environment = process.env,
): TemporalSettings {
  const value = (name: string): string | null => environment[name]?.trim() || null;
  const name = value('TEMPORAL_DEPLOYMENT_NAME');
  const buildId = value('TEMPORAL_WORKER_BUILD_ID');
  if ((name === null) !== (buildId === null)) {
    throw new Error('TEMPORAL_DEPLOYMENT_NAME and TEMPORAL_WORKER_BUILD_ID are set together, or neither.');
  }
  return {
    workflow: { queues: taskQueues(taskQueue), ...workflowDefaults },
    deployment: name === null || buildId === null ? null : { name, buildId },
  };
}
