/** What a command says to people, all of it on standard error: problems, notes and the progress line. */
import { errorTable, LeafcutterError, toFailure, type Failure } from '../errors.ts';
import type { CliContext } from './context.ts';

export interface Reporter {
  /** Something went wrong or is missing: told even with `--quiet`. */
  problem(text: string): void;
  /** Told unless `--quiet`. */
  note(text: string): void;
  /**
   * Where the work stands. On a terminal `line` replaces the one before; elsewhere it is a line of its own, told when
   * `milestone` changes, and every few seconds besides. Null: no new milestone.
   */
  progress(line: string, milestone: string | null): void;
  /** Takes the progress line away, before anything else is written to the terminal. */
  clear(): void;
}

/** Faster than this nobody reads, and drawing costs more than it tells. */
const redrawMs = 80;
const plainLineMs = 5_000;
const eraseLine = '\r\u001b[K';

export function createReporter(context: CliContext, quiet: boolean): Reporter {
  const { stderr, now } = context;
  let drawn = false;
  let lastMilestone = '';
  let lastTold = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (drawn) stderr.stream.write(eraseLine);
    drawn = false;
  };
  const line = (text: string): void => {
    clear();
    stderr.stream.write(`${printable(text)}\n`);
  };
  return {
    problem: line,
    note: (text) => {
      if (!quiet) line(text);
    },
    progress(text, milestone) {
      if (quiet) return;
      const time = now();
      const isNew = milestone !== null && milestone !== lastMilestone;
      const due = isNew || time - lastTold >= (stderr.isTerminal ? redrawMs : plainLineMs);
      if (!due) return;
      lastMilestone = milestone ?? lastMilestone;
      lastTold = time;
      if (!stderr.isTerminal) {
        line(text);
        return;
      }
      stderr.stream.write(`${eraseLine}${cutToWidth(printable(text), stderr.columns - 1)}`);
      drawn = true;
    },
    clear,
  };
}

/** Tells of a failure in one line, of a schema in one line a fault; gives the exit code. */
export function reportFailure(reporter: Reporter, thrown: unknown, subject: string | null): number {
  if (thrown instanceof LeafcutterError && thrown.details.length > 0) {
    for (const fault of thrown.details) reporter.problem(failureLine(fault, subject));
  } else {
    reporter.problem(failureLine(toFailure(thrown), subject));
  }
  return errorTable[toFailure(thrown).code].exit;
}

/**
 * `leafcutter: scan.pdf: The sentence. (document_encrypted)`; faults of a schema have their place:
 * `leafcutter: schema.json#/properties/total: The sentence. (schema_invalid)`
 */
export function failureLine(failure: Failure, subject: string | null): string {
  return `leafcutter: ${subjectOf(failure, subject)}${failure.message} (${failure.code})`;
}

function subjectOf(failure: Failure, subject: string | null): string {
  if (subject === null) return '';
  if (failure.code === 'schema_invalid' && failure.pointer !== undefined) {
    return failure.message.startsWith(`${subject}#`) ? '' : `${subject}#${failure.pointer}: `;
  }
  return failure.message.includes(subject) ? '' : `${subject}: `;
}

/** Control characters come from file names and documents; a terminal must not obey them. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}

/** Wide characters (CJK, emoji) take two columns of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** The text in at most so many columns, with an ellipsis where it was cut. */
export function cutToWidth(text: string, columns: number): string {
  const kept: string[] = [];
  let width = 0;
  for (const character of text) {
    width += wide.test(character) ? 2 : 1;
    if (width > columns) return `${kept.slice(0, -1).join('')}…`;
    kept.push(character);
  }
  return text;
}
