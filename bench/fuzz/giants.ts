/** Files that are small or simple and would need memory or time without end. Each is made when it is asked for. */
import { constants, deflateSync, crc32, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import type { FuzzFile } from './seeds.ts';

type Giant = () => Promise<Buffer> | Buffer;

const mb = 1_000_000;
const many = (text: string, times: number): Buffer => Buffer.alloc(Buffer.byteLength(text) * times, text);

const giants: Readonly<Record<string, Giant>> = {
  'empty-lines.txt': () => Buffer.concat([many('\n', mb), Buffer.from('Total 5')]),
  'one-line.txt': () => many('Total 5 ', 12 * mb),
  'one-word.txt': () => many('a', 50 * mb),
  'one-letters.txt': () => many('a ', 300_000),
  'numbers.txt': () => many('1,234.50 ', 100_000),
  'dates.txt': () => many('3 May 2024 ', 60_000),
  'labels.txt': () => many('Total: ', 100_000),
  'dashes.txt': () => many('- ', 200_000),
  'columns.txt': () => many('12   ', 200_000),
  'zero-width.txt': () => many('a\u200b', 200_000),
  'marks.txt': () => many('\u0301', 300_000),
  'pages.txt': () => many('x\f', 60_000),
  'columns.csv': () => Buffer.concat([many('a,', 100_000), Buffer.from('\n'), many('1,', 100_000)]),
  'ragged.csv': () => Buffer.concat([many('a,', 100_000), many('\n1', 100_000)]),
  'quote.csv': () => Buffer.concat([Buffer.from('a,b\n"'), many('x,1\n', 2 * mb)]),
  'quotes.csv': () => many('"a"b",', 300_000),
  'cell.csv': () => Buffer.concat([Buffer.from('a,b\n1,'), many('wide ', 2 * mb)]),
  'deep.html': () => Buffer.concat([Buffer.from('<!doctype html>'), many('<div>', 100_000)]),
  'deep-tables.html': () => Buffer.concat([Buffer.from('<!doctype html>'), many('<table><tr><td>', 20_000)]),
  'shallow-deep.html': () => Buffer.concat([Buffer.from('<!doctype html>'), many(`${'<i>'.repeat(900)}a${'</i>'.repeat(900)}`, 500)]),
  'spans.html': () => Buffer.concat([Buffer.from('<!doctype html><table>'), many('<tr><td colspan=1000 rowspan=65000>a<td>b', 4_000)]),
  'cells.html': () => Buffer.concat([Buffer.from('<!doctype html><table><tr>'), many('<td>1', 200_000)]),
  'attributes.html': () => Buffer.concat([Buffer.from('<!doctype html><p'), many(' a=1', 500_000)]),
  'formatting.html': () => Buffer.concat([Buffer.from('<!doctype html>'), many('<a><b><p>', 30_000)]),
  'options.html': () => Buffer.concat([Buffer.from('<!doctype html><select>'), many('<option>a', 300_000)]),
  'entities.html': () => Buffer.concat([Buffer.from('<!doctype html>'), many('&NotEqualTilde;', 300_000)]),
  'brackets.md': () => many('[', 100_000),
  'quotes.md': () => many('> ', 50_000),
  'lists.md': () => Buffer.from(Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n')),
  'stars.md': () => many('*a **b ', 100_000),
  'ticks.md': () => Buffer.from(Array.from({ length: 1_500 }, (_, index) => '`'.repeat(index)).join('a')),
  'links.md': () => many('[a](<b', 60_000),
  'table.md': () => Buffer.concat([many('|a', 5_000), Buffer.from('|\n'), many('|-', 5_000), many('|\n|1', 5_000)]),
  'bomb.png': () => bombPng(20_000, 19_000),
  'claims.png': () => bombPng(2 ** 31 - 1, 2 ** 31 - 1, 10),
  'wide.png': () => bombPng(1_000_000, 1),
  'tall.png': () => bombPng(1, 300_000),
  'bomb.webp': () => whitePicture(16_383).webp({ lossless: true, effort: 0 }).toBuffer(),
  'bomb.tiff': () => whitePicture(19_000).tiff({ compression: 'deflate', bitdepth: 1 }).toBuffer(),
  'cyclic.tiff': () => cyclicTiff(),
  'bomb.jpg': () => whitePicture(19_000).jpeg({ quality: 1 }).toBuffer(),
  'bomb.gz': () => gzipSync(Buffer.alloc(200 * mb)),
  'content.pdf': () => pdfWith([deflated('q 1 0 0 1 0 0 cm ', 40 * mb)]),
  'zeros.pdf': () => pdfWith([deflated('\0', 1_500 * mb)]),
  'letters.pdf': () => pdfWith([deflated('BT /F1 1 Tf 10 10 Td (a b c d e f g h i j k l m) Tj ET\n', 60_000)]),
  'overprinted.pdf': () => pdfWith([deflated('BT /F1 9 Tf 100 100 Td (Total 5) Tj ET\n', 20_000)]),
  'grid.pdf': () => pdfWith([gridOf(250, 200)]),
  'lines.pdf': () => pdfWith([linesOf(20_000)]),
  'chained.pdf': () => pdfWith([chained('q ', 400 * mb)]),
  'nested.pdf': () => nestedPages(10_000),
  'cyclic.pdf': () => written(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R 1 0 R] /Count 900000000 >>']),
  'many-pages.pdf': () => manyPages(30_000),
  'huge-page.pdf': () => pdfWith([deflated('BT /F1 12 Tf 60 60 Td (Total 5) Tj ET', 1)], '[0 0 1000000000 1000000000]'),
  'forms.pdf': () => selfDrawn(),
  'deep-arrays.pdf': () => written([`<< /Type /Catalog /Pages 2 0 R /X ${'['.repeat(200_000)} >>`, '<< /Type /Pages /Kids [] /Count 0 >>']),
}; // prettier-ignore

export const giantNames: readonly string[] = Object.keys(giants);

/** @throws Error where there is none of the name */
export async function giant(name: string): Promise<FuzzFile> {
  const make = giants[name];
  if (make === undefined) throw new Error(`There is no giant ${name}.`);
  return { name, bytes: await make() };
}

/** Many small texts that all would be read as cells. */
function gridOf(rows: number, columns: number): Buffer {
  const parts: string[] = [];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      parts.push(`BT /F1 1 Tf ${3 * column} ${3 * row} Td (${(row * column) % 97}) Tj ET\n`);
  return deflated(parts.join(''), 1);
}

function linesOf(count: number): Buffer {
  const parts = Array.from(
    { length: count },
    (_, at) => `${at % 600} ${(at * 7) % 800} m ${(at * 13) % 600} ${(at * 7) % 800} l S\n`,
  );
  return deflated(`${parts.join('')}BT /F1 12 Tf 60 60 Td (Total 5) Tj ET`, 1);
}

interface Encoded {
  readonly filter: string;
  readonly body: Buffer;
}

function deflated(text: string, times: number): Buffer {
  return streamOf({
    filter: '/FlateDecode',
    body: deflateSync(many(text, times), { level: constants.Z_BEST_SPEED }),
  });
}

/** A stream that was deflated twice: a few kilobytes for all that. */
function chained(text: string, length: number): Buffer {
  const once = deflateSync(many(text, length / text.length));
  return streamOf({ filter: '[/FlateDecode /FlateDecode]', body: deflateSync(once) });
}

function streamOf({ filter, body }: Encoded): Buffer {
  return Buffer.concat([
    Buffer.from(`<< /Length ${body.length} /Filter ${filter} >>\nstream\n`),
    body,
    Buffer.from('\nendstream'),
  ]);
}

function pdfWith(contents: readonly Buffer[], box = '[0 0 600 800]'): Buffer {
  const first = 4;
  return written([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> /Contents [${contents.map((_, at) => `${first + at} 0 R`).join(' ')}] >>`,
    ...contents,
  ]);
}

function nestedPages(depth: number): Buffer {
  const nodes = Array.from({ length: depth }, (_, at) => `<< /Type /Pages /Kids [${at + 3} 0 R] /Count 1 >>`);
  return written([
    '<< /Type /Catalog /Pages 2 0 R >>',
    ...nodes,
    '<< /Type /Page /MediaBox [0 0 600 800] >>',
  ]);
}

function manyPages(count: number): Buffer {
  const kids = Array.from({ length: count }, () => '3 0 R').join(' ');
  return written([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>',
  ]);
}

/** Drawings that draw each other, each twice: 2 to the 40th. */
function selfDrawn(): Buffer {
  const forms = Array.from({ length: 40 }, (_, at) => {
    const body = '/X Do /X Do';
    return `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X ${at === 39 ? 4 : at + 5} 0 R >> >> /Length ${body.length} >>\nstream\n${body}\nendstream`;
  });
  return written([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /XObject << /X 4 0 R >> >> /Contents 4 0 R >>',
    ...forms,
  ]);
}

/** The objects, numbered from 1; the first is the catalog. */
function written(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  let length = parts[0]?.length ?? 0;
  const rows = objects.map((object, index) => {
    const row = `${String(length).padStart(10, '0')} 00000 n \n`;
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(part);
    length += part.length;
    return row;
  });
  const size = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** Grey, one bit a pixel; `rows` of them are there. */
function bombPng(width: number, height: number, rows = height): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const line = Math.min(1 + Math.ceil(width / 8), 10 * mb);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(line * Math.min(rows, 100_000)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function whitePicture(side: number): ReturnType<typeof sharp> {
  return sharp({
    create: { width: side, height: side, channels: 3, background: 'white' },
    limitInputPixels: false,
  });
}

/** Its only frame is followed by itself. */
async function cyclicTiff(): Promise<Buffer> {
  const bytes = await whitePicture(16).tiff({ compression: 'none' }).toBuffer();
  const at = bytes.readUInt32LE(4);
  const entries = bytes.readUInt16LE(at);
  bytes.writeUInt32LE(at, at + 2 + entries * 12);
  return bytes;
}
