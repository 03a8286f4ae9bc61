/** What a model answered as findings: values with the rows they were read from, nulls with the reason. */
import type { Evidence, Finding, NullReason } from '../../findings/types.ts';
import { asPrinted, placeIn, withSigns } from '../../grounding/index.ts';
import type { JsonPrimitive } from '../../json.ts';
import type { LeafNode } from '../../schema/types.ts';
import type { ReadLeaf } from './fold.ts';

/** How sure a place is that is a cell of the item's own row, before its text is compared. */
const foundInRow = 0.95;

/** @param evidence the place of its row, where it is known */
export function valueFinding(
  pointer: string,
  { value, leaf }: Pick<ReadLeaf, 'value' | 'leaf'>,
  evidence: Evidence | null,
  reasoning: string,
): Finding {
  return {
    pointer,
    value: evidence === null ? value : printedIn(evidence.quote, value, leaf),
    nullReason: null,
    evidence: evidence === null ? [] : [evidence],
    match: 'absent',
    confidence: { value: 0, read: 0, found: evidence === null ? 0 : foundInRow },
    alternatives: [],
    reasoning,
  };
}

export function nullFinding(pointer: string, nullReason: NullReason, reasoning: string): Finding {
  return {
    pointer,
    value: null,
    nullReason,
    evidence: [],
    match: 'absent',
    confidence: { value: 0, read: 0, found: 0 },
    alternatives: [],
    reasoning,
  };
}

/** The value as the cell has it, which may say more. */
function printedIn(cell: string, value: JsonPrimitive, leaf: LeafNode): JsonPrimitive {
  const place = typeof value === 'string' ? placeIn(value, cell) : null;
  if (place === null) return asPrinted(value, cell, leaf);
  const { start, end } = withSigns(value, cell, place);
  return asPrinted(value, cell.slice(start, end), leaf);
}
