/** PDF.js, the second reader: asked where LiteParse cannot tell something, since it takes ten times as long. */
import { readFile, stat } from 'node:fs/promises';
import { getDocument, VerbosityLevel, type PDFPageProxy } from 'unpdf/pdfjs';
import type { FileTask } from './protocol.ts';

/** A larger file would stand in memory whole. */
const mostBytes = 256 * 1024 * 1024;

/** What `read` finds on each page, by number; less where the file is too large, or PDF.js cannot read it. */
export async function readPages<Found>(
  file: FileTask,
  pages: readonly number[],
  read: (page: PDFPageProxy) => Promise<Found>,
): Promise<ReadonlyMap<number, Found>> {
  const found = new Map<number, Found>();
  if ((await stat(file.path)).size > mostBytes) return found;
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
      found.set(number, await read(page));
      page.cleanup();
    }
  } catch {
    // What PDF.js cannot read keeps what LiteParse said of it.
  } finally {
    await task.destroy();
  }
  return found;
}
