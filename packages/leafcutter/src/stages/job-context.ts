/** What the commands of one job share in one process: its document, its plan. Held for the jobs at work, not for all. */
import { setImmediate } from 'node:timers/promises';
import type { ParsedDocument } from '../document/types.ts';
import { LeafcutterError } from '../errors.ts';
import type { JobSpec } from '../job/index.ts';
import type { Plan, Unit } from '../planning/types.ts';
import type { JobDocuments, JobInputs, JobRecords } from './job-data.ts';
import { parentOf, readParts, readPlan } from './kept-answers.ts';
import { countPages } from './page-selection.ts';
import { assembleDocument, type ParsedRange } from './parse.ts';

export interface JobContext {
  inputs(): Promise<JobInputs>;
  /** Of the ranges that this job has read. */
  document(): Promise<ParsedDocument>;
  /** @throws LeafcutterError internal, when no plan was kept */
  plan(): Promise<Plan>;
  /** Of the plan, or a part of one that was split. */
  unit(id: string): Promise<Unit>;
}

interface Sources {
  readonly documents: JobDocuments;
  readonly records: JobRecords;
}

export function createJobContext({ documents, records }: Sources, spec: JobSpec): JobContext {
  const inputs = remembered(() => documents.inputs(spec));
  const plan = remembered(() => readKeptPlan(records, spec.jobId));
  const parts = new Map<string, Unit>();
  return {
    inputs,
    plan,
    document: remembered(async () => {
      const { source } = await inputs();
      const read = await readRanges({ documents, records }, spec);
      return breathing(assembleDocument(source, read, (range) => documents.pages(spec, range)));
    }),
    async unit(id) {
      const planned = (await plan()).units.find((unit) => unit.id === id) ?? parts.get(id);
      if (planned !== undefined) return planned;
      for (const part of await readPartsOf(records, spec.jobId, parentOf(id))) parts.set(part.id, part);
      const part = parts.get(id);
      if (part === undefined) throw new LeafcutterError('internal', `The plan has no unit ${id}.`);
      return part;
    },
  };
}

/** A walk through many pages that are held lets heartbeats and aborts through at each of them. */
function breathing(document: ParsedDocument): ParsedDocument {
  return {
    manifest: document.manifest,
    async page(number) {
      await setImmediate();
      return document.page(number);
    },
  };
}

/** What it gave is given again; what failed is tried again. */
function remembered<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}

async function readKeptPlan(records: JobRecords, jobId: string): Promise<Plan> {
  const plan = readPlan(await records.answer(jobId, 'plan', 0));
  if (plan === null) throw new LeafcutterError('internal', 'The plan of the job is gone.');
  return plan;
}

async function readPartsOf(
  records: JobRecords,
  jobId: string,
  parent: string | null,
): Promise<readonly Unit[]> {
  for (const piece of await records.pieces(jobId)) {
    if (piece.unit !== parent || piece.status !== 'replaced') continue;
    const parts = readParts(await records.answer(jobId, piece.id, piece.turn));
    if (parts !== null) return parts;
  }
  return [];
}

/**
 * The ranges that this job has read. Ranges that failed are left out even when another job has read them since: the
 * units of a job all see the same document.
 */
export async function readRanges(
  { documents, records }: Sources,
  spec: JobSpec,
): Promise<readonly ParsedRange[]> {
  const failed = new Set(
    (await records.pieces(spec.jobId))
      .filter((piece) => piece.kind === 'parse' && piece.status === 'failed')
      .map((piece) => spec.ranges[Number(piece.id.slice('parse/'.length))]?.first),
  );
  return (await documents.ranges(spec)).filter(({ range }) => !failed.has(range.first));
}

/** Pages of documents whose contexts are held: a reading holds some 250 kB a page in the worst case. */
const heldPages = 1_000;
/** A reading keeps a few ranges of its document, however long that is. */
const heldOfOne = 80;

/** The contexts used last. */
export class JobContexts {
  private readonly sources: Sources;
  private readonly held = new Map<string, { readonly context: JobContext; readonly weight: number }>();
  private weight = 0;

  constructor(sources: Sources) {
    this.sources = sources;
  }

  of(spec: JobSpec): JobContext {
    const known = this.held.get(spec.jobId);
    if (known !== undefined) this.forget(spec.jobId);
    const context = known?.context ?? createJobContext(this.sources, spec);
    const weight = known?.weight ?? Math.min(heldOfOne, countPages(spec.ranges));
    this.held.set(spec.jobId, { context, weight });
    this.weight += weight;
    for (const oldest of this.held.keys()) {
      if (this.weight <= heldPages || oldest === spec.jobId) break;
      this.forget(oldest);
    }
    return context;
  }

  forget(jobId: string): void {
    this.weight -= this.held.get(jobId)?.weight ?? 0;
    this.held.delete(jobId);
  }
}
