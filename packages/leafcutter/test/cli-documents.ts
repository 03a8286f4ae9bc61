/** Small documents for tests of the command, good and bad, made on the spot. */
import { buffer } from 'node:stream/consumers';
import PdfKit from 'pdfkit';

export interface InvoiceSettings {
  readonly pages?: number;
  readonly userPassword?: string;
}

/** Fixed dates keep the bytes the same on every run. */
const info = { CreationDate: new Date(0), ModDate: new Date(0) };

/** An invoice with a number, a date and a total on every page. */
export async function invoicePdf({ pages = 1, userPassword }: InvoiceSettings = {}): Promise<Uint8Array> {
  const document = new PdfKit({ info, ...(userPassword === undefined ? {} : { userPassword }) });
  for (let page = 1; page <= pages; page += 1) {
    if (page > 1) document.addPage();
    document.fontSize(20).text('Invoice').moveDown();
    document.fontSize(11).text(`Invoice number: A-${1000 + page}`);
    document.text('Invoice date: 12 March 2024');
    document.text('Total amount: 1,250.00 EUR');
  }
  document.end();
  return await buffer(document);
}

export const invoiceSchema = {
  type: 'object',
  properties: {
    invoice_number: { type: 'string' },
    invoice_date: { type: 'string', format: 'date' },
    total_amount: { type: 'number' },
  },
  required: ['invoice_number', 'total_amount'],
};

/** A PDF that truly has so many (empty) pages, in a page tree of two levels. */
export function emptyPagesPdf(pages: number): Uint8Array {
  const perNode = 250;
  const nodes = Math.ceil(pages / perNode);
  const firstPage = 3 + nodes;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages}/Kids[${references(3, nodes)}]/MediaBox[0 0 200 200]>>`,
  ];
  for (let node = 0; node < nodes; node += 1) {
    const count = Math.min(perNode, pages - node * perNode);
    objects.push(
      `<</Type/Pages/Parent 2 0 R/Count ${count}/Kids[${references(firstPage + node * perNode, count)}]>>`,
    );
  }
  for (let page = 0; page < pages; page += 1) {
    objects.push(`<</Type/Page/Parent ${3 + Math.floor(page / perNode)} 0 R>>`);
  }
  return Buffer.from(pdfOf(objects), 'latin1');
}

function references(first: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `${first + index} 0 R`).join(' ');
}

/** Object 1 is the catalogue. */
function pdfOf(objects: readonly string[]): string {
  const parts = ['%PDF-1.7\n'];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    const text = `${index + 1} 0 obj\n${object}\nendobj\n`;
    offsets.push(length);
    parts.push(text);
    length += text.length;
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  parts.push(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`, ...entries);
  parts.push(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`);
  return parts.join('');
}
