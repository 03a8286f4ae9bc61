/**
 * Statements of figures, as companies and authorities print them: lines of a caption with figures, under columns that
 * are headed by periods. Read word by word, so that currency signs, brackets and rules between columns do not matter.
 */
import type { Page, Range, Word } from '../document/types.ts';
import { median, middleY } from './geometry.ts';
import { isLive, sizeOf } from './segments.ts';

export interface Figure {
  readonly column: number;
  /** With its sign, brackets, currency and percent sign. */
  readonly text: string;
  readonly range: Range;
}
export interface StatementRow {
  readonly label: string;
  readonly labelRange: Range;
  /** Captions without figures above it that it stands under, outermost first. */
  readonly groups: readonly string[];
  readonly figures: readonly Figure[];
}
export interface StatementColumn {
  /** Lines of the head from top to bottom, joined by a space: "Three months ended June 30, 2024". */
  readonly head: string;
  readonly ranges: readonly Range[];
}
export interface Statement {
  readonly page: number;
  /** Lines above the head, the nearest first. */
  readonly above: readonly { readonly text: string; readonly range: Range }[];
  readonly columns: readonly StatementColumn[];
  readonly rows: readonly StatementRow[];
}

const figure =
  /^[([]?[-−–+]?[([]?(?:[$€£¥]\s?)?[-−–+]?\d{1,3}(?:[.,'’\u00a0]\d{3})*(?:[.,]\d{1,4})?\s?[)\]]?%?[)\]]?$|^[([]?[-−–]?\d+(?:[.,]\d+)?[)\]]?%?$/u;
const sign = /^(?:[$€£¥]|[A-Z]{0,2}\$|EUR|USD|GBP|CHF)$/u;
const nothing = /^[-—–]{1,3}$/u;
const closing = /^(?:[)\]]|%|[)\]]%|%[)\]])$/u;
const year = /^(?:FY\s?)?(?:19|20)\d\d$/u;
const period =
  /\b(?:months?|weeks?|quarters?|years?|period|fiscal|ended|ending|as of|as at|monate?|jahr|quartal|geschäftsjahr|stand|trimestre|exercice|mois|ejercicio|esercizio|Q[1-4]|FY ?\d\d|H[12]|(?:19|20)\d\d)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b/iu;
const mostHeadLines = 6;
const mostAbove = 8;
const leastRows = 3;
/** Captions of groups and lines without figures between rows; long ones are text. */
const mostMisses = 7;
const longCaption = 90;

interface Line {
  readonly words: readonly Word[];
  readonly box: readonly [number, number, number, number];
  readonly size: number;
}
interface Cell {
  readonly text: string;
  readonly range: Range;
  readonly x0: number;
  readonly x1: number;
}
interface Parsed {
  readonly line: Line;
  /** Words before the figures; null when there are none. */
  readonly label: { readonly text: string; readonly range: Range; readonly x0: number } | null;
  readonly cells: readonly Cell[];
  /** All of its figures are years: it heads columns. */
  readonly years: boolean;
}

/** Top to bottom; a page may have several. */
export function statementsOf(page: Page): Statement[] {
  const parsed = linesOf(page).map((line) => parse(page, line));
  const statements: Statement[] = [];
  let at = 0;
  while (at < parsed.length) {
    const first = parsed.findIndex((one, index) => index >= at && isRow(one));
    if (first < 0) break;
    const last = endOf(parsed, first);
    const statement = statementOf(page, parsed, first, last);
    if (statement !== null) statements.push(statement);
    at = last;
  }
  return statements;
}

function linesOf(page: Page): Line[] {
  const sorted = page.words
    .filter(isLive)
    .sort((a, b) => middleY(a.box) - middleY(b.box) || a.box[0] - b.box[0]);
  const lines: Word[][] = [];
  for (const word of sorted) {
    const line = lines.at(-1);
    const before = line?.[0];
    if (
      line !== undefined &&
      before !== undefined &&
      middleY(word.box) - middleY(before.box) < 0.5 * sizeOf(before)
    )
      line.push(word);
    else lines.push([word]);
  }
  return lines.map((words) => {
    words.sort((a, b) => a.box[0] - b.box[0]);
    return {
      words,
      size: median(words.map(sizeOf)),
      box: [
        words[0]?.box[0] ?? 0,
        Math.min(...words.map((word) => word.box[1])),
        words.at(-1)?.box[2] ?? 0,
        Math.max(...words.map((word) => word.box[3])),
      ],
    };
  });
}

/** The figures that end a line, each with its signs, and the words before them. */
function parse(page: Page, line: Line): Parsed {
  const { words, size } = line;
  let first = words.length;
  while (first > 0) {
    const text = words[first - 1]?.text ?? '';
    if (!figure.test(text) && !sign.test(text) && !nothing.test(text) && !closing.test(text) && text !== '(')
      break;
    first -= 1;
  }
  // A figure close behind a word is part of the caption: "Class B, 1,205".
  while (
    first > 0 &&
    first < words.length &&
    (words[first]?.box[0] ?? 0) - (words[first - 1]?.box[2] ?? 0) < 0.8 * size
  )
    first += 1;
  const cells = cellsOf(page, words.slice(first));
  const before = words.slice(0, first);
  const [opening, end] = [before[0], before.at(-1)];
  return {
    line,
    label:
      opening === undefined || end === undefined || !before.some((word) => /\p{L}/u.test(word.text))
        ? null
        : {
            text: before.map((word) => word.text).join(' '),
            range: {
              start: Math.min(...before.map((word) => word.start)),
              end: Math.max(...before.map((word) => word.end)),
            },
            x0: opening.box[0],
          },
    cells,
    years: cells.length > 0 && cells.every((cell) => year.test(cell.text)),
  };
}

