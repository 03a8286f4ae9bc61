/** A worker process: one task at a time, over the channel to its parent; it ends with its parent. */
import { LeafcutterError } from '../../errors.ts';
import { parseImage, probeImage, renderImage } from './image.ts';
import { parsePdf, probePdf, renderPdf } from './pdf.ts';
import type { Answer, Task } from './protocol.ts';

async function perform(task: Task): Promise<Answer> {
  const pdf = task.file.format === 'pdf';
  switch (task.kind) {
    case 'probe':
      return { ok: true, kind: 'probe', totalPages: await (pdf ? probePdf : probeImage)(task.file) };
    case 'parse':
      return {
        ok: true,
        kind: 'parse',
        pages: await (pdf ? parsePdf : parseImage)(task.file, task, task.ocr),
      };
    case 'render':
      return {
        ok: true,
        kind: 'render',
        png: await (pdf ? renderPdf : renderImage)(task.file, task.page, task.dpi),
      };
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
    .then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));
// A terminal's Ctrl-C reaches the whole group; the parent decides when a worker ends.
process.on('SIGINT', () => undefined);
