/** Columns of figures, and the periods that head them. */
import type { Range, Word } from '../../document/types.ts';
import { isRow, year } from './lines.ts';
import type { Cell, Parsed, StatementColumn, StatementLine } from './types.ts';

const period =
  /\b(?:months?|weeks?|quarters?|years?|period|fiscal|ended|ending|as of|as at|monate?|jahr|quartal|geschäftsjahr|stand|trimestre|exercice|mois|ejercicio|esercizio|Q[1-4]|FY ?\d\d|H[12]|(?:19|20)\d\d)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b/iu;
const mostHeadLines = 6;

export interface Edge {
  readonly x0: number;
  readonly x1: number;
}

/** Columns by the right edges of their figures. */
export function columnEdges(rows: readonly Parsed[]): Edge[] {
  const clusters: { x0: number; x1: number; count: number }[] = [];
  const cells = rows.flatMap(({ cells: own, line }) => own.map((cell) => ({ ...cell, size: line.size })));
  for (const cell of cells.toSorted((a, b) => a.x1 - b.x1)) {
    const near = clusters.find(({ x1 }) => Math.abs(x1 - cell.x1) < 1.3 * cell.size);
    if (near === undefined) clusters.push({ x0: cell.x0, x1: cell.x1, count: 1 });
    else {
      near.x0 = Math.min(near.x0, cell.x0);
      near.x1 = Math.max(near.x1, cell.x1);
      near.count += 1;
    }
  }
  return clusters.filter(({ count }) => count >= Math.min(2, rows.length)).sort((a, b) => a.x1 - b.x1);
}

/** Lines right above the first row that name periods or stand over the columns. */
export function headLines(parsed: readonly Parsed[], first: number, edges: readonly Edge[]): Parsed[] {
  const left = (edges[0]?.x0 ?? 0) - 30;
  const head: Parsed[] = [];
  for (let at = first - 1; at >= 0 && head.length < mostHeadLines; at -= 1) {
    const one = parsed[at];
    if (one === undefined) break;
    const over = one.line.words.filter((word) => word.box[2] > left);
    const text = over.map((word) => word.text).join(' ');
    const before = one.line.words.length - over.length;
    if (over.length === 0) {
      // A caption above the first row ("Net sales:"), or what all figures are in.
      if (one.cells.length === 0 && (one.label?.text.length ?? 99) < 60) continue;
      break;
    }
    if (isRow(one)) break;
    if (
      text.length > 40 * edges.length ||
      (!period.test(text) && (before > 0 || over.length > 3 * edges.length))
    )
      break;
    if (before > 3 && !one.years && one.line.words[0]?.text.startsWith('(') !== true) break;
    head.unshift(one);
  }
  return head.some(({ line }) =>
    line.words.some((word) => /(?:19|20)\d\d/u.test(word.text) || /^FY\d\d/u.test(word.text)),
  )
    ? head
    : [];
}

/** In each line of the head the segment nearest to the column's middle. */
export function columnHead(head: readonly Parsed[], edge: Edge): StatementColumn {
  const middle = (edge.x0 + edge.x1) / 2;
  const texts: string[] = [];
  const ranges: Range[] = [];
  for (const { line } of head) {
    const here = piecesOf(line, edge.x0 - 60);
    const [best] = here.toSorted((a, b) => away(a, middle) - away(b, middle));
    if (best === undefined) continue;
    texts.push(best.text);
    ranges.push(best.range);
  }

  return { head: texts.join(' '), lines: texts, ranges };
}

interface HeadPiece {
  readonly text: string;
  readonly range: Range;
  readonly x0: number;
  readonly x1: number;
}

function away({ x0, x1 }: HeadPiece, x: number): number {
  return x >= x0 && x <= x1 ? Math.abs((x0 + x1) / 2 - x) / 100 : Math.abs((x0 + x1) / 2 - x);
}

/** Words of a line without a wide gap between them; only what ends right of `left`. */
function piecesOf({ words, size }: StatementLine, left: number): HeadPiece[] {
  const pieces: Word[][] = [];
  for (const word of words) {
    const piece = pieces.at(-1);
    const before = piece?.at(-1);
    const apart =
      before !== undefined &&
      (word.box[0] - before.box[2] > 0.8 * size || (year.test(before.text) && year.test(word.text)));
    if (piece === undefined || apart) pieces.push([word]);
    else piece.push(word);
  }
  return pieces
    .map((piece) => ({
      text: piece.map((word) => word.text).join(' '),
      range: {
        start: Math.min(...piece.map((word) => word.start)),
        end: Math.max(...piece.map((word) => word.end)),
      },
      x0: piece[0]?.box[0] ?? 0,
      x1: piece.at(-1)?.box[2] ?? 0,
    }))
    .filter(({ x1 }) => x1 > left);
}

/** -1 when it stands under none. */
export function nearestEdge(cell: Cell, edges: readonly Edge[], size: number): number {
  let best = -1;
  let least = 1.6 * size;
  for (const [index, { x1 }] of edges.entries()) {
    const distance = Math.abs(x1 - cell.x1);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}
