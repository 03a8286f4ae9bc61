/** Whole documents of every format, from which faulty ones are made. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { drawPdf, drawPicture } from '../../packages/leafcutter/src/testing/drawn-files.ts';
import { writtenPdf } from '../../packages/leafcutter/src/testing/written-pdf.ts';

export interface FuzzFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const examples = path.resolve(import.meta.dirname, '../../examples');

export async function seedFiles(): Promise<readonly FuzzFile[]> {
  const drawn = await Promise.all(
    ['invoice', 'form', 'statement', 'letter'].map(async (name) => ({
      name: `${name}.pdf`,
      bytes: await readFile(path.join(examples, `${name}.pdf`)),
    })),
  );
  return [...drawn, ...(await plainPdfs()), ...(await pictures()), ...texts];
}

/** Not compressed, so that a fault reaches what the pages say. */
async function plainPdfs(): Promise<readonly FuzzFile[]> {
  const plain = await drawPdf(
    (pdf) => {
      for (let page = 1; page <= 3; page += 1) {
        if (page > 1) pdf.addPage();
        pdf.fontSize(12).text(`Invoice no. 2024-${page}   Date 3 May 2024   Total 1,234.50 EUR`, 60, 60);
        for (let row = 0; row < 12; row += 1)
          pdf.text(`Item ${row}     ${row * 3}     ${(row * 17.25).toFixed(2)}`, 60, 100 + row * 20);
        pdf.rect(60, 90, 400, 260).stroke();
      }
    },
    { compress: false },
  );
  const locked = await drawPdf((pdf) => pdf.text('Kept secret', 72, 72), { userPassword: 'sesame' });
  const written = writtenPdf({
    content:
      'BT /F1 12 Tf 3 Tr 60 700 Td (Hidden 5) Tj ET /OC /L1 BDC BT /F1 12 Tf 60 600 Td (Layer) Tj ET EMC',
    runs: [{ x: 500, y: 500, text: 'שלום עולם', advance: 'left' }],
    layer: 'off',
  });
  return [
    { name: 'plain.pdf', bytes: Buffer.from(plain) },
    { name: 'locked.pdf', bytes: Buffer.from(locked) },
    { name: 'written.pdf', bytes: Buffer.from(written) },
  ];
}

async function pictures(): Promise<readonly FuzzFile[]> {
  const png = Buffer.from(
    await drawPicture(['Total 250.00', 'Date 3 May 2024'], { width: 500, height: 200 }),
  );
  const image = (): ReturnType<typeof sharp> => sharp(png);
  return [
    { name: 'page.png', bytes: png },
    { name: 'page.jpg', bytes: await image().jpeg().toBuffer() },
    { name: 'page.tiff', bytes: await image().tiff({ compression: 'lzw' }).toBuffer() },
    { name: 'page.webp', bytes: await image().webp().toBuffer() },
  ];
}

const texts: readonly FuzzFile[] = (
  [
    [
      'bill.csv',
      'Item;Quantity;Price;Date\n"Box; large";3;"1.234,50";03.05.2024\nBag;1;20,00;04.05.2024\n"a\nb";2;3;4\n',
    ],
    [
      'bill.html',
      '<!doctype html><html><body><h1>Invoice 2024-1</h1><p>Date: <b>3 May 2024</b> <s>old</s></p><table><tr><th>Item<th colspan=2>Price</tr><tr><td rowspan=2>Box<td>1<td>2</tr><tr><td>3<td>4</tr></table><select><option>red<option selected>blue</select><input type=checkbox checked><p hidden>x</p></body></html>',
    ],
    [
      'bill.md',
      '# Invoice 2024-1\n\nDate: **3 May 2024** ~~old~~\n\n| Item | Price |\n|---|--:|\n| Box | 1,234.50 |\n| Bag | 20.00 |\n\n- one\n- two\n\n```\ncode\n```\n',
    ],
    [
      'bill.txt',
      'Invoice 2024-1\nDate:        3 May 2024\nSeller:      Acme Ltd\n\nItem          Quantity     Price\nBox                  3  1,234.50\nBag                  1     20.00\n\nTotal                   1,254.50 EUR\n\fPage two\nפשוט וקל\n発注書 合計 500円\n',
    ],
  ] as const
).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
