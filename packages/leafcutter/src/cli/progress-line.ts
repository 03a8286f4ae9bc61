import type { Progress } from '../stages/types.ts';
import { plural } from './summary.ts';

/** "letter.pdf: parsing, 3 of 12 pages, 0 of 24 fields" */
export function progressLine(label: string, progress: Progress): string {
  return [
    `${label}: ${progress.step}`,
    ...(progress.pagesTotal === 0
      ? []
      : [`${progress.pagesParsed} of ${plural(progress.pagesTotal, 'page')}`]),
    ...(progress.fieldsTotal === 0
      ? []
      : [`${progress.fieldsDone} of ${plural(progress.fieldsTotal, 'field')}`]),
  ].join(', ');
}

/** Planning, merging and the end take no time: they get no plain line of their own. */
const longSteps: ReadonlySet<Progress['step']> = new Set(['opening', 'parsing', 'extracting']);

export function milestoneOf(label: string, { step }: Progress): string | null {
  return longSteps.has(step) ? `${label} ${step}` : null;
}
