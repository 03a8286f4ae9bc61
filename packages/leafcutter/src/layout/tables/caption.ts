/** Text right above a table that names it: a title, and lines such as "(in thousands)". */
import { overlap } from '../geometry.ts';
import type { Table } from '../types.ts';
import type { VisualLine } from './chunks.ts';

const mostLines = 4;
const furthest = 2.6;

/** @param least index of the first line that may name it; `end` of its first line */
export function withCaption(table: Table, lines: readonly VisualLine[], least: number, end: number): Table {
  const found: VisualLine[] = [];
  let below = table.box[1];
  for (let at = end - 1; at >= least && found.length < mostLines; at -= 1) {
    const line = lines[at];
    if (line === undefined || line.chunks.length > 2) break;
    if (
      below - line.box[3] > furthest * line.size ||
      overlap(line.box[0], line.box[2], table.box[0], table.box[2]) <= 0
    )
      break;
    if (line.chunks.some((chunk) => chunk.text.split(' ').length > 16)) break;
    found.unshift(line);
    below = line.box[1];
  }
  if (found.length === 0) return table;
  const chunks = found.flatMap((line) => line.chunks);
  return {
    ...table,
    caption: {
      text: found.map((line) => line.chunks.map((chunk) => chunk.text).join(' ')).join('\n'),
      ranges: chunks.flatMap((chunk) => chunk.ranges),
    },
  };
}
