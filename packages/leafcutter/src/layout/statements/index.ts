/**
 * Statements of figures, as companies and authorities print them: lines of a caption with figures, under columns that
 * are headed by periods. Read word by word, so that currency signs, brackets and rules between columns do not matter.
 */
import type { Page, Range } from '../../document/types.ts';
import { columnEdges, columnHead, headLines, nearestEdge, type Edge } from './columns.ts';
import { isRow, linesOf, parse } from './lines.ts';
import type { Figure, Parsed, Statement, StatementLine, StatementRow } from './types.ts';

export type { Figure, Statement, StatementColumn, StatementRow } from './types.ts';

const mostAbove = 8;
const leastRows = 3;
/** Captions of groups and lines without figures between rows; long ones are text. */
const mostMisses = 7;
const longCaption = 90;

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

function textOf({ words }: StatementLine): { text: string; range: Range } {
  const range = {
    start: Math.min(...words.map((word) => word.start)),
    end: Math.max(...words.map((word) => word.end)),
  };
  return { text: words.map((word) => word.text).join(' '), range };
}
