/** How the bytes of a text stand for its characters. Pure. */

/** Bytes that tell the encoding of a text without a mark. */
const sampleBytes = 4096;
/** A web page says its encoding within so many bytes. */
const declarationBytes = 2048;

/**
 * A label that `TextDecoder` knows: by the mark, by zeros at every other byte (UTF-16), UTF-8 if it is valid, what a web page
 * declares, else Windows-1252, which takes anything and holds Latin-1.
 */
export function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const wide = wideEncodingOf(bytes.subarray(0, sampleBytes));
  if (wide !== null) return wide;
  return isUtf8(bytes) ? 'utf-8' : (declaredEncoding(bytes) ?? 'windows-1252');
}

/** UTF-16 without a mark: line ends, spaces and Latin letters have a zero beside them, always on the same side. */
export function wideEncodingOf(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even === odd) return null;
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(encoding).decode(sample.subarray(0, sample.length & ~1), { stream: true });
  return /[^\P{C}\t\n\v\f\r\p{Cf}]|\ufffd/u.test(text) ? null : encoding;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** What the page says of itself, if there is such an encoding; that it is UTF-8 has been looked at. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, declarationBytes));
  const declared =
    /<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w-]+)|^\s*<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w-]+)/iu.exec(
      head,
    );
  const label = declared?.[1] ?? declared?.[2];
  if (label === undefined) return null;
  try {
    const { encoding } = new TextDecoder(label);
    return encoding.startsWith('utf-') ? null : encoding;
  } catch {
    return null;
  }
}
