/** What planning needs to know of a document, taken from its prompt lines, one page in memory at a time. */
import type { DocumentSketch, PageSketch, TableSketch } from '../../planning/sketch.ts';
import { pageTerms } from '../../routing/pages.ts';
import { wordsOf } from '../../routing/words.ts';
import { lineTokens, type PromptLine } from './prompt-lines.ts';
import { pageTagTokens, type LineSource } from './window.ts';

/** How much more a word counts in what stands out. */
const weights = { text: 1, head: 2, group: 2, row: 1.5, total: 1.5 } as const;
/** A short line with a letter that stands alone is mostly a heading. */
const headingLength = 60;
const headingWeight = 2;

/** Tokens of a page's picture: 110 dots an inch on A4. */
const pictureTokens = 1_500;

/** @param isSeen whether a page goes with its picture, or as itself */
export async function sketchOf(
  source: LineSource,
  isSeen: (page: number) => Promise<boolean>,
  signal: AbortSignal,
): Promise<DocumentSketch> {
  const pages: PageSketch[] = [];
  let headWords: ReadonlySet<string> = new Set();
  for (const number of source.pages) {
    signal.throwIfAborted();
    const lines = await source.page(number);
    const tables = tablesOf(lines, headWords);
    headWords = lines.at(-1)?.table === null ? new Set() : (tables.at(-1)?.headWords ?? new Set());
    // What comes with a page is counted with its first line.
    const around = pageTagTokens + ((await isSeen(number)) ? pictureTokens : 0);
    pages.push({
      number,
      lineTokens: lines.map((line, index) => lineTokens(line) + (index === 0 ? around : 0)),
      tables,
      terms: pageTerms(
        number,
        lines.map((line) => ({ text: line.text, weight: weightOf(line) })),
      ),
    });
  }
  return { pages };
}

function weightOf(line: PromptLine): number {
  const isHeading = line.kind === 'text' && line.text.length <= headingLength && !/[.,;]$/u.test(line.text);
  return isHeading ? headingWeight : weights[line.kind];
}

/** @param before words of the head of the table that the page before ends in */
function tablesOf(lines: readonly PromptLine[], before: ReadonlySet<string>): readonly TableSketch[] {
  const tables: TableSketch[] = [];
  for (let first = 0; first < lines.length; first += 1) {
    const table = lines[first]?.table ?? null;
    if (table === null) continue;
    let end = first;
    while (end < lines.length && lines[end]?.table === table) end += 1;
    const own = lines.slice(first, end);
    const head = own.filter((line) => line.kind === 'head');
    const firstRow = own.findIndex((line) => line.kind !== 'head');
    tables.push({
      firstLine: first + Math.max(0, firstRow),
      endLine: end,
      rows: own.filter((line) => line.kind === 'row').length,
      headWords: head.length === 0 ? before : new Set(head.flatMap((line) => wordsOf(line.text))),
    });
    first = end - 1;
  }
  return tables;
}
