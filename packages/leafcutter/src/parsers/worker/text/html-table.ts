/** Rows, cells and heads of HTML tables. Pure. */
import { attributeOf, type Element } from './css-rules.ts';
import type { GridCell } from './grid.ts';

const parts = new Set(['thead', 'tbody', 'tfoot']);

export function rowsOf(table: Element): readonly Element[] {
  return table.childNodes.flatMap((child): readonly Element[] => {
    if (!('tagName' in child)) return [];
    if (child.tagName === 'tr') return [child];
    return parts.has(child.tagName) ? rowsOf(child) : [];
  });
}

export function cellsOf(row: Element): readonly Element[] {
  return row.childNodes.filter(
    (child): child is Element => 'tagName' in child && (child.tagName === 'td' || child.tagName === 'th'),
  );
}

/** Every cell in its place; null where a neighbour spans it, and '' where a short row has none. */
export function gridOf(
  rows: readonly (readonly Element[])[],
  textOf: (cell: Element) => string,
): readonly (readonly (string | GridCell | null)[])[] {
  const grid: (GridCell | null)[][] = rows.map(() => []);
  for (const [index, cells] of rows.entries()) {
    let column = 0;
    for (const cell of cells) {
      while (grid[index]?.[column] !== undefined) column += 1;
      const rowSpan = spanOf(cell, 'rowspan', rows.length - index);
      const columnSpan = spanOf(cell, 'colspan', 1000);
      const text = textOf(cell);
      for (let down = 0; down < rowSpan; down += 1) {
        for (let across = 0; across < columnSpan; across += 1) {
          const target = grid[index + down];
          if (target !== undefined)
            target[column + across] = down + across === 0 ? { text, rowSpan, columnSpan } : null;
        }
      }
      column += columnSpan;
    }
  }
  const width = grid.reduce((most, row) => Math.max(most, row.length), 0);
  return grid.map((row) =>
    Array.from({ length: width }, (_, column) => (row[column] === undefined ? '' : row[column])),
  );
}

/** Rows of a `thead`, else the first rows that have nothing but head cells, down to where those of the last of them end. */
export function headerRowsOf(rows: readonly (readonly Element[])[]): number {
  const isHead = rows.map(
    (cells) => cells.length > 0 && cells.every((cell) => cell.tagName === 'th' || isOfHead(cell)),
  );
  const firstBody = isHead.indexOf(false);
  return firstBody < 0 ? 0 : firstBody;
}

function isOfHead({ parentNode: row }: Element): boolean {
  const part = row !== null && 'parentNode' in row ? row.parentNode : null;
  return part !== null && 'tagName' in part && part.tagName === 'thead';
}

/** A span of 0 goes to the end. */
function spanOf(cell: Element, name: string, most: number): number {
  const span = Number.parseInt(attributeOf(cell, name) ?? '1', 10);
  if (span === 0 && name === 'rowspan') return most;
  return Number.isFinite(span) ? Math.min(Math.max(1, span), most) : 1;
}
