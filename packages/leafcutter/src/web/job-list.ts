/** The jobs that there are, newest first; those that run say how far they are. */
import type { JobList, JobSummary } from '@leafcutter/client';
import { call } from './api.ts';
import { make, notice, sentenceOf } from './dom.ts';
import { documentOf } from './job-view.ts';

const jobsShown = 20;
/** Only the newest page is looked at again: what runs stands there, but for a very long queue. */
const lookMs = 1_500;
const running: ReadonlySet<string> = new Set(['pending', 'processing', 'retrying']);

interface Row {
  readonly element: HTMLElement;
  readonly tell: (job: JobSummary) => void;
  isRunning: boolean;
}

export interface JobTable {
  readonly element: HTMLElement;
  /** The newest jobs, and again while one runs, until the signal fires. */
  readonly look: () => Promise<void>;
}

export function jobTable(signal: AbortSignal): JobTable {
  const body = make('tbody');
  const title = make('h2');
  const hint = make('p', { class: 'hint' }, 'What you extract stands here, and stays until it is deleted.');
  const more = make('button', { type: 'button' }, 'Older jobs');
  const rows = new Map<string, Row>();
  const nameOf = remembered();
  let next: string | null | undefined;
  let timer = 0;

  const page = async (cursor: string): Promise<JobList> => {
    const list = await call<JobList>('GET', `/extract/jobs?limit=${jobsShown}${cursor}`);
    const total = list.total_count;
    title.textContent = total === 0 ? 'No jobs yet' : total === 1 ? '1 job' : `${total} jobs`;
    hint.hidden = total > 0;
    return list;
  };
  const put = (job: JobSummary, where: 'prepend' | 'append'): void => {
    const row = rows.get(job.job_id) ?? rowOf(job, nameOf(job.document_id));
    if (!rows.has(job.job_id)) body[where](row.element);
    rows.set(job.job_id, row);
    row.tell(job);
  };
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    const isFirst = next === undefined;
    const { jobs, next_cursor: cursor = null } = await page('');
    if (signal.aborted) return;
    for (const job of jobs.toReversed()) put(job, 'prepend');
    if (isFirst) next = cursor;
    more.hidden = next === null;
    if (jobs.some(({ job_id: id }) => rows.get(id)?.isRunning)) timer = setTimeout(again, lookMs);
  };
  const again = (): void => {
    if (!signal.aborted) look().catch(() => (timer = setTimeout(again, lookMs)));
  };
  more.addEventListener('click', () => {
    page(`&cursor=${encodeURIComponent(next ?? '')}`).then(
      ({ jobs, next_cursor: cursor = null }) => {
        for (const job of jobs) put(job, 'append');
        next = cursor;
        more.hidden = next === null;
      },
      (error: unknown) => notice(sentenceOf(error)),
    );
  });
  signal.addEventListener('abort', () => clearTimeout(timer));
  return {
    element: make('section', { class: 'card' }, title, hint, make('table', { class: 'jobs' }, body), more),
    look,
  };
}

/** Names of documents, each asked for once. */
function remembered(): (id: string) => Promise<string> {
  const names = new Map<string, Promise<string>>();
  return (id) => {
    const name = names.get(id) ?? documentOf(id).then((document) => document?.file_name ?? 'deleted');
    names.set(id, name);
    return name;
  };
}

function rowOf(
  { job_id: id, created_at: created, effective_config: config }: JobSummary,
  name: Promise<string>,
): Row {
  const link = make('a', { href: `#/jobs/${id}`, dir: 'auto' }, id);
  name.then(
    (text) => (link.textContent = text),
    () => undefined,
  );
  const state = make('span');
  const row: Row = {
    element: make(
      'tr',
      {},
      make('td', {}, link),
      make('td', {}, state),
      make('td', {}, typeof config['model'] === 'string' ? config['model'] : ''),
      make('td', {}, make('time', { datetime: created }, new Date(created).toLocaleString())),
    ),
    isRunning: false,
    tell({ status, progress }) {
      row.isRunning = running.has(status);
      state.className = `status ${status}`;
      state.textContent = status === 'processing' ? `${status} ${progress.completion_percentage} %` : status;
    },
  };
  return row;
}
