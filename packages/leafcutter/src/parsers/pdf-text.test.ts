import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boxAsItStands, sizeAsItStands } from '../document/standing.ts';
import type { Page } from '../document/types.ts';
import { drawPdf, pageOfBytes } from '../testing/drawn-files.ts';
import { writtenPdf } from '../testing/written-pdf.ts';

const wordsThat = (page: Page, mark: 'struck' | 'hidden'): string[] =>
  page.words.filter((word) => word[mark]).map((word) => word.text);

describe('text that is not live', () => {
  test('a line drawn through words marks them, a line below does not', async () => {
    const bytes = await drawPdf((pdf) => {
      pdf.fontSize(12).text('Old price 100.00', 72, 72, { strike: true });
      pdf.text('New price 80.00', 72, 100, { underline: true });
    });
    const page = await pageOfBytes(bytes, 'prices.pdf');
    assert.deepEqual(wordsThat(page, 'struck'), ['Old', 'price', '100.00']);
    assert.equal(page.text, 'Old price 100.00\nNew price 80.00');
  });

  test('white on white and specks are hidden, white on a dark banner is not', async () => {
    const bytes = await drawPdf((pdf) => {
      pdf.fontSize(12).text('Plain', 72, 72);
      pdf.fillColor('white').text('Ghost', 72, 100);
      pdf.rect(60, 130, 300, 30).fill('#003366').fillColor('white').text('Banner', 72, 138);
      pdf.fillColor('black').fontSize(0.5).text('Speck', 72, 200);
    });
    assert.deepEqual(wordsThat(await pageOfBytes(bytes, 'ghost.pdf'), 'hidden'), ['Ghost', 'Speck']);
  });
});

test('text on a layer that is switched off is hidden', async () => {
  const content =
    'BT /F1 12 Tf 60 700 Td (Total 250.00) Tj ET /OC /L1 BDC BT /F1 12 Tf 60 600 Td (Discount 99.50) Tj ET EMC';
  const hidden = async (layer: 'on' | 'off'): Promise<string[]> =>
    wordsThat(await pageOfBytes(writtenPdf({ content, layer }), `${layer}.pdf`), 'hidden');
  assert.deepEqual(await hidden('on'), []);
  assert.deepEqual(await hidden('off'), ['Discount', '99.50']);
});

describe('pages that are turned', () => {
  const lines = 'Invoice number 4711\nTotal amount 250.00';

  for (const angle of [90, 180, 270] as const) {
    test(`text drawn at ${angle} degrees is read upright, and its places are told on the page as it stands`, async () => {
      const drawn = (degrees: number): Promise<Uint8Array> =>
        drawPdf((pdf) => {
          pdf.rotate(degrees, { origin: [297.64, 420.95] });
          pdf.fontSize(12).text('Invoice number 4711', 172, 400).text('Total amount 250.00', 172, 440);
        });
      const page = await pageOfBytes(await drawn(angle), 'turned.pdf');
      const straight = await pageOfBytes(await drawn(0), 'straight.pdf');
      assert.deepEqual(sizeAsItStands(page), { width: straight.width, height: straight.height });
      for (const [index, { box }] of straight.words.entries()) {
        const [x, y] = [(box[0] + box[2]) / 2 - 297.64, (box[1] + box[3]) / 2 - 420.95];
        const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
        const [x0, y0, x1, y1] = boxAsItStands(page, page.words[index]?.box ?? [0, 0, 0, 0]);
        assert.ok(Math.abs((x0 + x1) / 2 - (297.64 + x * cos - y * sin)) < 1, `${page.words[index]?.text}`);
        assert.ok(Math.abs((y0 + y1) / 2 - (420.95 + x * sin + y * cos)) < 1, `${page.words[index]?.text}`);
      }
      assert.equal(page.text, lines);
      const [wide, high] = angle === 180 ? [595, 842] : [842, 595];
      assert.deepEqual([Math.round(page.width), Math.round(page.height)], [wide, high]);
      for (const { box } of page.words) {
        assert.ok(box[0] >= 0 && box[1] >= 0 && box[2] <= page.width && box[3] <= page.height, String(box));
        assert.ok(box[2] - box[0] > box[3] - box[1], `upright, ${String(box)}`);
      }
    });

    test(`a page with /Rotate ${angle} whose text reads upright keeps the size that a viewer shows`, async () => {
      const bytes = writtenPdf({
        rotate: angle,
        // Against the turn of the page, around its middle.
        content: `q ${turnOf(angle)} BT /F1 12 Tf 60 420 Td (Invoice number 4711) Tj 0 -40 Td (Total amount 250.00) Tj ET Q`,
      });
      const page = await pageOfBytes(bytes, 'rotate.pdf');
      assert.equal(page.text, lines);
      const [wide, high] = angle === 180 ? [600, 800] : [800, 600];
      assert.deepEqual([page.width, page.height], [wide, high]);
      assert.ok(page.words.every(({ box }) => box[2] - box[0] > box[3] - box[1]));
    });
  }
});

/** The matrix that lays text on a page of 600 x 800 points so that the page's turn sets it upright. */
function turnOf(angle: 90 | 180 | 270): string {
  if (angle === 90) return '0 1 -1 0 600 0 cm';
  return angle === 180 ? '-1 0 0 -1 600 800 cm' : '0 -1 1 0 0 800 cm';
}

