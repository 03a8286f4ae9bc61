/** Which label-value pairs a picture shows. The layout step offers every reading it can; a picture of all shows none. */
import type { Box } from '../document/types.ts';
import type { LabelValue, PageLayout, Table } from '../layout/types.ts';

/** Below it a pair is one reading among several. */
const leastStrength = 0.5;
/** In rows of so many filled cells neighbours are cells and not captions of one another. */
const fullRowCells = 5;

/** The pairs that the layout speaks for, without those that begin in a full row of a table. */
export function drawnPairs({ pairs, tables }: PageLayout): readonly LabelValue[] {
  return pairs.filter(
    (pair) => pair.strength >= leastStrength && !tables.some((table) => isBetweenCells(pair, table)),
  );
}

function isBetweenCells({ label, value }: LabelValue, table: Table): boolean {
  const full = table.rows.filter(
    (row) => row.cells.filter((cell) => cell !== null && cell.text !== '').length >= fullRowCells,
  );
  return full.some((row) => isWithin(label.box, row.box)) && isWithin(value.box, table.box);
}

/** By its middle, so that a hair's breadth over the edge does not count. */
function isWithin([x0, y0, x1, y1]: Box, [left, top, right, bottom]: Box): boolean {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return x >= left && x <= right && y >= top && y <= bottom;
}
