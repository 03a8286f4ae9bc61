/** Parses a file for scripts and tests, as the library does, with every page held in memory. */
import { createDocumentParser } from '../parsers/index.ts';
import type { ParsedDocument } from '../document/types.ts';
import { pageRanges } from '../stages/page-selection.ts';
import { parseAll } from '../stages/parse.ts';
import { createSpillStore } from '../stages/spill.ts';

const parser = createDocumentParser();

export async function parseFile(path: string, ocr: 'auto' | 'off' = 'auto'): Promise<ParsedDocument> {
  const signal = new AbortController().signal;
  const options = { ocr, languages: ['eng', 'deu', 'fra'], deadlineMs: 300_000, memoryMb: 4_096 } as const;
  const opened = await parser.open({ path, name: path.split('/').at(-1) ?? path }, options, signal);
  const ranges = pageRanges(opened.totalPages, null);
  return await parseAll(
    { opened, ranges, store: createSpillStore(), parallelRanges: 2, signal },
    () => undefined,
  );
}