function cellsOf(page: Page, words: readonly Word[]): Cell[] {
  const cells: Cell[] = [];
  let open: Word[] = [];
  const close = (): void => {
    const [first, last] = [open[0], open.at(-1)];
    if (
      first !== undefined &&
      last !== undefined &&
      open.some((word) => /\d/u.test(word.text) || nothing.test(word.text))
    ) {
      const range = { start: first.start, end: last.end };
      cells.push({ text: page.text.slice(range.start, range.end), range, x0: first.box[0], x1: last.box[2] });
    }
    open = [];
  };
  for (const word of words) {
    const complete = open.some(({ text }) => /\d/u.test(text) || nothing.test(text));
    if (complete && !closing.test(word.text)) close();
    open.push(word);
  }
  close();
  return cells.filter(({ range }) => range.end > range.start);
}

function isRow({ label, cells, years }: Parsed): boolean {
  return label !== null && cells.length > 0 && !years && cells.some(({ text }) => /\d/u.test(text));
}

/** Up to the next head, or to text that is no line of a statement. */
function endOf(parsed: readonly Parsed[], first: number): number {
  let misses = 0;
  for (let at = first + 1; at < parsed.length; at += 1) {
    const one = parsed[at];
    if (one === undefined || one.years) return at;
    if (isRow(one)) misses = 0;
    else misses += one.cells.length === 0 && (one.label?.text.length ?? 0) > longCaption ? 4 : 1;
    if (misses > mostMisses) return at;
  }
  return parsed.length;
}

function statementOf(page: Page, parsed: readonly Parsed[], first: number, last: number): Statement | null {
  const rows = parsed.slice(first, last).filter(isRow);
  if (rows.length < leastRows) return null;
  const edges = columnEdges(rows);
  if (edges.length === 0) return null;
  const head = headLines(parsed, first, edges);
  if (head.length === 0) return null;
  const columns = edges.map((edge) => columnHead(head, edge));
  if (!columns.some((column) => /\d{4}|\bFY ?\d\d/u.test(column.head))) return null;
  const [headFirst, headLast] = [head[0], head.at(-1)];
  const top = headFirst === undefined ? first : parsed.indexOf(headFirst);
  const under = headLast === undefined ? first : parsed.indexOf(headLast) + 1;
  const above = parsed
    .slice(Math.max(0, top - mostAbove), top)
    .toReversed()
    .concat(head)
    .map(({ line }) => textOf(line));
  return { page: page.number, above, columns, rows: statementRows(parsed.slice(under, last), edges) };
}

interface Edge {
  readonly x0: number;
  readonly x1: number;
}

/** Columns by the right edges of their figures. */
function columnEdges(rows: readonly Parsed[]): Edge[] {
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
function headLines(parsed: readonly Parsed[], first: number, edges: readonly Edge[]): Parsed[] {
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
function columnHead(head: readonly Parsed[], edge: Edge): StatementColumn {
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

  return { head: texts.join(' '), ranges };
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
function piecesOf({ words, size }: Line, left: number): HeadPiece[] {
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

/** Rows with their figures by column; a caption without figures heads the rows that stand further right, or all below it. */
function statementRows(body: readonly Parsed[], edges: readonly Edge[]): StatementRow[] {
  const rows: StatementRow[] = [];
  let groups: { text: string; x0: number }[] = [];
  let begun: Parsed['label'] = null;
  for (const one of body) {
    const { label, cells, line } = one;
    if (label === null) continue;
    groups = groups.filter((group) => group.x0 < label.x0 - 1 || (group.x0 <= label.x0 + 1 && isRow(one)));
    if (!isRow(one)) {
      if (label.text.endsWith(':') || label.text === label.text.toUpperCase()) {
        groups = groups.filter((group) => group.x0 < label.x0 - 1);
        groups.push({ text: label.text.replace(/:$/u, ''), x0: label.x0 });
        begun = null;
      } else begun = label;
      continue;
    }
    // A caption over two lines: the first has no figures.
    const whole =
      begun !== null && /^[\p{Ll}(]/u.test(label.text) ? `${begun.text} ${label.text}` : label.text;
    const figures = cells.flatMap((cell): Figure[] => {
      const column = nearestEdge(cell, edges, line.size);
      return column < 0 ? [] : [{ column, text: cell.text, range: cell.range }];
    });
    rows.push({ label: whole, labelRange: label.range, groups: groups.map(({ text }) => text), figures });
    begun = null;
  }
  return rows;
}

function nearestEdge(cell: Cell, edges: readonly Edge[], size: number): number {
  let best = -1;
  let least = 1.6 * size;
  for (const [index, { x1 }] of edges.entries()) {
    const distance = Math.abs(x1 - cell.x1);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

function textOf({ words }: Line): { text: string; range: Range } {
  const range = {
    start: Math.min(...words.map((word) => word.start)),
    end: Math.max(...words.map((word) => word.end)),
  };
  return { text: words.map((word) => word.text).join(' '), range };
}
