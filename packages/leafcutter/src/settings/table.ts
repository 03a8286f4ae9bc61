/**
 * Every setting, in one table: what the file, the environment and the command line may say, what docs/configuration.md
 * lists, and what the program gets. A new setting is a new row.
 */
import { z } from 'zod';
import { modelAliasesSchema, modelsSettingsSchema } from '../models/settings.ts';

export interface SettingRow<Shape extends z.ZodType = z.ZodType> {
  /** The value, once read from text where it comes from the environment. */
  readonly shape: Shape;
  readonly default: z.output<Shape>;
  /** How the environment's text becomes a value. */
  readonly text: 'as it is' | 'number' | 'JSON';
  readonly environment: string;
  /** As the command line has it: `--port <number>`. */
  readonly flag?: string;
  /** Never printed, not even in an error. */
  readonly secret?: true;
  /** Ends "... must be", for errors and the document. */
  readonly must: string;
  /** One sentence or more, without Markdown tables. */
  readonly meaning: string;
  /** What the document says in place of the default's JSON. */
  readonly defaultText?: string;
}

/** Keeps the shape's type through the table. */
function row<Shape extends z.ZodType>(given: SettingRow<Shape>): SettingRow<Shape> {
  return given;
}

type TextRow = Omit<SettingRow, 'shape' | 'default' | 'text' | 'must'> & { readonly must?: string };

function text<Default extends string | null>(fallback: Default, given: TextRow) {
  const shape = z.string().min(1);
  return row<z.ZodType<string | Default>>({
    must: 'a text',
    ...given,
    shape,
    default: fallback,
    text: 'as it is',
  });
}

type NumberRow = Omit<SettingRow, 'shape' | 'default' | 'text' | 'must'>;

/** A whole number between two bounds, both included. */
function whole<Default extends number | null>(
  fallback: Default,
  [least, most]: readonly [number, number],
  given: NumberRow,
) {
  return row<z.ZodType<number | Default>>({
    ...given,
    shape: z.int().min(least).max(most),
    default: fallback,
    text: 'number',
    must: `a whole number from ${least} to ${most.toLocaleString('en')}`,
  });
}

function choice<const Options extends readonly [string, ...string[]]>(
  options: Options,
  fallback: Options[number],
  given: Omit<TextRow, 'must'>,
) {
  const must = `one of ${options.join(', ')}`;
  return row<z.ZodType<Options[number]>>({
    ...given,
    shape: z.enum(options),
    default: fallback,
    text: 'as it is',
    must,
  });
}

const years = 36_500;

