/** A page as Markdown: headings, paragraphs and tables in the page's reading order. Pure. */
import type { Line, Page, Range } from '../document/types.ts';
import type { PageLayout, Segment, Table, TableRow } from '../layout/types.ts';

/** How much larger than the page's usual type a heading of level 1 and 2 is; smaller ones are level 3. */
const levelOneRatio = 1.7;
const levelTwoRatio = 1.3;

/** @returns blocks with an empty line between them, each ended by a line break; '' for a page without text */
export function pageMarkdown(page: Page, layout: PageLayout): string {
  const usualSize = median(page.words.map((word) => word.size).filter((size) => size > 0));
  const tables = layout.tables.map((table) => ({ table, ranges: tableRanges(table) }));
  const printed = new Set<Table>();
  const parts: { readonly owner: object | null; readonly text: string }[] = [];
  for (const line of page.lines) {
    const inTable = tables.find(({ ranges }) => ranges.some((range) => overlaps(range, line)));
    if (inTable !== undefined) {
      if (!printed.has(inTable.table)) parts.push({ owner: null, text: tableMarkdown(inTable.table) });
      printed.add(inTable.table);
      continue;
    }
    const text = lineMarkdown(page, line);
    if (text === '') continue;
    const heading = layout.headings.find((segment) => overlaps(segment, line));
    if (heading !== undefined) {
      parts.push({ owner: null, text: `${'#'.repeat(headingLevel(heading, usualSize))} ${text}` });
      continue;
    }
    const block = layout.blocks.find((candidate) =>
      candidate.lines.some((segment) => overlaps(segment, line)),
    );
    const previous = parts.at(-1);
    if (block !== undefined && previous?.owner === block) {
      parts[parts.length - 1] = { owner: block, text: `${previous.text}\n${escapeStart(text)}` };
    } else parts.push({ owner: block ?? null, text: escapeStart(text) });
  }
  return parts.map((part) => `${part.text}\n`).join('\n');
}

function headingLevel(heading: Segment, usualSize: number): number {
  const ratio = usualSize === 0 ? 1 : heading.size / usualSize;
  return ratio >= levelOneRatio ? 1 : ratio >= levelTwoRatio ? 2 : 3;
}

/** The line's words; struck ones as `~~struck~~`, hidden ones left out. */
function lineMarkdown(page: Page, line: Line): string {
  const words = page.words.slice(line.firstWord, line.lastWord);
  if (words.length === 0) return escapeMarkdown(page.text.slice(line.start, line.end));
  let text = '';
  let end = line.start;
  for (const word of words) {
    if (!word.hidden) {
      if (text !== '') text += page.text.slice(end, word.start);
      text += word.struck ? `~~${escapeMarkdown(word.text)}~~` : escapeMarkdown(word.text);
    }
    end = word.end;
  }
  return text.replaceAll('~~ ~~', ' ');
}

function tableMarkdown(table: Table): string {
  const width = table.columns.length;
  const rows = table.rows.map((row) => rowCells(row, width));
  const lines = [
    table.headers.map((header) => cellMarkdown(header.text)),
    table.columns.map(() => '---'),
    ...rows,
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowCells(row: TableRow, width: number): readonly string[] {
  return Array.from({ length: width }, (_, column) => {
    const text = cellMarkdown(row.cells[column]?.text ?? '');
    return text !== '' && row.kind !== 'data' ? `**${text}**` : text;
  });
}

function cellMarkdown(text: string): string {
  return escapeMarkdown(text).replaceAll('|', '\\|').replaceAll('\n', '<br>');
}

/** What would be read as emphasis, code, a link or markup. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*[\]<]/g, '\\$&').replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_');
}

/** What would begin a heading, a list, a quotation or a rule at the start of a line. */
function escapeStart(text: string): string {
  return text
    .replace(/^(\s*)([#>+=-])/, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, String.raw`$1\$2`);
}

function tableRanges(table: Table): readonly Range[] {
  return [
    ...table.headers.flatMap((header) => header.ranges),
    ...table.rows.flatMap((row) => row.cells.flatMap((cell) => cell?.ranges ?? [])),
  ];
}

function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
