/**
 * Which text a page draws and which it does not, from its drawing commands as PDF.js reads them. That takes ten times
 * as long as parsing the page does: it is asked for the few pages where both kinds may stand.
 */
import { readFile, stat } from 'node:fs/promises';
import { getDocument, OPS, VerbosityLevel } from 'unpdf/pdfjs';
import { lettersIn, type Drawn } from './invisible-text.ts';
import type { FileTask } from './protocol.ts';

/** A larger file would stand in memory whole. */
const mostBytes = 256 * 1024 * 1024;

/** What each page draws, by number; none where the file is too large or cannot be read that way. */
export async function drawnText(
  file: FileTask,
  pages: readonly number[],
): Promise<ReadonlyMap<number, Drawn>> {
  const drawn = new Map<number, Drawn>();
  if ((await stat(file.path)).size > mostBytes) return drawn;
  const task = getDocument({
    data: new Uint8Array(await readFile(file.path)),
    ...(file.password === null ? {} : { password: file.password }),
    // Pictures are not decoded, fonts not prepared for drawing, nothing of the document is run or loaded.
    maxImageSize: 1,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await task.promise;
    for (const number of pages) {
      const page = await document.getPage(number);
      drawn.set(number, drawnIn(await page.getOperatorList()));
      page.cleanup();
    }
  } catch {
    // What PDF.js cannot read keeps what LiteParse said of it.
  } finally {
    await task.destroy();
  }
  return drawn;
}

interface Operators {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

function drawnIn({ fnArray, argsArray }: Operators): Drawn {
  const parts = { visible: '', invisible: '' };
  const saved: number[] = [];
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
      case OPS.showText:
        parts[mode === 3 ? 'invisible' : 'visible'] += lettersOf(first);
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
