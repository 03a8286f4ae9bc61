/** Leafcutter's jobs on a Temporal cluster: names only. */
export { connectTemporal, type TemporalConnections } from './connection.ts';
export { startTemporalEngine, type TemporalEngineOptions } from './engine.ts';
export { taskQueues, type TaskQueues, type WorkflowSettings } from './names.ts';
export { startTemporalWorker, type TemporalWorker, type TemporalWorkerOptions } from './worker.ts';
