/** A worker process: one task at a time, over the channel to its parent; it ends with its parent. */
import { rmSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { LeafcutterError } from '../../errors.ts';
import type { PageRange } from '../parser.ts';
import type { Answer, FileTask, OcrTask, Task } from './protocol.ts';

interface Reader {
  /** Pages of the file. */
  probe(file: FileTask): Promise<number>;
  /** The pages of the range, serialised. */
  parse(file: FileTask, range: PageRange, ocr: OcrTask | null): Promise<string>;
  /** PNG, base64. */
  render(file: FileTask, page: number, dpi: number): Promise<string>;
}

/** Loaded when the first file of its kind comes: a reader of PDFs needs no library for pictures. */
const readers: Readonly<Record<FileTask['format'], () => Promise<Reader>>> = {
  pdf: async () => (await import('./pdf.ts')).pdfReader,
  image: async () => (await import('./image.ts')).imageReader,
  text: readText,
  markdown: readText,
  csv: readText,
  html: readText,
};

async function readText(): Promise<Reader> {
  return (await import('./text/index.ts')).textReader;
}

async function perform(task: Task): Promise<Answer> {
  if (task.kind === 'cut') {
    const { cutPdf } = await import('./pdf-cut.ts');
    return { ok: true, kind: 'cut', pdf: await cutPdf(task.file, task.pages) };
  }
  const reader = await readers[task.file.format]();
  switch (task.kind) {
    case 'probe':
      return { ok: true, kind: 'probe', totalPages: await reader.probe(task.file) };
    case 'parse':
      return { ok: true, kind: 'parse', pages: await reader.parse(task.file, task, task.ocr) };
    case 'render':
      return { ok: true, kind: 'render', png: await reader.render(task.file, task.page, task.dpi) };
  }
}

process.on('message', (task: Task) => {
  perform(task)
    .catch((error: unknown): Answer => {
      if (error instanceof LeafcutterError) return { ok: false, code: error.code, message: error.message };
      const message = error instanceof Error ? error.message : String(error);
      return {
        ok: false,
        code: 'document_unreadable',
        message: `${task.file.name} could not be read: ${message}`,
      };
    })
    .then((answer) => process.send?.(answer))
    // Modules that the task was the first to need: a worker may be killed at any time.
    .finally(() => flushCompileCache());
});
process.on('disconnect', () => process.exit(0));
const [, , ownFolder] = process.argv;
process.on('exit', () => {
  if (ownFolder !== undefined) rmSync(ownFolder, { recursive: true, force: true });
});
// A terminal's Ctrl-C reaches the whole group; the parent decides when a worker ends.
process.on('SIGINT', () => undefined);
