/** How far a job is: the weights of the stages, and the words that users see. */
import type { JobHeader, Stage } from './types.ts';

/** Percent of the whole when a stage is through: parsing pages and extracting leaves are the work, merging is short. */
const parseShare = 35;
const extractShare = 60;

/** 0-99; 100 is for completed jobs alone. Not below what was told before. */
export function percentageOf(header: JobHeader): number {
  if (header.status === 'completed') return 100;
  const pages = header.spec.ranges.reduce((sum, range) => sum + range.last - range.first + 1, 0);
  const parsed = part(header.pagesDone + header.pagesFailed, pages);
  const extracted =
    header.stage === 'merge' ? 1 : part(header.fieldsDone + header.fieldsFailed, header.fieldsPlanned);
  return Math.max(
    header.percentage,
    Math.min(99, Math.floor(parseShare * parsed + extractShare * extracted)),
  );
}

function part(done: number, all: number): number {
  return all === 0 ? 0 : Math.min(1, done / all);
}

const steps: Readonly<Record<Stage, string>> = {
  parse: 'parsing',
  plan: 'planning',
  extract: 'extracting',
  merge: 'merging',
  ended: 'ended',
};

/** `current_step`: the stage while the job runs, the status word before and after. */
export function stepOf(header: JobHeader): string {
  return header.stage === 'ended' || header.status === 'pending' ? header.status : steps[header.stage];
}

/** `current_activity`: one line for people; the status word once ended. */
export function activityOf(header: JobHeader): string {
  if (header.stage === 'ended') return header.status;
  if (header.status === 'pending') return 'Waiting for a worker';
  if (header.status === 'retrying') return 'Waiting to try again';
  const { ranges, units } = header;
  switch (header.stage) {
    case 'parse':
      return `Reading pages: ${ranges.done + ranges.failed} of ${ranges.made} page ranges read`;
    case 'plan':
      return 'Planning the extraction';
    case 'extract':
      return `Extracting: ${units.done + units.failed} of ${units.made - units.replaced} parts of the schema done`;
    case 'merge':
      return 'Putting the results together';
  }
}
