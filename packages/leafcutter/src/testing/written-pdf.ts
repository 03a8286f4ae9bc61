/** A PDF of one page written object by object, for what drawing libraries do not write. */

export interface WrittenPage {
  /** /Rotate of the page, degrees clockwise. Default 0. */
  readonly rotate?: number;
  /** Content stream; `/F1` is Helvetica. Default none. */
  readonly content?: string;
  readonly runs?: readonly WrittenRun[];
  /** Whether the layer `/L1` (`/OC /L1 BDC ... EMC` in the content) is shown. Default: there is none. */
  readonly layer?: 'on' | 'off';
}

/** Text of any script, each sign 20 points wide and 20 high. */
export interface WrittenRun {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /**
   * right: signs in the order given, from the left. left: each sign left of the one before it, the first at `x`.
   * apart: as left, each sign as a text of its own. Default right.
   */
  readonly advance?: 'right' | 'left' | 'apart';
}

/** The page is 600 x 800 points. */
export function writtenPdf({ rotate = 0, content = '', runs = [], layer }: WrittenPage): Uint8Array {
  const hex = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');
  const drawn = runs.map(({ x, y, text, advance = 'right' }) => {
    const codes = [...text].map((sign) => `<${hex(sign)}>`);
    if (advance === 'right') return `BT /F2 20 Tf ${x} ${y} Td <${hex(text)}> Tj ET`;
    if (advance === 'left') return `BT /F2 20 Tf ${x} ${y} Td [${codes.join(' 2000 ')}] TJ ET`;
    return codes.map((code, index) => `BT /F2 20 Tf ${x - index * 20} ${y} Td ${code} Tj ET`).join('\n');
  });
  const signs = [...new Set(runs.flatMap(({ text }) => [...text]))].map(
    (sign) => `<${hex(sign)}> <${hex(sign)}>`,
  );
  // The glyph number of a sign is its code; a reader needs no font file to know the text.
  const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
${signs.length} beginbfchar
${signs.join('\n')}
endbfchar
endcmap end end`;
  return pdfOf([
    `<< /Type /Catalog /Pages 2 0 R ${layer === undefined ? '' : `/OCProperties << /OCGs [10 0 R] /D << /${layer.toUpperCase()} [10 0 R] >> >>`} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Rotate ${rotate} /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> ${layer === undefined ? '' : '/Properties << /L1 10 0 R >>'} >> >>`,
    streamOf([content, ...drawn].join('\n')),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>',
    '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor 9 0 R >>',
    streamOf(map),
    '<< /Type /FontDescriptor /FontName /Own /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
    '<< /Type /OCG /Name (Layer) >>',
  ]);
}

function streamOf(text: string): string {
  return `<< /Length ${text.length} >>\nstream\n${text}\nendstream`;
}

/** The objects, numbered from 1; the first is the catalog. */
function pdfOf(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
