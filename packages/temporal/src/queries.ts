/** What a job's workflow answers. Ids and keys, never values: those stand in the store (law 7). Pure. */
import { stepOf, type JobState, type Piece } from 'leafcutter/job';

/** `ProgressInfo` of the wire contract, in its words. */
export interface ProgressAnswer {
  readonly completion_percentage: number;
  readonly current_step: string;
  readonly fields_processed: number;
  readonly total_fields: number;
}

/** A stretch of turns whose answers are kept: the store has each by job, piece and turn. */
export interface KeptTurns {
  readonly piece: string;
  /** From 1, both included. */
  readonly first_turn: number;
  readonly last_turn: number;
}

/** By unit id of the plan; units of which nothing is kept yet are left out. A unit that went on after a retry has two stretches. */
export type AccumulatedAnswer = Readonly<Record<string, readonly KeptTurns[]>>;

export interface FailedSubtree {
  /** Unit id of the plan. */
  readonly subtree: string;
  readonly piece: string;
  /** A code of the error table. */
  readonly error: string;
  readonly attempts: number;
}

export function progressOf({ header }: JobState): ProgressAnswer {
  return {
    completion_percentage: header.percentage,
    current_step: stepOf(header),
    fields_processed: header.fieldsDone,
    total_fields: header.spec.totalFields,
  };
}

export function accumulatedResultsOf(state: JobState): AccumulatedAnswer {
  const kept: Record<string, KeptTurns[]> = {};
  for (const piece of unitsOf(state)) {
    const stretches = kept[piece.unit] ?? [];
    const first = (stretches.at(-1)?.last_turn ?? 0) + 1;
    const last = piece.status === 'done' ? piece.turn : piece.turn - 1;
    if (last < first) continue;
    kept[piece.unit] = [...stretches, { piece: piece.id, first_turn: first, last_turn: last }];
  }
  return kept;
}

export function failedSubtreesOf(state: JobState): readonly FailedSubtree[] {
  return unitsOf(state).flatMap((piece) =>
    piece.status === 'failed'
      ? [
          {
            subtree: piece.unit,
            piece: piece.id,
            error: piece.code ?? 'internal',
            attempts: piece.attempts,
          },
        ]
      : [],
  );
}

function unitsOf(state: JobState): readonly Piece[] {
  return [...state.pieces.values()].filter((piece) => piece.kind === 'unit');
}
