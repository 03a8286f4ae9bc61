/**
 * The whole state as small JSON, for engines that carry it (a Temporal workflow that continues as new).
 * At most 256 KB with 5,000 units: pieces are tuples, their ids follow from their kind and place.
 */
import type { ErrorCode } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { JobHeader, JobState, Piece, PieceKind, PieceStatus } from './types.ts';

const statuses = [
  'unissued',
  'open',
  'waiting',
  'done',
  'failed',
  'replaced',
] as const satisfies PieceStatus[];

/** status (place in `statuses`), weight, turn, attempts, items, unit; then cursor and code where there are any. */
type PieceTuple = readonly [number, number, number, number, number, string, JsonValue?, (ErrorCode | null)?];

export interface EncodedState {
  readonly version: 1;
  readonly header: JobHeader;
  readonly pieces: { readonly [kind in PieceKind]: readonly PieceTuple[] };
}

export function encodeState(state: JobState): EncodedState {
  const pieces: Record<PieceKind, PieceTuple[]> = { parse: [], plan: [], unit: [], merge: [] };
  for (const piece of state.pieces.values()) {
    const base = [
      statuses.indexOf(piece.status),
      piece.weight,
      piece.turn,
      piece.attempts,
      piece.items,
      piece.unit,
    ] as const;
    const plain = piece.cursor === null && piece.code === null;
    pieces[piece.kind][placeOf(piece)] = plain ? base : [...base, piece.cursor, piece.code];
  }
  return { version: 1, header: state.header, pieces };
}

/** @throws Error when the state is of a version that this release does not read. */
export function decodeState(encoded: EncodedState): JobState {
  if (encoded.version !== 1)
    throw new Error(`A job state of version ${String(encoded.version)} cannot be read here.`);
  const pieces = new Map<string, Piece>();
  for (const kind of ['parse', 'plan', 'unit', 'merge'] as const) {
    for (const [place, tuple] of encoded.pieces[kind].entries()) {
      const [status, weight, turn, attempts, items, unit, cursor = null, code = null] = tuple;
      const id = kind === 'parse' || kind === 'unit' ? `${kind}/${place}` : kind;
      pieces.set(id, {
        id,
        kind,
        status: statuses[status] ?? 'unissued',
        unit,
        weight,
        turn,
        attempts,
        cursor,
        items,
        code,
      });
    }
  }
  return { header: encoded.header, pieces };
}

function placeOf(piece: Piece): number {
  return piece.kind === 'parse' || piece.kind === 'unit'
    ? Number(piece.id.slice(piece.id.indexOf('/') + 1))
    : 0;
}
