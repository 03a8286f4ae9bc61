/** One job: how far it is, then its values beside the document. */
import type { DocumentInfo, JobInfo, JobResults } from '@leafcutter/client';
import { blobOf, call, Refused } from './api.ts';
import { make, notice, sentenceOf, show, view } from './dom.ts';
import { Sheet, type Mark } from './sheet.ts';
import { ValueList, printed, type Filter } from './value-list.ts';
import { changed, doubtOf, lacksOf, partsOf, readingsOf, valuesOf, type Json, type Value } from './values.ts';

const pollMs = 700;
const ended: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled']);

/** Shows the job until the signal fires. */
export async function showJob(id: string, signal: AbortSignal): Promise<void> {
  const path = `/extract/jobs/${id}`;
  let job = await call<JobInfo>('GET', path);
  const document = await documentOf(job.document_id);
  const name = document?.file_name ?? 'A document that was deleted';
  if (signal.aborted) return;
  titled(name, signal);
  if (!ended.has(job.status)) {
    const progress = progressOf(id, name);
    show(progress.element);
    progress.tell(job);
    while (!ended.has(job.status)) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      if (signal.aborted) return;
      try {
        job = await call<JobInfo>('GET', path);
        progress.tell(job);
      } catch (error) {
        // The server is away, perhaps to start again: the job goes on when it is back.
        if (error instanceof Refused && error.status < 500) throw error;
        progress.wait(sentenceOf(error));
      }
    }
  }
  const results = await call<JobResults>('GET', `${path}/results`);
  if (!signal.aborted) review(job, results, document, name, signal);
}

function titled(name: string, signal: AbortSignal): void {
  const { title } = document;
  document.title = `${name} - ${title}`;
  signal.addEventListener('abort', () => (document.title = title));
}

/** Null: it was deleted. Results outlive their document. */
export async function documentOf(id: string): Promise<DocumentInfo | null> {
  return await call<DocumentInfo>('GET', `/extract/documents/${id}`).catch((error: unknown) => {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  });
}

interface ProgressView {
  readonly element: HTMLElement;
  readonly tell: (job: JobInfo) => void;
  /** Says why there is nothing new. */
  readonly wait: (why: string) => void;
}

function progressOf(id: string, name: string): ProgressView {
  const bar = make('progress', { max: 100, 'aria-label': 'Progress' });
  const step = make('p', { role: 'status' });
  const cancel = make('button', { type: 'button' }, 'Cancel');
  cancel.addEventListener('click', () => {
    cancel.disabled = true;
    call('POST', `/extract/jobs/${id}/cancel`).catch((error: unknown) => notice(sentenceOf(error)));
  });
  return {
    element: make('section', { class: 'card' }, make('h1', { dir: 'auto' }, name), bar, step, cancel),
    tell({ progress, current_activity: activity }) {
      bar.value = progress.completion_percentage;
      step.textContent = `${activity}, ${progress.fields_processed} of ${progress.total_fields} fields, ${progress.completion_percentage} %`;
    },
    wait(why) {
      step.textContent = `${why} Looking again.`;
    },
  };
}

function review(
  job: JobInfo,
  first: JobResults,
  document: DocumentInfo | null,
  name: string,
  signal: AbortSignal,
): void {
  let current = first;
  const about = make(
    'div',
    { class: 'about', 'aria-live': 'polite' },
    make('p', {}, 'Choose a value, here or on the page, to see where it stands and how sure it is.'),
    keysLine(),
  );
  const sheet =
    document === null
      ? null
      : new Sheet(document.document_id, document.page_count, (pointer) => pick(pointer));
  const values = new ValueList({
    select: (value) => selected(value),
    change: (value, text) => change(value, text),
  });
  const tools = toolsOf(job, values);
  const lacks = make('div');
  const pick = (pointer: string): void => {
    if (values.select(pointer)) return;
    notice('This value is not among those that are shown.');
  };
  const selected = (value: Value): void => {
    about.replaceChildren(...tellOf(value, current));
    sheet?.select(value.pointer);
  };
  const lay = (): void => {
    const parts = partsOf(asJson(current.results), current.metadata.has_attributions);
    const all = valuesOf(parts);
    values.show(parts);
    tools.count(all);
    sheet?.setMarks(marksOf(all));
    lacks.replaceChildren(...lacksElements(job, current));
  };
  const change = async (value: Value, text: string): Promise<void> => {
    current = await changeOnServer(job.job_id, current, value, text);
    lay();
    values.select(value.pointer);
  };
  show(
    make(
      'div',
      { class: 'title' },
      make('h1', { dir: 'auto' }, name),
      make('span', { class: `status ${job.status}` }, statusOf(job, current)),
      ...downloads(job.job_id),
    ),
    make(
      'div',
      { class: 'desk' },
      sheet?.element ??
        make(
          'section',
          { class: 'sheet' },
          make('p', { class: 'empty' }, 'The document was deleted; its results stay.'),
        ),
      make(
        'section',
        { class: 'side', 'aria-label': 'Results' },
        lacks,
        tools.element,
        values.element,
        about,
      ),
    ),
  );
  lay();
  sheet?.turnTo(1);
  view().ownerDocument.addEventListener('keydown', (event) => onPageKey(event, sheet), { signal });
}

