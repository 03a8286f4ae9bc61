/** Texts of one column that stand apart in several: what follows under no name of its own goes on with the text before it. */
import type { Cell, TableRow } from '../../../layout/types.ts';
import type { SourceTable } from './source.ts';

/** The cell with the words right of it that no name and no other leaf claims; the cell itself where there are none. */
export function wholeText(
  cell: Cell,
  row: TableRow,
  { headers, table }: SourceTable,
  claimed: ReadonlySet<number>,
): Cell {
  if ((headers[cell.column]?.text ?? '') === '') return cell;
  const parts = [cell];
  for (let at = cell.column + 1; at < headers.length; at += 1) {
    const [before, own] = [table.columns[at - 1], table.columns[at]];
    const inOrder = before !== undefined && own !== undefined && own.x0 >= before.x0;
    if (!inOrder || headers[at]?.text !== '' || claimed.has(at)) break;
    const next = row.cells[at];
    if (next !== null && next !== undefined && /\p{L}{2}/u.test(next.text)) parts.push(next);
    else if ((next?.text ?? '') !== '') break;
  }
  if (parts.length === 1) return cell;
  const lines = parts
    .flatMap((part) => part.lines ?? [{ text: part.text, ranges: part.ranges, startsParagraph: false }])
    .toSorted((a, b) => (a.ranges[0]?.start ?? 0) - (b.ranges[0]?.start ?? 0));
  return {
    ...cell,
    text: lines.map(({ text }) => text).join('\n'),
    ranges: lines.flatMap(({ ranges }) => ranges),
    lines,
  };
}
