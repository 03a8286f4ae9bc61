/** A German letter, printed, signed, scanned: the pages of the PDF are pictures without any text. */
import { LiteParse } from '@llamaindex/liteparse';
import sharp from 'sharp';
import {
  amountOf,
  collectBytes,
  createPaper,
  pageSize,
  printDate,
  printGerman,
  put,
  putLines,
  rule,
  seededRandom,
  type Paper,
  type TextStyle,
} from './paper.ts';

const sender = {
  name: 'Hausverwaltung Reetdorf GmbH',
  street: 'Lindenallee 41',
  town: '23996 Süderholm',
  iban: 'DE06 2309 9999 0007 7300 18',
  bic: 'GENODEF1SBX',
};
const recipient = { name: 'Frau Johanna Brinkmann', street: 'Am Fischerkai 7', town: '23999 Süderholm' };
const letter = {
  date: '2026-03-09',
  reference: 'BK-2025/0193',
  tenantNumber: '4402-07',
  object: 'Am Fischerkai 7, 2. OG rechts',
  from: '2025-01-01',
  to: '2025-12-31',
  due: '2026-04-15',
  newRentFrom: '2026-05-01',
};
const costs: readonly (readonly [label: string, cents: number])[] = [
  ['Heizung und Warmwasser', 118_642],
  ['Wasser und Abwasser', 41_280],
  ['Grundsteuer und Versicherungen', 33_715],
  ['Müllabfuhr und Straßenreinigung', 19_890],
  ['Hausmeister und Gartenpflege', 28_433],
];
const total = costs.reduce((sum, [, cents]) => sum + cents, 0);
const prepaid = 12 * 18_500;
const owed = total - prepaid;
const newPrepayment = 20_500;

export const expectedLetter = {
  sender: { name: sender.name, address: `${sender.street}, ${sender.town}` },
  recipient: { name: recipient.name, address: `${recipient.street}, ${recipient.town}` },
  letter_date: letter.date,
  reference: letter.reference,
  tenant_number: letter.tenantNumber,
  property: letter.object,
  period_start: letter.from,
  period_end: letter.to,
  costs: costs.map(([description, cents]) => ({ description, amount: amountOf(cents) })),
  total_costs: amountOf(total),
  prepayments: amountOf(prepaid),
  balance_due: amountOf(owed),
  due_date: letter.due,
  new_monthly_prepayment: amountOf(newPrepayment),
  iban: sender.iban,
};

const left = 68;
const right = pageSize.width - 62;
const created = new Date('2026-03-12T08:02:00Z');
const body: TextStyle = { font: 'serif', size: 11 };
const bold: TextStyle = { font: 'serif-bold', size: 11 };
const small: TextStyle = { font: 'serif', size: 8.5, colour: '#333333' };

/** The letter as it was printed, before it was scanned. */
export async function drawPrintedLetter(): Promise<Uint8Array> {
  const paper = createPaper('Betriebskostenabrechnung 2025', sender.name, created);
  const bytes = collectBytes(paper);
  paper.addPage();
  drawHead(paper);
  drawText(paper, 322);
  drawFoot(paper);
  paper.end();
  return await bytes;
}

/** The same bytes on one machine; another machine's rasteriser may round a pixel otherwise. */
export async function drawScannedLetter(): Promise<Uint8Array> {
  const scan = await scanned(await drawPrintedLetter());
  const paper = createPaper('Scan 2026-03-12 08:02', 'Copier 3rd floor', created);
  const bytes = collectBytes(paper);
  paper.addPage();
  paper.image(scan, 0, 0, { width: pageSize.width, height: pageSize.height });
  paper.end();
  return await bytes;
}

const dotsPerInch = 200;
/** Degrees; the sheet lay a little askew on the glass. */
const skew = 0.5;

async function scanned(printed: Uint8Array): Promise<Buffer> {
  const reader = new LiteParse({ dpi: dotsPerInch, quiet: true });
  const [page] = await reader.screenshot(printed, [1]);
  if (page === undefined) throw new Error('the printed letter has no page');
  const { data, info } = await sharp(page.imageBuffer)
    .flatten({ background: '#ffffff' })
    .greyscale()
    .rotate(skew, { background: '#ffffff' })
    .resize(page.width, page.height, { fit: 'cover' })
    .blur(0.6)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const random = seededRandom(1_203);
  const grey = Uint8Array.from({ length: info.width * info.height }, (_, index) => {
    const x = (index % info.width) / info.width;
    const shade = 8 * x * x + (x > 0.992 ? 60 : 0);
    const noise = (random() + random() - 1) * 14;
    const ink = data[index * info.channels] ?? 255;
    return Math.max(0, Math.min(255, Math.round(14 + ink * 0.92 - shade + noise)));
  });
  return await sharp(grey, { raw: { width: info.width, height: info.height, channels: 1 } })
    .withMetadata({ density: dotsPerInch })
    .jpeg({ quality: 45 })
    .toBuffer();
}

