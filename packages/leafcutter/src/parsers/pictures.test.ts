import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import sharp from 'sharp';
import { boxAsItStands, sizeAsItStands } from '../document/standing.ts';
import type { Box, Page } from '../document/types.ts';
import { drawPdf, drawPicture, pageOfBytes, pagesOf } from '../testing/drawn-files.ts';

const lines = ['Invoice 4711', 'Total due 250.00'];
const text = lines.join('\n');

/** A scan of an A4 page at 144 dots an inch. */
const scan = (): Promise<Uint8Array> => drawPicture(lines, { width: 1190, height: 1684 });

/** An A4 page filled by the scan, with the lines set over it in Helvetica in the text render mode. */
async function scannedPdf(mode: 'no text' | 'invisible' | 'drawn'): Promise<Uint8Array> {
  const picture = Buffer.from(await scan());
  return await drawPdf((pdf) => {
    pdf.image(picture, 0, 0, { width: 595.28, height: 841.89 });
    if (mode === 'no text') return;
    if (mode === 'invisible') pdf.addContent('3 Tr');
    pdf.fontSize(18);
    for (const [index, line] of lines.entries()) pdf.text(line, 30, 26 + index * 30, { lineBreak: false });
  });
}

/** Share of dark pixels in the box, of a picture of 150 dots an inch. */
async function inkIn(picture: Uint8Array, [x0, y0, x1, y1]: Box): Promise<number> {
  const pixels = (points: number): number => Math.round((points * 150) / 72);
  const { data } = await sharp(picture)
    .extract({ left: pixels(x0), top: pixels(y0), width: pixels(x1 - x0), height: pixels(y1 - y0) })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return data.filter((value) => value < 128).length / data.length;
}

function assertRead(page: Page | undefined): asserts page is Page {
  assert.ok(page);
  assert.equal(page.text, text);
  assert.equal(page.kind, 'ocr');
  assert.deepEqual(page.gaps, []);
  for (const word of page.words) {
    assert.ok(word.ocr !== null && word.ocr > 0.5 && word.ocr <= 1, `${word.text}: ${word.ocr}`);
    assert.ok(!word.hidden && !word.struck);
  }
}

const first = (page: Page): readonly number[] => page.words[0]?.box.map(Math.round) ?? [];

describe('scanned pages of a PDF', () => {
  test('are read by OCR, with boxes where the words are printed', async () => {
    const page = await pageOfBytes(await scannedPdf('no text'), 'scan.pdf', { ocr: 'auto' });
    assertRead(page);
    // "Invoice" stands at 60 pixels, above the base line at 80, in 36 pixels high type; two pixels are a point.
    const [left = 0, top = 0, , bottom = 0] = first(page);
    assert.ok(
      Math.abs(left - 30) <= 3 && Math.abs(bottom - 40) <= 4 && top > 20 && top < 30,
      String(first(page)),
    );
  });

  test('that lie on their head are read upright', async () => {
    const head = await sharp(
      await drawPicture([...lines, 'Sender: Alder Finch Ltd'], { width: 1190, height: 1684 }),
    )
      .rotate(180)
      .png()
      .toBuffer();
    const bytes = await drawPdf((pdf) => pdf.image(head, 0, 0, { width: 595.28, height: 841.89 }));
    const page = await pageOfBytes(bytes, 'head.pdf', { ocr: 'auto' });
    assert.equal(page.text, `${text}\nSender: Alder Finch Ltd`);
    assert.ok((page.words[0]?.box[1] ?? 999) < 60);
    assert.deepEqual([page.number, page.kind, page.gaps], [1, 'ocr', []]);
  });

  test('are a gap that says why when OCR is off', async () => {
    const page = await pageOfBytes(await scannedPdf('no text'), 'scan.pdf');
    assert.equal(page.kind, 'unreadable');
    assert.deepEqual(page.gaps, [
      { page: 1, code: 'ocr_failed', message: 'Page 1 has no usable text, and OCR is off.' },
    ]);
  });

  test('that are empty are blank, and lack nothing', async () => {
    const paper = await drawPicture([], { width: 1190, height: 1684 });
    const bytes = await drawPdf((pdf) =>
      pdf.image(Buffer.from(paper), 0, 0, { width: 595.28, height: 841.89 }),
    );
    for (const [file, name] of [
      [bytes, 'back.pdf'],
      [paper, 'back.png'],
    ] as const) {
      const page = await pageOfBytes(file, name, { ocr: 'auto' });
      assert.deepEqual([page.kind, page.text, page.gaps], ['blank', '', []], name);
    }
  });

  test('with an invisible text layer have it as their text, marked as OCR', async () => {
    for (const ocr of ['off', 'auto'] as const)
      assertRead(await pageOfBytes(await scannedPdf('invisible'), 'layer.pdf', { ocr }));
  });

  test('with text drawn over a picture keep it as text of the document', async () => {
    const page = await pageOfBytes(await scannedPdf('drawn'), 'over.pdf', { ocr: 'auto' });
    assert.equal(page.text, text);
    assert.ok(page.words.every((word) => word.ocr === null));
    assert.deepEqual(page.gaps, []);
  });
});

