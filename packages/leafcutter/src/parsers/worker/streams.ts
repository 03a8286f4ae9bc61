/**
 * What the streams of a PDF say of the whole file, without a look at which page they belong to: a quick look that spares
 * nearly all files a slow one.
 */
import { readFileSync, statSync } from 'node:fs';
import { constants, inflateSync } from 'node:zlib';

/** Streams of a larger file take long to look through. */
const mostBytesScanned = 16 * 1024 * 1024;
/** Of one stream, inflated: content streams are smaller, pictures need not be read to their end. */
const mostInflated = 4 * 1024 * 1024;

/**
 * none: no text is invisible (or on a layer that is switched off); all: no text is visible; some: both; unknown: the streams
 * cannot be looked into here (encrypted, large).
 */
export type RenderModes = 'none' | 'all' | 'some' | 'unknown';

export interface StreamFacts {
  readonly modes: RenderModes;
  /** Whether a font of the file has letters that are read from the right. */
  readonly rightToLeft: boolean;
}

/** Null where the streams cannot be looked into: the file is encrypted or large. */
export function streamFactsOf(path: string): StreamFacts | null {
  const { size, mtimeMs } = statSync(path);
  if (size > mostBytesScanned) return null;
  const key = `${path}:${size}:${mtimeMs}`;
  if (last?.key !== key) last = { key, facts: factsIn(readFileSync(path)) };
  return last.facts;
}

/** The ranges of one file come one after another. */
let last: { readonly key: string; readonly facts: StreamFacts | null } | null = null;

function factsIn(bytes: Buffer): StreamFacts | null {
  if (bytes.includes('/Encrypt')) return null;
  let [visible, invisible, letters] = [false, false, 0];
  let layered = false;
  for (const stream of contentStreams(bytes)) {
    if (stream.includes('begincmap')) letters += rightToLeftIn(stream.toString('latin1'));
    else if (stream.includes('Tj') || stream.includes('TJ')) {
      layered ||= stream.includes('/OC');
      if (!setsInvisibleMode(stream)) visible = true;
      else if (showsNothing(stream.toString('latin1'))) invisible = true;
      else visible = invisible = true;
    }
  }
  if (layered && hasLayersOff(bytes)) invisible = true;
  return { modes: modeOf(visible, invisible), rightToLeft: letters >= leastLetters };
}

function modeOf(visible: boolean, invisible: boolean): RenderModes {
  if (!invisible) return 'none';
  return visible ? 'some' : 'all';
}

/** Hebrew and Arabic as a map from glyphs to characters writes them, their presentation forms with them. */
const rightToLeftCode = /^(?:05[9a-f]|0[67]|08|fb[1-9a-f]|fc|fd|fe[7-9a-f])/i;

/** Fewer are signs of formulas (aleph). */
const leastLetters = 3;

/** To how many right-to-left letters a map from glyphs to characters (ToUnicode) leads. */
function rightToLeftIn(map: string): number {
  let found = 0;
  for (const [, kind, entries = ''] of map.matchAll(/beginbf(char|range)(.*?)endbf/gs)) {
    const [listed, plain] = kind === 'range' ? withoutLists(entries) : [[], entries];
    const codes = codesIn(plain);
    const width = kind === 'range' ? 3 : 2;
    for (let at = width - 1; at < codes.length; at += width)
      if (rightToLeftCode.test(codes[at] ?? '')) found += kind === 'range' ? spanOf(codes, at) : 1;
    found += listed.filter((code) => rightToLeftCode.test(code)).length;
  }
  return found;
}

/** The codes of ranges that list their letters, and the other ranges. */
function withoutLists(entries: string): readonly [readonly string[], string] {
  const listed: string[] = [];
  const plain = entries.replace(/<[^>]*>\s*<[^>]*>\s*\[([^\]]*)\]/g, (_, list: string) => {
    listed.push(...codesIn(list));
    return '';
  });
  return [listed, plain];
}

function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/<\s*([\da-f]+)\s*>/gi)].map(([, code = '']) => code);
}

/** Codes from the first of a range to its last. */
function spanOf(codes: readonly string[], target: number): number {
  return 1 + Number.parseInt(codes[target - 1] ?? '0', 16) - Number.parseInt(codes[target - 2] ?? '0', 16);
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

/** Whether a layer (optional content) of the document is switched off when it is opened. */
function hasLayersOff(bytes: Buffer): boolean {
  const off = /\/OFF\s*\[\s*\d|\/BaseState\s*\/OFF/;
  if (off.test(bytes.toString('latin1'))) return true;
  for (const objects of objectStreams(bytes)) if (off.test(objects.toString('latin1'))) return true;
  return false;
}

function* objectStreams(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf('/ObjStm'); at >= 0; at = bytes.indexOf('/ObjStm', at + 1)) {
    const start = bytes.indexOf('stream', at);
    if (start < 0) return;
    const end = bytes.indexOf('endstream', start + 6);
    if (end < 0) return;
    yield inflated(bytes.subarray(start + 6 + (bytes[start + 6] === 0x0d ? 2 : 1), end));
  }
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
