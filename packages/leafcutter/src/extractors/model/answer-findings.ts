/** What a model answered as findings: values with the rows they were read from, nulls with the reason. */
import type { Evidence, Finding, NullReason } from '../../findings/types.ts';
import { asPrinted, placeIn, withSigns } from '../../grounding/index.ts';
import type { JsonPrimitive } from '../../json.ts';
import type { LeafNode } from '../../schema/types.ts';
import type { ReadLeaf } from './fold.ts';
import type { List } from './lists.ts';
import type { RowPlaces } from './row-evidence.ts';

/** How sure a place is that is a cell of the item's own row, before its text is compared. */
const foundInRow = 0.95;

/**
 * A value outside of lists, or that there is none.
 * @param model its id
 * @param reason as the model gave it
 */
export function singleFinding(leaf: ReadLeaf, model: string, reason: string | undefined): Finding {
  const { pointer, value } = leaf;
  return value === null
    ? nullFinding(pointer, 'not_found', `${model} read the pages and found that they do not state it.`)
    : valueFinding(pointer, leaf, [], reason ?? `Read by ${model}.`);
}

/** @param base index of the list's first item */
export function listFindings(
  { pointer, items }: List,
  base: number,
  places: RowPlaces,
  model: string,
): readonly Finding[] {
  return items.flatMap(({ line, leaves }, index) => {
    const where = line === null ? '' : ` ${line.table === null ? '' : 'in a row '}on page ${line.page}`;
    const values = leaves.map(({ value }) => value);
    const evidence = line === null ? [] : places.of(values, line);
    return leaves.map(({ rest, read }, at) =>
      valueFinding(
        `${pointer}/${base + index}${rest}`,
        read,
        evidence[at] ?? [],
        `Read by ${model}${where}.`,
      ),
    );
  });
}

/** @param evidence the place in its row, where it is known, and the caption that multiplies what stands there */
function valueFinding(
  pointer: string,
  { value, leaf }: Pick<ReadLeaf, 'value' | 'leaf'>,
  evidence: readonly Evidence[],
  reasoning: string,
): Finding {
  const [place] = evidence;
  return {
    pointer,
    value: place === undefined || evidence.length > 1 ? value : printedIn(place.quote, value, leaf),
    nullReason: null,
    evidence,
    match: 'absent',
    confidence: { value: 0, read: 0, found: place === undefined ? 0 : foundInRow },
    alternatives: [],
    reasoning,
  };
}

function nullFinding(pointer: string, nullReason: NullReason, reasoning: string): Finding {
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
