/** Cells of tables as captioned values: row label, column head, or both. */
import type { Range } from '../../document/types.ts';
import type { Cell, Header, LabelValue, Table, TableRow } from '../../layout/types.ts';
import { findScale } from '../../values/index.ts';
import type { Candidate } from './candidate.ts';
import { phraseOf } from './lexicon.ts';

const strengths = {
  firstValue: 0.85,
  laterValue: 0.6,
  both: 0.85,
  displaced: 0.4,
  onlyRow: 0.8,
  totalRow: 0.75,
  fewRows: 0.35,
};
/** With more data rows than this a column's head captions no single value. */
const fewRows = 3;

export function tableCandidates(table: Table, sections: readonly string[]): Candidate[] {
  const candidates: Candidate[] = [];
  const headed = table.headers.some((header) => header.text !== '');
  const dataRows = table.rows.filter((row) => row.kind === 'data').length;
  const isList = table.headers.filter((header) => header.text !== '').length >= list.columns;
  for (const row of table.rows) {
    const label = labelCell(row);
    const under = [
      ...row.groups.map((group) => group.text).toReversed(),
      table.caption?.text ?? '',
      ...sections,
    ].filter((text) => text !== '');
    // Rows that start further right than the table's are another list below it, without a head of its own.
    const inPlace = label === null || label.column === 0;
    let values = 0;
    for (const cell of row.cells) {
      if (cell === null || cell === label || cell.text === '') continue;
      if (/\d/u.test(cell.text) || !/^\p{Lu}{3}$|^[$€£¥]$/u.test(cell.text)) values += 1;
      const head = table.headers[cell.column];
      const push = (
        text: string,
        labelRanges: readonly Range[],
        strength: number,
        rowLabel: string | null,
      ): void => {
        if (text.trim() === '' || text.length > 120 || strength <= 0) return;
        candidates.push({
          page: table.page,
          label: text,
          labelRanges,
          text: cell.text,
          ranges: cell.ranges,
          box: cell.box,
          relation: 'cell',
          strength,
          sections: under,
          rowLabel,
          head: head?.text ?? '',
          scale: scaleOfHead(table.page, head),
        });
      };
      const rowText = label?.text.replaceAll('\n', ' ') ?? '';
      const first = row.kind === 'total' && isList ? cell === sumOf(row, label) : values <= 1;
      const strength = first ? strengths.firstValue : strengths.laterValue;
      if (headed || captions(row, label, cell)) push(rowText, label?.ranges ?? [], strength, null);
      if (head === undefined || head.text === '') continue;
      const ranges = [...(label?.ranges ?? []), ...head.ranges];
      // A row of a list that is called by a time or a number is no more than one of many.
      const nameless = dataRows > fewRows && row.kind === 'data' && saysNothing(rowText);
      if (rowText !== '' && !nameless)
        push(`${rowText} ${head.text}`, ranges, inPlace ? strengths.both : strengths.displaced, rowText);
      push(
        head.text,
        head.ranges,
        headStrength(row, dataRows, rowText, isList && isColumnOfFigures(table, cell.column)),
        null,
      );
    }
  }
  return candidates;
}

/**
 * Without a head, a row's first words caption the figures of the row, and the words right beside them; further words
 * have captions of their own ("Order | B-5513 | Carrier | Nagel").
 */
function captions({ cells }: TableRow, label: Cell | null, cell: Cell): boolean {
  if (label === null) return false;
  const between = cells.filter(
    (other) =>
      other !== null &&
      /[^$€£¥\s]/u.test(other.text.replace(/^\p{Lu}{3}$/u, '')) &&
      other.column > label.column &&
      other.column < cell.column,
  );
  if (between.length === 0) return !/\d/u.test(label.text) || /^\D{0,4}\d/u.test(cell.text);
  return between.every((other) => other !== null && isFigure(other)) && isFigure(cell);
}

function isFigure({ text }: Cell): boolean {
  return /\d/u.test(text) && !/\p{L}{4}/u.test(text);
}

/** "TEUR" or "in thousands" in a column's head. */
function scaleOfHead(page: number, head: Header | undefined): Candidate['scale'] {
  const scale = head === undefined ? null : findScale(head.text);
  const [range] = head?.ranges ?? [];
  return scale === null || range === undefined ? null : { factor: scale.factor, page, range };
}

