/**
 * Parsing all PDFs below a folder, OCR off, beside LiteParse alone with the same options, pdf.js text content and
 * pdftotext. Each reader has as many processes as the others, and its time includes their start.
 * `npm run bench -- parse <folder> [--rounds 3] [--processes 2] [--ocr]`; `--ocr` times the pages that need it apart.
 *
 * What is not alike: pdf.js and pdftotext find no ruling lines, form fields or page images; pdftotext starts a process
 * for every file.
 */
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { createDocumentParser } from '../packages/leafcutter/src/parsers/index.ts';
import { pageRanges } from '../packages/leafcutter/src/stages/page-selection.ts';
import { charactersOf, type PeerTask, type ProcessPeer, type Reading } from './peers/pdf-text.ts';

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
      rounds: { type: 'string', default: '3' },
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
  const names = Object.keys(readers);
  const times = new Map<string, number[]>();
  const readings = new Map<string, readonly Reading[]>();
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // Another one begins each round: who is first warms the file cache for the others.
    for (const index of names.keys()) {
      const name = names[(index + round) % names.length] ?? '';
      const started = performance.now();
      const read = await readers[name]?.(files, processes);
      times.set(name, [...(times.get(name) ?? []), performance.now() - started]);
      readings.set(name, read ?? []);
    }
  }
  const own = medianOf(times.get('leafcutter') ?? []);
  const figures = names.map((name) => {
    const read = readings.get(name) ?? [];
    const all = times.get(name) ?? [];
    return {
      reader: name,
      seconds: all.map((time) => rounded(time / 1000)),
      medianSeconds: rounded(medianOf(all) / 1000),
      leafcutterTakesTimes: rounded(own / medianOf(all)),
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

/** The files with pages that OCR must read, once without and once with it. */
async function timeOcr(files: readonly string[], processes: number): Promise<unknown> {
  const needs: string[] = [];
  await readOwn(files, processes, 'off', (file) => needs.push(file));
  const started = performance.now();
  const without = await readOwn(needs, processes, 'off');
  const between = performance.now();
  const read = await readOwn(needs, processes, 'auto');
  return {
    files: needs.length,
    pages: without.reduce((sum, reading) => sum + reading.pages, 0),
    secondsWithout: rounded((between - started) / 1000),
    secondsWith: rounded((performance.now() - between) / 1000),
    characters: read.reduce((sum, reading) => sum + reading.characters, 0),
  };
}

async function readOwn(
  files: readonly string[],
  processes: number,
  ocr: 'auto' | 'off',
  onPoor: (file: string) => void = () => undefined,
): Promise<readonly Reading[]> {
  const parser = createDocumentParser();
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
    return await shareOut(files, processes, () => (file) => readOne(file).catch(() => none));
  } finally {
    await parser.close();
  }
}

const none: Reading = { pages: 0, characters: 0 };

async function readInProcesses(
  peer: ProcessPeer,
  files: readonly string[],
  processes: number,
): Promise<readonly Reading[]> {
  const children = Array.from({ length: processes }, () =>
    fork(path.join(import.meta.dirname, 'peers/pdf-text.ts'), [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }),
  );
  try {
    return await shareOut(files, processes, (index) => async (file) => {
      const child = children[index];
      const task: PeerTask = { peer, file };
      child?.send(task);
      const [reading]: Reading[] = child === undefined ? [] : await once(child, 'message');
      return reading ?? none;
    });
  } finally {
    for (const child of children) child.disconnect();
  }
}

function readWithPdfToText(
  option: '-layout' | '-bbox',
  files: readonly string[],
  processes: number,
): Promise<readonly Reading[]> {
  return shareOut(files, processes, () => async (file) => {
    try {
      const { stdout } = await promisify(execFile)('pdftotext', [option, file, '-'], { maxBuffer: 2 ** 28 });
      return option === '-bbox'
        ? {
            pages: stdout.split('<page ').length - 1,
            characters: [...stdout.matchAll(/<word [^>]*>([^<]*)</g)].reduce(
              (sum, [, word = '']) => sum + charactersOf(word.replace(/&\w+;/g, '&')),
              0,
            ),
          }
        : { pages: stdout.split('\f').length - 1, characters: charactersOf(stdout) };
    } catch {
      return none;
    }
  });
}

/** Each of `hands` takes the next file when it is done with one. */
async function shareOut<T>(
  files: readonly string[],
  hands: number,
  makeHand: (index: number) => (file: string) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  const waiting = files.values();
  await Promise.all(
    Array.from({ length: hands }, async (_, index) => {
      const work = makeHand(index);
      for (const file of waiting) results.push(await work(file));
    }),
  );
  return results;
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
