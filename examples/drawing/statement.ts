/** A German bank statement: bookings of several lines in a table that goes over page breaks, with carried balances. */
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
  type Paper,
  type TextStyle,
} from './paper.ts';
import { bookings, openingCents, type Booking } from './statement-data.ts';

const bank = { name: 'Seebrücke Bank eG', bic: 'GENODEF1SBX' };
const account = {
  holder: 'Tischlerei Marlene Vogt e. K.',
  street: 'Werftstraße 28',
  town: '23999 Süderholm',
  iban: 'DE07 2309 9999 0004 4172 56',
};
const statement = { number: '2/2026', from: '2026-02-01', to: '2026-02-28', opened: '2026-01-31' };

const all = bookings();
const sumOf = (cents: readonly number[]): number => cents.reduce((total, part) => total + part, 0);
const credits = sumOf(all.map((booking) => Math.max(0, booking.cents)));
const debits = sumOf(all.map((booking) => Math.min(0, booking.cents)));
const closing = openingCents + credits + debits;

export const expectedStatement = {
  bank_name: bank.name,
  account_holder: account.holder,
  iban: account.iban,
  bic: bank.bic,
  statement_number: statement.number,
  period_start: statement.from,
  period_end: statement.to,
  currency: 'EUR',
  opening_balance: amountOf(openingCents),
  closing_balance: amountOf(closing),
  total_credits: amountOf(credits),
  total_debits: amountOf(debits),
  transactions: all.map((booking) => ({
    booking_date: booking.booked,
    value_date: booking.value,
    description: booking.lines.join(' '),
    amount: amountOf(booking.cents),
  })),
};

const left = 56;
const right = pageSize.width - 46;
const bottom = 744;
const blue = '#123f6d';
const plain: TextStyle = { font: 'Helvetica', size: 9 };
const bold: TextStyle = { font: 'Helvetica-Bold', size: 9 };
const small: TextStyle = { font: 'Helvetica', size: 7, colour: '#444444' };
const columns = { booked: left, value: left + 62, text: left + 124, amount: right - 4 } as const;

export async function drawStatement(): Promise<Uint8Array> {
  const paper = createPaper(`Kontoauszug ${statement.number}`, bank.name, new Date('2026-02-28T21:15:00Z'));
  const bytes = collectBytes(paper);
  const pages = paginate();
  let balance = openingCents;
  pages.forEach((onPage, index) => {
    paper.addPage();
    drawHead(paper, index + 1, pages.length);
    let y = drawTableHead(paper, index === 0 ? 312 : 128);
    y = drawBalance(
      paper,
      y,
      index === 0
        ? `Alter Kontostand am ${printDate(statement.opened, 'de')}`
        : `Übertrag von Seite ${index}`,
      balance,
    );
    for (const booking of onPage) {
      y = drawBooking(paper, y, booking);
      balance += booking.cents;
    }
    if (index + 1 < pages.length) drawBalance(paper, y, `Übertrag auf Seite ${index + 2}`, balance);
    else drawEnd(paper, y, balance);
    drawFoot(paper);
  });
  paper.end();
  return await bytes;
}

const leading = 10.8;
const heightOf = (booking: Booking): number => booking.lines.length * leading + 6;

function paginate(): readonly (readonly Booking[])[] {
  const pages: Booking[][] = [[]];
  let y = 312 + 40;
  for (const booking of all) {
    if (y + heightOf(booking) > bottom - 24) {
      pages.push([]);
      y = 128 + 40;
    }
    pages.at(-1)?.push(booking);
    y += heightOf(booking);
  }
  return pages;
}

