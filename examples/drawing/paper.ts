/** What every example is drawn with: a PDF of fixed bytes, text set on exact places, money printed as its country does. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Pdf from 'pdfkit';

export type Paper = InstanceType<typeof Pdf>;

/** A4 in points. */
export const pageSize = { width: 595.28, height: 841.89 } as const;

const fontFolder = path.join(import.meta.dirname, '../fonts');
const bundledFonts = {
  sans: 'plex-sans.woff',
  'sans-bold': 'plex-sans-bold.woff',
  serif: 'source-serif.woff',
  'serif-bold': 'source-serif-bold.woff',
} as const;

export type FontName = keyof typeof bundledFonts | 'Helvetica' | 'Helvetica-Bold' | 'Courier';

/** Uncompressed, since deflate may give other bytes on another machine; pdfkit makes the file's ID from `info`. */
export function createPaper(title: string, author: string, created: Date): Paper {
  const paper = new Pdf({
    size: [pageSize.width, pageSize.height],
    margin: 0,
    compress: false,
    autoFirstPage: false,
    info: { Title: title, Author: author, Producer: 'Leafcutter examples', CreationDate: created },
  });
  for (const [name, file] of Object.entries(bundledFonts)) {
    paper.registerFont(name, readFileSync(path.join(fontFolder, file)));
  }
  return paper;
}

/** Call before drawing: pdfkit streams while it draws. */
export function collectBytes(paper: Paper): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    paper.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    paper.on('error', reject);
    paper.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}

export interface TextStyle {
  readonly font: FontName;
  /** Points. */
  readonly size: number;
  readonly colour?: string;
  /** What stands at `x`: the text's left end, its right end or its middle. Default left. */
  readonly align?: 'left' | 'right' | 'centre';
  /** Extra points between characters. */
  readonly spacing?: number;
}

/** One line of text; `y` is the top of the line, in points from the top of the page. */
export function put(paper: Paper, text: string, x: number, y: number, style: TextStyle): void {
  const spacing = style.spacing ?? 0;
  paper
    .font(style.font)
    .fontSize(style.size)
    .fillColor(style.colour ?? '#1a1a1a');
  const width = paper.widthOfString(text, { characterSpacing: spacing });
  const shift = style.align === 'right' ? width : style.align === 'centre' ? width / 2 : 0;
  paper.text(text, x - shift, y, { lineBreak: false, characterSpacing: spacing });
}

/** Lines below each other. Returns the top of the line that would come next. */
export function putLines(
  paper: Paper,
  lines: readonly string[],
  x: number,
  y: number,
  leading: number,
  style: TextStyle,
): number {
  lines.forEach((line, index) => put(paper, line, x, y + index * leading, style));
  return y + lines.length * leading;
}

/** Breaks a text at spaces into lines of at most `width` points. */
export function wrap(paper: Paper, text: string, width: number, style: TextStyle): string[] {
  paper.font(style.font).fontSize(style.size);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && paper.widthOfString(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

export function rule(
  paper: Paper,
  x0: number,
  x1: number,
  y: number,
  style: { readonly colour?: string; readonly width?: number } = {},
): void {
  paper
    .moveTo(x0, y)
    .lineTo(x1, y)
    .lineWidth(style.width ?? 0.5)
    .strokeColor(style.colour ?? '#888888')
    .stroke();
}

/** Money is counted in cents, so that sums are exact. */
export function amountOf(cents: number): number {
  return cents / 100;
}

/** 123456 is `1,234.56`. */
export function printEnglish(cents: number): string {
  return group(cents, ',', '.');
}

/** 123456 is `1.234,56`. */
export function printGerman(cents: number): string {
  return group(cents, '.', ',');
}

function group(cents: number, thousands: string, decimal: string): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, thousands);
  return `${cents < 0 ? '-' : ''}${whole}${decimal}${digits.slice(-2)}`;
}

/** `2026-03-14` is `14 March 2026` or `14.03.2026`. */
export function printDate(iso: string, language: 'en' | 'de'): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  if (language === 'de') return `${day}.${month}.${year}`;
  return `${Number(day)} ${monthsInEnglish[Number(month) - 1]} ${year}`;
}

const monthsInEnglish = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Evenly spread numbers in [0, 1) from a seed (mulberry32), the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