function drawHead(paper: Paper): void {
  paper.path('M 468 48 L 492 28 L 516 48 L 516 72 L 468 72 Z').lineWidth(2).strokeColor('#222222').stroke();
  paper.rect(486, 54, 12, 18).lineWidth(1.5).strokeColor('#222222').stroke();
  put(paper, sender.name, left, 40, { font: 'serif-bold', size: 17 });
  put(paper, `${sender.street} · ${sender.town} · Telefon 04599 0177-30`, left, 64, small);
  rule(paper, left, right, 84, { colour: '#222222', width: 1 });
  put(paper, `${sender.name}, ${sender.street}, ${sender.town}`, left, 128, { ...small, size: 7.5 });
  putLines(paper, [recipient.name, recipient.street, recipient.town], left, 146, 15, body);
  const facts: readonly (readonly [string, string])[] = [
    ['Datum:', printDate(letter.date, 'de')],
    ['Unser Zeichen:', letter.reference],
    ['Mieternummer:', letter.tenantNumber],
    ['Sachbearbeitung:', 'Herr Clasen'],
  ];
  facts.forEach(([label, value], index) => {
    put(paper, label, 356, 146 + index * 15, { ...body, size: 10 });
    put(paper, value, 446, 146 + index * 15, { ...body, size: 10 });
  });
  put(paper, 'Betriebskostenabrechnung für das Jahr 2025', left, 256, { ...bold, size: 12.5 });
  put(paper, `Objekt: ${letter.object}`, left, 276, body);
  put(
    paper,
    `Abrechnungszeitraum: ${printDate(letter.from, 'de')} bis ${printDate(letter.to, 'de')}`,
    left,
    292,
    body,
  );
}

function drawText(paper: Paper, top: number): void {
  put(paper, 'Sehr geehrte Frau Brinkmann,', left, top, body);
  let y = putLines(
    paper,
    [
      'für Ihre Wohnung sind im vergangenen Jahr die folgenden Kosten entstanden. Die Belege',
      'können Sie nach Terminabsprache in unserem Büro einsehen.',
    ],
    left,
    top + 24,
    15,
    body,
  );
  y += 12;
  put(paper, 'Kostenart', left + 20, y, bold);
  put(paper, 'Ihr Anteil in EUR', 470, y, { ...bold, align: 'right' });
  rule(paper, left + 20, 470, y + 17, { colour: '#222222' });
  y += 22;
  const line = (label: string, cents: number, style: TextStyle): void => {
    put(paper, label, left + 20, y, style);
    put(paper, printGerman(cents), 470, y, { ...style, align: 'right' });
    y += 16;
  };
  for (const [label, cents] of costs) line(label, cents, body);
  rule(paper, left + 20, 470, y + 1, { colour: '#222222' });
  y += 4;
  line('Gesamtkosten', total, bold);
  line('abzüglich Ihrer Vorauszahlungen', prepaid, body);
  line('Nachzahlung', owed, bold);
  y = putLines(
    paper,
    [
      `Bitte überweisen Sie die Nachzahlung von ${printGerman(owed)} EUR bis zum ${printDate(letter.due, 'de')} auf unser unten`,
      'genanntes Konto und geben Sie dabei Ihre Mieternummer an.',
      '',
      `Ab dem ${printDate(letter.newRentFrom, 'de')} beträgt Ihre neue monatliche Vorauszahlung ${printGerman(newPrepayment)} EUR.`,
      'Für Rückfragen stehen wir Ihnen gern zur Verfügung.',
    ],
    left,
    y + 16,
    15,
    body,
  );
  put(paper, 'Mit freundlichen Grüßen', left, y + 14, body);
  drawSignature(paper, left + 4, y + 34);
  putLines(paper, ['Henning Clasen', 'Mietbuchhaltung'], left, y + 68, 14, body);
}

function drawSignature(paper: Paper, x: number, y: number): void {
  paper
    .save()
    .translate(x, y)
    .path(
      'M 2 24 C 8 2 18 -4 16 10 C 14 24 6 30 12 22 C 20 10 26 8 25 16 C 24 24 34 8 38 12 C 42 16 34 26 44 18',
    )
    .lineWidth(1.3)
    .strokeColor('#222244')
    .stroke()
    .path(
      'M 48 20 C 52 0 66 -6 62 6 C 58 18 46 26 60 24 C 74 22 70 10 78 14 C 84 18 76 26 96 12 C 104 8 110 14 124 10',
    )
    .lineWidth(1.3)
    .strokeColor('#222244')
    .stroke()
    .restore();
}

function drawFoot(paper: Paper): void {
  rule(paper, left, right, 772, { colour: '#222222' });
  const groups = [
    ['Geschäftsführung: Birte Reetdorf', 'Amtsgericht Nordkreis HRB 2207'],
    ['Seebrücke Bank eG', `IBAN ${sender.iban}`, `BIC ${sender.bic}`],
    ['Steuernummer 17/290/01188', 'Seite 1 von 1'],
  ];
  groups.forEach((lines, index) =>
    putLines(paper, lines, [left, 232, 420][index] ?? left, 778, 11, { ...small, size: 8 }),
  );
}
