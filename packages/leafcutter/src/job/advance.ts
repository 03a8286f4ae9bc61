/**
 * Every decision of a job: what to do next, what a failure means, when to try again, when it has ended, how far it is.
 * The tables of stages and pieces stand in ARCHITECTURE.md, "A job".
 */
import type { Failure } from '../errors.ts';
import { commandId, Draft, newPiece } from './draft.ts';
import { percentageOf } from './progress.ts';
import type {
  JobHeader,
  JobInput,
  JobSpec,
  JobState,
  Outcome,
  Piece,
  Step,
  Tally,
  UnitRef,
} from './types.ts';

const noTally: Tally = { made: 0, issued: 0, open: 0, waiting: 0, done: 0, failed: 0, replaced: 0 };

/** A new job and its first commands. */
export function createJob(spec: JobSpec, now: number): Step {
  const header: JobHeader = {
    version: 1,
    spec,
    status: 'pending',
    stage: 'parse',
    round: 0,
    ranges: { ...noTally, made: spec.ranges.length },
    units: noTally,
    pagesDone: 0,
    pagesFailed: 0,
    fieldsPlanned: 0,
    fieldsDone: 0,
    fieldsFailed: 0,
    percentage: 0,
    lastEvent: 0,
    createdAt: now,
    endedAt: null,
    code: null,
  };
  const draft = new Draft({ header, pieces: new Map() }, now);
  draft.tell({ type: 'start', subtrees: spec.expectedUnits, totalFields: spec.totalFields });
  issueMore(draft);
  return draft.finish();
}

/**
 * The pieces that `advance` reads for this input, by id; `all` for a retry after the end.
 * Ids of pieces that do not exist may be among them.
 */
export function piecesNeeded(header: JobHeader, input: JobInput): readonly string[] | 'all' {
  if (input.type === 'retry') return 'all';
  if (input.type === 'cancel') return [];
  const needed = [pieceOf(input.command)];
  const { issued, made } = header.units;
  for (let k = issued; k < Math.min(made, issued + header.spec.limits.concurrentUnits); k += 1)
    needed.push(`unit/${k}`);
  return needed;
}

/** What the input leads to. The same input twice changes nothing the second time. */
export function advance(state: JobState, input: JobInput, now: number): Step {
  const draft = new Draft(state, now);
  switch (input.type) {
    case 'cancel':
      if (state.header.stage !== 'ended') draft.end('cancelled', null);
      break;
    case 'retry':
      if (state.header.status === 'failed') retryFailed(draft);
      break;
    case 'claimed':
    case 'outcome': {
      const piece = awaited(draft, input.command);
      if (piece === null) break;
      if (input.type === 'claimed') claim(draft, piece);
      else {
        settle(draft, piece, input.outcome);
        goOn(draft);
      }
      break;
    }
  }
  draft.tellProgress();
  return draft.finish();
}

/** The state after a step, for those that hold it whole. */
export function apply(state: JobState, step: Step): JobState {
  if (step.changed.length === 0) return { header: step.header, pieces: state.pieces };
  const pieces = new Map(state.pieces);
  for (const piece of step.changed) pieces.set(piece.id, piece);
  return { header: step.header, pieces };
}

function pieceOf(command: string): string {
  return command.slice(0, command.indexOf('#'));
}

/** The piece whose command this is, if it is still awaited. */
function awaited(draft: Draft, command: string): Piece | null {
  if (draft.header.stage === 'ended') return null;
  const piece = draft.find(pieceOf(command));
  if (piece === undefined || (piece.status !== 'open' && piece.status !== 'waiting')) return null;
  return commandId(draft.header, piece) === command ? piece : null;
}

function claim(draft: Draft, piece: Piece): void {
  if (piece.status === 'waiting') {
    draft.put({ ...piece, status: 'open' });
    countWaiting(draft, piece, -1);
  }
  draft.set({ status: 'processing' });
}

function countWaiting(draft: Draft, piece: Piece, change: 1 | -1): void {
  if (piece.kind === 'parse') draft.tally('ranges', { waiting: change });
  if (piece.kind === 'unit') draft.tally('units', { waiting: change });
}

