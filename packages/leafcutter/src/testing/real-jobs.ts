/** Real documents and schemas put into a store, and the jobs that ask for them. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { NewJob } from '../engines/engine.ts';
import type { Lane } from '../job/index.ts';
import { toJsonValue } from '../json.ts';
import { createDocumentParser } from '../parsers/index.ts';
import { checkSchema } from '../schema/index.ts';
import type { ChooseExtractor } from '../stages/job-data.ts';
import { defaultExtractionOptions, type JobRequest } from '../stages/job-request.ts';
import { createJobSpec } from '../stages/job-spec.ts';
import { insertDocument } from '../storage/documents.ts';
import { insertSchema } from '../storage/schemas.ts';
import type { Store } from '../storage/store.ts';

export interface RealCase {
  /** Files. */
  readonly document: string;
  readonly schema: string;
}

export const tenant = 'default';

/** Idle workers keep no process alive. */
const parser = createDocumentParser();

export function requestFor(change: Partial<JobRequest> = {}): JobRequest {
  return {
    version: 1,
    model: 'rules',
    requestedModel: null,
    attributions: true,
    instructions: null,
    pages: null,
    parse: { ocr: 'auto', languages: ['eng', 'deu', 'fra'] },
    extraction: defaultExtractionOptions,
    ...change,
  };
}

/** What an upload and a start of a job put into the store, but for the job itself. */
export async function addCase(
  store: Pick<Store, 'database' | 'blobs'>,
  { document, schema }: RealCase,
  request: JobRequest,
  choose: ChooseExtractor,
  lane: Lane = 'interactive',
): Promise<NewJob> {
  const [documentId, schemaId] = [randomUUID(), randomUUID()];
  const name = path.basename(document);
  const blob = await store.blobs.put(createReadStream(document), { tenant });
  const opened = await parser.open(
    { path: document, name },
    { ...request.parse, deadlineMs: 120_000, memoryMb: 2_048 },
    new AbortController().signal,
  );
  const definition = await readFile(schema, 'utf8');
  const checked = checkSchema(toJsonValue(JSON.parse(definition)));
  const now = Date.now();
  await store.database.transaction(async (query) => {
    await insertDocument(query, {
      id: documentId,
      tenant,
      name,
      format: opened.format,
      size: blob.size,
      content_hash: opened.contentHash,
      blob: blob.key,
      pages: opened.totalPages,
      password: null,
      created_at: now,
    });
    const text = {
      name: path.basename(schema),
      description: null,
      metadata: '{}',
      definition,
      hash: checked.hash,
    };
    await insertSchema(query, schemaId, tenant, text, now);
  });
  const jobId = randomUUID();
  return {
    spec: await createJobSpec(
      {
        jobId,
        tenant,
        lane,
        totalPages: opened.totalPages,
        schema: checked,
        request,
        extractor: choose(request, { jobId, tenant, lane }),
      },
      new AbortController().signal,
    ),
    documentId,
    schemaId,
    schemaVersion: 1,
    request: toJsonValue(request),
    searchText: name,
  };
}
