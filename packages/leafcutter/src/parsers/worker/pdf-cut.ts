/** Some pages of a PDF as a PDF of their own, inside a worker process. */
import { readFile } from 'node:fs/promises';
import { PDFDict, PDFDocument, PDFName, type PDFPage } from '@cantoo/pdf-lib';
import { LeafcutterError } from '../../errors.ts';
import type { FileTask } from './protocol.ts';

/**
 * What the pages show and nothing else: no title or other metadata, no scripts, files or links, no notes on the pages. The
 * same pages give the same bytes. @returns PDF, base64
 *
 * @throws LeafcutterError document_encrypted; what the library throws where it cannot read the file
 */
export async function cutPdf(file: FileTask, pages: readonly number[]): Promise<string> {
  const source = await PDFDocument.load(await readFile(file.path), {
    ignoreEncryption: true,
    updateMetadata: false,
  });
  if (source.isEncrypted)
    throw new LeafcutterError(
      'document_encrypted',
      `The pages of ${file.name} cannot be taken out: it is encrypted.`,
    );
  // Before they are copied: what a page refers to goes with it.
  for (const page of pages) strip(source.getPage(page - 1));
  const cut = await PDFDocument.create({ updateMetadata: false });
  const copied = await cut.copyPages(
    source,
    pages.map((page) => page - 1),
  );
  for (const page of copied) cut.addPage(page);
  return Buffer.from(await cut.save({ useObjectStreams: false })).toString('base64');
}

/** Only what fields show belongs to the page; notes, links and files do not, nor what it does when it is opened. */
function strip({ node }: PDFPage): void {
  const annotations = node.Annots();
  for (let at = (annotations?.size() ?? 0) - 1; at >= 0; at -= 1) {
    const one = annotations?.lookup(at);
    const isField = one instanceof PDFDict && one.get(PDFName.of('Subtype')) === PDFName.of('Widget');
    if (!isField) annotations?.remove(at);
    else for (const action of ['A', 'AA']) one.delete(PDFName.of(action));
  }
  for (const entry of ['AA', 'Metadata', 'PieceInfo']) node.delete(PDFName.of(entry));
}
