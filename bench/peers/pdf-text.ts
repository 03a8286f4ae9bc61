/**
 * A process that reads PDFs with a peer of our parser, one at a time: the whole file, every page, no OCR. It loads that
 * peer alone, so that its start is its own.
 */
import { readFile } from 'node:fs/promises';

export type ProcessPeer = 'liteparse' | 'pdfjs';
export interface PeerTask {
  readonly peer: ProcessPeer;
  readonly file: string;
}
export interface Reading {
  /** Pages read; 0 when the file was refused. */
  readonly pages: number;
  /** Characters of text but white space. */
  readonly characters: number;
}

export function charactersOf(text: string): number {
  return text.replace(/\s+/gu, '').length;
}

async function readWithLiteParse(file: string): Promise<Reading> {
  const { LiteParse } = await import('@llamaindex/liteparse');
  const { baseOptions, pageOptions } =
    await import('../../packages/leafcutter/src/parsers/worker/liteparse-options.ts');
  const { pages } = await new LiteParse({ ...baseOptions, ...pageOptions }).parse(file);
  const characters = pages.flatMap((page) => page.textItems.map((item) => charactersOf(item.text)));
  return { pages: pages.length, characters: characters.reduce((sum, count) => sum + count, 0) };
}

async function readWithPdfJs(file: string): Promise<Reading> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const data = new Uint8Array(await readFile(file));
  const task = getDocument({ data, verbosity: VerbosityLevel.ERRORS, useSystemFonts: false });
  const pdf = await task.promise;
  let characters = 0;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    for (const item of (await page.getTextContent()).items)
      if ('str' in item) characters += charactersOf(item.str);
    page.cleanup();
  }
  const pages = pdf.numPages;
  await task.destroy();
  return { pages, characters };
}

const readers = { liteparse: readWithLiteParse, pdfjs: readWithPdfJs } as const;

process.on('message', ({ peer, file }: PeerTask) => {
  readers[peer](file)
    .catch((): Reading => ({ pages: 0, characters: 0 }))
    .then((reading) => process.send?.(reading));
});
process.on('disconnect', () => process.exit(0));
