/** Leafcutter's jobs on a Temporal cluster: names only. */
export {
  openTemporalEngine,
  openTemporalWorker,
  type OpenEngineOptions,
  type OpenWorkerOptions,
} from './open.ts';
export type { AccumulatedAnswer, FailedSubtree, KeptTurns, ProgressAnswer } from './queries.ts';
export { temporalSettings, type TemporalSettings } from './settings.ts';
export type { Deployment, TemporalWorker } from './worker.ts';
