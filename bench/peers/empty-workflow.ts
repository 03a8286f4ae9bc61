/** The least that a workflow with work can be: it has one activity, which does nothing. */
import { proxyActivities } from '@temporalio/workflow';

export interface EmptyActivities {
  nothing(): Promise<void>;
}

export async function emptyWorkflow(): Promise<void> {
  const { nothing } = proxyActivities<EmptyActivities>({ startToCloseTimeout: '1 minute' });
  await nothing();
}
