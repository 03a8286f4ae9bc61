/**
 * A stand-in for the stages: does what a script says, and counts its calls in a folder, so that the count outlives
 * `kill -9`. The script is plain JSON: it goes to child processes.
 */
import { appendFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LeafcutterError, type ErrorCode } from '../errors.ts';
import type { Engine } from '../engines/engine.ts';
import type { Command, Outcome, Perform, Performed } from '../job/index.ts';
import type { JsonValue } from '../json.ts';

export interface ScriptUnit {
  readonly id: string;
  readonly leaves: number;
  /** Default 1. */
  readonly turns?: number;
  /** Items of each turn. Default 1. */
  readonly rowsPerTurn?: number;
}

/**
 * What happens instead of the work. die: the process is killed (inline: the worker is lost). hold: nothing until it is
 * aborted or killed. crash: an error that nobody expected.
 */
export type Deed =
  | { readonly do: 'die' | 'hold' | 'crash' }
  | { readonly do: 'retry'; readonly code: ErrorCode; readonly afterMs: number }
  | { readonly do: 'fail'; readonly code: ErrorCode }
  | { readonly do: 'split'; readonly into: readonly ScriptUnit[] };

export interface Twist {
  /** `parse/<first page>`, `plan`, `merge`, or `<unit>/<turn>`. */
  readonly at: string;
  /** For the first so many calls of it in all jobs; later ones do the work. Default 1. */
  readonly times?: number;
  readonly deed: Deed;
}

export interface Script {
  /** Folder for the counts; made when missing. */
  readonly scratch: string;
  readonly units: readonly ScriptUnit[];
  readonly twists?: readonly Twist[];
  /** Each call takes this long. Default 0. */
  readonly workMs?: number;
}

export interface ScriptedTools {
  /** What `merge` reads. */
  readonly engine: () => Pick<Engine, 'state' | 'answer'>;
  /** Ends the worker; inline cannot, and loses the call instead. */
  readonly die: () => never;
}

export function createScriptedPerform(script: Script, tools: ScriptedTools): Perform {
  mkdirSync(script.scratch, { recursive: true });
  const units = new Map([...script.units, ...splitUnits(script)].map((unit) => [unit.id, unit]));
  return async (command, { spec, signal }) => {
    const target = targetOf(command);
    const calls = countCall(script.scratch, target, `${spec.jobId} ${target} ${command.id}`);
    const twist = script.twists?.find(({ at, times = 1 }) => at === target && calls <= times);
    if (twist !== undefined) return twistOf(twist.deed, signal, tools);
    if (script.workMs !== undefined) await sleep(script.workMs, undefined, { signal });
    return workOf(command, units, script, () => merge(tools.engine(), spec.jobId));
  };
}

function splitUnits(script: Script): readonly ScriptUnit[] {
  return (script.twists ?? []).flatMap(({ deed }) => (deed.do === 'split' ? deed.into : []));
}

async function twistOf(deed: Deed, signal: AbortSignal, tools: ScriptedTools): Promise<Performed> {
  switch (deed.do) {
    case 'die':
      return tools.die();
    case 'crash':
      throw new TypeError('nobody expected this');
    case 'hold':
      await sleep(10 * 60_000, undefined, { signal });
      throw new Error('It was held for ten minutes.');
    case 'retry':
      return only({ status: 'retry', afterMs: deed.afterMs, failure: failureOf(deed.code) });
    case 'fail':
      return only({ status: 'failed', failure: failureOf(deed.code) });
    case 'split':
      return only({ status: 'split', units: deed.into.map(({ id, leaves }) => ({ id, leaves })) });
  }
}

async function workOf(
  command: Command,
  units: ReadonlyMap<string, ScriptUnit>,
  script: Script,
  mergeAll: () => Promise<JsonValue>,
): Promise<Performed> {
  switch (command.kind) {
    case 'parse':
      return only({ status: 'parsed' });
    case 'plan': {
      const refs = script.units.map(({ id, leaves }) => ({ id, leaves }));
      return { outcome: { status: 'planned', units: refs }, answer: { units: refs.map(({ id }) => id) } };
    }
    case 'extract': {
      const { turns = 1, rowsPerTurn = 1 } = units.get(command.unit) ?? {};
      const first = (command.turn - 1) * rowsPerTurn + 1;
      const rows = Array.from({ length: rowsPerTurn }, (_, index) => `${command.unit} ${first + index}`);
      const told = { items: rowsPerTurn, pagesCovered: [{ first: command.turn, last: command.turn }] };
      return {
        outcome:
          command.turn < turns
            ? { status: 'more', cursor: { from: first + rowsPerTurn }, ...told }
            : { status: 'done', ...told },
        answer: { from: command.cursor, rows },
      };
    }
    case 'merge':
      return { outcome: { status: 'merged' }, answer: await mergeAll() };
  }
}

/** All rows of all units, by unit: what is lost or done twice can be seen in it. */
async function merge(engine: Pick<Engine, 'state' | 'answer'>, jobId: string): Promise<JsonValue> {
  const state = await engine.state(jobId);
  const result: Record<string, JsonValue[]> = {};
  for (const piece of state?.pieces.values() ?? []) {
    if (piece.kind !== 'unit') continue;
    const rows = (result[piece.unit] ??= []);
    for (let turn = 1; turn <= piece.turn; turn += 1) {
      const answer = await engine.answer(jobId, piece.id, turn);
      if (answer !== null) rows.push(answer);
    }
  }
  return result;
}

function only(outcome: Outcome): Performed {
  return { outcome, answer: null };
}

function failureOf(code: ErrorCode): { code: ErrorCode; message: string; retryable: boolean } {
  return { code, message: 'As the script says.', retryable: new LeafcutterError(code, '').retryable };
}

export function targetOf(command: Command): string {
  if (command.kind === 'parse') return `parse/${command.first}`;
  return command.kind === 'extract' ? `${command.unit}/${command.turn}` : command.kind;
}

function countCall(scratch: string, target: string, line: string): number {
  const file = path.join(scratch, target.replaceAll('/', '@'));
  appendFileSync(file, '.');
  appendFileSync(path.join(scratch, 'calls.log'), `${line} ${Date.now()}\n`);
  return statSync(file).size;
}

export interface Call {
  readonly jobId: string;
  readonly target: string;
  readonly commandId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What it asks for was kept before: there was no need for it. Only where the call looked. */
  readonly keptBefore: boolean;
}

/** What stands behind a call in the log when its answer was kept before it was made. */
export const keptBefore = 'kept-before';

/** All calls so far, in the order in which they began. */
export function readCalls(scratch: string): readonly Call[] {
  let text = '';
  try {
    text = readFileSync(path.join(scratch, 'calls.log'), 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [jobId = '', target = '', commandId = '', at = '', mark] = line.split(' ');
      return { jobId, target, commandId, at: Number(at), keptBefore: mark === keptBefore };
    });
}