function drawHead(paper: Paper, page: number, pages: number): void {
  paper.rect(0, 0, pageSize.width, 12).fill(blue);
  paper.path('M 56 62 q 9 -14 18 0 q 9 14 18 0').lineWidth(3).strokeColor('#3f9bd1').stroke();
  paper.path('M 56 52 q 9 -14 18 0 q 9 14 18 0').lineWidth(3).strokeColor(blue).stroke();
  put(paper, bank.name, 100, 47, { font: 'Helvetica-Bold', size: 15, colour: blue });
  put(paper, `Kontoauszug ${statement.number}`, right, 44, { ...bold, size: 11, align: 'right' });
  put(paper, `Seite ${page} von ${pages}`, right, 60, { ...plain, align: 'right' });
  if (page > 1) {
    put(paper, `IBAN ${account.iban}`, left, 96, plain);
    put(paper, account.holder, right, 96, { ...plain, align: 'right' });
    return;
  }
  put(paper, `${bank.name} · Postfach 12 40 · 23996 Süderholm`, left, 118, { ...small, size: 6.5 });
  putLines(paper, [account.holder, account.street, account.town], left, 134, 13, { ...plain, size: 10 });
  const facts: readonly (readonly [string, string])[] = [
    ['Kontoinhaber', account.holder],
    ['IBAN', account.iban],
    ['BIC', bank.bic],
    ['Zeitraum', `${printDate(statement.from, 'de')} bis ${printDate(statement.to, 'de')}`],
    ['Kontoart', 'Geschäftskonto Komfort'],
    ['Kontowährung', 'EUR'],
    ['Eingeräumter Kredit', '15.000,00 EUR'],
  ];
  facts.forEach(([label, value], index) => {
    put(paper, label, 316, 118 + index * 14, { ...plain, size: 8.5, colour: '#444444' });
    put(paper, value, 408, 118 + index * 14, { ...plain, size: 8.5 });
  });
  put(paper, 'Ihr Kontoauszug', left, 236, { font: 'Helvetica-Bold', size: 14 });
  putLines(
    paper,
    [
      'Guten Tag, nachfolgend finden Sie alle Buchungen des genannten Zeitraums. Bitte prüfen Sie den Auszug und melden',
      'Sie Einwendungen innerhalb von sechs Wochen. Guthaben sind nach Maßgabe des Gesetzes gesichert.',
    ],
    left,
    260,
    11.5,
    { ...plain, size: 8.5 },
  );
}

function drawTableHead(paper: Paper, top: number): number {
  rule(paper, left, right, top, { colour: blue, width: 1 });
  const heading = { ...bold, size: 8.5, colour: blue } as const;
  put(paper, 'Buchung', columns.booked, top + 5, heading);
  put(paper, 'Wert', columns.value, top + 5, heading);
  put(paper, 'Verwendungszweck', columns.text, top + 5, heading);
  put(paper, 'Betrag in EUR', columns.amount, top + 5, { ...heading, align: 'right' });
  rule(paper, left, right, top + 18, { colour: blue, width: 0.5 });
  return top + 23;
}

function drawBalance(paper: Paper, y: number, label: string, cents: number): number {
  put(paper, label, columns.text, y + 1, bold);
  put(paper, printGerman(cents), columns.amount, y + 1, { ...bold, align: 'right' });
  return y + 17;
}

function drawBooking(paper: Paper, y: number, booking: Booking): number {
  put(paper, printDate(booking.booked, 'de'), columns.booked, y, plain);
  put(paper, printDate(booking.value, 'de'), columns.value, y, plain);
  putLines(paper, booking.lines, columns.text, y, leading, plain);
  put(paper, printGerman(booking.cents), columns.amount, y, { ...plain, align: 'right' });
  return y + heightOf(booking);
}

function drawEnd(paper: Paper, y: number, balance: number): void {
  rule(paper, columns.text, right, y - 1, { colour: '#1a1a1a' });
  const label = `Neuer Kontostand am ${printDate(statement.to, 'de')}`;
  const next = drawBalance(paper, y + 3, label, balance);
  rule(paper, columns.text, right, next - 1, { colour: '#1a1a1a', width: 1 });
  const top = next + 14;
  paper.rect(left, top, right - left, 60).fill('#eaf1f7');
  put(paper, 'Zusammenfassung', left + 10, top + 8, bold);
  put(paper, 'Summe Gutschriften', left + 10, top + 25, plain);
  put(paper, printGerman(credits), left + 220, top + 25, { ...plain, align: 'right' });
  put(paper, 'Summe Belastungen', left + 10, top + 40, plain);
  put(paper, printGerman(debits), left + 220, top + 40, { ...plain, align: 'right' });
  put(paper, 'Anzahl Buchungen', left + 270, top + 25, plain);
  put(paper, String(all.length), columns.amount - 8, top + 25, { ...plain, align: 'right' });
}

function drawFoot(paper: Paper): void {
  rule(paper, left, right, 778, { colour: blue });
  const groups = [
    [bank.name, 'Hafenmarkt 3, 23999 Süderholm', 'Telefon 04599 0100-0'],
    [
      'Vorstand: Dr. Anke Lührs, Tom Rickert',
      'Aufsichtsrat: Hilke Brodersen (Vors.)',
      'Amtsgericht Nordkreis GnR 418',
    ],
    [`BIC ${bank.bic}`, 'USt-IdNr. DE 999 412 076', 'www.seebruecke-bank.example'],
  ];
  groups.forEach((lines, index) => putLines(paper, lines, [left, 228, 412][index] ?? left, 784, 9, small));
}
