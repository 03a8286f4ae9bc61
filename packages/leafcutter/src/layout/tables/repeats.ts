/** Heads that come again below a table: of its next part, or of another table with the same columns. */
import type { Chunk, VisualLine } from './chunks.ts';
import { isValue } from './chunks.ts';
import { place, type Column } from './columns.ts';
import { isHeaderLike } from './head.ts';

/** The first line of the body that repeats the header, or names columns anew; `most` when there is none. */
export function repeatedHeader(
  lines: readonly VisualLine[],
  columns: readonly Column[],
  header: readonly VisualLine[],
  from: number,
  most: number,
): number {
  const texts = new Set(header.flatMap((line) => line.chunks.map((chunk) => chunk.text)));
  for (let at = from + 1; at < most; at += 1) {
    const line = lines[at];
    if (line === undefined || line.chunks.length < 2) continue;
    const same = line.chunks.filter((chunk) => texts.has(chunk.text)).length;
    if (same >= 2 && same >= 0.6 * line.chunks.length) return at;
    if (isBoldHead(line) && header.some(isBoldHead) && !isBoldHead(lines[at + 1])) return at;
    const { cells } = place(line, columns);
    if (namesAgain(line, cells, columns, header)) return at;
    const numeric = [...cells.keys()].filter((column) => columns[column]?.numeric === true).length;
    if (
      numeric >= 2 &&
      line.chunks.length >= 0.6 * columns.length &&
      isHeaderLike(line, columns, lines.slice(at + 1, most))
    )
      return at;
  }
  return most;
}

/** Names in bold type, as those of a head or of the next row of captions of a form. */
function isBoldHead(line: VisualLine | undefined): boolean {
  return (
    line !== undefined &&
    line.chunks.length >= 2 &&
    line.chunks.every(({ bold, shape }) => bold && shape === 'text')
  );
}

/** "Deductions ... Amount" below "Payments ... Amount": words alone, one of which names its column of figures as the head does. */
function namesAgain(
  line: VisualLine,
  cells: ReadonlyMap<number, readonly Chunk[]>,
  columns: readonly Column[],
  header: readonly VisualLine[],
): boolean {
  if (line.chunks.some((chunk) => isValue(chunk.shape) || chunk.shape === 'mark')) return false;
  const heads = header.map((above) => place(above, columns).cells);
  return [...cells].some(
    ([column, chunks]) =>
      columns[column]?.numeric === true &&
      chunks.some((chunk) =>
        heads.some((head) => head.get(column)?.some(({ text }) => text === chunk.text) === true),
      ),
  );
}

const mostHeadings = 3;

/**
 * Lines alone right above a head that comes again are its heading where such lines stand above the first head, too, and
 * at the same edge. Gives the index of the first of them; `again` when there is none.
 * @param start index of the first head's first line; `again` that of the second's
 */
export function headingStart(
  lines: readonly VisualLine[],
  columns: readonly Column[],
  start: number,
  again: number,
): number {
  const first = lines[start - 1];
  if (first === undefined || !isAlone(first, columns)) return again;
  let at = again;
  while (at - 1 > start && again - at < mostHeadings) {
    const line = lines[at - 1];
    if (line === undefined || !isAlone(line, columns)) break;
    if (Math.abs(line.box[0] - first.box[0]) > 3 || Math.abs(line.size - first.size) > 1) break;
    at -= 1;
  }
  return at;
}

/** One text at the left edge that begins as a heading does. */
function isAlone({ chunks, box, size }: VisualLine, columns: readonly Column[]): boolean {
  const [only] = chunks;
  return (
    chunks.length === 1 &&
    only !== undefined &&
    /^[\p{Lu}\d]/u.test(only.text) &&
    /\p{L}{2}/u.test(only.text) &&
    box[0] <= (columns[0]?.x0 ?? 0) + size
  );
}
