/** Parses a PDF with a text layer in this process: for scripts and tests of the layout, never for production. */
import { LiteParse } from '@llamaindex/liteparse';
import type { Line, Page, ParsedDocument, Rule, Word } from '../document/types.ts';

export async function parseFile(path: string): Promise<ParsedDocument> {
  const reader = new LiteParse({
    ocrEnabled: false,
    maxPages: 100_000,
    emitWordBoxes: true,
    extractVectorGraphics: true,
    quiet: true,
  });
  const result = await reader.parse(path);
  const pages = result.pages.map((page): Page => {
    const raw = page.textItems.flatMap((item) =>
      item.words !== undefined && item.words.length > 0 ? item.words.map((word) => ({ ...word, size: item.height })) : [{ ...item, size: item.height }],
    );
    raw.sort((a, b) => a.y - b.y || a.x - b.x);
    const rows: (typeof raw)[] = [];
    for (const word of raw) {
      const row = rows.find((other) => {
        const first = other[0];
        return first !== undefined && Math.abs(first.y + first.height / 2 - (word.y + word.height / 2)) < word.height * 0.4;
      });
      if (row === undefined) rows.push([word]);
      else row.push(word);
    }
    let text = '';
    const words: Word[] = [];
    const lines: Line[] = [];
    for (const row of rows) {
      row.sort((a, b) => a.x - b.x);
      if (text !== '') text += '\n';
      const start = text.length;
      const firstWord = words.length;
      for (const [index, word] of row.entries()) {
        if (index > 0) text += ' ';
        const at = text.length;
        text += word.text;
        words.push({
          text: word.text,
          start: at,
          end: text.length,
          box: [word.x, word.y, word.x + word.width, word.y + word.height],
          size: word.size,
          struck: false,
          hidden: false,
          ocr: null,
        });
      }
      lines.push({
        start,
        end: text.length,
        firstWord,
        lastWord: words.length,
        box: [
          Math.min(...row.map((w) => w.x)),
          Math.min(...row.map((w) => w.y)),
          Math.max(...row.map((w) => w.x + w.width)),
          Math.max(...row.map((w) => w.y + w.height)),
        ],
      });
    }
    const rules: Rule[] = (page.vectorGraphics?.lines ?? []).map(({ x1, y1, x2, y2 }) => ({
      x0: Math.min(x1, x2),
      y0: Math.min(y1, y2),
      x1: Math.max(x1, x2),
      y1: Math.max(y1, y2),
    }));
    return {
      number: page.pageNum,
      width: page.width,
      height: page.height,
      kind: words.length > 0 ? 'text' : 'blank',
      geometry: 'page',
      text,
      words,
      lines,
      rules,
      fields: [],
      tables: [],
      gaps: [],
    };
  });
  return {
    manifest: {
      contentHash: '',
      format: 'pdf',
      totalPages: result.totalPages,
      pages: pages.map((page) => ({
        number: page.number,
        width: page.width,
        height: page.height,
        kind: page.kind,
        textLength: page.text.length,
        textHash: '',
      })),
      gaps: [],
      parseVersion: 0,
    },
    page: async (number) => {
      const page = pages.find((candidate) => candidate.number === number);
      if (page === undefined) throw new Error(`no page ${number}`);
      return page;
    },
  };
}
