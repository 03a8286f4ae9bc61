/** Units that are printed behind quantities, for items that ask for them where no column has them alone. */
import type { TableRow } from '../../../layout/types.ts';
import { rangesOf } from '../candidate.ts';
import { phraseOf } from '../lexicon.ts';
import { splitIdentifier } from '../words.ts';
import type { TableMatch } from './match.ts';
import type { Found, Slot } from './model.ts';

/** A figure and up to two short words behind it: "24 Stk", "12,50 m²", "500 kWh". */
const quantity = /^[-+]?\d[\d.,'’ ]*\s?((?:\p{L}[\p{L}²³.]{0,11}|m²|m³)(?: \p{L}{1,10}\.?)?)$/u;

export function withUnit(found: readonly Found[], match: TableMatch, row: TableRow): readonly Found[] {
  const column = match.columns.find(({ slot }) => isQuantity(slot));
  const cell = column === undefined ? null : (row.cells[column.column] ?? null);
  const slot = match.own.find(isUnit);
  if (column === undefined || cell === null || slot === undefined || found.some((one) => one.slot === slot))
    return found;
  const unit = quantity.exec(cell.text.trim())?.[1];
  if (unit === undefined) return found;
  const start = cell.text.lastIndexOf(unit);
  return [
    ...found,
    {
      slot,
      value: unit,
      page: match.source.table.page,
      ranges: rangesOf(cell, start, start + unit.length),
      support: [],
      sure: 0.8 * column.weight,
      alternatives: [],
      reasoning: `Stands behind the quantity in the table on page ${match.source.table.page}.`,
    },
  ];
}

function isQuantity({ task }: Slot): boolean {
  return task.kind.kind === 'number' && task.question.subject.has('quantity');
}

/** "unit", "unit_of_measure": texts that ask for nothing but a unit. */
function isUnit({ task, list }: Slot): boolean {
  if (list !== null || task.kind.kind !== 'text') return false;
  const { terms } = phraseOf(splitIdentifier(task.leaf.name));
  return (
    terms.length > 0 &&
    terms.every(({ concepts }) => concepts.has('unit') || concepts.has('quantity') || concepts.has('article'))
  );
}
