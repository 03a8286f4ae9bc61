/** What the parts of a job have found so far, as pieces of its result. */
import type { Answer } from '../../extractors/extractor.ts';
import type { JobSpec, Piece } from '../../job/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { mergeFindings } from '../../merge/index.ts';
import type { Unit } from '../../planning/types.ts';
import type { CheckedSchema } from '../../schema/types.ts';
import { createJobContext, type JobContext } from '../../stages/job-context.ts';
import { readAnswer } from '../../stages/kept-answers.ts';
import type { MergeTools } from '../../stages/merge-job.ts';

export interface UnitResult {
  readonly unit: string;
  readonly paths: readonly string[];
  /** From the root of the result on; holds only what lies at the unit's paths. */
  readonly result: JsonObject;
  /** Of the result as JSON, in UTF-16 code units. */
  readonly size: number;
}

/** Jobs whose plans and results of units are held. */
const heldJobs = 200;
/** A result of a unit that is larger is of no use to who polls, and of great cost to us: it is not held. */
const heldSize = 200_000;

interface Held {
  readonly context: JobContext;
  /** By unit: how many of its turns it was made from, and what they gave. */
  readonly results: Map<string, { readonly turns: number; readonly result: UnitResult }>;
}

export class UnitResults {
  private readonly tools: MergeTools;
  private readonly held = new Map<string, Held>();

  constructor(tools: MergeTools) {
    this.tools = tools;
  }

  /** Schema paths that a unit fills. */
  async paths(spec: JobSpec, unit: string): Promise<readonly string[]> {
    return (await this.of(spec).context.unit(unit)).paths;
  }

  /** Of a unit, from its first `turns` turns. @param pieces all of the job, or those of the unit */
  async result(spec: JobSpec, pieces: readonly Piece[], unit: string, turns: number): Promise<UnitResult> {
    const held = this.of(spec);
    const known = held.results.get(unit);
    if (known?.turns === turns) return known.result;
    const own = pieces.filter((piece) => piece.kind === 'unit' && piece.unit === unit);
    const [planned, answers, inputs] = [
      await held.context.unit(unit),
      await this.answers(spec.jobId, own, turns),
      await held.context.inputs(),
    ];
    const result = unitResult(planned, answers, inputs.schema, inputs.request.attributions);
    if (result.size <= heldSize) held.results.set(unit, { turns, result });
    return result;
  }

  /** Of all units with at least one ended turn, in the order of the plan. */
  async all(spec: JobSpec, pieces: readonly Piece[]): Promise<readonly UnitResult[]> {
    const turns = endedTurns(pieces);
    const results: UnitResult[] = [];
    for (const [unit, count] of turns) {
      if (count > 0) results.push(await this.result(spec, pieces, unit, count));
    }
    return results;
  }

  forget(jobId: string): void {
    this.held.delete(jobId);
  }

  /** A turn that was done again after a retry counts once: the later piece's. */
  private async answers(jobId: string, pieces: readonly Piece[], turns: number): Promise<readonly Answer[]> {
    const found = new Map<number, Answer>();
    for (const piece of pieces) {
      for (let turn = 1; turn <= Math.min(piece.turn, turns); turn += 1) {
        const answer = readAnswer(await this.tools.records.answer(jobId, piece.id, turn));
        if (answer !== null) found.set(turn, answer);
      }
    }
    return [...found].toSorted(([a], [b]) => a - b).map(([, answer]) => answer);
  }

  private of(spec: JobSpec): Held {
    const held = this.held.get(spec.jobId) ?? {
      context: createJobContext(this.tools, spec),
      results: new Map(),
    };
    this.held.delete(spec.jobId);
    this.held.set(spec.jobId, held);
    const [oldest] = this.held.keys();
    if (this.held.size > heldJobs && oldest !== undefined) this.held.delete(oldest);
    return held;
  }
}

/** Turns of each unit that have their answer; parts stand behind what they are parts of. */
function endedTurns(pieces: readonly Piece[]): ReadonlyMap<string, number> {
  const turns = new Map<string, number>();
  for (const { kind, unit, status, turn } of pieces) {
    if (kind !== 'unit') continue;
    const ended = status === 'done' || status === 'replaced' ? turn : Math.max(0, turn - 1);
    turns.set(unit, Math.max(turns.get(unit) ?? 0, ended));
  }
  return turns;
}

function unitResult(
  unit: Unit,
  answers: readonly Answer[],
  schema: CheckedSchema,
  attributions: boolean,
): UnitResult {
  const { results } = mergeFindings(
    schema,
    answers.flatMap((answer) => answer.findings),
    {
      gaps: [],
      arrays: [],
      failedSubtrees: [],
      warnings: [],
      usage: { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
      cost: null,
      pages: 0,
      model: '',
      timingsMs: {},
      attributions,
    },
  );
  const result = pruned(results, unit.paths);
  return { unit: unit.id, paths: unit.paths, result, size: JSON.stringify(result).length };
}

/** Only what lies at the paths or below them. */
export function pruned(results: JsonObject, paths: readonly string[]): JsonObject {
  const wanted = new Set(paths);
  const above = new Set(paths.flatMap(prefixesOf));
  return objectBelow(results, '');

  function objectBelow(object: JsonObject, path: string): JsonObject {
    const entries: [string, JsonValue][] = [];
    for (const [name, value] of Object.entries(object)) {
      const own = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (value === undefined) continue;
      if (wanted.has(own) || !isJsonObject(value)) {
        if (wanted.has(own)) entries.push([name, value]);
      } else if (above.has(own)) entries.push([name, objectBelow(value, own)]);
    }
    return Object.fromEntries(entries);
  }
}

function prefixesOf(path: string): readonly string[] {
  const steps = path.split('/');
  return steps.slice(1, -1).map((_, index) => steps.slice(0, index + 2).join('/'));
}

/** One result of several, the later after the earlier; lists of the same place follow each other. */
export function joined(results: readonly JsonObject[]): JsonObject {
  return results.reduce(joinTwo, {});
}

function joinTwo(first: JsonObject, second: JsonObject): JsonObject {
  const all = new Map(Object.entries(first));
  for (const [name, value] of Object.entries(second)) {
    const before = all.get(name);
    if (isJsonObject(before) && isJsonObject(value)) all.set(name, joinTwo(before, value));
    else if (Array.isArray(before) && Array.isArray(value)) all.set(name, [...before, ...value]);
    else if (value !== undefined && (before === undefined || before === null)) all.set(name, value);
  }
  return Object.fromEntries(all);
}