export const settingTable = {
  data: text('~/.leafcutter', {
    environment: 'LEAFCUTTER_DATA',
    flag: '--data <dir>',
    must: 'the path of a folder',
    meaning:
      'Folder of the database, the documents and the secret; made when it is missing. `~/` is your home.',
  }),
  host: text('127.0.0.1', {
    environment: 'LEAFCUTTER_HOST',
    flag: '--host <address>',
    must: 'an address or a host name',
    meaning: 'Where the server listens. Anything but the loopback interface needs a key first.',
  }),
  port: whole(8080, [0, 65_535], {
    environment: 'LEAFCUTTER_PORT',
    flag: '--port <number>',
    meaning: '0 takes a free one.',
  }),
  engine: choice(['embedded', 'temporal'], 'embedded', {
    environment: 'LEAFCUTTER_ENGINE',
    flag: '--engine <name>',
    meaning:
      'What carries jobs. embedded needs no other process. temporal needs a Temporal cluster, named by the standard `TEMPORAL_*` variables, workers, and `database_url`.',
  }),
  task_queue: text('leafcutter', {
    environment: 'LEAFCUTTER_TASK_QUEUE',
    must: 'a text',
    meaning:
      "How the names of Temporal's task queues begin; servers and workers must agree on it. Several installations may share a namespace by it.",
  }),
  database_url: text(null, {
    environment: 'DATABASE_URL',
    secret: true,
    must: 'a URL that begins with postgres:// or postgresql://',
    meaning:
      'A Postgres database in place of the SQLite file in the data folder; several servers and workers may share it.',
  }),
  database_schema: text('leafcutter', {
    environment: 'LEAFCUTTER_DATABASE_SCHEMA',
    must: 'a lower-case name of letters, digits and _',
    meaning: 'Postgres schema of all tables; made when it is missing.',
  }),
  database_connections: whole(10, [2, 1_000], {
    environment: 'LEAFCUTTER_DATABASE_CONNECTIONS',
    meaning: 'Connections to Postgres that one process holds at most.',
  }),
  's3.bucket': text(null, {
    environment: 'S3_BUCKET',
    meaning:
      'Keeps documents and pages in this bucket of S3, or of anything that speaks like it, in place of the data folder.',
  }),
  's3.endpoint': text(null, {
    environment: 'S3_ENDPOINT',
    must: 'a URL',
    meaning: "Needed for every server but Amazon's.",
  }),
  's3.region': text('us-east-1', { environment: 'S3_REGION', meaning: 'Region of the bucket.' }),
  's3.prefix': text(null, {
    environment: 'S3_PREFIX',
    meaning: 'Put before every key, with its slash.',
  }),
  's3.access_key_id': text(null, {
    environment: 'AWS_ACCESS_KEY_ID',
    meaning: "Without it the key is found as Amazon's tools find it.",
  }),
  's3.secret_access_key': text(null, {
    environment: 'AWS_SECRET_ACCESS_KEY',
    secret: true,
    meaning: 'Belongs to `s3.access_key_id`.',
  }),
  secret: row<z.ZodType<string | null>>({
    shape: z.string().min(16),
    default: null,
    text: 'as it is',
    environment: 'LEAFCUTTER_SECRET',
    secret: true,
    must: 'a text of 16 characters or more',
    meaning:
      'Seals the passwords of documents until they are parsed. Servers and workers that share a store need the same one.',
    defaultText: 'made once, in the file `secret` of the data folder',
  }),
  upload_limit_mb: whole(200, [1, 100_000], {
    environment: 'LEAFCUTTER_UPLOAD_LIMIT_MB',
    meaning: 'Megabytes (1,000,000 bytes) of one document; larger ones are cut off while they arrive (413).',
  }),
  max_pages: whole(10_000, [1, 1_000_000], {
    environment: 'LEAFCUTTER_MAX_PAGES',
    meaning: 'Documents with more pages are refused (422).',
  }),
  'retention_days.documents': whole(null, [1, years], {
    environment: 'LEAFCUTTER_RETENTION_DAYS_DOCUMENTS',
    meaning: 'Days after which a document is removed with its parse, unless a job on it runs. Results stay.',
    defaultText: 'kept until deleted',
  }),
  'retention_days.jobs': whole(null, [1, years], {
    environment: 'LEAFCUTTER_RETENTION_DAYS_JOBS',
    meaning: 'Days after its end at which a job is removed with its events and results.',
    defaultText: 'kept until deleted',
  }),
  requests_per_second: whole(500, [1, 1_000_000], {
    environment: 'LEAFCUTTER_REQUESTS_PER_SECOND',
    meaning: 'Requests that one key may go on making; what is above is answered with 429 and `Retry-After`.',
  }),
  request_burst: whole(2_000, [1, 1_000_000], {
    environment: 'LEAFCUTTER_REQUEST_BURST',
    meaning: 'Requests that one key may make at once after a rest.',
  }),
  'limits.parse_slots': whole(null, [2, 1_024], {
    environment: 'LEAFCUTTER_LIMITS_PARSE_SLOTS',
    meaning: 'Page ranges that this process reads at once; one place is kept for interactive jobs.',
    defaultText: 'the number of processors, at least 2',
  }),
  'limits.call_slots': whole(16, [1, 10_000], {
    environment: 'LEAFCUTTER_LIMITS_CALL_SLOTS',
    meaning: 'All other work that this process does at once, such as calls of models.',
  }),
  'limits.max_claims': whole(8, [1, 100], {
    environment: 'LEAFCUTTER_LIMITS_MAX_CLAIMS',
    meaning: 'How often work is taken up whose process dies, before it counts as failed.',
  }),
  log_level: choice(['silent', 'error', 'warn', 'info', 'debug'], 'info', {
    environment: 'LEAFCUTTER_LOG_LEVEL',
    meaning:
      'What is logged to standard error, as a line of JSON each. Never text or values of a document, keys, names of files.',
  }),
  models: row({
    shape: modelsSettingsSchema,
    default: [],
    text: 'JSON',
    environment: 'LEAFCUTTER_MODELS',
    must: 'a list of models',
    meaning:
      'Language models beside the published ones, or changes to those: [models.md](models.md) has the fields.',
  }),
  model_aliases: row({
    shape: modelAliasesSchema,
    default: {},
    text: 'JSON',
    environment: 'LEAFCUTTER_MODEL_ALIASES',
    must: 'names of models, each with the name of the model that serves it',
    meaning: 'Serves a model by another one, so that clients need no change: `gemini-2.5-flash: my-model`.',
  }),
} as const satisfies Readonly<Record<string, SettingRow>>;

export type SettingName = keyof typeof settingTable;

/** All settings, by the name that the file gives them; groups have a dot. */
export type Settings = {
  readonly [Name in SettingName]: z.output<(typeof settingTable)[Name]['shape']>;
};

export const settingRows: readonly (readonly [SettingName, SettingRow])[] = Object.entries(settingTable).map(
  ([name, given]) => [name as SettingName, given],
);

export function areSettings(values: Readonly<Record<string, unknown>>): values is Settings {
  return settingRows.every(
    ([name, { shape, default: fallback }]) =>
      values[name] === fallback || shape.safeParse(values[name]).success,
  );
}
