/** What an extractor says about one leaf, and where it stands. */
import type { Box, Span } from '../document/types.ts';
import type { JsonPrimitive } from '../json.ts';

/**
 * exact: the text of the range is the value; normalised: it is after case, space, width, number or date
 * normalisation; fuzzy: it differs by reading errors or a few words; absent: no place was found, or the value is null.
 */
export type Match = 'exact' | 'normalised' | 'fuzzy' | 'absent';

/** not_found: searched, not there. unreadable: it may stand on a part that could not be read. not_searched: nobody looked. */
export type NullReason = 'not_found' | 'unreadable' | 'not_searched';

/** The place a value was taken from. `quote` is the text of the ranges joined by one space. */
export interface Evidence extends Span {
  readonly quote: string;
  /** One box per visual line, points; empty where the format has no geometry. */
  readonly boxes: readonly Box[];
  /** Sheets: name and cell addresses stand in place of boxes. */
  readonly sheet?: string;
  readonly cells?: readonly string[];
  /** value: the value itself. support: a caption that gave scale, sign, currency or a group's heading. */
  readonly role: 'value' | 'support';
}

/** Another value that the same place, or another place, allows. */
export interface Alternative {
  readonly value: JsonPrimitive;
  /** For people: "day and month may be exchanged". */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

/** Each 0-1. `value` is the one that users see. */
export interface Confidence {
  readonly value: number;
  /** How well the place was read (1 for a text layer, OCR's own figure otherwise). */
  readonly read: number;
  /** How sure the choice of the place is. */
  readonly found: number;
}

export interface Finding {
  /** JSON Pointer into the result, array indexes included: `/line_items/3/price`. */
  readonly pointer: string;
  readonly value: JsonPrimitive;
  /** Set exactly when `value` is null. */
  readonly nullReason: NullReason | null;
  readonly evidence: readonly Evidence[];
  readonly match: Match;
  readonly confidence: Confidence;
  readonly alternatives: readonly Alternative[];
  /** One sentence for people: why this value, or why none. */
  readonly reasoning: string;
}

/**
 * counted: what its items stand in (rows, marks in running text) was counted, and none is missing. not_counted: it was searched
 * as asked, and nothing in the document says how many items there should be. short: there is a sign that items are missing.
 */
export type ArrayState = 'counted' | 'not_counted' | 'short';

/** What is known of one array of objects or of primitives once it was searched. */
export interface ArrayReport {
  /** JSON Pointer of the array in the result. */
  readonly pointer: string;
  readonly items: number;
  /** 1-based pages that were searched to their end. */
  readonly pagesCovered: readonly number[];
  /** Of a part of the document in which the list has no items: counted. */
  readonly state: ArrayState;
  /** Null exactly when counted. */
  readonly reason: string | null;
}

/**
 * Items of a list are numbered per pass over the document: those of pass k from k times this on. Merge puts the passes
 * together and closes the gaps.
 */
export const itemsPerPass = 1_000_000;
