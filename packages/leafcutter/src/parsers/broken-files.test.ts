import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LeafcutterError, type ErrorCode } from '../errors.ts';
import {
  drawPdf,
  drawPicture,
  pageOfBytes,
  pagesOf,
  withDocument,
  type OpenOptions,
} from '../testing/drawn-files.ts';

/** Five pages that say their number. */
const fivePages = (): Promise<Uint8Array> =>
  drawPdf((pdf) => {
    for (let number = 1; number <= 5; number += 1) {
      if (number > 1) pdf.addPage();
      pdf.text(`This is page ${number}.`, 72, 72);
    }
  });

function refusal(
  bytes: Uint8Array,
  name: string,
  code: ErrorCode,
  says: RegExp,
  options: OpenOptions = {},
): Promise<void> {
  return assert.rejects(pagesOf(bytes, name, options), (error) => {
    assert.ok(error instanceof LeafcutterError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, says);
    return true;
  });
}

describe('files that cannot be read', () => {
  test('an encrypted PDF opens with its password alone, and the error says which way it failed', async () => {
    const bytes = await drawPdf((pdf) => pdf.text('Kept secret', 72, 72), { userPassword: 'sesame' });
    await refusal(bytes, 'vault.pdf', 'document_encrypted', /vault\.pdf is encrypted; give its password/);
    await refusal(bytes, 'vault.pdf', 'document_encrypted', /the password does not open it/, {
      password: 'wrong',
    });
    assert.equal((await pageOfBytes(bytes, 'vault.pdf', { password: 'sesame' })).text, 'Kept secret');
  });

  test('a PDF cut off anywhere is an error that says so', async () => {
    const whole = await fivePages();
    for (const share of [0.05, 0.4, 0.8, 0.97]) {
      const part = whole.subarray(0, Math.floor(whole.length * share));
      await refusal(part, 'part.pdf', 'document_unreadable', /part\.pdf is cut off/);
    }
  });

  test('garbage behind the head of a PDF, and an empty file', async () => {
    const garbage = Buffer.concat([
      Buffer.from('%PDF-1.7\n'),
      Buffer.alloc(5000, 'x\x01\x02'),
      Buffer.from('%%EOF'),
    ]);
    await refusal(garbage, 'noise.pdf', 'document_unreadable', /noise\.pdf is not a readable PDF/);
    await refusal(new Uint8Array(), 'nothing.pdf', 'document_empty', /nothing\.pdf is empty/);
  });

  test('bytes of no known kind and kinds that are not read are refused by what they are', async () => {
    await refusal(
      Buffer.from([0, 1, 2, 3, 4, 5, 6, 7]),
      'a.pdf',
      'document_unsupported',
      /of no known format/,
    );
    await refusal(Buffer.from('PK\x03\x04rest'), 'a.pdf', 'document_unsupported', /Office or ZIP/);
  });

  test('text that is named like a paged document is refused where names count: mostly a download that failed', async () => {
    const page = Buffer.from('<!doctype html><title>Sign in</title>');
    const named = { mustBeAsNamed: true };
    await refusal(
      page,
      'bill.pdf',
      'document_unreadable',
      /bill\.pdf is no PDF file: it holds a web page/,
      named,
    );
    await refusal(
      Buffer.from('gone'),
      'bill.jpg',
      'document_unreadable',
      /no JPG file: it holds plain text/,
      named,
    );
    assert.equal((await pageOfBytes(Buffer.from('gone'), 'bill', named)).text, 'gone');
    assert.equal((await pageOfBytes(Buffer.from('gone'), 'bill.pdf')).text, 'gone');
  });

  test('a picture cut off is an error that names the file', async () => {
    const picture = await drawPicture(['Half of it is lost']);
    await refusal(
      picture.subarray(0, 400),
      'half.png',
      'document_unreadable',
      /half\.png is not a readable image/,
      { ocr: 'auto' },
    );
  });
});

describe('limits', () => {
  test('a range that takes too long is an error that names its pages', async () => {
    await withDocument(await fivePages(), 'slow.pdf', async (opened, signal) => {
      assert.equal((await opened.parse({ first: 1, last: 1 }, signal)).length, 1);
    });
    await refusal(await fivePages(), 'slow.pdf', 'parse_timeout', /Reading slow\.pdf took longer/, {
      deadlineMs: 1,
    });
  });

  test('an OCR language without data is an error that names it and its package', async () => {
    const bytes = await drawPdf((pdf) => pdf.text('a', 72, 72));
    const options = { ocr: 'auto', languages: ['eng', 'jpn'] } as const;
    await refusal(bytes, 'a.pdf', 'ocr_language_missing', /"jpn".*@tesseract\.js-data\/jpn/, options);
    await refusal(bytes, 'a.pdf', 'ocr_language_missing', /"\.\.\/jpn"/, {
      ocr: 'auto',
      languages: ['../jpn'],
    });
  });
});

describe('pages', () => {
  test('their number is known before one is parsed, and a range gives its own pages alone', async () => {
    await withDocument(await fivePages(), 'five.pdf', async (opened, signal) => {
      assert.equal(opened.totalPages, 5);
      const pages = await opened.parse({ first: 2, last: 3 }, signal);
      assert.deepEqual(
        pages.map((page) => [page.number, page.text]),
        [
          [2, 'This is page 2.'],
          [3, 'This is page 3.'],
        ],
      );
    });
  });

  test('of more than a thousand are counted whole', async () => {
    const bytes = await drawPdf((pdf) => {
      for (let number = 2; number <= 1_203; number += 1) pdf.addPage();
    });
    await withDocument(bytes, 'long.pdf', async (opened, signal) => {
      assert.equal(opened.totalPages, 1_203);
      const [last] = await opened.parse({ first: 1_203, last: 1_203 }, signal);
      assert.equal(last?.kind, 'blank');
    });
  });

  test('an abort ends a parse with the reason of the signal', async () => {
    await withDocument(await fivePages(), 'five.pdf', async (opened) => {
      const reason = new Error('changed my mind');
      await assert.rejects(opened.parse({ first: 1, last: 5 }, AbortSignal.abort(reason)), reason);
    });
  });

  test('the bytes decide the format, whatever the name says', async () => {
    const picture = await drawPicture(['not a PDF']);
    await withDocument(picture, 'lie.pdf', async (opened) => {
      assert.equal(opened.format, 'png');
      assert.equal(opened.totalPages, 1);
    });
    assert.equal((await pagesOf(await fivePages(), 'lie.png')).length, 5);
  });
});
