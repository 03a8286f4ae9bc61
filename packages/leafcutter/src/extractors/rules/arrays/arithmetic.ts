/** Figures of a row that must agree: quantity times price, rate of a basis, net and tax. Nothing is known of what they mean. */
import { readNumbers, type Locale } from '../../../values/index.ts';
import type { TableMatch } from './match.ts';
import type { ColumnMatch, Slot } from './model.ts';

export interface RowFigures {
  readonly slot: Slot;
  readonly value: number;
}
/** `c` is told by `a` and `b`. */
export interface Relation {
  readonly rule: 'product' | 'share' | 'sum';
  readonly slots: readonly [a: Slot, b: Slot, c: Slot];
}

const numeric: ReadonlySet<string> = new Set(['money', 'number', 'percent']);
/** What rounding leaves, in the unit of the amounts, and as a share of them. */
const tolerance = { absolute: 0.0101, relative: 0.0005 };
const mostRows = 40;

/** Relations that hold in all rows that have their three figures; at least two rows of different figures show one, or the only one. */
export function relationsOf(
  { source, columns }: TableMatch,
  locale: Locale | undefined,
): readonly Relation[] {
  const figures = columns.filter(({ slot }) => slot.list === null && numeric.has(slot.task.kind.kind));
  if (figures.length < 3) return [];
  const rows = source.table.rows
    .filter(({ kind }) => kind === 'data')
    .slice(0, mostRows)
    .map((row) => figuresOf(row.cells, figures, locale));
  const found: Relation[] = [];
  for (const { slot: a } of figures)
    for (const { slot: b } of figures)
      for (const { slot: c } of figures) {
        if (a === b || a === c || b === c) continue;
        for (const rule of ['product', 'share', 'sum'] as const) {
          if (
            rule !== 'share' &&
            figures.findIndex(({ slot }) => slot === a) > figures.findIndex(({ slot }) => slot === b)
          )
            continue;
          const relation: Relation = { rule, slots: [a, b, c] };
          const told = rows.map((row) => holds(relation, row)).filter((one) => one !== null);
          if (told.length > 0 && told.every(Boolean)) found.push(relation);
        }
      }
  return found;
}

function figuresOf(
  cells: TableMatch['source']['table']['rows'][number]['cells'],
  columns: readonly ColumnMatch[],
  locale: Locale | undefined,
): readonly RowFigures[] {
  return columns.flatMap(({ slot, column }) => {
    const [first] = readNumbers(cells[column]?.text ?? '', locale);
    return first === undefined ? [] : [{ slot, value: first.value }];
  });
}

/** Null where one of the three is missing or nought, or a factor is one: such rows tell nothing. */
export function holds({ rule, slots }: Relation, row: readonly RowFigures[]): boolean | null {
  const [a, b, c] = slots.map((slot) => row.find((one) => one.slot === slot)?.value);
  if (a === undefined || b === undefined || c === undefined || a === 0 || b === 0 || c === 0) return null;
  const told = rule === 'sum' ? a + b : rule === 'product' ? a * b : (a * b) / 100;
  return Math.abs(told - c) <= Math.max(tolerance.absolute, tolerance.relative * Math.abs(c));
}

/** 0-1: the share of the rows that have all three figures in which the relation holds; null where no row has them. */
export function shareOf(
  relation: Relation,
  { source, columns }: TableMatch,
  locale: Locale | undefined,
): number | null {
  const figures = columns.filter(({ slot }) => relation.slots.includes(slot));
  if (figures.length < 3) return null;
  const told = source.table.rows
    .filter(({ kind }) => kind === 'data')
    .slice(0, mostRows)
    .map((row) => holds(relation, figuresOf(row.cells, figures, locale)))
    .filter((one) => one !== null);
  return told.length === 0 ? null : told.filter(Boolean).length / told.length;
}
