/** Where one begins: documents and a schema make jobs; below stand the jobs that there are. */
import type {
  DocumentInfo,
  JobCreated,
  JobList,
  JobSummary,
  ModelList,
  SchemaCheck,
  SchemaInfo,
  SchemaList,
} from '@leafcutter/client';
import { call, Refused } from './api.ts';
import { make, notice, show } from './dom.ts';
import { documentOf } from './job-view.ts';

const checkMs = 300;
const jobsShown = 20;
const exampleSchema = {
  type: 'object',
  properties: {
    invoice_number: { type: 'string' },
    invoice_date: { type: 'string', format: 'date' },
    total: { type: 'number' },
  },
};

export async function showStart(signal: AbortSignal): Promise<void> {
  const [schemas, models] = await Promise.all([
    call<SchemaList>('GET', '/extract/schemas?limit=100'),
    call<ModelList>('GET', '/models'),
  ]);
  if (signal.aborted) return;
  const jobs = make('section', { class: 'card' });
  show(
    make(
      'div',
      { class: 'start' },
      formOf(schemas, models, () => void listJobs(jobs, signal)),
      jobs,
    ),
  );
  await listJobs(jobs, signal);
}

function formOf(schemas: SchemaList, models: ModelList, started: () => void): HTMLElement {
  const files = make('input', { type: 'file', multiple: true, required: true });
  const password = make('input', { type: 'password', autocomplete: 'off' });
  const schema = schemaFields(schemas);
  const model = make(
    'select',
    {},
    ...models.models.map(({ id, available, key_variable: key }) =>
      make(
        'option',
        { value: id, disabled: !available, selected: id === models.default_model },
        available || key === null ? id : `${id} (set ${key})`,
      ),
    ),
  );
  const instructions = make('textarea', { rows: 2 });
  const pages = make('input', { placeholder: 'all, or 1-3,7' });
  const problem = make('p', { class: 'problem', role: 'alert' });
  const button = make('button', { class: 'primary' }, 'Extract');
  const submit = async (): Promise<void> => {
    const schemaId = await schema.keep();
    const created: JobCreated[] = [];
    for (const [index, file] of [...(files.files ?? [])].entries()) {
      button.textContent = `Sending ${index + 1} of ${files.files?.length ?? 0}`;
      const { document_id } = await upload(file, password);
      created.push(
        await call<JobCreated>('POST', '/extract/jobs', {
          document_id,
          schema_id: schemaId,
          config: {
            model: model.value,
            per_key_attribution: true,
            additional_instructions: instructions.value.trim() || null,
          },
          options: pages.value.trim() === '' ? {} : { pages: pages.value.trim() },
        }),
      );
    }
    const [only] = created;
    if (only !== undefined && created.length === 1) location.hash = `#/jobs/${only.job_id}`;
    else started();
  };
  const form = make(
    'form',
    { class: 'card' },
    make('h1', {}, 'From documents to data'),
    field('Documents', files, 'PDF, PNG, JPEG, TIFF, WebP, text, Markdown, CSV or HTML'),
    ...schema.elements,
    make(
      'details',
      {},
      make('summary', {}, 'More'),
      field('Model', model),
      field('Instructions for models', instructions),
      field('Pages', pages),
      field('Password of encrypted PDFs', password),
    ),
    problem,
    button,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    problem.textContent = '';
    button.disabled = true;
    submit()
      .catch(
        (error: unknown) => (problem.textContent = error instanceof Error ? error.message : String(error)),
      )
      .finally(() => {
        button.disabled = false;
        button.textContent = 'Extract';
      });
  });
  dropInto(form, files);
  return form;
}

function field(name: string, control: HTMLElement, hint = ''): HTMLElement {
  return make(
    'label',
    {},
    make('span', { class: 'name' }, name),
    control,
    hint === '' ? null : make('small', {}, hint),
  );
}

function dropInto(form: HTMLElement, files: HTMLInputElement): void {
  form.addEventListener('dragover', (event) => {
    event.preventDefault();
    form.classList.add('over');
  });
  form.addEventListener('dragleave', () => form.classList.remove('over'));
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    form.classList.remove('over');
    if (event.dataTransfer !== null && event.dataTransfer.files.length > 0)
      files.files = event.dataTransfer.files;
  });
}

async function upload(file: File, password: HTMLInputElement): Promise<DocumentInfo> {
  const body = new FormData();
  if (password.value !== '') body.append('password', password.value);
  body.append('file', file, file.name);
  return await call<DocumentInfo>('POST', '/extract/documents/upload', body).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    const details = password.closest('details');
    if (details !== null && error.faults.some(({ type }) => type === 'document_encrypted'))
      details.open = true;
    const what = error.faults.map(({ msg }) => msg).join(' ') || error.message;
    throw new Error(what.startsWith(file.name) ? what : `${file.name}: ${what}`);
  });
}

