/** Texts of an answer as they are written in it. Pure. */

/** JSON as it is, with its quotes. */
export function isJsonString(written: string): boolean {
  try {
    return typeof JSON.parse(written) === 'string';
  } catch {
    return false;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** What is between two quotes, with whatever stands behind a backslash. */
export function decoded(inner: string): string {
  return inner.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/gu, (_, sign: string) =>
    sign.length > 1 ? String.fromCharCode(Number.parseInt(sign.slice(1), 16)) : (escapes[sign] ?? sign),
  );
}

/** Signs that close a text by the one that opened it. */
export const closers: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\u201c', '\u201d"'],
  ['\u201d', '\u201d"'],
  ['\u2018', "\u2019'"],
]);
