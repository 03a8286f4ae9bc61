/** An English invoice: letterhead, two addresses, a table of goods, taxes and totals, bank details at the foot. */
import {
  amountOf,
  collectBytes,
  createPaper,
  pageSize,
  printDate,
  printEnglish,
  put,
  putLines,
  rule,
  type Paper,
  type TextStyle,
} from './paper.ts';

interface Item {
  readonly article: string;
  readonly description: string;
  readonly note?: string;
  readonly quantity: number;
  readonly unit: string;
  readonly priceCents: number;
  readonly vatRate: 0 | 20;
}

const seller = {
  name: 'Alder & Finch Scientific Ltd',
  street: '14 Weavers Yard',
  town: 'Norwich NR3 1TQ',
  vat: 'GB 774 2091 63',
};
const buyer = {
  name: 'Harbour Lane Research Laboratories',
  street: '3 Harbour Lane',
  town: 'Ipswich IP4 1BD',
};
const head = {
  number: 'AF-2026-00417',
  date: '2026-03-14',
  due: '2026-04-13',
  order: 'PO-88213',
  customer: 'C-10442',
  delivered: '2026-03-11',
};
const bank = { iban: 'GB63 NOPB 6016 1331 9268 19', bic: 'NOPBGB2L' };
const carriageCents = 1_850;
const depositCents = 25_000;

const items: readonly Item[] = [
  item('BK-0250', 'Beaker, borosilicate, low form, 250 ml', 24, 'pcs', 385),
  item('BK-1000', 'Beaker, borosilicate, low form, 1,000 ml', 12, 'pcs', 740),
  item('FL-0500', 'Erlenmeyer flask, narrow neck, 500 ml', 18, 'pcs', 595),
  item('PT-0010', 'Graduated pipette, class A, 10 ml', 40, 'pcs', 425, 'with certificate of conformity'),
  item('BU-0050', 'Burette with PTFE stopcock, 50 ml', 4, 'pcs', 4_690),
  item('GL-NT-M', 'Nitrile gloves, powder free, size M', 30, 'box', 890, 'box of 100'),
  item('FP-0110', 'Filter paper, grade 1, 110 mm', 10, 'pack', 645),
  item('CH-ET25', 'Ethanol 96 %, denatured, 2.5 l', 8, 'btl', 2_160, 'UN 1170, class 3'),
  item('CH-NC10', 'Sodium chloride, analytical grade, 1 kg', 6, 'btl', 1_275),
  item('HS-0550', 'Hotplate stirrer with temperature probe', 1, 'pcs', 68_400, 'serial no. 77120934'),
  { ...item('BO-4411', 'Handbook of Laboratory Safety, 4th edition', 3, 'pcs', 3_800), vatRate: 0 },
  item('SV-CAL1', 'Calibration of balances on your premises', 4.5, 'hrs', 7_200),
];

function item(
  article: string,
  description: string,
  quantity: number,
  unit: string,
  priceCents: number,
  note?: string,
): Item {
  const base = { article, description, quantity, unit, priceCents, vatRate: 20 } as const;
  return note === undefined ? base : { ...base, note };
}

const lineCents = (line: Item): number => Math.round(line.quantity * line.priceCents);
const sum = (cents: readonly number[]): number => cents.reduce((total, part) => total + part, 0);

const subtotal = sum(items.map(lineCents));
const zeroRated = sum(items.filter((line) => line.vatRate === 0).map(lineCents));
const standardRated = subtotal - zeroRated + carriageCents;
const taxes = [
  { rate: 20, base: standardRated, amount: Math.round(standardRated * 0.2) },
  { rate: 0, base: zeroRated, amount: 0 },
];
const total = subtotal + carriageCents + sum(taxes.map((tax) => tax.amount));
const due = total - depositCents;

