/** What is left to ask of a unit, as a turn's cursor carries it to the next one. Plain JSON. */
import { z } from 'zod';
import { LeafcutterError } from '../../errors.ts';
import { toJsonValue, type JsonValue } from '../../json.ts';
import type { Passage } from '../../planning/types.ts';
import type { Mark } from './marks.ts';

/** One call still to be made. */
export interface Task {
  /** Indexes into the unit's paths. */
  readonly parts: readonly number[];
  readonly passages: readonly Passage[];
  /** Which of the unit's looks this is, from 0. */
  readonly look: number;
  /** Running text around the passages is shown, too: nothing of it was asked about for these parts. Default false. */
  readonly overlaps?: boolean;
  /** Most lines of it on either side. Default: as many as there are of any cut. */
  readonly around?: number;
  /** What the items of its list are known by, from the answer that it goes on from. */
  readonly mark?: Mark;
  /** Half of one whose answers were broken twice: it is not divided again. */
  readonly isHalf?: boolean;
  /** Lines that may speak to the model are shown, too, and what they say is doubted: nothing else answered. */
  readonly isDoubtful?: boolean;
}

export interface Cursor {
  readonly tasks: readonly Task[];
  /** Items of the longest list so far: the next ones are numbered from here. */
  readonly items: number;
}

/** Most lines of running text on either side of the task's passages that its prompt shows. */
export function linesAroundTask({ overlaps = false, around = Infinity }: Task): number {
  return overlaps ? around : 0;
}

const passageShape: z.ZodType<Passage> = z.object({
  first: z.int(),
  last: z.int(),
  fromLine: z.int(),
  toLine: z.int().nullable(),
});

const taskShape: z.ZodType<Task> = z.object({
  parts: z.array(z.int()),
  passages: z.array(passageShape),
  look: z.int(),
  overlaps: z.boolean().exactOptional(),
  around: z.int().exactOptional(),
  mark: z.object({ name: z.string(), pattern: z.string().nullable() }).exactOptional(),
  isHalf: z.boolean().exactOptional(),
  isDoubtful: z.boolean().exactOptional(),
});

const cursorShape: z.ZodType<Cursor> = z.object({ tasks: z.array(taskShape), items: z.int() });

/** @throws LeafcutterError internal, when it was not written by `writeCursor` */
export function readCursor(cursor: JsonValue): Cursor {
  const read = cursorShape.safeParse(cursor);
  if (!read.success)
    throw new LeafcutterError('internal', `The cursor of a turn has another shape: ${read.error.message}`);
  return read.data;
}

export function writeCursor(cursor: Cursor): JsonValue {
  return toJsonValue(cursor);
}
