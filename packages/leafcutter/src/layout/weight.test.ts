/** Captions told from values by bold type alone: on one line, beside, and above. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawPdf, pageOfBytes } from '../testing/drawn-files.ts';
import { layoutOf } from './page-layout.ts';

type Text = readonly [text: string, x: number, y: number];

/** Texts of 10 points; what stands between stars is bold, as it is in Markdown. */
async function pairsOf(...texts: readonly Text[]): Promise<ReadonlyMap<string, string>> {
  const bytes = await drawPdf((pdf) => {
    for (const [text, left, y] of texts) {
      let x = left;
      for (const [index, part] of text.split('**').entries()) {
        pdf.font(index % 2 === 0 ? 'Helvetica' : 'Helvetica-Bold').fontSize(10);
        pdf.text(part, x, y, { lineBreak: false });
        x += pdf.widthOfString(part);
      }
    }
  });
  const { pairs } = layoutOf(await pageOfBytes(bytes, 'form.pdf'));
  const best = new Map<string, { value: string; strength: number }>();
  for (const { label, value, strength } of pairs)
    if (strength > (best.get(label.text)?.strength ?? 0))
      best.set(label.text, { value: value.text, strength });
  return new Map([...best].map(([label, { value }]) => [label, value]));
}

describe('bold captions', () => {
  test('with their values on one line, one after another', async () => {
    const pairs = await pairsOf(
      ['**Full name** Anna Meier', 50, 50],
      ['**Town** Ulm **Country** Austria', 50, 90],
    );
    assert.equal(pairs.get('Full name'), 'Anna Meier');
    assert.equal(pairs.get('Town'), 'Ulm');
    assert.equal(pairs.get('Country'), 'Austria');
  });

  test('have the plain text below them, and nothing where only the next caption stands there', async () => {
    const pairs = await pairsOf(
      ['**Street**', 50, 50], ['**Town**', 250, 50], ['12 Mill Lane', 50, 63],
      ['**Insurer**', 50, 100], ['**Policy**', 250, 100], ['Helvetia Life', 50, 113],
      ['**Allergies**', 50, 150], ['**Medication**', 50, 163], ['Ibuprofen', 50, 176],
    ); // prettier-ignore
    assert.equal(pairs.get('Street'), '12 Mill Lane');
    assert.equal(pairs.get('Insurer'), 'Helvetia Life');
    assert.equal(pairs.get('Medication'), 'Ibuprofen');
    for (const caption of ['Town', 'Policy', 'Allergies']) assert.equal(pairs.get(caption), undefined);
  });

  test('may be the values: plain captions have the bold text behind them', async () => {
    const pairs = await pairsOf(
      ['**Policy data**', 50, 20], ['**of the holder**', 50, 34], ['Policy holder **Anna Meier**', 50, 70],
    ); // prettier-ignore
    assert.equal(pairs.get('Policy holder'), 'Anna Meier');
  });

  test('are none where a sentence stresses its words', async () => {
    const pairs = await pairsOf([
      'The insurer pays **the whole sum** to whoever the holder has named in the list of heirs',
      50,
      50,
    ]);
    assert.equal(pairs.size, 0);
  });

  test('tell nothing where all is bold: words alone in a row are no other head', async () => {
    const row = (y: number, ...cells: readonly string[]): Text[] =>
      cells.map((text, column) => [`**${text}**`, 50 + column * 110, y] as const);
    const bytes = await drawPdf((pdf) => {
      const all = [
        ...row(50, 'Item', 'Place', 'Amount'),
        ...row(64, 'Oak boards', 'Hall', '54.00'),
        ...row(78, 'Screws', 'Cellar', '10.00'),
        ...row(92, 'Delivery', 'Yard'),
        ...row(106, 'Glue', 'Hall', '4.00'),
      ];
      pdf.font('Helvetica-Bold').fontSize(10);
      for (const [text, x, y] of all) pdf.text(text.replaceAll('*', ''), x, y, { lineBreak: false });
    });
    const { tables } = layoutOf(await pageOfBytes(bytes, 'list.pdf'));
    assert.deepEqual(
      tables.map(({ rows }) => rows.length),
      [4],
    );
  });
});
