/** What was read from a print, and what reading it depends on. */
import type { JsonPrimitive } from '../../json.ts';
import type { LeafNode } from '../../schema/types.ts';
import type { Locale } from '../../values/types.ts';
import type { LeafKind } from './kinds.ts';

export interface Reading {
  readonly value: JsonPrimitive;
  /** Half-open offsets into the text that was read: what the value was taken from. */
  readonly start: number;
  readonly end: number;
  /** 0-1: how well the print fits the kind that the leaf asks for. */
  readonly fit: number;
  readonly alternatives: readonly { readonly value: JsonPrimitive; readonly reason: string }[];
}

export interface ReadingContext {
  readonly leaf: LeafNode;
  readonly kind: LeafKind;
  readonly locale: Locale | undefined;
  /** Shapes of the examples that the schema gives: digits 9, capitals A, small letters a. */
  readonly shapes: ReadonlySet<string>;
  /** Multiplies numbers: what a caption such as "in thousands" says. 1 without one. */
  readonly scale: number;
}
