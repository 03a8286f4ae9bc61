/** The state machine of a job: names only. */
export { advance, apply, createJob, piecesNeeded } from './advance.ts';
export { awaitedCommands } from './draft.ts';
export { interactivePages, laneOf } from './lanes.ts';
export { decodeState, encodeState, type EncodedState } from './encoding.ts';
export { activityOf, percentageOf, stepOf } from './progress.ts';
export type * from './types.ts';
