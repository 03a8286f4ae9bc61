/** Jobs: started, told about, stopped, started again, deleted. */
import type { JobCreated, JobInfo, JobList, JobResults, JobStatus } from '@leafcutter/client';
import { sql } from 'kysely';
import type { JobHeader, JobSpec } from '../../job/index.ts';
import type { ExtractionResult } from '../../merge/types.ts';
import { checkSchema } from '../../schema/index.ts';
import { createJobSpec } from '../../stages/job-spec.ts';
import { decodeHeader, decodeSpec } from '../../storage/codec.ts';
import { findDocument } from '../../storage/documents.ts';
import {
  deleteEndedJob,
  findJobState,
  findWholeJob,
  jobColumns,
  type JobStateRow,
  type WholeJobRow,
} from '../../storage/job-reads.ts';
import { findSchema, findSchemaVersion } from '../../storage/schemas.ts';
import type { Table } from '../../exports/tables.ts';
import { notFound, wrongState } from '../errors.ts';
import { newId, readId } from '../ids.ts';
import type { KeyedLock } from '../keyed-lock.ts';
import { listRequest, pageOf, readList, type ListQuery } from '../lists.ts';
import type { Caller, ServiceParts } from '../parts.ts';
import { isoTime } from '../time.ts';
import { EventTeller, stateEvent, type ToldEvent } from './events.ts';
import { readJobBody, type JobBody, type KeptRequest } from './request.ts';
import {
  readResults,
  refuseRunning,
  resultTables,
  updateResults,
  viewOfResults,
  type EndedJob,
} from './results.ts';
import { nothingRuns, runningOf, type Running } from './running.ts';
import { UnitResults } from './unit-results.ts';
import { estimate, summaryOf, type JobFacts } from './views.ts';

export type { ToldEvent } from './events.ts';
export type { JobBody } from './request.ts';

export interface Jobs {
  /**
   * @param id a new one of its own; the same again gives the job that is there
   * @throws LeafcutterError not_found, request_invalid, model_unknown, model_key_missing, store_*
   */
  start(tenant: string, body: JobBody, signal: AbortSignal, id?: string): Promise<JobCreated>;
  /** @throws LeafcutterError not_found */
  status(tenant: string, id: string): Promise<Told<JobInfo>>;
  /** @throws LeafcutterError request_invalid, when the cursor is none */
  list(tenant: string, query: ListQuery & { readonly job_status?: JobStatus | undefined }): Promise<JobList>;
  /** @throws LeafcutterError not_found; wrong_state when it has ended otherwise */
  cancel(tenant: string, id: string): Promise<JobInfo>;
  /** Failed units run again. @throws LeafcutterError not_found; wrong_state when it is not failed */
  retry(tenant: string, id: string): Promise<JobInfo>;
  /** @throws LeafcutterError not_found; wrong_state while it runs */
  delete(tenant: string, id: string): Promise<void>;
  /** @throws LeafcutterError not_found; wrong_state while it runs */
  results(tenant: string, id: string, signal: AbortSignal): Promise<JobResults>;
  /** The results as tables. @throws as `results` */
  tables(tenant: string, id: string, signal: AbortSignal): Promise<readonly Table[]>;
  /** @throws LeafcutterError not_found, wrong_state, request_invalid with the values that do not fit */
  updateResults(caller: Caller, id: string, results: Readonly<Record<string, unknown>>): Promise<JobResults>;
  /**
   * Events as they are sent. `after` null: all of an ended job, or of a running one a `state` first and then what comes.
   * @throws LeafcutterError not_found, before the first event
   */
  watch(
    tenant: string,
    id: string,
    after: number | null,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ToldEvent>>;
  /** Before a document goes: what its ended jobs found, so that it stays. */
  keepResultsOf(jobIds: readonly string[], tenant: string): Promise<void>;
}

/** A body, and a tag that changes when it does. */
export interface Told<Body> {
  readonly body: Body;
  readonly tag: string;
}

/** Jobs whose unchanging part is remembered. */
const rememberedJobs = 5_000;
/** Running jobs whose last results are remembered. */
const rememberedRunning = 200;

export function createJobs(parts: ServiceParts, busy: KeyedLock): Jobs {
  return new JobCases(parts, busy);
}

interface Known {
  readonly facts: JobFacts;
  readonly spec: JobSpec;
  /** What is told of it once it has ended, until it is started again. */
  ended?: { readonly version: number; readonly told: Told<JobInfo> };
}
interface Found {
  readonly known: Known;
  readonly row: JobStateRow;
}
interface Seen extends Known {
  readonly header: JobHeader;
  readonly row: JobStateRow;
}

class JobCases implements Jobs {
  private readonly parts: ServiceParts;
  private readonly busy: KeyedLock;
  private readonly units: UnitResults;
  private readonly teller: EventTeller;
  private readonly known = new Map<string, Known>();
  private readonly running = new Map<string, { readonly tag: string; readonly running: Running }>();

