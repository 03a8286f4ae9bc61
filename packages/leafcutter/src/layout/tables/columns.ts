/**
 * Columns of lines that stand one under another. The line with most chunks is the template; every further line
 * stretches the columns that its chunks lie in or adds one where nothing was. A chunk over several columns
 * stretches none of them: text that runs over, or a heading, does not glue columns together.
 */
import { median, overlap } from '../geometry.ts';
import { isValue, type Chunk, type VisualLine } from './chunks.ts';

export interface Column {
  readonly x0: number;
  readonly x1: number;
  /** The edge that its chunks share; none when they share no edge, or when there is only one. */
  readonly align: 'left' | 'right' | 'centre' | 'none';
  /** Most of its chunks below the first line are numbers, dates or times. */
  readonly numeric: boolean;
}

interface Growing {
  x0: number;
  x1: number;
  readonly chunks: Chunk[];
  readonly lines: Set<number>;
}

/** Left to right. Lines in page order. */
export function columnsOf(lines: readonly VisualLine[]): Column[] {
  const columns: Growing[] = [];
  const spans: { readonly line: number; readonly chunk: Chunk }[] = [];
  const order = lines.map((_, index) => index).sort((a, b) => count(lines, b) - count(lines, a) || a - b);
  for (const index of order) {
    for (const chunk of lines[index]?.chunks ?? []) {
      const hits = columns.filter((column) => touches(column, chunk));
      if (hits.length > 1) spans.push({ line: index, chunk });
      else if (hits[0] === undefined) {
        columns.push({ x0: chunk.box[0], x1: chunk.box[2], chunks: [chunk], lines: new Set([index]) });
      } else stretch(hits[0], chunk, index);
    }
  }
  columns.sort((a, b) => a.x0 - b.x0);
  mergeFalse(columns, spans);
  mergeAlternates(columns);
  return columns.map((column) => ({
    x0: column.x0,
    x1: column.x1,
    align: alignmentOf(column.chunks),
    numeric: isNumeric(column, lines),
  }));
}

function count(lines: readonly VisualLine[], index: number): number {
  return lines[index]?.chunks.length ?? 0;
}

function touches(column: { x0: number; x1: number }, { box }: Chunk): boolean {
  const shared = overlap(column.x0, column.x1, box[0], box[2]);
  return shared > Math.min(1.5, 0.25 * Math.min(column.x1 - column.x0, box[2] - box[0]));
}

function stretch(column: Growing, chunk: Chunk, line: number): void {
  column.x0 = Math.min(column.x0, chunk.box[0]);
  column.x1 = Math.max(column.x1, chunk.box[2]);
  column.chunks.push(chunk);
  column.lines.add(line);
}

/** Two columns that most lines write across were one, split by a wide space in the template. */
function mergeFalse(columns: Growing[], spans: readonly { readonly line: number; readonly chunk: Chunk }[]) {
  for (let at = columns.length - 2; at >= 0; at -= 1) {
    const [left, right] = [columns[at], columns[at + 1]];
    if (left === undefined || right === undefined) continue;
    const across = spans.filter(({ chunk }) => touches(left, chunk) && touches(right, chunk)).length;
    const apart = [...left.lines].filter((line) => right.lines.has(line)).length;
    if (across > apart && across >= 2) merge(columns, at);
  }
}

/** A dash or a short number beside the others: never in one line with them, and closer than columns stand. */
function mergeAlternates(columns: Growing[]): void {
  for (let at = columns.length - 2; at >= 0; at -= 1) {
    const [left, right] = [columns[at], columns[at + 1]];
    if (left === undefined || right === undefined) continue;
    const size = median([...left.chunks, ...right.chunks].map((chunk) => chunk.size));
    if (right.x0 - left.x1 > 0.8 * size) continue;
    if ([...left.lines].some((line) => right.lines.has(line))) continue;
    if ([...left.chunks, ...right.chunks].every((chunk) => chunk.shape !== 'text')) merge(columns, at);
  }
}

function merge(columns: Growing[], at: number): void {
  const [left, right] = columns.splice(at, 2);
  if (left === undefined || right === undefined) return;
  columns.splice(at, 0, {
    x0: Math.min(left.x0, right.x0),
    x1: Math.max(left.x1, right.x1),
    chunks: [...left.chunks, ...right.chunks],
    lines: new Set([...left.lines, ...right.lines]),
  });
}

export function alignmentOf(chunks: readonly Chunk[]): Column['align'] {
  if (chunks.length < 2) return 'none';
  const size = median(chunks.map((chunk) => chunk.size));
  const spread = (edges: number[]): number => {
    const middle = median(edges);
    return median(edges.map((edge) => Math.abs(edge - middle)));
  };
  const left = spread(chunks.map(({ box }) => box[0]));
  const right = spread(chunks.map(({ box }) => box[2]));
  const centre = spread(chunks.map(({ box }) => (box[0] + box[2]) / 2));
  const least = Math.min(left, right, centre);
  if (least > 0.5 * size) return 'none';
  if (left <= least + 0.1) return 'left';
  return right <= least + 0.1 ? 'right' : 'centre';
}

function isNumeric(column: Growing, lines: readonly VisualLine[]): boolean {
  const first = lines.findIndex((line) => line.chunks.some((chunk) => column.chunks.includes(chunk)));
  const below = column.chunks.filter((chunk) => !(lines[first]?.chunks.includes(chunk) ?? false));
  const counted = (below.length > 0 ? below : column.chunks).filter((chunk) => chunk.shape !== 'mark');
  return counted.filter((chunk) => isValue(chunk.shape)).length * 2 > counted.length;
}

/** Where the chunks of a line lie among the columns. */
export interface Placement {
  readonly line: VisualLine;
  /** Chunks by column, left to right. */
  readonly cells: ReadonlyMap<number, readonly Chunk[]>;
  /** Chunks over several columns, with the first and last of them; not in `cells`. */
  readonly spans: readonly { readonly chunk: Chunk; readonly first: number; readonly last: number }[];
  /** Chunks beside every column; not in `cells`. */
  readonly loose: readonly Chunk[];
}

export function place(line: VisualLine, columns: readonly Column[]): Placement {
  const cells = new Map<number, Chunk[]>();
  const spans: { chunk: Chunk; first: number; last: number }[] = [];
  const loose: Chunk[] = [];
  for (const chunk of line.chunks) {
    const hits: number[] = [];
    for (const [index, column] of columns.entries()) if (touches(column, chunk)) hits.push(index);
    const [first] = hits;
    const last = hits.at(-1);
    if (first === undefined || last === undefined) loose.push(chunk);
    else if (first === last) push(cells, first, chunk);
    else {
      const own = runsOver(chunk, hits, columns);
      if (own === null) spans.push({ chunk, first, last });
      else push(cells, own, chunk);
    }
  }
  return { line, cells, spans, loose };
}

function push(cells: Map<number, Chunk[]>, index: number, chunk: Chunk): void {
  const known = cells.get(index);
  if (known === undefined) cells.set(index, [chunk]);
  else known.push(chunk);
}

/** The one column that a chunk belongs to by its edge, although it reaches into others. */
function runsOver(chunk: Chunk, hits: readonly number[], columns: readonly Column[]): number | null {
  const slack = chunk.size * 0.5;
  const fitting = hits.filter((hit) => {
    const column = columns[hit];
    if (column === undefined) return false;
    if (column.align === 'left') return Math.abs(chunk.box[0] - column.x0) <= slack;
    if (column.align === 'right') return Math.abs(chunk.box[2] - column.x1) <= slack;
    return false;
  });
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
