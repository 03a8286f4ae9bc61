/**
 * Text that a PDF tells nobody to draw (render mode 3): how OCR programs lay what they read below the picture of
 * a page. LiteParse does not tell a word's render mode, so the content streams are asked for it.
 */
import { readFile, stat } from 'node:fs/promises';
import { constants, inflateSync } from 'node:zlib';
import type { Page, Word } from '../../document/types.ts';
import { foreignOcrConfidence } from './pdf-words.ts';

/** Streams of a larger file take long to look through; it is asked only for pages that a picture covers. */
const mostBytesScanned = 16 * 1024 * 1024;
/** Of one stream, inflated: content streams are smaller, pictures need not be read to their end. */
const mostInflated = 4 * 1024 * 1024;

/** The letters and digits of a page that are drawn, and those that are not. */
export interface Drawn {
  readonly visible: string;
  readonly invisible: string;
}

/** Of a page whose text is all invisible. */
export const nothingDrawn: Drawn = { visible: '', invisible: '*' };

export function lettersIn(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * The page with its invisible words marked: over a picture of the page they are what OCR read from it; elsewhere they
 * are hidden. Words that the page draws keep what they are.
 */
export function withInvisibleText(page: Page, drawn: Drawn, overPicture: boolean): Page {
  if (drawn.invisible === '') return page;
  const mostly = drawn.invisible.length > drawn.visible.length;
  const mark = (word: Word): Word => {
    const letters = lettersIn(word.text);
    const [shown, unseen] = [drawn.visible.includes(letters), drawn.invisible.includes(letters)];
    if (!(shown === unseen ? mostly : unseen)) return word;
    return overPicture
      ? { ...word, hidden: false, ocr: word.ocr ?? foreignOcrConfidence }
      : { ...word, hidden: true };
  };
  return { ...page, words: page.words.map(mark) };
}

/**
 * What the content streams of a file say of render modes, without a look at which page they belong to: a quick look
 * that spares nearly all files the slow one. none: no text is invisible; all: no text is visible; unknown: both, or
 * streams that cannot be looked into here (encrypted, large).
 */
export type RenderModes = 'none' | 'all' | 'some' | 'unknown';

export async function renderModesOf(path: string): Promise<RenderModes> {
  const { size, mtimeMs } = await stat(path);
  if (size > mostBytesScanned) return 'unknown';
  const key = `${path}:${size}:${mtimeMs}`;
  if (last?.key !== key) last = { key, modes: modesIn(await readFile(path)) };
  return last.modes;
}

/** The ranges of one file come one after another. */
let last: { readonly key: string; readonly modes: RenderModes } | null = null;

function modesIn(bytes: Buffer): RenderModes {
  if (bytes.includes('/Encrypt')) return 'unknown';
  let visible = false;
  let invisible = false;
  for (const stream of contentStreams(bytes)) {
    const shows = stream.includes('Tj') || stream.includes('TJ');
    if (!shows) continue;
    if (!setsInvisibleMode(stream)) visible = true;
    else if (showsNothing(stream.toString('latin1'))) invisible = true;
    else return 'some';
    if (visible && invisible) return 'some';
  }
  return invisible ? 'all' : 'none';
}

function setsInvisibleMode(stream: Buffer): boolean {
  for (let at = stream.indexOf(' Tr'); at >= 0; at = stream.indexOf(' Tr', at + 3))
    if (stream[at - 1] === 0x33) return true;
  return false;
}

/** Whether an invisible mode holds wherever the stream shows text. Signs within strings can only make it say no. */
function showsNothing(stream: string): boolean {
  const saved: boolean[] = [];
  let invisible = false;
  for (const [operator, mode] of stream.matchAll(/(?<![^\s\])>])(?:q|Q|T[jJ]|([0-7])\s+Tr)(?=[\s[(</]|$)/g)) {
    if (operator === 'q') saved.push(invisible);
    else if (operator === 'Q') invisible = saved.pop() ?? false;
    else if (mode !== undefined) invisible = mode === '3';
    else if (!invisible) return false;
  }
  return true;
}

/** The streams that may hold page content, decoded: no pictures, no fonts, nothing behind a filter other than Flate. */
function* contentStreams(bytes: Buffer): Generator<Buffer> {
  let at = bytes.indexOf('stream');
  while (at >= 0) {
    const head = bytes.toString('latin1', Math.max(0, at - 400), at);
    const dictionary = head.slice(Math.max(0, head.lastIndexOf(' obj')));
    const start = at + 'stream'.length + (bytes[at + 'stream'.length] === 0x0d ? 2 : 1);
    const end = bytes.indexOf('endstream', start);
    if (end < 0) return;
    const body = bytes.subarray(start, end);
    if (
      !/\/(?:Image|Length1|Length2|FontFile|XRef|ObjStm|Metadata|CIDFontType0C|Type1C|OpenType)\b/.test(
        dictionary,
      )
    ) {
      if (/\/FlateDecode\b|\/Fl\b/.test(dictionary)) yield inflated(body);
      else if (!/\/Filter\b/.test(dictionary)) yield body;
    }
    at = bytes.indexOf('stream', end + 'endstream'.length);
  }
}

const nothing = Buffer.alloc(0);

/** Empty where the stream is encrypted, damaged or too long. */
function inflated(body: Buffer): Buffer {
  try {
    return inflateSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostInflated });
  } catch {
    return nothing;
  }
}
