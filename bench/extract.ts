/**
 * How long rules extraction of one labelled case takes, parse included and from the start of the command to its end,
 * beside reading the text of the same file with pdf.js and `pdftotext -bbox`.
 * `npm run bench -- extract <folder of a case, with source.pdf and schema.json> [...] [--rounds 5]`. A round runs each once.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { planSchema, type JsonObject } from '../packages/leafcutter/src/index.ts';
import { measured, medianOf, rounded, type Measured } from './measure.ts';
import { readInProcesses, readWithPdfToText } from './peers/readers.ts';

const bin = path.join(import.meta.dirname, '../packages/leafcutter/bin/leafcutter.js');

export async function run(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '5' } },
  });
  if (positionals.length === 0) throw new Error('usage: npm run bench -- extract <folder of a case> [...]');
  const figures = [];
  for (const folder of positionals) figures.push(await timeCase(folder, Number(values.rounds)));
  return figures;
}

async function timeCase(folder: string, rounds: number): Promise<unknown> {
  const [file, schemaFile] = [path.join(folder, 'source.pdf'), path.join(folder, 'schema.json')];
  const schema: JsonObject = JSON.parse(await readFile(schemaFile, 'utf8'));
  const readers: Readonly<Record<string, () => Promise<unknown>>> = {
    'leafcutter extract': () => extractWithCommand(file, schemaFile),
    pdfjs: () => readInProcesses('pdfjs', [file], 1),
    'pdftotext -bbox': () => readWithPdfToText('-bbox', [file], 1),
  };
  const runs = new Map<string, Measured<unknown>[]>(Object.keys(readers).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, read] of Object.entries(readers)) runs.get(name)?.push(await measured(read));
  const [reading] = await readWithPdfToText('-bbox', [file], 1);
  return {
    case: path.join(path.basename(path.dirname(folder)), path.basename(folder)),
    pages: reading?.pages,
    fields: planSchema(schema).units.reduce((sum, unit) => sum + unit.leafCount, 0),
    readers: [...runs].map(([reader, measures]) => ({
      reader,
      seconds: measures.map(({ seconds }) => rounded(seconds)),
      medianSeconds: rounded(medianOf(measures.map(({ seconds }) => seconds))),
      cpuSeconds: measures.map(({ cpuSeconds }) => rounded(cpuSeconds)),
    })),
  };
}

/** Exit code 1 is a result that is not complete: its time counts like any other. */
async function extractWithCommand(file: string, schema: string): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [bin, 'extract', file, '--schema', schema, '--model', 'rules', '--quiet'],
    { maxBuffer: 2 ** 28 },
  ).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 1)) throw error;
  });
}
