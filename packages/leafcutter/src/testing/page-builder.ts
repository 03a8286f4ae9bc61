/** Pages drawn by hand for tests: text at places, in the order given, with the geometry that a parser would give. */
import type {
  Box,
  FormField,
  Gap,
  Line,
  Page,
  PageKind,
  ParsedDocument,
  Rule,
  Word,
} from '../document/types.ts';

export interface Placed {
  /** Left edge and top of the line, points. */
  readonly x: number;
  readonly y: number;
  /** Words divided by spaces; two or more spaces leave a gap of as many characters, but stay one line. */
  readonly text: string;
  /** Height of the type, points. Default 10. */
  readonly size?: number;
  readonly struck?: boolean;
  readonly hidden?: boolean;
  readonly ocr?: number;
}

export interface PageParts {
  readonly number?: number;
  readonly width?: number;
  readonly height?: number;
  readonly kind?: PageKind;
  readonly rules?: readonly Rule[];
  readonly gaps?: readonly Gap[];
  /** Fields with a value put that value on the page as a line of its own at `box`. */
  readonly fields?: readonly Omit<FormField, 'range'>[];
}

/** Every character is half the size wide; each entry is one line of the page, in the order given. */
export function buildPage(lines: readonly Placed[], parts: PageParts = {}): Page {
  const words: Word[] = [];
  const made: Line[] = [];
  let text = '';
  const add = (placed: Placed): Line => {
    if (text !== '') text += '\n';
    const start = text.length;
    const firstWord = words.length;
    const size = placed.size ?? 10;
    for (const match of placed.text.matchAll(/\S+/gu)) {
      if (words.length > firstWord) text += ' ';
      const at = text.length;
      text += match[0];
      const x0 = placed.x + (match.index * size) / 2;
      words.push({
        start: at,
        end: text.length,
        text: match[0],
        box: [x0, placed.y, x0 + (match[0].length * size) / 2, placed.y + size],
        size,
        struck: placed.struck ?? false,
        hidden: placed.hidden ?? false,
        ocr: placed.ocr ?? null,
      });
    }
    const line: Line = {
      start,
      end: text.length,
      firstWord,
      lastWord: words.length,
      box: boxOf(words.slice(firstWord)),
    };
    made.push(line);
    return line;
  };
  for (const placed of lines) add(placed);
  const fields = (parts.fields ?? []).map((field): FormField => {
    if (field.value === null || field.value === '' || field.kind === 'checkbox')
      return { ...field, range: null };
    const { start, end } = add({ x: field.box[0], y: field.box[1], text: field.value });
    return { ...field, range: { start, end } };
  });
  return {
    number: parts.number ?? 1,
    width: parts.width ?? 595,
    height: parts.height ?? 842,
    kind: parts.kind ?? (words.length > 0 ? 'text' : 'blank'),
    geometry: 'page',
    text,
    words,
    lines: made,
    rules: parts.rules ?? [],
    fields,
    tables: [],
    gaps: parts.gaps ?? [],
  };
}

/** A page from a drawing in a fixed grid: column times 5 points, row times 14, from the top left at (40, 40). */
export function drawPage(drawing: string, parts: PageParts = {}): Page {
  const lines: Placed[] = [];
  for (const [row, line] of drawing.replace(/^\n/u, '').split('\n').entries()) {
    if (line.trim() === '') continue;
    const indent = line.search(/\S/u);
    lines.push({ x: 40 + indent * 5, y: 40 + row * 14, text: line.trim() });
  }
  return buildPage(lines, { width: 900, ...parts });
}

export function buildDocument(pages: readonly Page[]): ParsedDocument {
  return {
    manifest: {
      contentHash: 'test',
      format: 'pdf',
      totalPages: pages.length,
      pages: pages.map((page) => ({
        number: page.number,
        width: page.width,
        height: page.height,
        kind: page.kind,
        textLength: page.text.length,
        textHash: '',
      })),
      gaps: pages.flatMap((page) => page.gaps),
      parseVersion: 1,
    },
    page: (number) => {
      const page = pages.find((candidate) => candidate.number === number);
      return page === undefined ? Promise.reject(new Error(`no page ${number}`)) : Promise.resolve(page);
    },
  };
}

function boxOf(words: readonly Word[]): Box {
  return [
    Math.min(...words.map(({ box }) => box[0])),
    Math.min(...words.map(({ box }) => box[1])),
    Math.max(...words.map(({ box }) => box[2])),
    Math.max(...words.map(({ box }) => box[3])),
  ];
}