  constructor(parts: ServiceParts, busy: KeyedLock) {
    this.parts = parts;
    this.busy = busy;
    this.units = new UnitResults(parts.stages);
    this.teller = new EventTeller(this.units, (jobId) => parts.engine.state(jobId));
  }

  async start(tenant: string, body: JobBody, signal: AbortSignal, id: string = newId()): Promise<JobCreated> {
    const documentId = readId(body.document_id);
    if (documentId === null) throw notFound('document');
    return await this.busy.run(documentId, () => this.startOn(tenant, documentId, body, signal, id));
  }

  private async startOn(
    tenant: string,
    documentId: string,
    body: JobBody,
    signal: AbortSignal,
    jobId: string,
  ): Promise<JobCreated> {
    const { database, engine, models, parse, stages } = this.parts;
    const schemaId = readId(body.schema_id);
    const { document, schemaRow, version } = await database.run(async (query) => {
      const found = await findDocument(query, tenant, documentId);
      const row = schemaId === null ? null : await findSchema(query, tenant, schemaId);
      const text = row === null ? null : await findSchemaVersion(query, tenant, row.id, row.version);
      return { document: found, schemaRow: row, version: text };
    });
    if (document === null) throw notFound('document');
    if (schemaRow === null || version === null) throw notFound('schema');
    const schema = checkSchema(JSON.parse(version.definition));
    const asked = readJobBody(body, { models, schema, totalPages: document.pages, parse });
    const spec = await createJobSpec(
      {
        jobId,
        tenant,
        lane: asked.lane,
        totalPages: document.pages,
        schema,
        request: asked.request,
        extractor: stages.chooseExtractor(asked.request, { jobId, tenant, lane: asked.lane }),
      },
      signal,
    );
    const { languages, ...rest } = asked.request.parse;
    const header = await engine.start({
      spec,
      documentId,
      schemaId: schemaRow.id,
      schemaVersion: version.version,
      request: {
        ...asked.request,
        parse: { ...rest, languages: [...languages] },
        extraction: { ...asked.request.extraction },
        shown: {
          config: asked.shown.config === null ? null : { ...asked.shown.config },
          effective_config: asked.shown.effective_config,
        },
      },
      searchText: document.name,
    });
    const pages = pagesOf(header.spec);
    return {
      job_id: jobId,
      status: header.status,
      created_at: isoTime(header.createdAt),
      estimated_completion: isoTime(estimate({ createdAt: header.createdAt, pages }, 0, header.createdAt)),
    };
  }

  async status(tenant: string, id: string): Promise<Told<JobInfo>> {
    const { known, row } = await this.find(tenant, id);
    if (row.ended_at !== null && known.ended?.version === row.version) return known.ended.told;
    const { facts } = known;
    const header = await this.headerOf(known, row);
    const tag = `${row.version}-${header.lastEvent}`;
    const { accumulated, truncated, failed } =
      header.endedAt === null ? await this.runningOf(facts.id, tag) : nothingRuns;
    const body: JobInfo = {
      ...summaryOf(facts, header, row.updated_at),
      accumulated_results: { ...accumulated },
      failed_subtrees: [...failed],
      ...(truncated ? { accumulated_truncated: true } : {}),
    };
    const told = { body, tag };
    if (row.ended_at !== null) known.ended = { version: row.version, told };
    return told;
  }

  async list(
    tenant: string,
    query: ListQuery & { readonly job_status?: JobStatus | undefined },
  ): Promise<JobList> {
    const { job_status: status } = query;
    const request = {
      ...listRequest(tenant, query),
      ...(status === undefined ? {} : { where: sql`status = ${status}` }),
    };
    const page = await readList<WholeJobRow>(this.parts.database, 'jobs', jobColumns, request);
    const jobs = page.rows.map((row) => {
      const { facts, spec } = knownOf(row);
      return summaryOf(facts, decodeHeader(row.header, spec), row.updated_at);
    });
    return { jobs, ...pageOf(page) };
  }

  async cancel(tenant: string, id: string): Promise<JobInfo> {
    const { facts } = await this.see(tenant, id);
    const header = await this.parts.engine.cancel(facts.id);
    if (header === null) throw notFound('job');
    if (header.endedAt !== null && header.status !== 'cancelled')
      throw wrongState(`The job has ended (${header.status}); there is nothing to cancel.`);
    return (await this.status(tenant, id)).body;
  }

  async retry(tenant: string, id: string): Promise<JobInfo> {
    const { facts, header } = await this.see(tenant, id);
    if (header.status !== 'failed')
      throw wrongState(`The job is ${header.status}; only a failed job can be retried.`);
    await this.parts.engine.retry(facts.id);
    return (await this.status(tenant, id)).body;
  }

