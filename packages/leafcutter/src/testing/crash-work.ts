/**
 * Real jobs for crash runs: documents of a folder, half of them read by the rules and half by a stand-in that counts. It is
 * loaded by the process that is killed, and by the one that kills.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { chooseExtractor, createStorePerform } from '../app.ts';
import { LeafcutterError } from '../errors.ts';
import type { NewJob } from '../engines/engine.ts';
import type { Command, Perform } from '../job/index.ts';
import { isJsonObject, toJsonValue, type JsonValue } from '../json.ts';
import type { ChooseExtractor } from '../stages/job-data.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import { openFileBlobs } from '../storage/blobs/file-blobs.ts';
import type { S3Settings } from '../storage/blobs/s3-blobs.ts';
import type { Database } from '../storage/database.ts';
import { readAnswer } from '../storage/read-model.ts';
import type { ChildWork, PerformModule } from './engine-child.ts';
import { addCase, requestFor, type RealCase } from './real-jobs.ts';
import { keptBefore, targetOf } from './scripted-perform.ts';
import { createStandInExtractor } from './stand-in-extractor.ts';

interface Options {
  readonly scratch: string;
  /** Of the stand-in's calls. */
  readonly workMs: number;
  /** Where documents and pages are kept. Default: in the folder. */
  readonly s3?: Pick<S3Settings, 'endpoint' | 'region' | 'bucket' | 'accessKeyId' | 'secretAccessKey'>;
}

export const openPerform: PerformModule['openPerform'] = async (given, { database }) => {
  const options = optionsOf(given);
  const { scratch, workMs } = options;
  mkdirSync(scratch, { recursive: true });
  const blobs = await openBlobs(options);
  const { perform } = createStorePerform({ database, blobs }, { chooseExtractor: choosing(workMs) });
  const counted: Perform = async (command, context) => {
    const { jobId } = context.spec;
    const kept = await isKept(database, jobId, command);
    const line = `${jobId} ${targetOf(command)} ${command.id} ${Date.now()}${kept ? ` ${keptBefore}` : ''}\n`;
    appendFileSync(path.join(scratch, 'calls.log'), line);
    return perform(command, context);
  };
  return counted;
};

async function isKept(database: Database, jobId: string, command: Command): Promise<boolean> {
  if (command.kind !== 'extract') return false;
  return (await database.run((query) => readAnswer(query, jobId, command.piece, command.turn))) !== null;
}

function choosing(workMs: number): ChooseExtractor {
  const standIn = createStandInExtractor({ workMs });
  return (request) => (request.model === 'stand-in' ? standIn : chooseExtractor(request));
}

async function openBlobs({ scratch, s3 }: Options): Promise<BlobStore> {
  if (s3 === undefined) return await openFileBlobs(path.join(scratch, 'blobs'));
  return (await import('../storage/blobs/s3-blobs.ts')).openS3Blobs(s3);
}

function optionsOf(given: JsonValue): Options {
  if (!isJsonObject(given)) throw new TypeError('A crash run has options.');
  const { scratch, workMs, s3 } = given;
  if (typeof scratch !== 'string' || typeof workMs !== 'number')
    throw new TypeError('A crash run says where it counts, and how long its calls take.');
  if (!isJsonObject(s3)) return { scratch, workMs };
  const text = (key: string): string => {
    const value = s3[key];
    if (typeof value !== 'string') throw new TypeError(`S3 has no ${key}.`);
    return value;
  };
  const [endpoint, region, bucket] = [text('endpoint'), text('region'), text('bucket')];
  const keys = { accessKeyId: text('accessKeyId'), secretAccessKey: text('secretAccessKey') };
  return { scratch, workMs, s3: { endpoint, region, bucket, ...keys } };
}

export function crashWork(options: Options): ChildWork {
  return { module: import.meta.url, options: toJsonValue(options) };
}

/**
 * The jobs, put into the store. The same folder and number give the same jobs in the same order, but for their ids. Every
 * third does one thing at a time: its events have an order of their own.
 */
export async function addCrashJobs(
  database: Database,
  cases: readonly RealCase[],
  count: number,
  options: Options,
): Promise<readonly NewJob[]> {
  const store = { database, blobs: await openBlobs(options) };
  const jobs: NewJob[] = [];
  for (let index = 0; index < count; index += 1) {
    const request = requestFor({ model: index % 2 === 0 ? 'stand-in' : 'rules' });
    const add = (one: RealCase): Promise<NewJob> =>
      addCase(store, one, request, choosing(options.workMs), index % 5 === 0 ? 'bulk' : 'interactive');
    const job = await firstReadable(cases, Math.floor((index * cases.length) / count), add);
    const { limits } = job.spec;
    const single = { ...limits, concurrentUnits: 1, concurrentRanges: 1 };
    jobs.push(index % 3 === 0 ? { ...job, spec: { ...job.spec, limits: single } } : job);
  }
  return jobs;
}

/** Some documents of a folder may be of formats that nobody reads: then the next one is taken. */
async function firstReadable(
  cases: readonly RealCase[],
  from: number,
  add: (one: RealCase) => Promise<NewJob>,
): Promise<NewJob> {
  for (const one of [...cases.slice(from), ...cases.slice(0, from)]) {
    try {
      return await add(one);
    } catch (error) {
      if (!(error instanceof LeafcutterError) || !error.code.startsWith('document_')) throw error;
    }
  }
  throw new Error('There is no document that can be read for the crash run.');
}

/** Documents with a schema: `<set>/<case>/{source.*, schema.json}`, or `<name>.pdf` with `<name>.schema.json`. By name. */
export async function findCases(folder: string): Promise<readonly RealCase[]> {
  const found: RealCase[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name));
  const source = entries.find((entry) => entry.isFile() && entry.name.startsWith('source.'));
  if (source !== undefined && names.has('schema.json')) {
    return [{ document: path.join(folder, source.name), schema: path.join(folder, 'schema.json') }];
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) found.push(...(await findCases(path.join(folder, entry.name))));
    const schema = entry.name.replace(/\.pdf$/, '.schema.json');
    if (entry.name.endsWith('.pdf') && names.has(schema))
      found.push({ document: path.join(folder, entry.name), schema: path.join(folder, schema) });
  }
  return found;
}
