/** PDF.js, the second reader: asked where LiteParse cannot tell something, since it takes ten times as long. */
import { readFile, stat } from 'node:fs/promises';
import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs';
import type { FileTask } from './protocol.ts';

/** A larger file would stand in memory whole. */
const mostBytes = 256 * 1024 * 1024;

/** One file, opened when something is asked of it for the first time, until it is disposed of. */
export class PdfJs implements AsyncDisposable {
  private readonly file: FileTask;
  private opened: Promise<PDFDocumentProxy | null> | undefined;

  constructor(file: FileTask) {
    this.file = file;
  }

  /** What `read` finds on each page, by number; less where the file is too large, or PDF.js cannot read it. */
  async readPages<Found>(
    pages: readonly number[],
    read: (page: PDFPageProxy, document: PDFDocumentProxy) => Promise<Found>,
  ): Promise<ReadonlyMap<number, Found>> {
    const found = new Map<number, Found>();
    this.opened ??= open(this.file);
    const document = await this.opened;
    if (document === null) return found;
    try {
      for (const number of pages) {
        const page = await document.getPage(number);
        found.set(number, await read(page, document));
        page.cleanup();
      }
    } catch {
      // What PDF.js cannot read keeps what LiteParse said of it.
    }
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.opened)?.loadingTask.destroy();
  }
}

/** Null where the file is too large, or PDF.js cannot open it. */
async function open(file: FileTask): Promise<PDFDocumentProxy | null> {
  if ((await stat(file.path)).size > mostBytes) return null;
  const { getDocument, VerbosityLevel } = await import('unpdf/pdfjs');
  const task = getDocument({
    data: new Uint8Array(withoutFontPrograms(await readFile(file.path))),
    ...(file.password === null ? {} : { password: file.password }),
    // Pictures are not decoded, fonts not prepared for drawing, nothing of the document is run or loaded.
    maxImageSize: 1,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    return await task.promise;
  } catch {
    await task.destroy();
    return null;
  }
}

const fontProgram = '/FontFile2';
/** As long as the other. */
const noProgram = '/NoProgram';
const reference = /^\s+\d+\s+\d+\s+R/;

/**
 * The file with TrueType fonts that are named but not there: PDF.js makes each ready for drawing, which takes it half of its
 * time. What codes mean and how wide they are stands beside the font, and text needs no more.
 */
function withoutFontPrograms(bytes: Buffer): Buffer {
  for (let at = bytes.indexOf(fontProgram); at >= 0; at = bytes.indexOf(fontProgram, at)) {
    const behind = at + fontProgram.length;
    if (reference.test(bytes.toString('latin1', behind, behind + 24))) bytes.write(noProgram, at, 'latin1');
    at = behind;
  }
  return bytes;
}
