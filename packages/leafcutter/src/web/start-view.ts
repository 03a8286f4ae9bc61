/** Where one begins: documents and a schema make jobs; below stand the jobs that there are. */
import type {
  DocumentInfo,
  JobCreated,
  ModelList,
  SchemaCheck,
  SchemaInfo,
  SchemaList,
} from '@leafcutter/client';
import { call, Refused } from './api.ts';
import { make, notice, sentenceOf, show } from './dom.ts';
import { jobTable } from './job-list.ts';

const checkMs = 300;
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
  const jobs = jobTable(signal);
  show(
    make(
      'div',
      { class: 'start' },
      formOf(schemas, models, () => jobs.look()),
      jobs.element,
    ),
  );
  await jobs.look();
}

function formOf(schemas: SchemaList, models: ModelList, started: () => Promise<void>): HTMLElement {
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
    const all = [...(files.files ?? [])];
    const start = async (file: File): Promise<JobCreated> =>
      await call<JobCreated>('POST', '/extract/jobs', {
        document_id: (await upload(file, password)).document_id,
        schema_id: schemaId,
        config: {
          model: model.value,
          per_key_attribution: true,
          additional_instructions: instructions.value.trim() || null,
        },
        options: pages.value.trim() === '' ? {} : { pages: pages.value.trim() },
      });
    const [only] = all;
    if (only !== undefined && all.length === 1) {
      button.textContent = 'Sending';
      location.hash = `#/jobs/${(await start(only)).job_id}`;
      return;
    }
    // One that is refused keeps none of the others back.
    const refused: string[] = [];
    for (const [index, file] of all.entries()) {
      button.textContent = `Sending ${index + 1} of ${all.length}`;
      await start(file).catch((error: unknown) => refused.push(sentenceOf(error)));
    }
    files.value = '';
    await started();
    if (refused.length > 0)
      throw new Error(`${all.length - refused.length} of ${all.length} have begun. ${refused.join(' ')}`);
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
      .catch((error: unknown) => (problem.textContent = sentenceOf(error)))
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
  /** What was kept stays as it is: jobs were run with it. */
  const copy = make('button', { type: 'button' }, 'See it, or make a new one of it');
  copy.addEventListener('click', () => {
    call<SchemaInfo>('GET', `/extract/schemas/${choice.value}`).then(
      (kept) => {
        name.value = kept.name;
        text.value = JSON.stringify(kept.schema_definition, null, 2);
        choice.value = '';
        turn();
        text.focus();
      },
      (error: unknown) => notice(sentenceOf(error)),
    );
  });
  let timer = 0;
  const check = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void tellVerdict(text.value, verdict), checkMs);
  };
  const turn = (): void => {
    area.hidden = choice.value !== '';
    copy.hidden = choice.value === '';
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
    elements: [field('Schema', choice), copy, area],
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
    throw new Error(`The schema is no JSON: ${sentenceOf(error)}`, { cause: error });
  }
}

async function tellVerdict(text: string, verdict: HTMLElement): Promise<void> {
  try {
    const { leaf_count: leaves, warnings } = await call<SchemaCheck>('POST', '/extract/schemas/validate', {
      schema_definition: definitionOf(text),
    });
    verdict.className = 'verdict good';
    verdict.replaceChildren(
      make('p', {}, leaves === 1 ? '1 field' : `${leaves} fields`),
      ...warnings.map((warning) => make('p', {}, warning)),
    );
  } catch (error) {
    verdict.className = 'verdict problem';
    const sentences =
      error instanceof Refused && error.faults.length > 0
        ? error.faults.map(({ loc, msg }) => `${loc.slice(2).join('.')}: ${msg}`)
        : [sentenceOf(error)];
    verdict.replaceChildren(...sentences.map((sentence) => make('p', {}, sentence)));
  }
}
