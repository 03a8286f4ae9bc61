/** Words are as bold as they are drawn, also where LiteParse tells one font for a whole line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawPdf, pageOfBytes } from '../../testing/drawn-files.ts';

type Part = readonly [font: string, text: string];

async function boldWords(lines: readonly (readonly Part[])[], userUnit = 1): Promise<readonly string[]> {
  const bytes = await drawPdf((pdf) => {
    Object.assign(pdf.page.dictionary.data, { UserUnit: userUnit });
    for (const [index, parts] of lines.entries()) {
      let x = 50;
      for (const [font, text] of parts) {
        pdf
          .font(font)
          .fontSize(10)
          .text(text, x, 50 + index * 20, { lineBreak: false });
        x += pdf.widthOfString(text);
      }
    }
  });
  const page = await pageOfBytes(bytes, 'form.pdf');
  return page.words.filter((word) => word.bold === true).map((word) => word.text);
}

test('a line that begins bold and goes on plain has both', async () => {
  const lines: Part[][] = [
    [['Helvetica-Bold', 'Full name '], ['Helvetica', 'Anna Meier']],
    [['Courier-Bold', 'Town '], ['Courier', 'Ulm']],
    [['Times-Bold', 'All of it bold']],
    [['Times-Roman', 'none of it']],
  ]; // prettier-ignore
  const bold = ['Full', 'name', 'Town', 'All', 'of', 'it', 'bold'];
  assert.deepEqual(await boldWords(lines), bold);
  assert.deepEqual(await boldWords(lines, 2), bold);
});
