/** The part of a document that one prompt shows: its lines, with the heads that lines in the middle of a table need. */
import type { Page, ParsedDocument } from '../../document/types.ts';
import { orderingRanges, readablePage, type ReadablePage } from '../../layout/addresses.ts';
import type { Passage } from '../../planning/types.ts';
import { isComplex, type PageFacts } from './page-input.ts';
import { lineTokens, promptLinesOf, type PromptLine } from './prompt-lines.ts';

export interface WindowLine extends PromptLine {
  /** Index on its page. */
  readonly index: number;
  /** Shown so that others can be read: heads of columns, headings of groups, the lines before. What it says was asked for elsewhere. */
  readonly context: boolean;
}
export interface Window {
  readonly lines: readonly WindowLine[];
  /** Pages of the whole document. */
  readonly totalPages: number;
  /** True when every line of the document is in it. */
  readonly isWhole: boolean;
  readonly tokens: number;
  /** Shown pages that were read from pixels, or not at all: a model that sees looks at them itself. */
  readonly pixelPages: readonly number[];
  /** How many lines each shown page has. */
  readonly pageLengths: ReadonlyMap<number, number>;
}

/** Of the tags around a page. */
export const pageTagTokens = 12;
/** Lines of running text before and behind a cut that are shown again: a sentence or an item may go over it. */
const linesBefore = 6;
const linesAfter = 3;

/** Lines that are shown again around a passage. @param around see `LineSource.window` */
export function linesAround(around = Infinity): number {
  return Math.min(linesBefore, around) + Math.min(linesAfter, around);
}

export class LineSource {
  /** The same with the lines that may speak to the model: for what nothing else answers. */
  readonly doubtful: LineSource;
  private readonly document: ParsedDocument;
  private readonly seen = new WeakMap<Page, readonly PromptLine[]>();

  /** @param of the document without what may speak to the model; null: it is made */
  constructor(document: ParsedDocument, of: LineSource | null = null) {
    this.document = document;
    this.doubtful = of === null ? new LineSource(document, this) : this;
  }

  async page(number: number): Promise<readonly PromptLine[]> {
    const page = await this.document.page(number);
    const { page: calm, doubtful } = readablePage(page);
    const known = this.seen.get(page) ?? promptLinesOf(this.doubtful === this ? doubtful : calm);
    this.seen.set(page, known);
    return known;
  }

  /** What on the page speaks to its reader: `addresses` are shown to no model, `doubts` in second place alone. */
  async spoken(number: number): Promise<Pick<ReadablePage, 'addresses' | 'doubts'>> {
    return readablePage(await this.document.page(number));
  }

  /** Pages that have been parsed, ascending. */
  get pages(): readonly number[] {
    return this.document.manifest.pages.map((page) => page.number);
  }

  /** Lines of the window that order something: `orderingRanges`. */
  async ordering(lines: readonly WindowLine[]): Promise<ReadonlySet<WindowLine>> {
    const found = new Set<WindowLine>();
    for (const [number, own] of Map.groupBy(lines, ({ page }) => page)) {
      const ordering = orderingRanges(await this.document.page(number));
      if (ordering.length === 0) continue;
      for (const line of own)
        if (line.ranges.some((one) => ordering.some(({ start, end }) => start < one.end && one.start < end)))
          found.add(line);
    }
    return found;
  }

  async facts(number: number): Promise<PageFacts> {
    const page = await this.document.page(number);
    const { addresses, doubts } = readablePage(page);
    return {
      isPixels: this.isPixels(number),
      isComplex: isComplex(page, await this.page(number)),
      speaks: addresses.length + doubts.length > 0,
      hasHidden: page.words.some((word) => word.hidden),
    };
  }

  get isPdf(): boolean {
    return this.document.manifest.format === 'pdf';
  }

  /** Whether the page has little text of its own. */
  isPixels(number: number): boolean {
    const kind = this.document.manifest.pages.find((page) => page.number === number)?.kind;
    return kind === 'ocr' || kind === 'unreadable';
  }

  whole(): Passage {
    return { first: this.pages[0] ?? 1, last: this.pages.at(-1) ?? 0, fromLine: 0, toLine: null };
  }

  /** @param around most lines of running text before and behind that are shown again, for items that go over the cut */
  async window(passages: readonly Passage[], around: number): Promise<Window> {
    const lines: WindowLine[] = [];
    const pageLengths = new Map<number, number>();
    const pixelPages: number[] = [];
    let shown = 0;
    let all = 0;
    for (const passage of passages) {
      const first = lines.length;
      for (const number of this.pages) {
        if (number < passage.first || number > passage.last) continue;
        const page = await this.page(number);
        pageLengths.set(number, page.length);
        if (this.isPixels(number)) pixelPages.push(number);
        const from = number === passage.first ? passage.fromLine : 0;
        const to = number === passage.last ? (passage.toLine ?? page.length) : page.length;
        for (let index = from; index < Math.min(to, page.length); index += 1) {
          const line = page[index];
          if (line !== undefined) lines.push({ ...line, index, context: false });
        }
        shown += 1;
        all += Number(from === 0 && to >= page.length);
      }
      const start = lines[first];
      const end = lines.at(-1);
      if (start === undefined || end === undefined) continue;
      lines.splice(first, 0, ...(await this.before(start, around)));
      if (passages.length === 1) lines.push(...(await this.after(end, around)));
    }
    return {
      lines,
      totalPages: this.document.manifest.totalPages,
      isWhole: shown === all && all === this.pages.length,
      tokens: tokensOf(lines) + pageLengths.size * pageTagTokens,
      pixelPages: [...new Set(pixelPages)],
      pageLengths,
    };
  }