export const expectedInvoice = {
  invoice_number: head.number,
  invoice_date: head.date,
  due_date: head.due,
  purchase_order: head.order,
  currency: 'GBP',
  seller: { name: seller.name, address: `${seller.street}, ${seller.town}`, vat_number: seller.vat },
  buyer: { name: buyer.name, address: `${buyer.street}, ${buyer.town}` },
  line_items: items.map((line, index) => ({
    position: index + 1,
    article_number: line.article,
    description: line.note === undefined ? line.description : `${line.description} ${line.note}`,
    quantity: line.quantity,
    unit: line.unit,
    unit_price: amountOf(line.priceCents),
    vat_rate: line.vatRate,
    amount: amountOf(lineCents(line)),
  })),
  subtotal: amountOf(subtotal),
  carriage: amountOf(carriageCents),
  taxes: taxes.map((tax) => ({
    rate: tax.rate,
    net_amount: amountOf(tax.base),
    tax_amount: amountOf(tax.amount),
  })),
  total: amountOf(total),
  deposit_paid: amountOf(depositCents),
  amount_due: amountOf(due),
  iban: bank.iban,
  bic: bank.bic,
};

const left = 50;
const right = pageSize.width - 50;
const green = '#2f6b4f';
const body: TextStyle = { font: 'sans', size: 9 };
const bold: TextStyle = { font: 'sans-bold', size: 9 };
const small: TextStyle = { font: 'sans', size: 7.5, colour: '#555555' };

export async function drawInvoice(): Promise<Uint8Array> {
  const paper = createPaper(`Invoice ${head.number}`, seller.name, new Date('2026-03-14T09:30:00Z'));
  const bytes = collectBytes(paper);
  paper.addPage();
  drawLetterhead(paper);
  drawAddresses(paper);
  drawHead(paper);
  const tableEnd = drawTable(paper, 292);
  drawTotals(paper, tableEnd + 12);
  drawFoot(paper);
  paper.end();
  return await bytes;
}

function drawLetterhead(paper: Paper): void {
  paper
    .path('M 50 74 C 50 50 66 42 86 42 C 86 64 74 76 56 74 C 60 64 68 56 76 52 C 64 56 56 64 53 76 Z')
    .fill(green);
  put(paper, 'Alder & Finch', 96, 43, { font: 'sans-bold', size: 17, colour: green });
  put(paper, 'SCIENTIFIC SUPPLIES SINCE 1978', 96, 65, { ...small, size: 6.5, spacing: 1.2 });
  const lines = [
    seller.street,
    seller.town,
    'Telephone 01632 960 417',
    'accounts@alderfinch.example',
    `VAT number ${seller.vat}`,
  ];
  put(paper, seller.name, right, 40, { ...bold, align: 'right' });
  putLines(paper, lines, right, 52, 11, { ...small, size: 8, align: 'right' });
  rule(paper, left, right, 116, { colour: green, width: 1 });
}

function drawAddresses(paper: Paper): void {
  put(paper, 'Invoice', left, 130, { font: 'sans-bold', size: 22 });
  put(paper, 'BILL TO', left, 172, { ...small, spacing: 0.6 });
  putLines(paper, [buyer.name, 'Accounts Payable', buyer.street, buyer.town], left, 184, 12.5, body);
  put(paper, 'DELIVER TO', 222, 172, { ...small, spacing: 0.6 });
  putLines(
    paper,
    ['Harbour Lane Research', 'Goods In, Gate 2', '7 Cobbold Street', 'Ipswich IP4 2DR'],
    222,
    184,
    12.5,
    body,
  );
}

function drawHead(paper: Paper): void {
  const rows: readonly (readonly [string, string])[] = [
    ['Invoice number', head.number],
    ['Invoice date', printDate(head.date, 'en')],
    ['Due date', printDate(head.due, 'en')],
    ['Your order', head.order],
    ['Customer number', head.customer],
    ['Date of supply', printDate(head.delivered, 'en')],
  ];
  paper.rect(362, 166, right - 362, rows.length * 15 + 10).fill('#eef4f0');
  rows.forEach(([label, value], index) => {
    put(paper, label, 372, 172 + index * 15, body);
    put(paper, value, right - 10, 172 + index * 15, { ...bold, align: 'right' });
  });
}

const columns = {
  position: left + 22,
  article: left + 32,
  description: left + 82,
  quantity: 330,
  unit: 338,
  price: 418,
  vat: 462,
  amount: right - 6,
} as const;

