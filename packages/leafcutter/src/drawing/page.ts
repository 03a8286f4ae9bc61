/** What the layout step saw on a page, drawn over it. */
import { boxAsItStands } from '../document/standing.ts';
import type { Box, Page } from '../document/types.ts';
import type { PageLayout } from '../layout/types.ts';
import { drawBoxes, type BoxLayer } from './boxes.ts';

/** @param image PNG at `dpi` dots an inch; null when the format has no page image */
export function drawPage(
  page: Page,
  layout: PageLayout,
  image: Uint8Array | null,
  dpi: number,
): Promise<Uint8Array> {
  const cells = layout.tables.flatMap((table) =>
    table.rows.flatMap((row) =>
      row.cells.flatMap((cell) => (cell === null || cell.text === '' ? [] : [cell.box])),
    ),
  );
  const dead = page.words.filter((word) => word.struck || word.hidden);
  const layers: BoxLayer[] = [
    { name: 'lines', color: '#9aa5b1', boxes: page.lines.map((line) => line.box), stroke: 0.6 },
    { name: 'words', color: '#4f9dde', boxes: page.words.map((word) => word.box), stroke: 0.6 },
    { name: 'tables', color: '#2f9e44', boxes: layout.tables.map((table) => table.box), stroke: 2 },
    { name: 'cells', color: '#2f9e44', boxes: cells, fill: 0.1, stroke: 0.5 },
    { name: 'labels', color: '#e8590c', boxes: layout.pairs.map((pair) => pair.label.box), fill: 0.12 },
    { name: 'values', color: '#ae3ec9', boxes: layout.pairs.map((pair) => pair.value.box), fill: 0.12 },
    { name: 'form fields', color: '#f08c00', boxes: page.fields.map((field): Box => field.box), stroke: 1.5 },
    { name: 'struck or hidden', color: '#e03131', boxes: dead.map((word) => word.box), fill: 0.25 },
  ];
  return drawBoxes(
    page,
    layers
      .filter((layer) => layer.boxes.length > 0)
      .map((layer) => ({ ...layer, boxes: layer.boxes.map((box) => boxAsItStands(page, box)) })),
    image,
    dpi,
  );
}
