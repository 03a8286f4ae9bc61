/** Cells of a table's columns, and how well they read as what a leaf asks for. */
import type { Table } from '../../../layout/types.ts';
import type { Locale } from '../../../values/index.ts';
import type { ValueKind } from '../kinds.ts';
import { readValue, type Reading } from '../readings.ts';
import { shapeOf } from '../strings.ts';
import type { Slot } from './model.ts';
import { countsUp } from './ordinals.ts';
import type { SourceTable } from './source.ts';

const sampleRows = 30;
/** Share of a line that a code takes where the line is the code. */
const wholeCode = 0.6;
/** Kinds that any words answer: columns of figures do not. */
export const wordy: ReadonlySet<ValueKind> = new Set([
  'name',
  'title',
  'text',
  'street',
  'city',
  'address',
  'state',
]);

/** Cells of each column, and what is known of them by what a leaf takes: arrays often share their item. */
export interface Sample {
  readonly cells: readonly (readonly string[])[];
  readonly shapes: readonly (readonly string[])[];
  readonly fits: Map<string, number>;
  /** By column: it counts the rows. */
  readonly ordinal: readonly boolean[];
  /** It has a head of its own, or goes on under one. */
  readonly headed: boolean;
}

const samples = new WeakMap<Table, Sample>();

export function sampleOf({ table, headers }: SourceTable): Sample {
  const known = samples.get(table);
  if (known !== undefined) return known;
  const cells = cellSample(table);
  const shapes = cells.map((column) => column.map((cell) => shapeOf(cell.trim())));
  const headed = headers.some(({ text }) => text !== '');
  const sample: Sample = { cells, shapes, fits: new Map(), ordinal: cells.map(countsUp), headed };
  samples.set(table, sample);
  return sample;
}

function cellSample(table: Table): string[][] {
  const sample: string[][] = table.columns.map(() => []);
  const filled = table.rows.map(({ cells }) => cells.filter((cell) => (cell?.text ?? '') !== '').length);
  const enough = 0.55 * Math.max(0, ...filled);
  for (const [index, row] of table.rows.entries()) {
    if (row.kind !== 'data' || (filled[index] ?? 0) < enough) continue;
    for (const cell of row.cells) {
      if (cell !== null && cell.text !== '' && (sample[cell.column]?.length ?? 0) < sampleRows)
        sample[cell.column]?.push(cell.text);
    }
  }
  return sample;
}

/** What rows share is printed in several of them: a column of single values is the rows' own. */
export function repeats(cells: readonly string[]): boolean {
  return cells.length >= 2 && new Set(cells).size <= 0.6 * cells.length;
}

/** 0-1: how well the cells read as what the leaf asks for. */
export function fitOf({ task }: Slot, cells: readonly string[], locale: Locale | undefined): number {
  const filled = cells.filter((cell) => !isBlank(cell));
  if (filled.length === 0) return 0;
  let sum = 0;
  let figures = 0;
  for (const cell of filled) {
    const reading = readValue(cell, {
      leaf: task.leaf,
      kind: task.kind,
      locale,
      shapes: task.shapes,
      scale: 1,
    });
    sum += (reading?.fit ?? 0) * (task.kind.kind === 'identifier' ? codeShare(cell, reading) : 1);
    if (/^[\d\s.,'’()%$€£+-]+$/u.test(cell)) figures += 1;
  }
  const fit = sum / filled.length;
  return wordy.has(task.kind.kind) && figures * 2 > filled.length ? fit * 0.25 : fit;
}

/** A column of codes has nothing else in its lines: a word with a figure in a longer text is no code. */
function codeShare(cell: string, reading: Reading | null): number {
  const line = cell.split('\n')[0] ?? '';
  const share = reading === null ? 0 : (reading.end - reading.start) / Math.max(1, line.trim().length);
  return share >= wholeCode ? 1 : 0.2;
}

/** Share of the cells that look like the examples of the schema. */
export function shapeShare({ task }: Slot, shapes: readonly string[]): number {
  if (task.shapes.size === 0 || shapes.length === 0) return 0;
  const alike = shapes.filter((shape) => task.shapes.has(shape)).length;
  return alike >= 0.6 * shapes.length ? alike / shapes.length : 0;
}

export function isBlank(text: string): boolean {
  return /^[-–—−_.*\s/()]*$/u.test(text) || /^n\/?a$/iu.test(text.trim());
}

export function isFigures(cells: readonly string[]): boolean {
  return cells.filter((cell) => /\d/u.test(cell) && !/\p{L}{3}/u.test(cell)).length > 0.6 * cells.length;
}
