/** Scripts, hyphens and the way words are cut, in PDFs that draw every sign themselves. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readAcrossLines } from '../document/line-breaks.ts';
import { drawPdf, pageOfBytes } from '../testing/drawn-files.ts';
import { writtenPdf, type WrittenRun } from '../testing/written-pdf.ts';

type Run = Omit<WrittenRun, 'y'> & { readonly y?: number };

/** As programs draw right-to-left text: glyph after glyph from the left. */
const drawn = (text: string): string => [...text].toReversed().join('');

async function textOf(...runs: readonly Run[]): Promise<string> {
  const bytes = writtenPdf({ runs: runs.map((run) => ({ y: 700, ...run })) });
  return (await pageOfBytes(bytes, 'drawn.pdf')).text;
}

describe('right-to-left text', () => {
  test('of a line drawn in one run', async () => {
    assert.equal(await textOf({ x: 200, text: drawn('שלום עולם') }), 'שלום עולם');
    assert.equal(await textOf({ x: 200, text: drawn('رقم الفاتورة') }), 'رقم الفاتورة');
  });

  test('of a line drawn word by word, in whichever order', async () => {
    const words = [
      { x: 400, text: drawn('שלום') },
      { x: 280, text: drawn('עולם') },
    ];
    assert.equal(await textOf(...words), 'שלום עולם');
    assert.equal(await textOf(...words.toReversed()), 'שלום עולם');
  });

  test('with a caption on the right and a Latin value or a number on the left', async () => {
    const caption = { x: 300, text: drawn('מספר חשבונית:') };
    assert.equal(await textOf(caption, { x: 60, text: 'AB-4711' }), 'מספר חשבונית: AB-4711');
    assert.equal(await textOf(caption, { x: 60, text: '1,234.50' }), 'מספר חשבונית: 1,234.50');
  });

  test('within a left-to-right line', async () => {
    assert.equal(await textOf({ x: 60, text: `Name ${drawn('דוד כהן')} Ltd` }), 'Name דוד כהן Ltd');
  });

  test('in Arabic presentation forms comes as letters', async () => {
    assert.equal(await textOf({ x: 100, text: drawn('\ufee3\ufe8e\ufea9\ufee6') }), 'مادن');
  });

  test('in brackets', async () => {
    assert.equal(await textOf({ x: 100, text: drawn('(شركة) النور') }), '(شركة) النور');
  });
});

describe('right-to-left text drawn in logical order', () => {
  test('from the left, which prints it the wrong way round, comes as it is read', async () => {
    assert.equal(await textOf({ x: 100, text: 'שלום עולם' }), 'שלום עולם');
    assert.equal(await textOf({ x: 60, text: 'מספר חשבונית: 4711' }), 'מספר חשבונית: 4711');
    assert.equal(await textOf({ x: 60, text: 'שם (בע"מ) החברה.' }), 'שם (בע"מ) החברה.');
    assert.equal(await textOf({ x: 60, text: 'رقم الفاتورة' }), 'رقم الفاتورة');
  });

  test('with its value at the other side of the page', async () => {
    const caption = { x: 300, text: 'מספר חשבונית:' };
    assert.equal(await textOf(caption, { x: 60, text: '1,234.50' }), 'מספר חשבונית: 1,234.50');
  });

  test('from the right, in one text or sign by sign', async () => {
    for (const advance of ['left', 'apart'] as const) {
      assert.equal(await textOf({ x: 500, text: 'שלום עולם לכן', advance }), 'שלום עולם לכן', advance);
      assert.equal(await textOf({ x: 500, text: 'رقم الفاتورة', advance }), 'رقم الفاتورة', advance);
      assert.equal(await textOf({ x: 500, text: 'שם (בע"מ) החברה.', advance }), 'שם (בע"מ) החברה.', advance);
    }
  });

  test('loses no word of one letter', async () => {
    assert.equal(await textOf({ x: 100, text: drawn('דוד ו שלום') }), 'דוד ו שלום');
    assert.equal(await textOf({ x: 300, text: 'ו' }, { x: 340, text: drawn('דוד') }), 'דוד ו');
  });

  test('on a page of both orders, where words do not agree, is declared', async () => {
    const words = ['שלום', 'עולם', 'לכן', 'אדם'];
    const runs = [...words, ...words.map(drawn)].map((text, index) => ({
      x: 60 + (index % 2) * 120,
      y: 700 - Math.floor(index / 2) * 40,
      text: index % 2 === 0 ? text : drawn(text),
    }));
    const page = await pageOfBytes(writtenPdf({ runs }), 'mixed.pdf');
    assert.equal(page.gaps.length, 1);
    const one = await pageOfBytes(writtenPdf({ runs: [{ x: 60, y: 700, text: 'שלום עולם' }] }), 'one.pdf');
    assert.deepEqual(one.gaps, []);
  });
});

describe('Chinese, Japanese, Korean', () => {
  test('keep the order of their signs, and columns apart', async () => {
    assert.equal(
      await textOf(
        { x: 60, text: '合計金額' },
        { x: 300, text: '壱万円' },
        { x: 60, y: 650, text: '請求書番号' },
      ),
      '合計金額 壱万円\n請求書番号',
    );
  });

  test('keep the spaces of Korean, and none between Chinese and the Latin beside it but where one is', async () => {
    assert.equal(await textOf({ x: 60, text: '합계 금액' }), '합계 금액');
  });
});

describe('words', () => {
  test('of numbers with decimals and of sentences with their point are one', async () => {
    const bytes = await drawPdf((pdf) => {
      pdf.fontSize(12).text('Total 1,234.50 EUR, payable in 30 days.', 72, 72);
    });
    const page = await pageOfBytes(bytes, 'words.pdf');
    assert.deepEqual(
      page.words.map((word) => word.text),
      ['Total', '1,234.50', 'EUR,', 'payable', 'in', '30', 'days.'],
    );
    assert.equal(await textOf({ x: 60, text: 'Sum 1,234.50' }), 'Sum 1,234.50');
  });

  test('have no soft hyphens inside', async () => {
    assert.equal(await textOf({ x: 60, text: 'Rech\u00adnungs\u00adbetrag' }), 'Rechnungsbetrag');
  });

  test('broken over a line end stand as printed, and are read whole', async () => {
    for (const hyphen of ['-', '\u2010', '\u00ad']) {
      const text = await textOf({ x: 60, text: `Rechnungs${hyphen}` }, { x: 60, y: 670, text: 'betrag' });
      assert.equal(text, 'Rechnungs-\nbetrag');
      assert.equal(readAcrossLines(text), 'Rechnungsbetrag');
    }
  });
});