/** A kept schema, or a new one that is checked while it is written. */
function schemaFields({ schemas }: SchemaList) {
  const choice = make(
    'select',
    {},
    ...schemas.map(({ schema_id: id, name, version }) =>
      make('option', { value: id }, `${name} (version ${version})`),
    ),
    make('option', { value: '' }, 'A new schema'),
  );
  const name = make('input', { placeholder: 'invoice' });
  const text = make('textarea', { rows: 12, spellcheck: 'false', class: 'code' });
  text.value = JSON.stringify(exampleSchema, null, 2);
  const verdict = make('div', { class: 'verdict', role: 'status' });
  const fromFile = make('input', { type: 'file', accept: '.json,application/json' });
  const area = make(
    'div',
    { class: 'new-schema' },
    field('Name', name),
    field('From a file', fromFile),
    field('JSON Schema', text),
    verdict,
  );
  let timer = 0;
  const check = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void tellVerdict(text.value, verdict), checkMs);
  };
  const turn = (): void => {
    area.hidden = choice.value !== '';
    if (!area.hidden) check();
  };
  text.addEventListener('input', check);
  choice.addEventListener('change', turn);
  fromFile.addEventListener('change', () => {
    const [file] = fromFile.files ?? [];
    if (file === undefined) return;
    if (name.value === '') name.value = file.name.replace(/(\.schema)?\.json$/i, '');
    void file.text().then((content) => {
      text.value = content;
      check();
    });
  });
  turn();
  return {
    elements: [field('Schema', choice), area],
    /** The id of the schema that is meant; a new one is kept first, and chosen from then on. */
    async keep(): Promise<string> {
      if (choice.value !== '') return choice.value;
      const kept = await call<SchemaInfo>('POST', '/extract/schemas', {
        name: name.value.trim() || 'unnamed',
        schema_definition: definitionOf(text.value),
      });
      choice.prepend(make('option', { value: kept.schema_id }, `${kept.name} (version ${kept.version})`));
      choice.value = kept.schema_id;
      turn();
      return kept.schema_id;
    },
  };
}

function definitionOf(text: string): unknown {
  try {
    const definition: unknown = JSON.parse(text);
    return definition;
  } catch (error) {
    throw new Error(`The schema is no JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function tellVerdict(text: string, verdict: HTMLElement): Promise<void> {
  try {
    const { leaf_count: leaves, warnings } = await call<SchemaCheck>('POST', '/extract/schemas/validate', {
      schema_definition: definitionOf(text),
    });
    verdict.className = 'verdict good';
    verdict.replaceChildren(
      make('p', {}, `${leaves} fields`),
      ...warnings.map((warning) => make('p', {}, warning)),
    );
  } catch (error) {
    verdict.className = 'verdict problem';
    const sentences =
      error instanceof Refused && error.faults.length > 0
        ? error.faults.map(({ loc, msg }) => `${loc.slice(2).join('.')}: ${msg}`)
        : [error instanceof Error ? error.message : String(error)];
    verdict.replaceChildren(...sentences.map((sentence) => make('p', {}, sentence)));
  }
}

async function listJobs(place: HTMLElement, signal: AbortSignal): Promise<void> {
  const rows = make('tbody');
  const more = make('button', { type: 'button' }, 'Older jobs');
  const names = new Map<string, Promise<string>>();
  const nameOf = (id: string): Promise<string> => {
    const known = names.get(id) ?? documentOf(id).then((document) => document?.file_name ?? 'deleted');
    names.set(id, known);
    return known;
  };
  let cursor: string | null | undefined;
  const load = async (): Promise<void> => {
    const after = cursor === undefined || cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const {
      jobs,
      total_count: total,
      next_cursor: next,
    } = await call<JobList>('GET', `/extract/jobs?limit=${jobsShown}${after}`);
    if (signal.aborted) return;
    cursor = next;
    more.hidden = next === undefined || next === null;
    rows.append(...jobs.map((job) => rowOf(job, nameOf(job.document_id))));
    title.textContent = total === 0 ? 'No jobs yet' : `${total} jobs`;
  };
  const title = make('h2');
  more.addEventListener('click', () => load().catch((error: Error) => notice(error.message)));
  place.replaceChildren(title, make('table', { class: 'jobs' }, rows), more);
  await load();
}

function rowOf(
  { job_id: id, status, created_at: created, progress, effective_config: config }: JobSummary,
  name: Promise<string>,
): HTMLElement {
  const link = make('a', { href: `#/jobs/${id}` }, id);
  name.then(
    (text) => (link.textContent = text),
    () => undefined,
  );
  const far = status === 'processing' ? ` ${progress.completion_percentage} %` : '';
  return make(
    'tr',
    {},
    make('td', {}, link),
    make('td', {}, make('span', { class: `status ${status}` }, `${status}${far}`)),
    make('td', {}, typeof config['model'] === 'string' ? config['model'] : ''),
    make('td', {}, make('time', { datetime: created }, new Date(created).toLocaleString())),
  );
}