/** Books the outcome of the piece's command. */
function settle(draft: Draft, awaitedPiece: Piece, outcome: Outcome): void {
  // An outcome shows that the work was taken, whether or not anybody said so.
  claim(draft, awaitedPiece);
  const piece = draft.piece(awaitedPiece.id);
  switch (outcome.status) {
    case 'retry':
      tryAgain(draft, piece, outcome.failure, outcome.afterMs);
      break;
    case 'failed':
      fail(
        draft,
        { ...piece, attempts: piece.attempts + Math.max(0, (outcome.tries ?? 1) - 1) },
        outcome.failure,
      );
      break;
    case 'parsed':
      draft.put({ ...piece, status: 'done' });
      draft.tally('ranges', { open: -1, done: 1 });
      draft.set({ pagesDone: draft.header.pagesDone + piece.weight });
      break;
    case 'planned':
      draft.put({ ...piece, status: 'done' });
      draft.set({
        stage: 'extract',
        fieldsPlanned: outcome.units.reduce((sum, unit) => sum + unit.leaves, 0),
      });
      addUnits(draft, outcome.units);
      break;
    case 'done':
    case 'more':
      takeTurn(draft, piece, outcome);
      break;
    case 'split':
      draft.put({ ...piece, status: 'replaced', cursor: null });
      draft.tally('units', { open: -1, replaced: 1 });
      if (outcome.found === true) draft.tell({ type: 'subtree_result', unit: piece.unit, turns: piece.turn });
      addUnits(draft, outcome.units);
      break;
    case 'merged':
      draft.put({ ...piece, status: 'done' });
      if (draft.header.units.failed === 0) draft.end('completed', null);
      else draft.end('failed', draft.header.code ?? 'extraction_failed');
      break;
  }
}

function addUnits(draft: Draft, units: readonly UnitRef[]): void {
  const first = draft.header.units.made;
  for (const [index, unit] of units.entries())
    draft.put(newPiece('unit', `unit/${first + index}`, unit.id, unit.leaves));
  draft.tally('units', { made: units.length });
}

function takeTurn(draft: Draft, piece: Piece, outcome: Extract<Outcome, { status: 'done' | 'more' }>): void {
  const items = piece.items + outcome.items;
  const { turn } = piece;
  // Of units that are no list there is nothing to count.
  const isCounted = items > 0 || outcome.pagesCovered.length > 0;
  if (isCounted && (outcome.status === 'more' || turn > 1 || outcome.inTurns === true)) {
    draft.tell({
      type: 'agentic_array_progress',
      unit: piece.unit,
      items,
      turn,
      pagesCovered: outcome.pagesCovered,
    });
  }
  if (outcome.status === 'done') {
    draft.put({ ...piece, status: 'done', items, cursor: null });
    draft.tally('units', { open: -1, done: 1 });
    draft.set({ fieldsDone: draft.header.fieldsDone + piece.weight });
    draft.tell({ type: 'subtree_result', unit: piece.unit, turns: turn });
  } else if (turn >= draft.header.spec.limits.maxTurns) {
    const message = `The list was not finished after ${turn} turns; allow more items per turn.`;
    fail(draft, { ...piece, items }, { code: 'extraction_failed', message, retryable: false });
  } else {
    draft.issue({ ...piece, items, cursor: outcome.cursor, turn: turn + 1, attempts: 1 });
  }
}

function tryAgain(draft: Draft, piece: Piece, failure: Failure, afterMs: number): void {
  if (piece.attempts > draft.header.spec.limits.maxRetries) {
    fail(draft, piece, failure);
    return;
  }
  if (piece.kind === 'unit') draft.tellError(piece, failure, true);
  const pause = draft.pauseAfter(piece, afterMs);
  draft.issue({ ...piece, attempts: piece.attempts + 1 }, pause);
  countWaiting(draft, piece, 1);
}

function fail(draft: Draft, piece: Piece, failure: Failure): void {
  draft.put({ ...piece, status: 'failed', code: failure.code });
  draft.set({ code: draft.header.code ?? failure.code });
  switch (piece.kind) {
    case 'parse':
      draft.tally('ranges', { open: -1, failed: 1 });
      draft.set({ pagesFailed: draft.header.pagesFailed + piece.weight });
      break;
    case 'unit':
      draft.tally('units', { open: -1, failed: 1 });
      draft.set({ fieldsFailed: draft.header.fieldsFailed + piece.weight });
      draft.tellError(piece, failure, false);
      break;
    case 'plan':
    case 'merge':
      draft.end('failed', failure.code);
      break;
  }
}

