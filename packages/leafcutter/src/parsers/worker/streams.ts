/**
 * What the streams of a PDF say of the whole file, without a look at which page they belong to: a quick look that spares
 * nearly all files a slow one.
 */
import { readFile, stat } from 'node:fs/promises';
import { constants, inflateSync } from 'node:zlib';

/** Streams of a larger file take long to look through. */
const mostBytesScanned = 16 * 1024 * 1024;
/** Of one stream, inflated: content streams are smaller, pictures need not be read to their end. */
const mostInflated = 4 * 1024 * 1024;

/**
 * none: no text is invisible; all: no text is visible; unknown: both, or streams that cannot be looked into here
 * (encrypted, large).
 */
export type RenderModes = 'none' | 'all' | 'some' | 'unknown';

export interface StreamFacts {
  readonly modes: RenderModes;
  /** Whether a font of the file has letters that are read from the right. */
  readonly rightToLeft: boolean;
}

/** Null where the streams cannot be looked into: the file is encrypted or large. */
export async function streamFactsOf(path: string): Promise<StreamFacts | null> {
  const { size, mtimeMs } = await stat(path);
  if (size > mostBytesScanned) return null;
  const key = `${path}:${size}:${mtimeMs}`;
  if (last?.key !== key) last = { key, facts: factsIn(await readFile(path)) };
  return last.facts;
}

/** The ranges of one file come one after another. */
let last: { readonly key: string; readonly facts: StreamFacts | null } | null = null;

function factsIn(bytes: Buffer): StreamFacts | null {
  if (bytes.includes('/Encrypt')) return null;
  let [visible, invisible, letters] = [false, false, 0];
  for (const stream of contentStreams(bytes)) {
    if (stream.includes('begincmap')) letters += rightToLeftIn(stream.toString('latin1'));
    else if (stream.includes('Tj') || stream.includes('TJ')) {
      if (!setsInvisibleMode(stream)) visible = true;
      else if (showsNothing(stream.toString('latin1'))) invisible = true;
      else visible = invisible = true;
    }
  }
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

/** How often a map from glyphs to characters (ToUnicode) leads to right-to-left letters; a range counts once. */
function rightToLeftIn(map: string): number {
  let found = 0;
  for (const [, kind, entries = ''] of map.matchAll(/beginbf(char|range)(.*?)endbf/gs)) {
    const codes = [...entries.matchAll(/<\s*([\da-f]+)\s*>/gi)].map(([, code = '']) => code);
    const targets =
      kind === 'range' && entries.includes('[')
        ? [...entries.matchAll(/\[([^\]]*)\]/g)].flatMap(([, list = '']) => list.match(/[\da-f]{4,}/gi) ?? [])
        : codes.filter((_, index) => (kind === 'char' ? index % 2 === 1 : index % 3 === 2));
    found += targets.filter((code) => rightToLeftCode.test(code)).length;
  }
  return found;
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
