/** Results of ended jobs: what the job made, what there is of one that made none, what a person made of it. */
import type { JobResults } from '@leafcutter/client';
import type { JobHeader, JobState } from '../../job/index.ts';
import { isJsonObject, toJsonValue, type JsonObject, type JsonValue } from '../../json.ts';
import type { ExtractionResult } from '../../merge/types.ts';
import { validatorOf } from '../../merge/validate.ts';
import { tablesOf, type Table } from '../../exports/tables.ts';
import { checkSchema } from '../../schema/index.ts';
import type { CheckedSchema } from '../../schema/types.ts';
import { partialResult } from '../../stages/merge-job.ts';
import { findResult, writeResult } from '../../storage/job-reads.ts';
import { findSchemaVersion } from '../../storage/schemas.ts';
import { notFound, requestInvalid, wrongState, type Fault } from '../errors.ts';
import type { Caller, ServiceParts } from '../parts.ts';
import { isoTime } from '../time.ts';
import { editResults, plainValues } from './edit.ts';
import type { JobFacts } from './views.ts';

export interface EndedJob {
  readonly facts: JobFacts;
  readonly header: JobHeader;
}

/** @throws LeafcutterError wrong_state, while it runs */
export function refuseRunning(header: JobHeader): void {
  if (header.endedAt === null)
    throw wrongState(`The job is ${header.status}; its results can be read once it has ended.`);
}

/** A person's, else the machine's. */
export async function readResults(
  parts: ServiceParts,
  job: EndedJob,
  signal: AbortSignal,
): Promise<ExtractionResult> {
  const edited = await parts.database.run((query) => findResult(query, job.facts.id, 'edited'));
  if (edited !== null && edited.created_at >= (job.header.endedAt ?? 0)) return JSON.parse(edited.body);
  return await machineResult(parts, job, signal);
}

/**
 * What the last run of the job made. A job that was cancelled, or failed before its merge, made none: then it is put
 * together from its parts once, and kept, so that the document may go.
 */
export async function machineResult(
  { database, stages, engine, now }: ServiceParts,
  { facts, header }: EndedJob,
  signal: AbortSignal,
): Promise<ExtractionResult> {
  const kept = await database.run((query) => findResult(query, facts.id, 'machine'));
  const merged =
    header.status === 'completed' || (header.status === 'failed' && mergeEnded(await engine.state(facts.id)));
  if (kept !== null && (merged || kept.created_at >= (header.endedAt ?? 0))) return JSON.parse(kept.body);
  const partial = await partialResult(stages, header.spec, signal);
  const row = { job_id: facts.id, kind: 'machine', tenant: facts.tenant } as const;
  const body = JSON.stringify(partial);
  await database.run((query) => writeResult(query, { ...row, body, created_at: now() }));
  return partial;
}

function mergeEnded(state: JobState | null): boolean {
  return state?.pieces.get('merge')?.status === 'done';
}

export function viewOfResults(
  { facts, header }: EndedJob,
  { results, metadata }: ExtractionResult,
): JobResults {
  const plain = toJsonValue({ results, metadata });
  const { results: shown = {}, metadata: said = {} } = isJsonObject(plain) ? plain : {};
  return {
    job_id: facts.id,
    status: header.status,
    results: isJsonObject(shown) ? { ...shown } : {},
    // Its shape is the merge's, which is the contract's.
    metadata: { ...(said as JobResults['metadata']), schema_version: facts.schemaVersion },
    config: facts.shown.config,
  };
}

/** @throws LeafcutterError request_invalid, with one entry a value that does not fit; wrong_state */
export async function updateResults(
  parts: ServiceParts,
  job: EndedJob,
  given: Readonly<Record<string, unknown>>,
  caller: Caller,
): Promise<ExtractionResult> {
  refuseRunning(job.header);
  const before = await readResults(parts, job, new AbortController().signal);
  const plain = await validValues(parts, job.facts, toJsonValue(given));
  const at = parts.now();
  const edited = editResults(before, plain, { at: isoTime(at), by: caller.keyId });
  const row = { job_id: job.facts.id, kind: 'edited', tenant: job.facts.tenant } as const;
  await parts.database.run((query) =>
    writeResult(query, { ...row, body: JSON.stringify(edited), created_at: at }),
  );
  return edited;
}

/** Tables of the schema that the job began with. */
export async function resultTables(
  parts: ServiceParts,
  job: EndedJob,
  signal: AbortSignal,
): Promise<readonly Table[]> {
  const { results } = await readResults(parts, job, signal);
  const plain = plainValues(toJsonValue(results));
  return tablesOf(await schemaOf(parts, job.facts), isJsonObject(plain) ? plain : {});
}

async function schemaOf({ database }: ServiceParts, facts: JobFacts): Promise<CheckedSchema> {
  const { tenant, schemaId, schemaVersion } = facts;
  const version = await database.run((query) => findSchemaVersion(query, tenant, schemaId, schemaVersion));
  if (version === null) throw notFound('schema');
  const definition: JsonValue = JSON.parse(version.definition);
  return checkSchema(definition);
}

async function validValues(parts: ServiceParts, facts: JobFacts, given: JsonValue): Promise<JsonObject> {
  const plain = plainValues(given);
  const values = isJsonObject(plain) ? plain : {};
  const faults = validatorOf(await schemaOf(parts, facts))(values).map(({ path, message }): Fault => ({
    pointer: `/body/results${path}`,
    message,
  }));
  const [first, ...more] = faults;
  if (first !== undefined) throw requestInvalid([first, ...more]);
  return values;
}