/** Gives out what there is room for and enters the next stage where one is through. */
function goOn(draft: Draft): void {
  const { ranges, units } = draft.header;
  if (draft.header.stage === 'parse' && ranges.done + ranges.failed === ranges.made) {
    if (ranges.done === 0) {
      draft.end('failed', draft.header.code ?? 'document_unreadable');
    } else {
      // Ranges that could not be read are gaps of the result, not a failure of the job.
      draft.set({ stage: 'plan', code: null });
      draft.issue({ ...newPiece('plan', 'plan', '', 0), attempts: 1 });
    }
  }
  if (draft.header.stage === 'extract') {
    issueMore(draft);
    if (units.done + units.failed + units.replaced === units.made) {
      draft.set({ stage: 'merge' });
      draft.issue({ ...newPiece('merge', 'merge', '', 0), attempts: 1 });
    }
  } else if (draft.header.stage === 'parse') {
    issueMore(draft);
  }
  if (allWait(draft)) draft.set({ status: 'retrying' });
}

/** Whether every piece of work that is left sleeps until a retry. */
function allWait(draft: Draft): boolean {
  const { stage, ranges, units } = draft.header;
  if (stage === 'plan' || stage === 'merge') return draft.find(stage)?.status === 'waiting';
  if (stage === 'ended') return false;
  const left = stage === 'parse' ? ranges : units;
  return left.waiting > 0 && left.waiting === left.open && left.issued === left.made;
}

function issueMore(draft: Draft): void {
  const { stage, spec } = draft.header;
  if (stage === 'parse') {
    for (
      let k = draft.header.ranges.issued;
      hasRoom(draft.header.ranges, spec.limits.concurrentRanges);
      k += 1
    ) {
      const range = spec.ranges[k];
      if (range === undefined) break;
      draft.issue({ ...newPiece('parse', `parse/${k}`, '', range.last - range.first + 1), attempts: 1 });
      draft.tally('ranges', { issued: 1, open: 1 });
    }
  } else if (stage === 'extract') {
    for (
      let k = draft.header.units.issued;
      hasRoom(draft.header.units, spec.limits.concurrentUnits);
      k += 1
    ) {
      const unit = draft.piece(`unit/${k}`);
      draft.issue({ ...unit, turn: Math.max(1, unit.turn), attempts: 1 });
      draft.tally('units', { issued: 1, open: 1 });
    }
  }
}

function hasRoom(tally: Tally, limit: number): boolean {
  return tally.issued < tally.made && tally.open - tally.waiting < limit;
}

/** A failed job goes on: only what failed is done again, lists where they stopped. */
function retryFailed(draft: Draft): void {
  const { ranges, units, round } = draft.header;
  const again = { status: 'retrying', round: round + 1, endedAt: null, code: null, percentage: 0 } as const;
  if (ranges.done === 0) {
    draft.set({
      ...again,
      stage: 'parse',
      ranges: { ...noTally, made: ranges.made },
      pagesDone: 0,
      pagesFailed: 0,
    });
    issueMore(draft);
  } else if (units.made === 0) {
    draft.set({ ...again, stage: 'plan' });
    draft.issue({ ...newPiece('plan', 'plan', '', 0), attempts: 1 });
  } else if (units.failed === 0) {
    draft.set({ ...again, stage: 'merge' });
    draft.issue({ ...newPiece('merge', 'merge', '', 0), attempts: 1 });
  } else {
    draft.set({ ...again, stage: 'extract', fieldsFailed: 0 });
    for (const piece of draft.allPieces()) {
      if (piece.status !== 'failed' || piece.kind !== 'unit') continue;
      draft.put({ ...piece, status: 'replaced', cursor: null });
      draft.put({
        ...piece,
        id: `unit/${draft.header.units.made}`,
        status: 'unissued',
        attempts: 0,
        code: null,
      });
      draft.tally('units', { made: 1, failed: -1, replaced: 1 });
    }
    issueMore(draft);
  }
  draft.set({ percentage: percentageOf(draft.header) });
}
