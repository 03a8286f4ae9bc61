/** States as rows: the spec beside the header, since it may be long and never changes; each piece by itself. */
import type { Command, JobEvent, JobHeader, JobSpec, Piece } from '../job/index.ts';
import type { NewEvent } from './jobs.ts';

export function encodeHeader(header: JobHeader): string {
  const { spec: _, ...rest } = header;
  return JSON.stringify(rest);
}

export function decodeHeader(json: string, spec: JobSpec): JobHeader {
  const rest: Omit<JobHeader, 'spec'> = JSON.parse(json);
  return { ...rest, spec };
}

export function decodeSpec(json: string): JobSpec {
  return JSON.parse(json);
}

export function decodePiece(json: string): Piece {
  return JSON.parse(json);
}

export function decodeCommand(json: string): Command {
  return JSON.parse(json);
}

export function encodeEvent(event: JobEvent): NewEvent {
  const { seq, at, type, ...body } = event;
  return { seq, at, type, body: JSON.stringify(body) };
}

export function decodeEvent(row: NewEvent): JobEvent {
  return { ...JSON.parse(row.body), seq: row.seq, at: row.at, type: row.type };
}
