/**
 * A process with a job of many calls is killed in mid-job, again and again; the reader counts what it is asked.
 * `npm run bench -- models-crash <data-folder> [--only glob] [--engine embedded,temporal] [--kills 6]`; on Temporal it is
 * `leafcutter worker --engine temporal` that is killed, and `scripts/with-servers` starts what that needs. Of each kill: calls that
 * the reader was busy with, answers that it had given and that were not in the store, and how many answers it gave again
 * until the next kill. `storedAskedAgain` must be 0: no more are asked for again than were not in the store.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { extractorChooser } from '../packages/leafcutter/src/app.ts';
import { isJsonObject, type JsonValue } from '../packages/leafcutter/src/json.ts';
import type { Database } from '../packages/leafcutter/src/storage/database.ts';
import { findCases } from '../packages/leafcutter/src/testing/crash-work.ts';
import { startReader, type RunningReader } from '../packages/leafcutter/src/testing/reader/index.ts';
import { addCase, requestFor } from '../packages/leafcutter/src/testing/real-jobs.ts';
import { postgresServer, temporalServer } from '../packages/leafcutter/src/testing/servers.ts';
import { openEmbeddedHost, openTemporalHost, type OpenHost } from './models/crash-hosts.ts';
import { limits } from './models/crash-work.ts';
import { labelledCases, modelsOf, round, type LabelledCase } from './models/measure.ts';

const speed = { latencyMs: 700, tokensPerSecond: 500 };
/** A kill waits for so many answers since the last one: a job that never gets on would be given up in the end. */
const answersBetween = 2;
const longestWaitMs = 120_000;

export async function run(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string', default: 'extract-bench-{10kq/{adp,nke},research/survey}*' },
      engine: { type: 'string', default: 'embedded,temporal' },
      kills: { type: 'string', default: '6' },
    },
  });
  const [data = '../shared/data'] = positionals;
  const cases = await labelledCases({ data, only: values.only });
  const figures: Record<string, unknown> = {};
  for (const engine of values.engine.split(',')) {
    figures[engine] = await runEngine(engine, data, cases, Number(values.kills));
  }
  return figures;
}

async function runEngine(
  engine: string,
  data: string,
  cases: readonly LabelledCase[],
  kills: number,
): Promise<unknown> {
  const skip = engine === 'temporal' ? postgresServer().skip || temporalServer().skip : false;
  if (skip !== false) return { skipped: skip };
  const open = engine === 'temporal' ? openTemporalHost : openEmbeddedHost;
  const figures: Record<string, unknown> = {};
  for (const one of cases) {
    const calm = await runOnce(open, data, one, 0);
    const killed = await runOnce(open, data, one, kills);
    figures[one.known.id] = {
      calm: calm.figures,
      killed: killed.figures,
      sameResult: isDeepStrictEqual(calm.results, killed.results),
    };
    process.stderr.write(`${engine} ${one.known.id} ${JSON.stringify(figures[one.known.id])}\n`);
  }
  return figures;
}

async function runOnce(
  open: OpenHost,
  data: string,
  one: LabelledCase,
  kills: number,
): Promise<{ readonly results: JsonValue | undefined; readonly figures: unknown }> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-models-crash-'));
  try {
    await using reader = await startReader({ cases: [one.known], limits, speed });
    await using host = await open(scratch, reader.url);
    const [found] = await findCases(path.join(data, one.known.id));
    if (found === undefined) throw new Error(`${one.known.id} has no document`);
    const choose = extractorChooser(modelsOf(reader.url, limits), () => null);
    const request = requestFor({ model: 'reader', attributions: false });
    const job = await addCase(host.store, found, request, choose);
    const started = performance.now();
    await host.engine.start(job);
    const ended = new AbortController();
    const killing = killAgain(reader, kills, ended.signal, async () => {
      await host.kill();
      return await storedAnswers(host.store.database);
    });
    let firstResult: number | null = null;
    let status = '';
    for await (const event of host.engine.watch(job.spec.jobId, 0, new AbortController().signal)) {
      if (event.type === 'subtree_result') firstResult ??= performance.now() - started;
      status = event.type;
    }
    const seconds = (performance.now() - started) / 1_000;
    ended.abort();
    const deaths = await killing;
    const result = await host.engine.result(job.spec.jobId);
    const { calls, answered, repeated, byFate } = reader.stats();
    return {
      results: isJsonObject(result) ? result['results'] : undefined,
      figures: {
        kills: deaths.length,
        deaths,
        storedAskedAgain: deaths.reduce((sum, one) => sum + Math.max(0, one.askedAgain - one.unstored), 0),
        calls,
        answered,
        answeredTwice: repeated,
        lostInFlight: byFate['abandoned'] ?? 0,
        ended: status,
        secondsToFirstSubtree: firstResult === null ? null : round(firstResult / 1_000, 1),
        seconds: round(seconds, 1),
      },
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function storedAnswers(database: Database): Promise<number> {
  const row = await database.run((query) =>
    query
      .selectFrom('model_answers')
      .select((of) => of.fn.countAll().as('count'))
      .executeTakeFirst(),
  );
  return Number(row?.count ?? 0);
}

interface Death {
  /** Calls that the reader was busy with. */
  readonly open: number;
  /** Answers that it had given and that were not in the store: they were on their way when the process died. */
  readonly unstored: number;
  /** Answers that it gave once more before the next death, or the end. */
  readonly askedAgain: number;
}

/** @param kill gives the number of answers in the store */
async function killAgain(
  reader: RunningReader,
  kills: number,
  ended: AbortSignal,
  kill: () => Promise<number>,
): Promise<readonly Death[]> {
  const deaths: Omit<Death, 'askedAgain'>[] = [];
  const repeated: number[] = [];
  const waitFor = async (isTime: () => boolean): Promise<boolean> => {
    const until = performance.now() + longestWaitMs;
    while (!isTime() && !ended.aborted && performance.now() < until) await sleep(20);
    return isTime() && !ended.aborted;
  };
  while (deaths.length < kills) {
    const after = reader.stats().answered + answersBetween;
    if (!(await waitFor(() => reader.stats().answered >= after))) break;
    // In mid-call, where there is another one.
    await sleep(300);
    if (ended.aborted) break;
    const open = reader.inFlight;
    repeated.push(reader.stats().repeated);
    const stored = await kill();
    deaths.push({ open, unstored: reader.stats().answered - reader.stats().repeated - stored });
  }
  while (!ended.aborted) await sleep(20);
  repeated.push(reader.stats().repeated);
  return deaths.map((death, at) => ({
    ...death,
    askedAgain: (repeated[at + 1] ?? 0) - (repeated[at] ?? 0),
  }));
}
