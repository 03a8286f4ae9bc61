/** Scoring and evaluation: names only. */
export { evaluate, describeRows, type EvaluationOptions, type Row } from './run.ts';
export { scoreCase, scoreOf, type CaseScore, type Score } from './scorer.ts';
export { verdictsOf } from './verdicts.ts';
