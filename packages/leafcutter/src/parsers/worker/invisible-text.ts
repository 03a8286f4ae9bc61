/**
 * Text that a PDF tells nobody to draw (render mode 3): how OCR programs lay what they read below the picture of a page.
 * LiteParse does not tell a word's render mode, so the content streams are asked whether the file uses it.
 */
import { readFile, stat } from 'node:fs/promises';
import { constants, inflateSync } from 'node:zlib';
import type { Page } from '../../document/types.ts';
import { foreignOcrConfidence } from './pdf-page.ts';

/** A larger file would stand in memory whole, and its streams would take long to inflate. */
const mostBytes = 64 * 1024 * 1024;
/** Of one stream, inflated: content streams are smaller, pictures need not be read to their end. */
const mostInflated = 4 * 1024 * 1024;

/** Whether a content stream of the file sets the invisible render mode. False for files too large to look through. */
export async function usesInvisibleText(path: string): Promise<boolean> {
  if ((await stat(path)).size > mostBytes) return false;
  const bytes = await readFile(path);
  for (const stream of streamsOf(bytes)) if (invisible.test(stream)) return true;
  return false;
}

/** `3 Tr`, as an operator of its own. */
const invisible = /(?:^|[\s)\]>])3\s+Tr(?:\s|$)/;

/** The page with its words marked as read by OCR, and none of them hidden. */
export function asOcrLayer(page: Page): Page {
  return {
    ...page,
    kind: 'ocr',
    words: page.words.map((word) => ({ ...word, hidden: false, ocr: word.ocr ?? foreignOcrConfidence })),
  };
}

/** The streams that may hold page content, decoded: no pictures, no fonts, nothing behind a filter other than Flate. */
function* streamsOf(bytes: Buffer): Generator<string> {
  let at = bytes.indexOf('stream');
  while (at >= 0) {
    const head = bytes.toString('latin1', Math.max(0, at - 400), at);
    const dictionary = head.slice(Math.max(0, head.lastIndexOf(' obj')));
    const start = at + 'stream'.length + (bytes[at + 'stream'.length] === 0x0d ? 2 : 1);
    const end = bytes.indexOf('endstream', start);
    if (end < 0) return;
    const body = bytes.subarray(start, end);
    if (!/\/(?:Image|Length1|FontFile|XRef|ObjStm|Metadata)\b/.test(dictionary)) {
      if (/\/FlateDecode\b|\/Fl\b/.test(dictionary)) yield inflated(body);
      else if (!/\/Filter\b/.test(dictionary)) yield body.toString('latin1');
    }
    at = bytes.indexOf('stream', end + 'endstream'.length);
  }
}

/** Empty where the stream is encrypted, damaged or too long. */
function inflated(body: Buffer): string {
  try {
    return inflateSync(body, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: mostInflated,
    }).toString('latin1');
  } catch {
    return '';
  }
}
