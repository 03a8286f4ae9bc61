/** What a step of a job changed, as rows of the store. */
import { encodeEvent, encodeHeader, writeJobStep, type Database, type PieceRow } from 'leafcutter/internal';
import type { Piece } from 'leafcutter/job';
import type { RecordRequest } from './names.ts';

export async function recordStep(
  database: Database,
  { header, changed, events }: RecordRequest,
): Promise<void> {
  const head = {
    status: header.status,
    header: encodeHeader(header),
    lastEvent: header.lastEvent,
    endedAt: header.endedAt,
  };
  await writeJobStep(
    database,
    { jobId: header.spec.jobId, head, pieces: changed.map(pieceRow), events: events.map(encodeEvent) },
    Date.now(),
  );
}

/** Places leave room for every piece that a job may have: ranges, plan, units, merge. */
const firstPlaces: Readonly<Record<Piece['kind'], number>> = {
  parse: 0,
  plan: 1_000_000,
  unit: 2_000_000,
  merge: 9_000_000,
};

export function pieceRow(piece: Piece): PieceRow {
  const number = Number(piece.id.slice(piece.id.indexOf('/') + 1));
  return {
    id: piece.id,
    made: firstPlaces[piece.kind] + (Number.isNaN(number) ? 0 : number),
    state: JSON.stringify(piece),
  };
}
