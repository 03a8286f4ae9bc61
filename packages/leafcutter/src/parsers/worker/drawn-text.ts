/**
 * Which text a page draws and which it does not, from its drawing commands as PDF.js reads them. That takes ten times
 * as long as parsing the page does: it is asked for the few pages where both kinds may stand.
 */
import { OPS } from 'unpdf/pdfjs';
import { lettersIn, type Drawn } from './invisible-text.ts';
import type { PdfJs } from './pdfjs.ts';

/** What each page draws, by number; none where the file is too large or cannot be read that way. */
export function drawnText(
  secondReader: PdfJs,
  pages: readonly number[],
): Promise<ReadonlyMap<number, Drawn>> {
  return secondReader.readPages(pages, async (page, document) => {
    const layers = await document.getOptionalContentConfig();
    return drawnIn(await page.getOperatorList(), (layer) => layers.isVisible(layer));
  });
}

interface Operators {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

function drawnIn({ fnArray, argsArray }: Operators, isVisible: (layer: unknown) => boolean): Drawn {
  const parts = { visible: '', invisible: '' };
  const saved: number[] = [];
  /** Of the marked contents around: what stands on a layer that is switched off is not drawn. */
  const shown: boolean[] = [];
  let mode = 0;
  for (const [index, operator] of fnArray.entries()) {
    const given = argsArray[index];
    const first: unknown = Array.isArray(given) ? given[0] : undefined;
    switch (operator) {
      case OPS.save:
      case OPS.paintFormXObjectBegin:
        saved.push(mode);
        break;
      case OPS.restore:
      case OPS.paintFormXObjectEnd:
        mode = saved.pop() ?? 0;
        break;
      case OPS.setTextRenderingMode:
        mode = Number(first);
        break;
      case OPS.beginMarkedContent:
        shown.push(true);
        break;
      case OPS.beginMarkedContentProps:
        shown.push(first !== 'OC' || !Array.isArray(given) || isVisible(given[1]));
        break;
      case OPS.endMarkedContent:
        shown.pop();
        break;
      case OPS.showText:
        parts[mode === 3 || shown.includes(false) ? 'invisible' : 'visible'] += lettersOf(first);
        break;
    }
  }
  return parts;
}

/** Glyphs are objects with their character, numbers between them move the pen. */
function lettersOf(glyphs: unknown): string {
  if (!Array.isArray(glyphs)) return '';
  let text = '';
  for (const glyph of glyphs)
    if (typeof glyph === 'object' && glyph !== null && 'unicode' in glyph) text += String(glyph.unicode);
  return lettersIn(text);
}
