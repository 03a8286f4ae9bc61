/** Where the rows of a table begin: below the lines that name its columns. */
import { isValue, type VisualLine } from './chunks.ts';
import { place, type Column } from './columns.ts';
import { isHeaderLike } from './head.ts';
import { ruledBetween, type Rulings } from './rulings.ts';

/** Rows above those that made the columns, as long as they hold figures in columns of figures. */
export function firstRow(
  lines: readonly VisualLine[],
  columns: readonly Column[],
  first: number,
  least: number,
): number {
  let top = first;
  while (top > least) {
    const [line, below] = [lines[top - 1], lines[top]];
    if (line === undefined || below === undefined || below.box[1] - line.box[3] > 1.5 * line.size) break;
    const { cells, spans, loose } = place(line, columns);
    if (cells.size < 2 || spans.length + loose.length > 0) break;
    const figures = [...cells].filter(([column]) => columns[column]?.numeric === true);
    if (
      figures.length === 0 ||
      !figures.every(([, chunks]) => chunks.every((chunk) => isValue(chunk.shape) || chunk.shape === 'mark'))
    )
      break;
    top -= 1;
  }
  return top;
}

/** The line after the last one that names columns; `first` when none does. */
export function namedUntil(
  lines: readonly VisualLine[],
  columns: readonly Column[],
  first: number,
  last: number,
): number {
  let start = first;
  for (let at = first; at < Math.min(last, first + 8); at += 1) {
    const line = lines[at];
    if (line === undefined) break;
    const { cells } = place(line, columns);
    if (cells.size < 2) continue;
    if (isHeaderLike(line, columns, lines.slice(at + 1, last))) start = at + 1;
    else break;
  }
  if (start === first && isWordHeader(lines[first], columns, last - first)) start = first + 1;
  return start;
}

/** Without figures to tell by: a first line of words without digits over several columns. */
function isWordHeader(line: VisualLine | undefined, columns: readonly Column[], lines: number): boolean {
  if (line === undefined || lines < 2 || columns.some((column) => column.numeric)) return false;
  return (
    columns.length >= 3 && line.chunks.every((chunk) => chunk.shape === 'text' && !/\d|:$/u.test(chunk.text))
  );
}

/** Lines between a header and the rule that closes it belong to the header. */
export function closedBy(
  lines: readonly VisualLine[],
  rulings: Rulings,
  columns: readonly Column[],
  start: number,
): number {
  const left = columns[0]?.x0 ?? 0;
  const right = columns.at(-1)?.x1 ?? 0;
  for (let at = start; at < Math.min(lines.length, start + 4); at += 1) {
    const [above, line] = [lines[at - 1], lines[at]];
    if (above === undefined || line === undefined) return start;
    if (ruledBetween(rulings, above.box[3] - 1.5, line.box[1] + 1.5, [left, 0, right, 0])) return at;
    if (line.box[1] - above.box[3] > 1.5 * line.size) return start;
    const { cells } = place(line, columns);
    const figures = [...cells].filter(
      ([column, chunks]) => columns[column]?.numeric === true && chunks.some((chunk) => isValue(chunk.shape)),
    );
    if (figures.length > 0) return start;
  }
  return start;
}

/** Headings of a table's first groups, one under another. */
const mostHeadings = 2;

/**
 * "Hull assembly" between the names of the columns and the first row heads a group of rows: the body begins with it.
 * @param lines as the page has them, not cut at columns
 */
export function groupStart(
  lines: readonly VisualLine[],
  columns: readonly Column[],
  first: number,
  least: number,
): number {
  for (let at = first - 1; at > least && first - at <= mostHeadings; at -= 1) {
    const [line, below] = [lines[at], lines[at + 1]];
    if (line === undefined || below === undefined || !isGroupHeading(line, below, columns)) break;
    const head = lines[at - 1];
    if (head !== undefined && namesMost(head, line, columns)) return at;
  }
  return first;
}

function isGroupHeading({ chunks, box, size }: VisualLine, below: VisualLine, columns: readonly Column[]) {
  const [only] = chunks;
  const atEdge = Math.abs(box[0] - (columns[0]?.x0 ?? 0)) <= size;
  return chunks.length === 1 && only?.shape === 'text' && atEdge && below.box[1] - box[3] <= 1.5 * size;
}

/** Words, and nothing else, over most of the columns. */
function namesMost(head: VisualLine, below: VisualLine, columns: readonly Column[]): boolean {
  const { cells, spans } = place(head, columns);
  return (
    cells.size + spans.length >= 0.3 * columns.length &&
    head.chunks.length >= 3 &&
    below.box[1] - head.box[3] <= 2 * head.size &&
    head.chunks.every(
      (chunk) => !isValue(chunk.shape) && !/[:.]$/u.test(chunk.text.replace(/\p{L}{1,6}\.$/u, '')),
    )
  );
}