  async delete(tenant: string, id: string): Promise<void> {
    const { facts } = await this.see(tenant, id);
    const gone = await this.parts.database.transaction((query) => deleteEndedJob(query, tenant, facts.id));
    if (!gone) throw wrongState('The job runs; wait for its end, or cancel it first.');
    this.known.delete(facts.id);
    this.running.delete(facts.id);
    this.units.forget(facts.id);
  }

  async results(tenant: string, id: string, signal: AbortSignal): Promise<JobResults> {
    const job = await this.see(tenant, id);
    refuseRunning(job.header);
    return viewOfResults(job, await readResults(this.parts, job, signal));
  }

  async tables(tenant: string, id: string, signal: AbortSignal): Promise<readonly Table[]> {
    const job = await this.see(tenant, id);
    refuseRunning(job.header);
    return await resultTables(this.parts, job, signal);
  }

  async updateResults(
    caller: Caller,
    id: string,
    results: Readonly<Record<string, unknown>>,
  ): Promise<JobResults> {
    const job = await this.see(caller.tenant, id);
    return await this.busy.run(job.facts.id, async () => {
      const edited: ExtractionResult = await updateResults(this.parts, job, results, caller);
      return viewOfResults(job, edited);
    });
  }

  async watch(
    tenant: string,
    id: string,
    after: number | null,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ToldEvent>> {
    const { facts, spec, header } = await this.see(tenant, id);
    if (after !== null || header.endedAt !== null) return this.told(facts, spec, after ?? 0, signal);
    const state = await this.parts.engine.state(facts.id);
    if (state === null) throw notFound('job');
    if (state.header.endedAt !== null) return this.told(facts, spec, 0, signal);
    const first = stateEvent(state, await runningOf(this.parts.stages, this.units, state));
    return this.told(facts, spec, state.header.lastEvent, signal, first);
  }

  async keepResultsOf(jobIds: readonly string[], tenant: string): Promise<void> {
    const signal = new AbortController().signal;
    for (const id of jobIds) {
      const job: EndedJob = await this.see(tenant, id);
      await readResults(this.parts, job, signal);
    }
  }

  private async *told(
    facts: JobFacts,
    spec: JobSpec,
    after: number,
    signal: AbortSignal,
    first?: ToldEvent,
  ): AsyncGenerator<ToldEvent, void, undefined> {
    if (first !== undefined) yield first;
    for await (const event of this.parts.engine.watch(facts.id, after, signal))
      yield await this.teller.tell(facts, spec, event);
  }

  private async runningOf(jobId: string, tag: string): Promise<Running> {
    const known = this.running.get(jobId);
    if (known?.tag === tag) return known.running;
    const state = await this.parts.engine.state(jobId);
    if (state === null || state.header.endedAt !== null) return nothingRuns;
    const running = await runningOf(this.parts.stages, this.units, state);
    this.running.delete(jobId);
    this.running.set(jobId, { tag, running });
    dropOldest(this.running, rememberedRunning);
    return running;
  }

  /** @throws LeafcutterError not_found: unknown, malformed, another tenant's */
  private async see(tenant: string, text: string): Promise<Seen> {
    const { known, row } = await this.find(tenant, text);
    return { ...known, row, header: await this.headerOf(known, row) };
  }

  /** @throws LeafcutterError not_found */
  private async find(tenant: string, text: string): Promise<Found> {
    const id = readId(text);
    if (id === null) throw notFound('job');
    const { database } = this.parts;
    const remembered = this.known.get(id);
    if (remembered === undefined) {
      const row = await database.run((query) => findWholeJob(query, tenant, id));
      if (row === null) throw notFound('job');
      const known = knownOf(row);
      this.known.set(id, known);
      dropOldest(this.known, rememberedJobs);
      return { known, row };
    }
    if (remembered.facts.tenant !== tenant) throw notFound('job');
    const row = await database.run((query) => findJobState(query, id));
    if (row === null) throw notFound('job');
    return { known: remembered, row };
  }

  /** A workflow knows more than the store while it runs. */
  private async headerOf({ spec }: Known, row: JobStateRow): Promise<JobHeader> {
    const { engine } = this.parts;
    const kept = decodeHeader(row.header, spec);
    if (engine.name !== 'temporal' || row.ended_at !== null) return kept;
    return (await engine.status(row.id)) ?? kept;
  }
}

function knownOf(row: WholeJobRow): Known {
  const request: KeptRequest = JSON.parse(row.request);
  const spec = decodeSpec(row.spec);
  return {
    spec,
    facts: {
      id: row.id,
      tenant: row.tenant,
      documentId: row.document_id,
      schemaId: row.schema_id,
      schemaVersion: row.schema_version,
      createdAt: row.created_at,
      pages: pagesOf(spec),
      shown: request.shown ?? { config: null, effective_config: {} },
    },
  };
}

function pagesOf(spec: JobSpec): number {
  return spec.ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

function dropOldest<T>(map: Map<string, T>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