/** What a row that sums up a list is about: its first amount, behind counts and quantities. */
function sumOf({ cells }: TableRow, label: Cell | null): Cell | null {
  const figures = cells.filter((cell) => cell !== null && cell !== label && isFigure(cell));
  return figures.find((cell) => /[$€£¥₹]|\d[.,]\d{2}\D{0,3}$/u.test(cell?.text ?? '')) ?? figures[0] ?? null;
}

/** Several figures below one head: what it names is none of them alone. */
function isColumnOfFigures({ rows }: Table, column: number): boolean {
  const filled = rows.flatMap(({ kind, cells }) => {
    const cell = cells[column];
    return kind !== 'data' || cell === null || cell === undefined || cell.text === '' ? [] : [cell];
  });
  return filled.length >= 2 && filled.every(isFigure);
}

/** A head alone captions the value of the only row, and that of a row that just says "Total"; in a list, none of several. */
function headStrength(row: TableRow, dataRows: number, label: string, isOneOfMany: boolean): number {
  if (row.kind === 'total') return saysNothing(label) ? strengths.totalRow : 0;
  if (row.kind !== 'data') return 0;
  if (dataRows === 1) return strengths.onlyRow;
  return dataRows <= fewRows && !isOneOfMany ? strengths.fewRows : 0;
}

/** "Total", "Sum" or no words at all. */
export function saysNothing(label: string): boolean {
  return phraseOf(label).terms.every((term) => term.weight < 0.9);
}

/** The first cell when it holds words: what the row is about. */
function labelCell(row: TableRow): Cell | null {
  const first = row.cells.find((cell) => cell !== null && cell.text !== '');
  return first !== null && first !== undefined && /\p{L}{2}/u.test(first.text) ? first : null;
}

/** With fewer columns or rows, heads are captions of what stands below them. */
const list = { columns: 3, rows: 2 };
/** Rows with less than this share of the fullest one settle the list, and have captions of their own. */
const fullRow = 0.7;

/** Starts of what stands in the rows of lists, and of what names their columns: no caption of any one value. */
export interface ListPlaces {
  readonly heads: ReadonlySet<number>;
  readonly cells: ReadonlySet<number>;
  /** Cells of first columns. */
  readonly firsts: ReadonlySet<number>;
}

export function listPlaces(tables: readonly Table[]): ListPlaces {
  const [heads, cells, firsts] = [new Set<number>(), new Set<number>(), new Set<number>()];
  for (const table of tables) {
    const data = table.rows.filter(({ kind }) => kind === 'data');
    const named = table.headers.filter(({ text }) => text !== '').length;
    const coded = table.headers.some(({ text }) =>
      /\d\W?\d\W?\d\W?\d/u.test(text.replace(/\b(?:19|20)\d\d\b/gu, '')),
    );
    if (named < list.columns || data.length < list.rows || coded) continue;
    const most = Math.max(...data.map(filledCells));
    const full = data.filter((one) => filledCells(one) >= fullRow * most);
    // One full row is a strip of captions with their values, whatever stands below it.
    if (full.length < list.rows) continue;
    for (const { ranges } of table.headers) for (const { start } of ranges) heads.add(start);
    for (const row of full) {
      for (const cell of row.cells) {
        for (const { start } of cell?.ranges ?? []) (cell?.column === 0 ? firsts : cells).add(start);
      }
    }
  }
  return { heads, cells, firsts };
}

function filledCells({ cells }: TableRow): number {
  return cells.filter((cell) => cell !== null && cell.text !== '').length;
}

/** A pair within a list: a column's name with its first value, or two cells of a row or a column. */
export function isOfList({ heads, cells, firsts }: ListPlaces, { label, value }: LabelValue): boolean {
  const [from, to] = [label.ranges[0]?.start ?? -1, value.ranges[0]?.start ?? -1];
  if (heads.has(from)) return cells.has(to) || firsts.has(to) || heads.has(to);
  return (cells.has(from) || firsts.has(from)) && (cells.has(to) || firsts.has(to));
}