function onPageKey(event: KeyboardEvent, sheet: Sheet | null): void {
  if (event.target instanceof HTMLInputElement) return;
  if (event.key === '[') sheet?.turnBy(-1);
  if (event.key === ']') sheet?.turnBy(1);
}

function statusOf(job: JobInfo, { metadata }: JobResults): string {
  if (job.status !== 'completed') return job.status;
  return metadata.is_complete ? 'complete' : 'incomplete';
}

function toolsOf(job: JobInfo, list: ValueList) {
  const search = make('input', {
    type: 'search',
    placeholder: 'Search names and values',
    'aria-label': 'Search names and values',
  });
  const select = make(
    'select',
    { 'aria-label': 'Which values' },
    ...(['all', 'doubtful', 'missing'] as const).map((value) => make('option', { value })),
  );
  const apply = (): void => list.filter(filterOf(select.value), search.value.trim());
  search.addEventListener('input', apply);
  select.addEventListener('change', apply);
  const retry = make('button', { type: 'button' }, 'Try what failed again');
  retry.addEventListener('click', () => {
    call('POST', `/extract/jobs/${job.job_id}/retry`).then(
      () => location.reload(),
      (error: unknown) => notice(sentenceOf(error)),
    );
  });
  return {
    element: make('div', { class: 'bar' }, select, search, job.status === 'failed' ? retry : null),
    /** New values are there: says how many of each kind, and filters them as before. */
    count(all: readonly Value[]): void {
      const missing = all.filter((value) => doubtOf(value) === 'missing').length;
      const doubtful = all.filter((value) => doubtOf(value) !== null).length - missing;
      const texts = [`All ${all.length} values`, `To check: ${doubtful}`, `Not found: ${missing}`];
      for (const [index, option] of [...select.options].entries()) option.textContent = texts[index] ?? '';
      apply();
    },
  };
}

function filterOf(text: string): Filter {
  return text === 'doubtful' || text === 'missing' ? text : 'all';
}

function marksOf(values: readonly Value[]): readonly Mark[] {
  return values.flatMap(({ pointer, attribution }) =>
    (attribution?.citations ?? [])
      .filter(({ match }) => match !== 'absent')
      .map((citation) => ({ pointer, citation })),
  );
}

/** What is known of one value: how it is printed, why, how surely, and what else it may be. */
function tellOf({ pointer, value, attribution }: Value, { metadata }: JobResults): readonly HTMLElement[] {
  const reason = metadata.nulls[pointer];
  const edit = metadata.edits?.find(({ path }) => path === pointer);
  return [
    line(pointer, printed(value)),
    ...(value === null && reason !== undefined ? [line('why', reason.replaceAll('_', ' '))] : []),
    ...(attribution?.citations ?? []).map(({ page, quote, role }) =>
      line(role === 'value' ? `page ${page}` : `page ${page}, beside it`, `“${quote}”`),
    ),
    ...(attribution === null || attribution.reasoning === '' ? [] : [line('because', attribution.reasoning)]),
    ...(attribution === null || value === null
      ? []
      : [line('sure', `${Math.round(attribution.confidence * 100)} %`)]),
    ...(attribution?.alternatives ?? []).map((other) =>
      line('or', `${printed(other.value)}: ${other.reason}`),
    ),
    ...(edit === undefined ? [] : [line('was', `${JSON.stringify(edit.before)} before it was changed`)]),
    keysLine(),
  ];
}

function line(name: string, text: string): HTMLElement {
  return make('p', {}, make('span', { class: 'name' }, name), ' ', make('bdi', {}, text));
}

function keysLine(): HTMLElement {
  return line('keys', '↑ ↓ go on, Enter changes, [ ] turn pages');
}

function lacksElements({ error }: JobInfo, { metadata }: JobResults): readonly HTMLElement[] {
  const lacks = [...(error === undefined ? [] : [error]), ...lacksOf(metadata)];
  if (lacks.length === 0) return [];
  const title = metadata.is_complete ? 'Worth knowing' : 'What is missing';
  return [
    make(
      'details',
      { class: 'lacks', open: lacks.length < 4 },
      make('summary', {}, `${title}: ${lacks.length}`),
      make('ul', {}, ...lacks.map((lack) => make('li', {}, lack))),
    ),
  ];
}

async function changeOnServer(
  id: string,
  { results }: JobResults,
  value: Value,
  text: string,
): Promise<JobResults> {
  let refusal: unknown = null;
  for (const reading of readingsOf(text, value.value)) {
    const body = { results: changed(asJson(results), value.pointer, reading) };
    try {
      return await call<JobResults>('PUT', `/extract/jobs/${id}/results`, body);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 422) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}

/** Results are JSON; the contract says no more than that they are objects. */
function asJson(results: JobResults['results']): Json {
  const text: Json = JSON.parse(JSON.stringify(results));
  return text;
}

function downloads(id: string): readonly HTMLElement[] {
  return (['json', 'csv', 'xlsx'] as const).map((format) =>
    make('button', { type: 'button', click: () => void download(id, format) }, format.toUpperCase()),
  );
}

async function download(id: string, format: 'json' | 'csv' | 'xlsx'): Promise<void> {
  try {
    const url = URL.createObjectURL(await blobOf(`/extract/jobs/${id}/results?format=${format}`));
    make('a', { href: url, download: `results-${id}.${format}` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (error) {
    notice(sentenceOf(error));
  }
}