describe('reading order', () => {
  test('columns of running text are read one after another, below a heading that spans them', async () => {
    const sentence = (side: string, index: number): string =>
      `${side}${index} tells of small things that happened on the way home.`;
    const bytes = await drawPdf((pdf) => {
      pdf.fontSize(18).text('News of the whole valley in two columns', 60, 60, { lineBreak: false });
      pdf.fontSize(8);
      for (let index = 0; index < 12; index += 1) {
        // Drawn across, as many programs write them.
        pdf.text(sentence('Left', index), 60, 110 + index * 12, { lineBreak: false });
        pdf.text(sentence('Right', index), 320, 110 + index * 12, { lineBreak: false });
      }
    });
    const { text } = await pageOfBytes(bytes, 'news.pdf');
    const expected = ['Left', 'Right'].flatMap((side) =>
      Array.from({ length: 12 }, (_, index) => sentence(side, index)),
    );
    assert.equal(text, ['News of the whole valley in two columns', ...expected].join('\n'));
  });

  test('three columns, a table under them, and two columns are read as they stand', async () => {
    const line = (column: string, index: number): string =>
      `${column}${index} tells of small things that were seen`;
    const table = [
      ['Item', 'Count', 'Price'],
      ['Box', '1', '2.00'],
      ['Bag', '3', '4.00'],
    ];
    const bytes = await drawPdf((pdf) => {
      pdf.fontSize(7);
      const write = (text: string, x: number, y: number): void => {
        pdf.text(text, x, y, { lineBreak: false });
      };
      for (let index = 0; index < 12; index += 1)
        for (const [place, column] of ['L', 'M', 'R'].entries())
          write(line(column, index), 40 + place * 180, 60 + index * 11);
      for (const [row, cells] of table.entries())
        for (const [place, cell] of cells.entries()) write(cell, 40 + place * 180, 260 + row * 12);
      for (let index = 0; index < 12; index += 1)
        for (const [place, column] of ['X', 'Y'].entries())
          write(`${line(column, index)}, and a few words more`, 40 + place * 270, 330 + index * 11);
      write('Page 1 of 3', 270, 800);
    });
    const { text } = await pageOfBytes(bytes, 'columns.pdf');
    const column = (name: string): readonly string[] =>
      Array.from({ length: 12 }, (_, index) => line(name, index));
    assert.deepEqual(text.replaceAll(', and a few words more', '').split('\n'), [
      ...['L', 'M', 'R'].flatMap(column),
      ...table.map((cells) => cells.join(' ')),
      ...['X', 'Y'].flatMap(column),
      'Page 1 of 3',
    ]);
  });

  test('rows of a table are read across', async () => {
    const rows = Array.from({ length: 14 }, (_, index) => [
      `Item ${index}`,
      `${index}.00`,
      `${index * 2}.50`,
    ]);
    const bytes = await drawPdf((pdf) => {
      pdf.fontSize(10);
      for (const [index, row] of rows.entries())
        for (const [column, cell] of row.entries())
          pdf.text(cell, 60 + column * 180, 80 + index * 16, { lineBreak: false });
    });
    const { text } = await pageOfBytes(bytes, 'table.pdf');
    assert.equal(text, rows.map((row) => row.join(' ')).join('\n'));
  });

  test('every word stands at its range, lines divide the words, and boxes lie on the page', async () => {
    const bytes = await drawPdf((pdf) =>
      pdf
        .fontSize(11)
        .text('Some words of a paragraph that goes over lines. '.repeat(12), 72, 72, { width: 300 }),
    );
    const page = await pageOfBytes(bytes, 'words.pdf');
    for (const word of page.words) assert.equal(page.text.slice(word.start, word.end), word.text);
    assert.deepEqual(
      page.lines.flatMap((line) => page.words.slice(line.firstWord, line.lastWord)),
      page.words,
    );
    assert.ok(page.lines.length > 5);
    assert.deepEqual(await pageOfBytes(bytes, 'words.pdf'), page);
  });
});

describe('signs and scripts', () => {
  test('ligatures come out as letters', async () => {
    const bytes = writtenPdf({ runs: [{ x: 60, y: 700, text: '\ufb01nal o\ufb03ce \ufb02ag' }] });
    assert.equal((await pageOfBytes(bytes, 'ligatures.pdf')).text, 'final office flag');
  });

  test('Hebrew that a program drew from the right stands in logical order', async () => {
    const bytes = writtenPdf({ runs: [{ x: 300, y: 700, text: [...'שלום עולם'].toReversed().join('') }] });
    assert.equal((await pageOfBytes(bytes, 'hebrew.pdf')).text, 'שלום עולם');
  });

  test('Chinese and Japanese stand without spaces between their signs', async () => {
    const bytes = writtenPdf({
      runs: [
        { x: 60, y: 700, text: '合計金額' },
        { x: 60, y: 660, text: '发票号码' },
      ],
    });
    assert.equal((await pageOfBytes(bytes, 'cjk.pdf')).text, '合計金額\n发票号码');
  });
});

describe('form fields', () => {
  test('have names, values and places, and their values stand in the text', async () => {
    const bytes = await drawPdf((pdf) => {
      pdf.font('Helvetica').fontSize(12).initForm();
      pdf.text('Name', 72, 72);
      pdf.formText('customer.name', 150, 68, 200, 20, { value: 'Ada Example' });
      pdf.formCombo('color', 150, 130, 100, 20, { select: ['red', 'blue'], value: 'blue' });
    });
    const page = await pageOfBytes(bytes, 'form.pdf');
    assert.deepEqual(
      page.fields.map(({ name, kind, value, range }) => ({
        name,
        kind,
        value,
        printed: range === null ? null : page.text.slice(range.start, range.end),
      })),
      [
        { name: 'customer.name', kind: 'text', value: 'Ada Example', printed: 'Ada Example' },
        { name: 'color', kind: 'choice', value: 'blue', printed: 'blue' },
      ],
    );
    assert.deepEqual(page.fields[0]?.box.map(Math.round), [150, 68, 350, 88]);
    assert.match(page.text, /^Name Ada Example$/m);
  });
});
