/**
 * Draws the picture of the README: `npm run picture`. The invoice of the examples, with every place boxed that a value of
 * the result was taken from.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Box } from '../packages/leafcutter/src/document/types.ts';
import { drawBoxes, type BoxLayer } from '../packages/leafcutter/src/drawing/boxes.ts';
import { extract, parseDocument, type Attribution } from '../packages/leafcutter/src/index.ts';

const examples = path.resolve(import.meta.dirname, '../examples');
const dotsPerInch = 120;
const colors = ['#d1495b', '#1f6fb2', '#8a5a00'];

/** The boxes of the values below each property of the result; properties that are no lists share one layer. */
export function layersOf(results: object, page: number): readonly BoxLayer[] {
  const boxes = new Map<string, Box[]>();
  for (const [name, value] of Object.entries(results)) {
    const layer = Array.isArray(value) ? name.replaceAll('_', ' ') : 'values';
    boxes.set(layer, [...(boxes.get(layer) ?? []), ...boxesBelow(value, page)]);
  }
  return [...boxes].map(([name, found], index) => ({
    name,
    color: colors[index % colors.length] ?? 'red',
    boxes: found,
    fill: 0.12,
    stroke: 1.2,
  }));
}

function boxesBelow(node: unknown, page: number): readonly Box[] {
  if (typeof node !== 'object' || node === null) return [];
  if (!isAttribution(node)) return Object.values(node).flatMap((child) => boxesBelow(child, page));
  return node.citations
    .filter((citation) => citation.page === page && citation.role === 'value')
    .flatMap((citation) => citation.boxes ?? []);
}

function isAttribution(node: object): node is Attribution {
  return 'extracted_value' in node && 'citations' in node && Array.isArray(node.citations);
}

if (import.meta.main) {
  const source = path.join(examples, 'invoice.pdf');
  const schema = JSON.parse(await readFile(path.join(examples, 'invoice.schema.json'), 'utf8'));
  const { results } = await extract(source, schema, { attributions: true });
  await using document = await parseDocument(source);
  const image = await document.render(1, dotsPerInch);
  const picture = await drawBoxes(await document.page(1), layersOf(results, 1), image, dotsPerInch);
  await writeFile(path.join(examples, 'invoice.found.png'), picture);
  process.stdout.write('invoice.found.png\n');
}
