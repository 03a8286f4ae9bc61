/**
 * Where the values of a list's item stand: in the cells of its row, in the heads of those cells' columns, in the heading of its
 * group, in a caption above the table that says currency or scale. Pure.
 */
import type { Evidence } from '../../findings/types.ts';
import { agrees } from '../../grounding/index.ts';
import type { JsonPrimitive } from '../../json.ts';
import { codeFor, findScale } from '../../values/index.ts';
import type { WindowLine } from './window.ts';

interface Surroundings {
  readonly heads: readonly WindowLine[];
  /** The nearest last. */
  readonly groups: readonly WindowLine[];
  /** Lines of text above the table. */
  readonly captions: readonly WindowLine[];
}

/** Lines of text that may say what a table's figures are in. */
const mostCaptions = 6;
const mostGroups = 2;

export class RowPlaces {
  private readonly known = new Map<string, Surroundings>();

  /** @param lines of a window, ascending */
  constructor(lines: readonly WindowLine[]) {
    let heads: readonly WindowLine[] = [];
    let groups: readonly WindowLine[] = [];
    let captions: readonly WindowLine[] = [];
    let before: WindowLine | null = null;
    for (const line of lines) {
      if (line.table === null) {
        captions = [...(before?.table === null ? captions : []), line].slice(-mostCaptions);
        if (before !== null && before.table !== null) groups = [];
      } else if (line.kind === 'head') {
        heads = before?.kind === 'head' ? [...heads, line] : [line];
        groups = [];
      } else if (line.kind === 'group') groups = [...groups, line].slice(-mostGroups);
      else this.known.set(keyOf(line), { heads, groups, captions });
      before = line;
    }
  }

  /** By the values' order: the place, and the caption that multiplies what stands there; none where nothing says the value. */
  of(values: readonly JsonPrimitive[], row: WindowLine): readonly (readonly Evidence[])[] {
    const own = values.map((value) => inCells(row, value));
    const columns = new Set(own.flatMap((found) => (found === null ? [] : [found.column])));
    return own.map((found, at) => {
      const value = values[at] ?? null;
      const place = found?.evidence ?? this.around(value, row, columns);
      return place === null ? this.scaled(value, row) : [place];
    });
  }

  /** A number that a caption multiplies: "963.2" under "(in millions)". */
  private scaled(value: JsonPrimitive, row: WindowLine): readonly Evidence[] {
    if (typeof value !== 'number') return [];
    const { heads, captions } = this.known.get(keyOf(row)) ?? nothing;
    const caption = [...heads, ...captions.toReversed()].find((line) => findScale(line.text) !== null);
    const factor = caption === undefined ? 1 : (findScale(caption.text)?.factor ?? 1);
    const found = inCells(row, Number((value / factor).toPrecision(12)));
    return found === null || caption === undefined
      ? []
      : [found.evidence, { ...evidenceOf(caption, caption), role: 'support' }];
  }

  private around(value: JsonPrimitive, row: WindowLine, columns: ReadonlySet<number>): Evidence | null {
    const { heads, groups, captions } = this.known.get(keyOf(row)) ?? nothing;
    for (const head of heads) {
      const found = inCells(head, value, columns);
      if (found !== null) return found.evidence;
    }
    for (const line of groups.toReversed()) {
      const found = typeof value === 'string' ? inCells(line, value) : null;
      if (found !== null) return found.evidence;
    }
    const caption = captions.findLast((line) => codeFor(value, line.text) !== null);
    return caption === undefined ? null : evidenceOf(caption, caption);
  }
}

const nothing: Surroundings = { heads: [], groups: [], captions: [] };

function keyOf(line: WindowLine): string {
  return `${line.page}:${line.index}`;
}

interface InCell {
  readonly column: number;
  readonly evidence: Evidence;
}

/** The cell that says the value; grounding reads it back and fills in quote and boxes. */
function inCells(
  line: WindowLine,
  value: JsonPrimitive,
  columns: ReadonlySet<number> | null = null,
): InCell | null {
  let fuzzy: InCell | null = null;
  for (const cell of line.cells) {
    if (columns !== null && !columns.has(cell.column)) continue;
    const match = agrees(value, cell.text);
    if (match === 'absent') continue;
    const found = { column: cell.column, evidence: evidenceOf(line, cell) };
    if (match !== 'fuzzy') return found;
    fuzzy ??= found;
  }
  return fuzzy;
}

function evidenceOf({ page }: WindowLine, place: Pick<WindowLine, 'text' | 'ranges'>): Evidence {
  return { page, ranges: place.ranges, quote: place.text, boxes: [], role: 'value' };
}