describe('pictures', () => {
  test('have a page of their pixels at 150 dots an inch where the file says none', async () => {
    const page = await pageOfBytes(await drawPicture(lines), 'picture.png', { ocr: 'auto' });
    assertRead(page);
    assert.deepEqual([page.width, page.height], [480, 192]);
    const [left = 0, , , bottom = 0] = first(page);
    assert.ok(Math.abs(left - 60 * 0.48) <= 2 && Math.abs(bottom - 80 * 0.48) <= 3, String(first(page)));
  });

  test('of every format say their own dots an inch', async () => {
    const drawn = sharp(await drawPicture(lines)).withMetadata({ density: 200 });
    const files = {
      'a.png': await drawn.clone().png().toBuffer(),
      'a.jpg': await drawn.clone().jpeg({ quality: 95 }).toBuffer(),
      'a.tif': await drawn
        .clone()
        .tiff({ xres: 200 / 25.4, yres: 200 / 25.4 })
        .toBuffer(),
    };
    for (const [name, bytes] of Object.entries(files)) {
      const page = await pageOfBytes(bytes, name, { ocr: 'auto' });
      assertRead(page);
      assert.deepEqual([page.width, page.height].map(Math.round), [360, 144], name);
    }
    assertRead(
      await pageOfBytes(
        await sharp(await drawPicture(lines))
          .webp({ lossless: true })
          .toBuffer(),
        'a.webp',
        { ocr: 'auto' },
      ),
    );
  });

  test('turned by their EXIF orientation are read as a viewer shows them', async () => {
    const bytes = await sharp(await drawPicture(lines))
      .rotate(270)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95 })
      .toBuffer();
    const page = await pageOfBytes(bytes, 'phone.jpg', { ocr: 'auto' });
    assertRead(page);
    assert.deepEqual([page.width, page.height], [480, 192]);
  });

  test('on their side, on their head or askew are read upright and level', async () => {
    const letter = await drawPicture(
      [
        'Invoice number: AF-2291',
        'Date: 14 March 2026',
        'Total due: 1,234.50 EUR',
        'Sender: Alder Finch Ltd',
      ],
      { width: 1000, height: 700 },
    );
    for (const degrees of [90, 180, 270, 7]) {
      const bytes = await sharp(letter).rotate(degrees, { background: 'white' }).png().toBuffer();
      const page = await pageOfBytes(bytes, 'held.png', { ocr: 'auto' });
      assert.match(
        page.text,
        /^Invoice number: AF-2291\nDate: 14 March 2026\nTotal due: 1,234.50 EUR/,
        `${degrees}`,
      );
      if (degrees % 90 === 0) assert.deepEqual([page.width, page.height], [480, 336], `${degrees}`);
      const stands = sizeAsItStands(page);
      const { width: across = 0, height: along = 0 } = await sharp(bytes).metadata();
      assert.deepEqual(stands, { width: (across * 72) / 150, height: (along * 72) / 150 }, `${degrees}`);
      for (const { box, text: word } of page.words.slice(0, 3))
        assert.ok((await inkIn(bytes, boxAsItStands(page, box))) > 0.05, `${word} at ${degrees}`);
      for (const { box } of page.words)
        assert.ok(box[0] >= 0 && box[1] >= 0 && box[2] <= page.width && box[3] <= page.height, `${degrees}`);
    }
  });

  test('of a TIFF are pages, one for each', async () => {
    const frames = await Promise.all(
      ['First sheet', 'Second sheet', 'Third sheet'].map((line) => drawPicture([line])),
    );
    const bytes = await sharp(frames.map(Buffer.from), { join: { animated: true } })
      .tiff()
      .toBuffer();
    const pages = await pagesOf(bytes, 'three.tiff', { ocr: 'auto' });
    assert.deepEqual(
      pages.map((page) => [page.number, page.text, page.height]),
      [
        [1, 'First sheet', 192],
        [2, 'Second sheet', 192],
        [3, 'Third sheet', 192],
      ],
    );
  });

  test('without a word on them are a gap, and so are all when OCR is off', async () => {
    const square = { create: { width: 200, height: 90, channels: 3, background: 'black' } } as const;
    const drawn = await sharp(await drawPicture([]))
      .composite([{ input: square, left: 40, top: 60 }])
      .png()
      .toBuffer();
    const wordless = await pageOfBytes(drawn, 'square.png', { ocr: 'auto' });
    assert.match(wordless.gaps[0]?.message ?? '', /OCR found no text/);
    const off = await pageOfBytes(await drawPicture(lines), 'picture.png');
    assert.match(off.gaps[0]?.message ?? '', /OCR is off/);
    assert.deepEqual([off.kind, off.width], ['unreadable', 480]);
  });
});
