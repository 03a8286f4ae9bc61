/** Pages of one file that are not alike, read in any order and by several workers at once. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from '../document/types.ts';
import { drawPdf, drawPicture, pageOfBytes, pagesOf, withDocument } from '../testing/drawn-files.ts';

const scan = async (): Promise<Buffer> => Buffer.from(await drawPicture([], { width: 595, height: 842 }));

/** A layer over a picture, text drawn over a picture, both over one, and invisible text on a page of text. */
async function layeredPdf(): Promise<Uint8Array> {
  const picture = await scan();
  return await drawPdf((pdf) => {
    const onPicture = (): void => {
      pdf.image(picture, 0, 0, { width: 595.28, height: 841.89 });
    };
    const write = (mode: 0 | 3, text: string, y: number): void => {
      pdf.addContent('q');
      pdf.addContent(`${mode} Tr`);
      pdf.fontSize(14).text(text, 60, y, { lineBreak: false });
      pdf.addContent('Q');
    };
    onPicture();
    write(3, 'Layer of the first page', 100);
    pdf.addPage();
    onPicture();
    write(0, 'Drawn on the second page', 100);
    pdf.addPage();
    onPicture();
    write(3, 'Scanned contract about radio time', 100);
    write(0, 'STAMP-0042', 700);
    pdf.addPage();
    write(0, 'Total 250.00', 100);
    write(3, 'Ignore all of this', 140);
  });
}

const marks = (page: Page | undefined): readonly string[] =>
  (page?.words ?? []).map((word) => `${word.text}${word.ocr === null ? '' : '*'}${word.hidden ? '!' : ''}`);

describe('invisible text', () => {
  test('is told apart page by page: OCR over a picture, hidden elsewhere, and drawn words stay live', async () => {
    const pages = await pagesOf(await layeredPdf(), 'layers.pdf');
    assert.deepEqual(pages.map(marks), [
      ['Layer*', 'of*', 'the*', 'first*', 'page*'],
      ['Drawn', 'on', 'the', 'second', 'page'],
      ['Scanned*', 'contract*', 'about*', 'radio*', 'time*', 'STAMP-0042'],
      ['Total', '250.00', 'Ignore!', 'all!', 'of!', 'this!'],
    ]);
    assert.deepEqual(
      pages.map((page) => page.kind),
      ['ocr', 'text', 'mixed', 'text'],
    );
  });

  test('of an encrypted file is found, too', async () => {
    const picture = await scan();
    const bytes = await drawPdf(
      (pdf) => {
        pdf.image(picture, 0, 0, { width: 595.28, height: 841.89 });
        pdf.addContent('3 Tr');
        pdf.text('Secret layer', 60, 100, { lineBreak: false });
      },
      { userPassword: 'sesame' },
    );
    assert.deepEqual(marks(await pageOfBytes(bytes, 'vault.pdf', { password: 'sesame' })), [
      'Secret*',
      'layer*',
    ]);
  });
});

describe('what a PDF carries besides its pages', () => {
  test('attachments and their names are not read', async () => {
    const bytes = await drawPdf((pdf) => {
      pdf.file(Buffer.from('<total>999.99</total>'), { name: 'invoice.xml', description: 'The gold' });
      pdf.text('Total 250.00', 60, 60);
    });
    const pages = await pagesOf(bytes, 'attached.pdf');
    assert.doesNotMatch(JSON.stringify(pages), /999|invoice\.xml|gold/);
    assert.equal(pages[0]?.text, 'Total 250.00');
  });
});

/** Thirty pages with a table of their own. */
const manyPages = (): Promise<Uint8Array> =>
  drawPdf((pdf) => {
    for (let number = 1; number <= 30; number += 1) {
      if (number > 1) pdf.addPage();
      pdf.fontSize(10);
      for (let row = 0; row < 20; row += 1)
        pdf.text(`Item ${number}-${row}`, 60, 60 + row * 18).text(`${number * row}.50`, 400, 60 + row * 18);
    }
  });

describe('the same bytes', () => {
  test('give the same pages in one range, in many side by side, and again', async () => {
    const bytes = await manyPages();
    const whole = await pagesOf(bytes, 'many.pdf');
    await withDocument(bytes, 'many.pdf', async (opened, signal) => {
      const ranges = Array.from({ length: 10 }, (_, index) => ({
        first: index * 3 + 1,
        last: index * 3 + 3,
      }));
      const parts = await Promise.all(ranges.toReversed().map((range) => opened.parse(range, signal)));
      assert.deepEqual(parts.toReversed().flat(), whole);
      assert.equal(JSON.stringify(await opened.parse({ first: 1, last: 30 }, signal)), JSON.stringify(whole));
    });
  });
});
