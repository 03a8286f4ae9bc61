/** Long lists made by a script: a PDF of rows over page breaks, under sub-headers, some of them twice on purpose. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseDocument } from '../../packages/leafcutter/src/app.ts';
import type { Page } from '../../packages/leafcutter/src/document/types.ts';
import type { JsonObject } from '../../packages/leafcutter/src/json.ts';
import { knownCase } from '../../packages/leafcutter/src/testing/reader/index.ts';
import { chance } from '../../packages/leafcutter/src/testing/reader/random.ts';
import { shapes, writeList, type DeliveryRow, type Shape } from './list-pages.ts';
import type { LabelledCase } from './measure.ts';

const schema: JsonObject = {
  type: 'object',
  properties: {
    carrier: { type: 'string', description: 'Company that made the list' },
    deliveries: {
      type: 'array',
      description: 'All deliveries',
      items: {
        type: 'object',
        properties: {
          date: { type: 'string', format: 'date' },
          reference: { type: 'string' },
          description: { type: 'string' },
          depot: { type: 'string' },
          amount: { type: 'number' },
        },
      },
    },
  },
};

const goods = [
  'Copper pipes',
  'Office chairs',
  'Wall paint white',
  'Garden soil',
  'Roof tiles',
  'Steel bolts M8',
  'Oak boards',
];
const depots = ['North gate', 'Harbour', 'Old town', 'Airport'];
/** Further lines of a row of several. */
const remarks = ['second hand, as agreed', 'to be signed for', 'left with the keeper', 'in two crates'];
/** Share of rows that come a second time, some right away, some pages later. */
const twinShare = 0.05;

function rowsOf(count: number, seed: number, shape: Shape, twins: number): readonly DeliveryRow[] {
  const rows: DeliveryRow[] = [];
  for (let index = 0; index < count; index += 1) {
    const of = (what: string): number => chance(what, seed, index);
    const twin =
      of('twin') < twins
        ? rows[rows.length - 1 - Math.floor(of('which') * Math.min(rows.length, 90))]
        : undefined;
    if (twin !== undefined) {
      rows.push(twin);
      continue;
    }
    const day = 1 + Math.floor(index / Math.max(1, count / 27));
    rows.push({
      date: `2025-03-${String(day).padStart(2, '0')}`,
      reference: `R-${100_000 + Math.floor(of('reference') * 900_000)}`,
      description: [
        goods[Math.floor(of('goods') * goods.length)] ?? '',
        ...(shape === 'tall' ? remarks.slice(0, Math.floor(of('lines') * 3)) : []),
      ].join('\n'),
      depot: depots[Math.floor(of('depot') * depots.length)] ?? '',
      amount: Math.round(of('amount') * 500_000) / 100,
    });
  }
  return rows;
}

export interface ListCase extends LabelledCase {
  readonly rows: readonly DeliveryRow[];
}

export function isShape(name: string): name is Shape {
  return shapes.some((shape) => shape === name);
}

/**
 * @param count of rows, twins among them
 * @param twins share of rows that come a second time, 0-1
 */
export async function listCase(
  count: number,
  seed = 1,
  shape: Shape = 'rows',
  twins = twinShare,
): Promise<ListCase> {
  const drawn = rowsOf(count, seed, shape, twins);
  const rows = drawn.map((row) => ({ ...row, description: row.description.replaceAll('\n', ' ') }));
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-list-'));
  try {
    const file = path.join(folder, 'list.pdf');
    await writeList(file, drawn, shape);
    await using document = await parseDocument(file);
    const pages: Page[] = [];
    for (const { number } of document.manifest.pages) pages.push(await document.page(number));
    const gold = { carrier: 'Brennan Haulage Ltd', deliveries: rows };
    const id = `lists/${shape} ${count}${twins === 0 ? '' : ' with twins'}`;
    return { set: 'lists', known: knownCase(id, pages, gold, `${id} ${seed}`), schema, rows };
  } finally {
    await rm(folder, { recursive: true });
  }
}
