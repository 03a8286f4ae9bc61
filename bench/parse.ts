/**
 * Parsing all PDFs below a folder, OCR off, beside LiteParse alone with the same options, pdf.js text content and
 * pdftotext. Each reader has as many processes as the others, and its time includes their start.
 * `npm run bench -- parse <folder> [--rounds 5] [--processes 2] [--ocr]`; `--ocr` times the pages that need it apart.
 *
 * A round runs every reader once, each time another one first; `leafcutterTakesTimes` is the median over the rounds of
 * our time by the other's in the same round, so that what else the machine does cancels out. CPU time is that of all
 * processes of a reader, ours with the process that asks them.
 *
 * What is not alike: pdf.js and pdftotext find no ruling lines, form fields or page images; pdftotext starts a process
 * for every file.
 */
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createDocumentParser } from '../packages/leafcutter/src/parsers/index.ts';
import { pageRanges } from '../packages/leafcutter/src/stages/page-selection.ts';
import { charactersOf, type Reading } from './peers/pdf-text.ts';
import { readInProcesses, readWithPdfToText, shareOut, unread } from './peers/readers.ts';
import { measured, medianOf, rounded, type Measured } from './measure.ts';

type Reader = (files: readonly string[], processes: number) => Promise<readonly Reading[]>;

const readers: Readonly<Record<string, Reader>> = {
  leafcutter: (files, processes) => readOwn(files, processes, 'off'),
  liteparse: (files, processes) => readInProcesses('liteparse', files, processes),
  pdfjs: (files, processes) => readInProcesses('pdfjs', files, processes),
  'pdftotext -layout': (files, processes) => readWithPdfToText('-layout', files, processes),
  'pdftotext -bbox': (files, processes) => readWithPdfToText('-bbox', files, processes),
};

export async function run(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      processes: { type: 'string', default: '2' },
      ocr: { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error('usage: npm run bench -- parse <folder with PDFs>');
  const files = (await Array.fromAsync(glob('**/*.pdf', { cwd: folder })))
    .toSorted()
    .map((file) => path.join(folder, file));
  const processes = Number(values.processes);
  const runs = await allRounds(files, processes, Number(values.rounds));
  const own = runs.get('leafcutter') ?? [];
  const figures = [...runs].map(([reader, measures]) => {
    const read = measures.at(-1)?.result ?? [];
    const ratio = (pick: (measure: Measured<unknown>) => number): number =>
      rounded(medianOf(own.map((measure, round) => pick(measure) / pick(measures[round] ?? measure))));
    return {
      reader,
      seconds: measures.map(({ seconds }) => rounded(seconds)),
      cpuSeconds: measures.map(({ cpuSeconds }) => rounded(cpuSeconds)),
      leafcutterTakesTimes: { wall: ratio((one) => one.seconds), cpu: ratio((one) => one.cpuSeconds) },
      pages: read.reduce((sum, reading) => sum + reading.pages, 0),
      characters: read.reduce((sum, reading) => sum + reading.characters, 0),
      refused: read.filter((reading) => reading.pages === 0).length,
    };
  });
  return {
    files: files.length,
    processes,
    readers: figures,
    ...(values.ocr ? { ocr: await timeOcr(files, processes) } : {}),
  };
}

async function allRounds(
  files: readonly string[],
  processes: number,
  rounds: number,
): Promise<ReadonlyMap<string, readonly Measured<readonly Reading[]>[]>> {
  const names = Object.keys(readers);
  const runs = new Map<string, Measured<readonly Reading[]>[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const index of names.keys()) {
      const name = names[(index + round) % names.length] ?? '';
      const reader = readers[name];
      if (reader !== undefined) runs.get(name)?.push(await measured(() => reader(files, processes)));
    }
  }
  return runs;
}

/** The files with pages that OCR must read, once without and once with it. */
async function timeOcr(files: readonly string[], processes: number): Promise<unknown> {
  const needs: string[] = [];
  await readOwn(files, processes, 'off', (file) => needs.push(file));
  const without = await measured(() => readOwn(needs, processes, 'off'));
  const read = await measured(() => readOwn(needs, processes, 'auto'));
  return {
    files: needs.length,
    pages: without.result.reduce((sum, reading) => sum + reading.pages, 0),
    secondsWithout: rounded(without.seconds),
    secondsWith: rounded(read.seconds),
    cpuSecondsWith: rounded(read.cpuSeconds),
    characters: read.result.reduce((sum, reading) => sum + reading.characters, 0),
  };
}

async function readOwn(
  files: readonly string[],
  processes: number,
  ocr: 'auto' | 'off',
  onPoor: (file: string) => void = () => undefined,
): Promise<readonly Reading[]> {
  const parser = createDocumentParser(processes);
  const { signal } = new AbortController();
  const options = { ocr, languages: ['eng', 'deu', 'fra'], deadlineMs: 600_000, memoryMb: 4_096 } as const;
  const readOne = async (file: string): Promise<Reading> => {
    const opened = await parser.open({ path: file, name: path.basename(file) }, options, signal);
    let pages = 0;
    let characters = 0;
    let poor = false;
    for (const range of pageRanges(opened.totalPages, null)) {
      for (const page of await opened.parse(range, signal)) {
        pages += 1;
        characters += charactersOf(page.text);
        poor ||= page.gaps.some((gap) => gap.code === 'ocr_failed');
      }
    }
    if (poor) onPoor(file);
    return { pages, characters };
  };
  try {
    return await shareOut(files, processes, () => (file) => readOne(file).catch(() => unread));
  } finally {
    await parser.close();
  }
}