  /** What a passage that starts in the middle needs to be understood. */
  private async before(start: WindowLine, around: number): Promise<readonly WindowLine[]> {
    const page = await this.page(start.page);
    const lead = page.slice(0, start.index);
    const here = (line: PromptLine): WindowLine => ({ ...line, index: page.indexOf(line), context: true });
    if (start.table !== null) {
      const mates = lead.filter((line) => line.table === start.table);
      const head = mates.filter((line) => line.kind === 'head');
      const group = mates.findLast((line) => line.kind === 'group');
      if (mates.length > 0) return [...head, ...(group === undefined ? [] : [group])].map(here);
    }
    if (start.kind === 'head') return [];
    const previous = start.index === 0 ? await this.pageBefore(start.page) : null;
    const lines = previous ?? lead;
    const last = lines.at(-1);
    if (start.table !== null || last?.table !== null) {
      // The table may go on from the page before: its head, and the group that is open there.
      const mates = lines.filter((line) => line.table !== null && line.table === last?.table);
      const wanted = [
        ...mates.filter((line) => line.kind === 'head'),
        ...mates.filter((line) => line.kind === 'group').slice(-1),
      ];
      return wanted.map((line) => ({ ...line, index: lines.indexOf(line), context: true }));
    }
    return lines
      .slice(Math.max(0, lines.length - Math.min(linesBefore, around)))
      .filter((line) => line.table === null)
      .map((line) => ({ ...line, index: lines.indexOf(line), context: true }));
  }

  /** Where running text goes on behind a passage. */
  private async after(end: WindowLine, around: number): Promise<readonly WindowLine[]> {
    const page = await this.page(end.page);
    const next = this.pages[this.pages.indexOf(end.page) + 1];
    const isLast = end.index + 1 >= page.length;
    if (end.table !== null || (isLast && next === undefined)) return [];
    const [lines, from] = isLast && next !== undefined ? [await this.page(next), 0] : [page, end.index + 1];
    const shown = lines.slice(from, from + Math.min(linesAfter, around));
    const table = shown.findIndex((line) => line.table !== null);
    return shown
      .slice(0, table < 0 ? shown.length : table)
      .map((line, at) => ({ ...line, index: from + at, context: true }));
  }

  private async pageBefore(number: number): Promise<readonly PromptLine[]> {
    const at = this.pages.indexOf(number);
    const before = this.pages[at - 1];
    return before === undefined ? [] : await this.page(before);
  }
}

/** Which table of the document a line stands in. */
export function tableOf({ page, table }: WindowLine): string {
  return `${page}:${table}`;
}

export function tokensOf(lines: readonly PromptLine[]): number {
  return lines.reduce((sum, line) => sum + lineTokens(line), 0);
}

/** The lines, ascending, as passages again; those that are only context are left out. */
export function passagesOf(
  lines: readonly WindowLine[],
  pageLengths: ReadonlyMap<number, number>,
): readonly Passage[] {
  const passages: Passage[] = [];
  let before: WindowLine | null = null;
  for (const line of lines) {
    if (line.context) continue;
    const last = passages.at(-1);
    const goesOn =
      before !== null &&
      (line.page === before.page
        ? line.index === before.index + 1
        : line.page === before.page + 1 &&
          line.index === 0 &&
          before.index + 1 === pageLengths.get(before.page));
    if (last !== undefined && goesOn)
      passages[passages.length - 1] = { ...last, last: line.page, toLine: line.index + 1 };
    else passages.push({ first: line.page, last: line.page, fromLine: line.index, toLine: line.index + 1 });
    before = line;
  }
  return passages;
}

/** Whether the lines say a text word for word, over line breaks and with whichever quotes. */
export function printedIn({ lines }: Window): (text: string) => boolean {
  let printed: string | null = null;
  return (text) => {
    const sought = asTyped(text);
    printed ??= asTyped(lines.map((line) => line.text).join(' '));
    return sought !== '' && printed.includes(sought);
  };
}

function asTyped(text: string): string {
  return text
    .replaceAll(/[\u201c\u201d\u201e\u201f\u2033]/gu, '"')
    .replaceAll(/[\u2018\u2019\u2032]/gu, "'")
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
