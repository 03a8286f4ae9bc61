/** The stand-in reader: names only. */
export { CaseFinder, knownCase, loadCases, type KnownCase, type LoadOptions } from './cases.ts';
export { noFaults, type Faults } from './faults.ts';
export { Reader, type Prompt, type ReaderLimits } from './reader.ts';
export {
  startReader,
  type CallRecord,
  type ReaderOptions,
  type ReaderSpeed,
  type ReaderStats,
  type RunningReader,
} from './server.ts';
export { TextIndex } from './text-index.ts';
export { locateTruth, type Truth, type TruthObject } from './truth.ts';
