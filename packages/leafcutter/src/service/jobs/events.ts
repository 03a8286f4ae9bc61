/** Stored events hold ids; here they get their paths and values. What was made for one watcher is there for the next. */
import type { JobEvent as WireEvent } from '@leafcutter/client';
import type { JobEvent, JobSpec, JobState, PageRun } from '../../job/index.ts';
import { progressOf, sentenceOf } from './views.ts';
import type { JobFacts } from './views.ts';
import type { Running } from './running.ts';
import { isoTime } from '../time.ts';
import type { UnitResults } from './unit-results.ts';

/** What a stream sends: a number and JSON. */
export interface ToldEvent {
  readonly id: number;
  readonly name: WireEvent['type'];
  /** JSON on one line. */
  readonly data: string;
  /** Nothing comes after it, unless the job is started again. */
  readonly last: boolean;
}

/** UTF-16 code units of held events, all jobs together. */
const mostHeld = 16_000_000;

export class EventTeller {
  private readonly units: UnitResults;
  private readonly stateOf: (jobId: string) => Promise<JobState | null>;
  private readonly held = new Map<string, { readonly told: Promise<ToldEvent>; size: number }>();
  private heldSize = 0;

  constructor(units: UnitResults, stateOf: (jobId: string) => Promise<JobState | null>) {
    this.units = units;
    this.stateOf = stateOf;
  }

  /** The same event is put together once, however many watch. */
  tell(facts: JobFacts, spec: JobSpec, event: JobEvent): Promise<ToldEvent> {
    const key = `${facts.id}/${event.seq}`;
    const known = this.held.get(key);
    if (known !== undefined) return known.told;
    const entry = { told: this.make(facts, spec, event), size: 0 };
    this.held.set(key, entry);
    entry.told.then(
      ({ data }) => {
        entry.size = data.length;
        this.heldSize += data.length;
        this.dropOldest();
      },
      () => this.held.delete(key),
    );
    return entry.told;
  }

  private dropOldest(): void {
    for (const [key, { size }] of this.held) {
      if (this.heldSize <= mostHeld) return;
      this.held.delete(key);
      this.heldSize -= size;
    }
  }

  private async make(facts: JobFacts, spec: JobSpec, event: JobEvent): Promise<ToldEvent> {
    return toldAs(event.seq, await this.wire(facts, spec, event));
  }

  private async wire(facts: JobFacts, spec: JobSpec, event: JobEvent): Promise<WireEvent> {
    switch (event.type) {
      case 'start': {
        const { subtrees, totalFields } = event;
        const created = isoTime(facts.createdAt);
        return { type: 'start', job_id: facts.id, created_at: created, subtrees, total_fields: totalFields };
      }
      case 'progress':
        return {
          type: 'progress',
          completion_percentage: event.percentage,
          current_step: event.step,
          fields_processed: Math.min(event.totalFields, event.fieldsDone),
          total_fields: event.totalFields,
        };
      case 'subtree_result': {
        const pieces = [...((await this.stateOf(facts.id))?.pieces.values() ?? [])];
        const { paths, result } = await this.units.result(spec, pieces, event.unit, event.turns);
        return { type: 'subtree_result', subtree: event.unit, paths: [...paths], result: { ...result } };
      }
      case 'subtree_error': {
        const paths = [...(await this.units.paths(spec, event.unit))];
        const { failure, willRetry, unit } = event;
        return { type: 'subtree_error', subtree: unit, paths, error: failure.message, will_retry: willRetry };
      }
      case 'agentic_array_progress': {
        const [path = ''] = await this.units.paths(spec, event.unit);
        const { items, turn, pagesCovered } = event;
        return { type: event.type, path, items, turn, pages_covered: pagesOf(pagesCovered) };
      }
      case 'job_completed':
      case 'job_cancelled':
        return { type: event.type, job_id: facts.id };
      case 'job_failed': {
        const header = (await this.stateOf(facts.id))?.header;
        const error = (header === undefined ? null : sentenceOf(header)) ?? `The job failed (${event.code}).`;
        return { type: 'job_failed', job_id: facts.id, error };
      }
    }
  }
}

const terminal: ReadonlySet<string> = new Set(['job_completed', 'job_failed', 'job_cancelled']);

function toldAs(id: number, event: WireEvent): ToldEvent {
  return { id, name: event.type, data: JSON.stringify(event), last: terminal.has(event.type) };
}

/** The first event of who comes without a number while the job runs. */
export function stateEvent({ header }: JobState, running: Running): ToldEvent {
  return toldAs(header.lastEvent, {
    type: 'state',
    status: header.status,
    progress: progressOf(header),
    accumulated_results: { ...running.accumulated },
    failed_subtrees: [...running.failed],
    ...(running.truncated ? { accumulated_truncated: true } : {}),
  });
}

function pagesOf(runs: readonly PageRun[]): number[] {
  return runs.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
}
