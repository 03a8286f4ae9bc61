/** Long lists made by a script: a PDF of rows over page breaks, under sub-headers, some of them twice on purpose. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import Pdf from 'pdfkit';
import { parseDocument } from '../../packages/leafcutter/src/app.ts';
import type { Page } from '../../packages/leafcutter/src/document/types.ts';
import type { JsonObject } from '../../packages/leafcutter/src/json.ts';
import { knownCase } from '../../packages/leafcutter/src/testing/reader/index.ts';
import { chance } from '../../packages/leafcutter/src/testing/reader/random.ts';
import type { LabelledCase } from './measure.ts';

interface Row extends JsonObject {
  readonly date: string;
  readonly reference: string;
  readonly description: string;
  readonly depot: string;
  readonly amount: number;
}

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
/** Share of rows that come a second time, some right away, some pages later. */
const twinShare = 0.05;

function rowsOf(count: number, seed: number, twins: number): readonly Row[] {
  const rows: Row[] = [];
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
      description: goods[Math.floor(of('goods') * goods.length)] ?? '',
      depot: depots[Math.floor(of('depot') * depots.length)] ?? '',
      amount: Math.round(of('amount') * 500_000) / 100,
    });
  }
  return rows;
}

/**
 * @param count of rows, twins among them
 * @param twins share of rows that come a second time, 0-1
 */
export async function listCase(
  count: number,
  seed = 1,
  twins = twinShare,
): Promise<LabelledCase & { readonly rows: readonly Row[] }> {
  const rows = rowsOf(count, seed, twins);
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-list-'));
  try {
    const file = path.join(folder, 'list.pdf');
    await writePdf(file, rows);
    await using document = await parseDocument(file);
    const pages: Page[] = [];
    for (const { number } of document.manifest.pages) pages.push(await document.page(number));
    const gold = { carrier: 'Brennan Haulage Ltd', deliveries: rows };
    return {
      set: 'lists',
      known: knownCase(
        twins === 0 ? `lists/${count}` : `lists/${count} with twins`,
        pages,
        gold,
        `list-${count}-${seed}`,
      ),
      schema,
      rows,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const columns = [50, 120, 200, 340, 440];

async function writePdf(file: string, rows: readonly Row[]): Promise<void> {
  const pdf = new Pdf({ size: 'A4', margin: 40, autoFirstPage: false });
  const out = createWriteStream(file);
  pdf.pipe(out);
  let y = 0;
  let page = 0;
  const line = (cells: readonly string[]): void => {
    if (page === 0 || y > 780) {
      pdf.addPage();
      page += 1;
      y = 50;
      pdf.fontSize(11).text(`Brennan Haulage Ltd     Deliveries of March 2025     page ${page}`, 50, y, {
        lineBreak: false,
      });
      y += 30;
      pdf.fontSize(9);
      put(['Date', 'Reference', 'Description', 'Depot', 'Amount']);
    }
    put(cells);
  };
  const put = (cells: readonly string[]): void => {
    for (const [index, cell] of cells.entries()) pdf.text(cell, columns[index], y, { lineBreak: false });
    y += 15;
  };
  for (const [index, row] of rows.entries()) {
    if (index % 41 === 0) line([`Week part ${1 + Math.floor(index / 41)}`]);
    const [, month = '', day = ''] = row.date.split('-');
    line([
      `${day}/${month}/2025`,
      row.reference,
      row.description,
      row.depot,
      row.amount.toLocaleString('en-US', { minimumFractionDigits: 2 }),
    ]);
  }
  pdf.end();
  await finished(out);
}