function drawTable(paper: Paper, top: number): number {
  paper.rect(left, top, right - left, 19).fill(green);
  const white = { ...bold, size: 8.5, colour: '#ffffff' } as const;
  put(paper, 'Pos', columns.position, top + 4, { ...white, align: 'right' });
  put(paper, 'Article', columns.article, top + 4, white);
  put(paper, 'Description', columns.description, top + 4, white);
  put(paper, 'Qty', columns.quantity, top + 4, { ...white, align: 'right' });
  put(paper, 'Unit', columns.unit, top + 4, white);
  put(paper, 'Unit price', columns.price, top + 4, { ...white, align: 'right' });
  put(paper, 'VAT %', columns.vat, top + 4, { ...white, align: 'right' });
  put(paper, 'Amount GBP', columns.amount, top + 4, { ...white, align: 'right' });
  let y = top + 24;
  items.forEach((line, index) => {
    put(paper, String(index + 1), columns.position, y, { ...body, align: 'right' });
    put(paper, line.article, columns.article, y, body);
    put(paper, line.description, columns.description, y, body);
    put(paper, String(line.quantity), columns.quantity, y, { ...body, align: 'right' });
    put(paper, line.unit, columns.unit, y, body);
    put(paper, printEnglish(line.priceCents), columns.price, y, { ...body, align: 'right' });
    put(paper, String(line.vatRate), columns.vat, y, { ...body, align: 'right' });
    put(paper, printEnglish(lineCents(line)), columns.amount, y, { ...body, align: 'right' });
    if (line.note !== undefined) {
      y += 11;
      put(paper, line.note, columns.description, y, small);
    }
    y += 15.5;
    rule(paper, left, right, y - 1.5, { colour: '#d4ddd8', width: 0.4 });
    y += 1.5;
  });
  return y;
}

function drawTotals(paper: Paper, top: number): void {
  put(paper, 'VAT summary', left, top, bold);
  const header = ['Rate', 'Net amount', 'VAT'];
  const rows = taxes.map((tax) => [`${tax.rate} %`, printEnglish(tax.base), printEnglish(tax.amount)]);
  [header, ...rows].forEach((cells, row) => {
    const y = top + 15 + row * 13;
    const ends = [left + 34, left + 116, left + 176];
    cells.forEach((cell, column) =>
      put(paper, cell, ends[column] ?? left, y, {
        ...(row === 0 ? small : body),
        size: 8.5,
        align: 'right',
      }),
    );
  });
  rule(paper, left, left + 180, top + 27, { colour: '#b9c6bf' });

  const lines: readonly (readonly [string, number])[] = [
    ['Subtotal', subtotal],
    ['Carriage', carriageCents],
    ['VAT 20 %', taxes[0]?.amount ?? 0],
    ['Total GBP', total],
    ['Deposit paid', depositCents],
  ];
  lines.forEach(([label, cents], index) => {
    const style = label === 'Total GBP' ? bold : body;
    put(paper, label, 372, top + index * 15, style);
    put(paper, printEnglish(cents), columns.amount, top + index * 15, { ...style, align: 'right' });
  });
  rule(paper, 372, right, top + 44, { colour: '#1a1a1a' });
  paper.rect(362, top + 78, right - 362, 22).fill(green);
  const white = { font: 'sans-bold', size: 10, colour: '#ffffff' } as const;
  put(paper, 'Amount due', 372, top + 82, white);
  put(paper, `£${printEnglish(due)}`, columns.amount, top + 82, { ...white, align: 'right' });
  putLines(
    paper,
    [
      'Payment is due within 30 days of the invoice date. Please quote the invoice number.',
      'Goods remain our property until paid in full.',
    ],
    left,
    top + 112,
    11,
    small,
  );
}

function drawFoot(paper: Paper): void {
  rule(paper, left, right, 772, { colour: green, width: 1 });
  const columnsOfFoot = [
    ['Alder & Finch Scientific Ltd', 'Registered in England 01390772', 'Directors: R. Alder, M. Finch'],
    ['Bank: Norwich Provincial Bank', `IBAN ${bank.iban}`, `BIC ${bank.bic}`],
    ['Sort code 60-16-13', 'Account 31926819', 'www.alderfinch.example'],
  ];
  columnsOfFoot.forEach((lines, index) =>
    putLines(paper, lines, [left, 222, 412][index] ?? left, 780, 10, { ...small, size: 7 }),
  );
  put(paper, 'Page 1 of 1', right, 816, { ...small, size: 7, align: 'right' });
}
