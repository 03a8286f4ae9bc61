/** An extractor that does what a job's `additional_instructions` say, so that a test brings a real job into any state. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LeafcutterError } from '../errors.ts';
import type { Answer, ExtractionOutcome, ExtractionRequest, Extractor } from '../extractors/extractor.ts';
import type { Finding } from '../findings/types.ts';
import { planSchema } from '../planning/plan.ts';
import type { Unit } from '../planning/types.ts';
import { leavesOf, nodeAt } from '../schema/index.ts';

/**
 * `fail <name>`: lists fail, the first time that a job says this name. `hold`: nothing happens until it is cancelled. `wait`:
 * every part asks for another try in an hour. `turns <n> <ms>`: lists come in n turns of one item, each after so long; other
 * parts after so long. `big <kB>`: every text is so long. Everything else, nothing too: one turn at once.
 */
export function createToldExtractor(): Extractor {
  const failed = new Set<string>();
  return {
    id: 'rules',
    isSteerable: false,
    cost: () => 0,
    plan: ({ schema }) => Promise.resolve(planSchema(schema)),
    async extract(request, signal) {
      const [what = '', count = '', ms = '0'] = (request.instructions ?? '').split(' ');
      switch (what) {
        case 'hold':
          await sleep(10 * 60_000, undefined, { signal });
          break;
        case 'wait':
          return { status: 'retry', afterMs: 3_600_000, failure: failure() };
        case 'fail':
          if (request.unit.kind !== 'array' || failed.has(count)) break;
          failed.add(count);
          return { status: 'failed', failure: failure() };
        case 'turns':
          await sleep(Number(ms), undefined, { signal });
          return turnOf(request, Number(count));
        case 'big':
          return turnOf(request, 1, 'x'.repeat(Number(count) * 1_000));
      }
      return turnOf(request, 1);
    },
  };
}

function failure(): ReturnType<LeafcutterError['toFailure']> {
  return new LeafcutterError('extraction_failed', 'As the instructions say.').toFailure();
}

function turnOf(request: ExtractionRequest, turns: number, text?: string): ExtractionOutcome {
  const turn = typeof request.cursor === 'number' ? request.cursor : 0;
  const last = request.unit.kind === 'object' || turn + 1 >= turns;
  const answer = answerOf(request, turn, last, text ?? String(turn + 1));
  return last ? { status: 'done', answer } : { status: 'more', answer, cursor: turn + 1 };
}

function answerOf({ unit, schema }: ExtractionRequest, turn: number, last: boolean, text: string): Answer {
  const findings = unit.paths.flatMap((path) => {
    const node = nodeAt(schema.root, path);
    if (node === null) return [];
    return leavesOf(node).map((leaf) =>
      nothingAt(leaf.path.replace('*', String(turn)).replaceAll('*', '0'), text),
    );
  });
  return { findings, arrays: reportsOf(unit, last), warnings: [], usage: noUsage };
}

const noUsage = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

function reportsOf(unit: Unit, last: boolean): Answer['arrays'] {
  const [pointer] = unit.paths;
  if (unit.kind === 'object' || pointer === undefined) return [];
  const reason = last ? null : 'more turns follow';
  return [{ pointer, items: 1, pagesCovered: [1], state: last ? 'counted' : 'short', reason }];
}

/** A text where one fits; where none does, the merge says so. */
function nothingAt(pointer: string, text: string): Finding {
  return {
    pointer,
    value: text,
    nullReason: null,
    evidence: [],
    match: 'absent',
    confidence: { value: 0.5, read: 1, found: 0.5 },
    alternatives: [],
    reasoning: 'As the instructions say.',
  };
}
