/**
 * Whether every value of the rules carries evidence that says it: the documents below a folder of labelled cases are
 * extracted with attributions, parsed once more, and the text at every cited range is read back from that parse.
 * `npm run bench -- evidence <folder> [--only <glob>] [--jobs 2]`. `exceptions` must be empty; they name no text.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { extract, parseDocument } from '../packages/leafcutter/src/index.ts';
import type { Attribution, Page, ParsedDocument } from '../packages/leafcutter/src/index.ts';
import { LeafcutterError, type JsonObject } from '../packages/leafcutter/src/index.ts';
import { agrees } from '../packages/leafcutter/src/grounding/index.ts';
import { attributionsIn, casesIn } from './peers/cases.ts';
import { shareOut } from './peers/readers.ts';

interface Exception {
  readonly case: string;
  readonly pointer: string;
  readonly fault:
    | 'no evidence'
    | 'quote is not at the range'
    | 'quote says something else'
    | 'box off the page';
}

interface Checked {
  readonly case: string;
  readonly values: number;
  readonly exceptions: readonly Exception[];
  /** Code of the document's error; null when it was read. */
  readonly refused: string | null;
}

export async function run(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { only: { type: 'string', default: '*' }, jobs: { type: 'string', default: '2' } },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error('usage: npm run bench -- evidence <folder with cases>');
  const cases = await casesIn(folder, values.only);
  const checked = await shareOut(cases, Number(values.jobs), () => (name) => check(folder, name));
  return {
    cases: checked.length,
    refused: Object.fromEntries(
      checked.flatMap((one) => (one.refused === null ? [] : [[one.case, one.refused]])).toSorted(),
    ),
    values: checked.reduce((sum, one) => sum + one.values, 0),
    exceptions: checked
      .flatMap((one) => one.exceptions)
      .toSorted((a, b) => (`${a.case}${a.pointer}` < `${b.case}${b.pointer}` ? -1 : 1)),
  };
}

async function check(folder: string, name: string): Promise<Checked> {
  const base = { case: name, values: 0, exceptions: [], refused: null };
  const files = await readdir(path.join(folder, name));
  const source = files.find((file) => file.startsWith('source.'));
  if (source === undefined || !files.includes('schema.json')) return base;
  const file = path.join(folder, name, source);
  try {
    const schema: JsonObject = JSON.parse(await readFile(path.join(folder, name, 'schema.json'), 'utf8'));
    const { results } = await extract(file, schema, { attributions: true });
    await using document = await parseDocument(file);
    const exceptions: Exception[] = [];
    let values = 0;
    for (const [pointer, attribution] of attributionsIn(results)) {
      if (attribution.extracted_value === null) continue;
      values += 1;
      const fault = await faultOf(attribution, document);
      if (fault !== null) exceptions.push({ case: name, pointer, fault });
    }
    return { ...base, values, exceptions };
  } catch (error) {
    if (error instanceof LeafcutterError) return { ...base, refused: error.code };
    throw error;
  }
}

async function faultOf(
  { extracted_value: value, citations }: Attribution,
  document: ParsedDocument,
): Promise<Exception['fault'] | null> {
  const cited = citations.filter((one) => one.role === 'value');
  if (cited.length === 0) return 'no evidence';
  const quotes: string[] = [];
  for (const { page: number, ranges, quote, boxes } of cited) {
    const page = await document.page(number);
    const printed = ranges.map(([start, end]) => page.text.slice(start, end)).join(' ');
    if (plain(printed) !== quote || printed.trim() === '') return 'quote is not at the range';
    if ((boxes ?? []).some((box) => !liesOn(box, page))) return 'box off the page';
    quotes.push(printed);
  }
  const scaled = citations.some((one) => one.role === 'support');
  return agrees(value, quotes.join(' '), scaled) === 'absent' ? 'quote says something else' : null;
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** A point of tolerance: letters reach over their box. */
function liesOn([x0, y0, x1, y1]: readonly [number, number, number, number], page: Page): boolean {
  return x0 <= x1 && y0 <= y1 && x1 >= -1 && y1 >= -1 && x0 <= page.width + 1 && y0 <= page.height + 1;
}
