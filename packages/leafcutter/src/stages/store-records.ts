/** What engines with a store keep of a job, read back for the stages. */
import type { JsonValue } from '../json.ts';
import { decodeEvent, decodePiece } from '../storage/codec.ts';
import type { Database } from '../storage/database.ts';
import { readAllPieces, readAnswer, readAnswers, readEventsOf } from '../storage/read-model.ts';
import type { JobRecords } from './job-data.ts';

const told = ['start', 'progress', 'subtree_error'];

export function createStoreRecords(database: Database): JobRecords {
  return {
    async pieces(jobId) {
      return (await database.run((query) => readAllPieces(query, database.dialect, jobId))).map(decodePiece);
    },
    async answer(jobId, piece, turn) {
      const body = await database.run((query) => readAnswer(query, jobId, piece, turn));
      return body === null ? null : parsed(body);
    },
    async answers(jobId) {
      const rows = await database.run((query) => readAnswers(query, jobId));
      return rows.map(({ pieceId, turn, body }) => ({ piece: pieceId, turn, value: parsed(body) }));
    },
    async history(jobId) {
      return (await database.run((query) => readEventsOf(query, jobId, told))).map(decodeEvent);
    },
  };
}

function parsed(body: string): JsonValue {
  const value: JsonValue = JSON.parse(body);
  return value;
}
