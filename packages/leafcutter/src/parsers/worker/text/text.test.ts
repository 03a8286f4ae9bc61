/** Text formats: what a reader of each sees, as pages of a grid. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import type { Page } from '../../../document/types.ts';
import { LeafcutterError } from '../../../errors.ts';
import { pageOfBytes, pagesOf, withDocument } from '../../../testing/drawn-files.ts';

const read = (text: string | Uint8Array, name: string): Promise<Page> =>
  pageOfBytes(typeof text === 'string' ? Buffer.from(text) : text, name);

/** Texts of the cells of the only table, row by row; null where a neighbour spans the place. */
function tableOf(page: Page): (string | null)[][] {
  assert.equal(page.tables.length, 1);
  return (page.tables[0]?.rows ?? []).map((row) =>
    row.map((cell) => (cell === null ? null : page.text.slice(cell.start, cell.end))),
  );
}

const struck = (page: Page): readonly string[] =>
  page.words.filter((word) => word.struck).map((word) => word.text);
const hidden = (page: Page): readonly string[] =>
  page.words.filter((word) => word.hidden).map((word) => word.text);
const bold = (page: Page): readonly string[] =>
  page.words.filter((word) => word.bold === true).map((word) => word.text);

describe('HTML', () => {
  test('loads nothing and runs nothing', async (context) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('x');
    }).listen(0, '127.0.0.1');
    context.after(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port }: AddressInfo = Object(server.address());
    const base = `http://127.0.0.1:${port}`;
    const page = await read(
      `<!doctype html><html><head><base href="${base}/"><link rel="stylesheet" href="${base}/a.css">
      <meta http-equiv="refresh" content="0;url=${base}/b"><script src="${base}/c.js"></script></head><body>
      <img src="${base}/d.png" alt="Logo"><iframe src="${base}/e"></iframe><object data="${base}/f"></object>
      <p>Total 5</p><script>document.body.innerHTML = 'Total 9'; fetch('${base}/g')</script>
      <img src=x onerror="fetch('${base}/h')"></body></html>`,
      'page.html',
    );
    assert.equal(page.text, 'Logo\nTotal 5');
    assert.deepEqual(asked, []);
  });

  test('shows what a reader sees: no hidden parts, chosen options, struck text as struck', async () => {
    const page = await read(
      `<p>Price <s>100</s> <b>80</b> EUR</p><p hidden>secret</p><p style="display: none">unseen</p>
       <select><option>red</option><option selected>blue</option></select>
       <input type="checkbox" checked> yes <input type="hidden" value="token">`,
      'page.html',
    );
    assert.equal(page.text, 'Price 100 80 EUR\nblue ☒ yes\nsecret\nunseen');
    assert.deepEqual(struck(page), ['100']);
    assert.deepEqual(hidden(page), ['secret', 'unseen']);
    assert.deepEqual(bold(page), ['80']);
  });

  test('gives every chosen option, and the first where none is', async () => {
    const options = (chosen: string): string =>
      `<option>red<option ${chosen}>light blue<option>green<option ${chosen}>grey`;
    const page = await read(
      `<p>Colours: <select multiple>${options('selected')}</select><p>Other: <select>${options('')}</select>`,
      'form.html',
    );
    assert.equal(page.text, 'Colours: light blue, grey\nOther: red');
  });

  test('gives tables with their spans', async () => {
    const page = await read(
      '<table><tr><th>Item<th colspan=2>Price</tr><tr><td rowspan=2>Box<td>1<td>2</tr><tr><td>3<td>4</tr></table>',
      'table.html',
    );
    assert.deepEqual(tableOf(page), [
      ['Item', 'Price', null],
      ['Box', '1', '2'],
      [null, '3', '4'],
    ]);
    assert.equal(page.tables[0]?.headerRows, 1);
  });

  test('takes the rows of a head as such, whatever cells they have, and terms as a table of two columns', async () => {
    const page = await read(
      `<table><thead><tr><td rowspan=2>Item<td colspan=2>Price<tr><td>net<td>gross</thead><tr><td>Box<td>1<td>2</table>
       <dl><div><dt>Order<dd>4711</div><dt>Paid<dd>1 May<dd>2 May</dl>`,
      'table.html',
    );
    assert.deepEqual(
      page.tables.map(({ headerRows }) => headerRows),
      [2, 0],
    );
    assert.equal(page.text, 'Item Price\nnet gross\nBox 1 2\nOrder 4711\nPaid 1 May\n2 May');
  });
});

describe('what is large or hostile', () => {
  test('a sheet of many rows is read to its end', async () => {
    const rows = Array.from({ length: 150_000 }, (_, index) => `${index},row ${index}\n`).join('');
    const pages = Math.ceil(150_001 / 72);
    const [last] = await withDocument(Buffer.from(`number,name\n${rows}`), 'rows.csv', (opened, signal) =>
      opened.parse({ first: pages, last: opened.totalPages }, signal),
    );
    assert.match(last?.text ?? '', /149999 row 149999$/);
    assert.equal(last?.words.at(-1)?.cell, 'B150001');
  });

  test('a sheet of more columns than spreadsheets have is an error that says so', async () => {
    await assert.rejects(read(`${'a,'.repeat(20_000)}\n${'1,'.repeat(20_000)}`, 'wide.csv'), {
      code: 'document_unreadable',
      message: /wide\.csv has 20001 columns, and 16384 at most/,
    });
  });

  test('elements without end are an error that says so', async () => {
    const deep = '<div>'.repeat(100_000);
    await assert.rejects(
      read(`<!doctype html>${deep}x`, 'deep.html'),
      (error) => error instanceof LeafcutterError && /deep\.html is nested too deeply/.test(error.message),
    );
  });

  test('a line without end becomes several, with every word of it', async () => {
    const words = Array.from({ length: 3_000 }, (_, index) => `word${index}`);
    const page = await read(words.join(' '), 'line.txt');
    assert.ok(page.lines.length > 1);
    assert.deepEqual(
      page.words.map((word) => word.text),
      words,
    );
  });
});

