/**
 * A process with a job of many calls is killed in mid-job, again and again; the reader counts what it is asked.
 * `npm run bench -- models-crash <data-folder> [--only glob]`. `answeredTwice` counts stored answers that were asked for
 * again; `lostInFlight` those whose asker died.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { extractorChooser } from '../packages/leafcutter/src/app.ts';
import { isJsonObject, type JsonValue } from '../packages/leafcutter/src/json.ts';
import { openFileBlobs } from '../packages/leafcutter/src/storage/blobs/file-blobs.ts';
import { openSqliteStage } from '../packages/leafcutter/src/testing/crash-stages.ts';
import { findCases } from '../packages/leafcutter/src/testing/crash-work.ts';
import { startReader, type RunningReader } from '../packages/leafcutter/src/testing/reader/index.ts';
import { addCase, requestFor } from '../packages/leafcutter/src/testing/real-jobs.ts';
import { limits, readerModels } from './models/crash-work.ts';
import { benchArguments, labelledCases, round, type LabelledCase } from './models/measure.ts';

const speed = { latencyMs: 700, tokensPerSecond: 500 };
/** Answers after which the process dies. */
const killAfter = [1, 3, 5];

export async function run(args: readonly string[]): Promise<unknown> {
  const given = benchArguments(args, 'extract-bench-10kq/{adp,nke}*');
  const figures: Record<string, unknown> = {};
  for (const one of await labelledCases(given)) {
    const calm = await runOnce(given.data, one, []);
    const killed = await runOnce(given.data, one, killAfter);
    figures[one.known.id] = {
      calm: calm.figures,
      killed: killed.figures,
      sameResult: isDeepStrictEqual(calm.results, killed.results),
    };
    process.stderr.write(`${one.known.id} ${JSON.stringify(figures[one.known.id])}\n`);
  }
  return figures;
}

async function runOnce(
  data: string,
  one: LabelledCase,
  kills: readonly number[],
): Promise<{ readonly results: JsonValue | undefined; readonly figures: unknown }> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-models-crash-'));
  await using reader = await startReader({ cases: [one.known], limits, speed });
  const work = {
    module: new URL('./models/crash-work.ts', import.meta.url).href,
    options: { blobs: path.join(scratch, 'blobs'), url: reader.url },
  };
  const stage = await openSqliteStage(work, { parseSlots: 3, callSlots: 16 });
  try {
    const [found] = await findCases(path.join(data, one.known.id));
    if (found === undefined) throw new Error(`${one.known.id} has no document`);
    const store = { database: stage.database, blobs: await openFileBlobs(path.join(scratch, 'blobs')) };
    const choose = extractorChooser(readerModels(reader.url), () => null);
    const job = await addCase(store, found, requestFor({ model: 'reader', attributions: false }), choose);
    const started = performance.now();
    await stage.engine.start(job);
    const stored = async (): Promise<number> => {
      const row = await stage.database.run((query) =>
        query
          .selectFrom('model_answers')
          .select((of) => of.fn.countAll().as('count'))
          .executeTakeFirst(),
      );
      return Number(row?.count ?? 0);
    };
    const killing = killAt(reader, kills, async () => {
      await stage.kill?.();
      // Answers that were on their way into the store when the process died are calls in flight too.
      return reader.stats().answered - reader.stats().repeated - (await stored());
    });
    let firstResult: number | null = null;
    for await (const event of stage.engine.watch(job.spec.jobId, 0, new AbortController().signal)) {
      if (event.type === 'subtree_result') firstResult ??= performance.now() - started;
    }
    const deaths = await killing;
    const result = await stage.engine.result(job.spec.jobId);
    const { calls, answered, repeated, byFate } = reader.stats();
    return {
      results: isJsonObject(result) ? result['results'] : undefined,
      figures: {
        kills: deaths.length,
        inFlightWhenKilled: deaths,
        allowedTwice: deaths.reduce((sum, { unstored }) => sum + unstored, 0),
        calls,
        answered,
        answeredTwice: repeated,
        lostInFlight: byFate['abandoned'] ?? 0,
        secondsToFirstSubtree: firstResult === null ? null : round(firstResult / 1_000, 1),
        seconds: round((performance.now() - started) / 1_000, 1),
      },
    };
  } finally {
    await stage.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Death {
  /** Calls that the reader was busy with. */
  readonly open: number;
  /** Answers that it had given and that were not in the store. */
  readonly unstored: number;
}

/** Kills once the reader has answered so often. @param kill gives the answers that were not stored */
async function killAt(
  reader: RunningReader,
  kills: readonly number[],
  kill: () => Promise<number>,
): Promise<readonly Death[]> {
  const deaths: Death[] = [];
  for (const after of kills) {
    for (let waited = 0; reader.stats().answered < after; waited += 1) {
      // A short job may have ended before.
      if (waited > 3_000) return deaths;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    const open = reader.inFlight;
    deaths.push({ open, unstored: await kill() });
  }
  return deaths;
}
