/** What was filled in to a form stands in the page's text, and nothing else does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PDFDocument, type PDFForm, type PDFPage } from '@cantoo/pdf-lib';
import { layoutOf } from '../../layout/page-layout.ts';
import { drawPdf, pageOfBytes } from '../../testing/drawn-files.ts';
import type { Page } from '../../document/types.ts';

async function formPage(fill: (form: PDFForm, page: PDFPage) => void): Promise<Page> {
  const document = await PDFDocument.create();
  const page = document.addPage([595, 842]);
  fill(document.getForm(), page);
  return pageOfBytes(await document.save(), 'form.pdf');
}
const live = ({ words }: Page): string =>
  words
    .filter((word) => !word.hidden)
    .map(({ text }) => text)
    .join(' ');

test('of a list every chosen option is a part of the value, and no other one', async () => {
  const page = await formPage((form, sheet) => {
    const list = form.createOptionList('interests');
    list.addOptions(['Chess', 'Rowing', 'Choir', 'Long walks']);
    list.enableMultiselect();
    list.select(['Rowing', 'Long walks']);
    list.addToPage(sheet, { x: 150, y: 600, width: 100, height: 60 });
  });
  assert.equal(live(page), 'Rowing Long walks');
  assert.equal(page.fields[0]?.value, 'Rowing\nLong walks');
  const [pair] = layoutOf(page).pairs;
  assert.equal(pair?.value.text, 'Rowing\nLong walks');
  assert.deepEqual(
    pair?.value.ranges.map(({ start, end }) => page.text.slice(start, end)),
    ['Rowing', 'Long walks'],
  );
});

test('signs in cells of their own are one word', async () => {
  const page = await formPage((form, sheet) => {
    const field = form.createTextField('born');
    field.setMaxLength(8);
    field.setText('04051980');
    field.addToPage(sheet, { x: 150, y: 600, width: 160, height: 16 });
    field.enableCombing();
  });
  assert.equal(live(page), '04051980');
});

test('the caption of an empty field has no other value, whatever stands below it', async () => {
  const page = await formPage((form, sheet) => {
    for (const [index, caption] of ['Remarks', 'Smoker', 'Town'].entries())
      sheet.drawText(caption, { x: 50, y: 700 - index * 20, size: 10 });
    form.createTextField('f1').addToPage(sheet, { x: 150, y: 697, width: 200, height: 16 });
    const town = form.createTextField('f3');
    town.setText('Ulm');
    town.addToPage(sheet, { x: 150, y: 657, width: 200, height: 16 });
  });
  const { pairs } = layoutOf(page);
  assert.deepEqual(
    pairs.filter(({ label }) => label.text === 'Remarks').map(({ value }) => value.text),
    [],
  );
  assert.ok(pairs.some(({ label, value }) => label.text === 'Town' && value.text === 'Ulm'));
});

test('a unit of the page that is no point scales type and boxes alike', async () => {
  const drawn = async (unit: number): Promise<Page> => {
    const bytes = await drawPdf((pdf) => {
      Object.assign(pdf.page.dictionary.data, { UserUnit: unit });
      pdf.font('Helvetica').fontSize(12).text('Name', 50, 50);
    });
    return pageOfBytes(bytes, 'plan.pdf');
  };
  const [plain, scaled] = [await drawn(1), await drawn(2)];
  const [one, other] = [plain.words[0], scaled.words[0]];
  assert.equal(one?.size, 12);
  assert.equal(other?.size, 24);
  assert.ok(Math.abs((other?.box[0] ?? 0) - 100) < 1);
});