test('a page ends before its text grows too long, and no line is lost', async () => {
  const lines = Array.from({ length: 60 }, (_, index) => `${index} ${'word '.repeat(1_000)}`);
  const pages = await pagesOf(Buffer.from(lines.join('\n')), 'long.txt');
  assert.ok(pages.length > 1);
  for (const page of pages) assert.ok(page.text.length <= 40_000);
  assert.equal(pages.flatMap((page) => page.lines).length, lines.length);
});

describe('Markdown', () => {
  test('comes without its signs, tables as tables, struck text as struck', async () => {
    const page = await read(
      '# Order\n\nTotal **80** ~~100~~\n\n| Item | Price |\n|---|--:|\n| Box | 5 |\n\n- one\n- two\n',
      'order.md',
    );
    assert.equal(page.text, 'Order\nTotal 80 100\nItem Price\nBox 5\n- one\n- two');
    assert.deepEqual(struck(page), ['100']);
    assert.deepEqual(bold(page), ['80']);
    assert.deepEqual(tableOf(page), [
      ['Item', 'Price'],
      ['Box', '5'],
    ]);
  });
});

describe('CSV', () => {
  test('is a sheet whose words know their cells', async () => {
    const page = await read('Item;Price\n"Box; large";"1.234,50"\nBag;"two\nlines"\n', 'items.csv');
    assert.equal(page.sheet, 'items');
    assert.deepEqual(tableOf(page), [
      ['Item', 'Price'],
      ['Box; large', '1.234,50'],
      ['Bag', 'two lines'],
    ]);
    assert.equal(page.words.find((word) => word.text === '1.234,50')?.cell, 'B2');
  });

  test('knows its table below a title and captions, whose cells keep their addresses', async () => {
    const page = await read(
      'Report, spring\nCustomer;4711\n\nItem;Count;Price\nBox;1;2,50\nBag;3;4,75\nTotal;;7,25\n',
      'report.csv',
    );
    const table = page.tables.at(-1);
    assert.equal(table?.headerRows, 1);
    assert.deepEqual(
      table.rows[1]?.map((cell) => page.text.slice(cell?.start, cell?.end)),
      ['Box', '1', '2,50'],
    );
    const cells = new Map(page.words.map((word) => [word.text, word.cell]));
    assert.deepEqual(
      ['Report,', '4711', 'Item', '2,50'].map((text) => cells.get(text)),
      ['A1', 'B2', 'A4', 'C5'],
    );
  });

  test('is divided by the sign that every line has, not by that of decimals or of a text over several lines', async () => {
    for (const sign of [';', '\t', '|']) {
      const text = `Item${sign}Price\r\nBox${sign}1,5\r\n"Bag\nwith, a; list"${sign}2,5\r\n`;
      assert.deepEqual(tableOf(await read(text, 'a.csv')), [
        ['Item', 'Price'],
        ['Box', '1,5'],
        ['Bag with, a; list', '2,5'],
      ]);
    }
  });
});

describe('plain text', () => {
  test('is read in whatever encoding it has', async () => {
    const text = 'Prüfung für 5 €';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const windows = Buffer.from(text.replace('€', '\u0080'), 'latin1');
    const unmarked = Buffer.from(text, 'utf16le');
    const swapped = Buffer.from(unmarked).swap16();
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), utf16, windows, unmarked, swapped])
      assert.equal((await read(bytes, 'note.txt')).text, text);
    assert.equal((await read(Buffer.from('請求書\n番号 7\n', 'utf16le'), 'note.txt')).text, '請求書\n番号 7');
  });

  test('of a web page is in the encoding that it declares, unless it is UTF-8', async () => {
    const page = (label: string): string => `<!doctype html><meta charset="${label}"><p>`;
    const polish = Buffer.concat([Buffer.from(page('iso-8859-2')), Buffer.from([0xb3, 0xf3, 0x64, 0xbc])]);
    assert.equal((await read(polish, 'a.html')).text, 'łódź');
    assert.equal((await read(`${page('iso-8859-1')}łódź`, 'a.html')).text, 'łódź');
    const unknown = Buffer.concat([Buffer.from(page('klingon')), Buffer.from([0xe9, 0x74, 0xe9])]);
    assert.equal((await read(unknown, 'a.html')).text, 'été');
  });

  test('has soft hyphens and ligatures resolved, and every word at its range', async () => {
    const page = await read('Rech\u00adnung \ufb01nal cafe\u0301 \u{20000}字 end', 'note.txt');
    assert.equal(page.text, 'Rechnung final café \u{20000}字 end');
    for (const word of page.words) assert.equal(page.text.slice(word.start, word.end), word.text);
  });

  test('has a page where a form feed says so, and after as many lines as a sheet takes', async () => {
    const pages = await pagesOf(Buffer.from('one\ftwo'), 'note.txt');
    assert.deepEqual(
      pages.map((page) => page.text),
      ['one', 'two'],
    );
    assert.equal((await pagesOf(Buffer.from('line\n'.repeat(100)), 'note.txt')).length, 2);
  });
});
