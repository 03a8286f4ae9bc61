/** Texts of an answer as they are written in it. Pure. */

/** JSON as it is, with its quotes. */
export function isJsonString(written: string): boolean {
  if (!written.startsWith('"') || !written.endsWith('"')) return false;
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

/** Whether something stands behind a backslash that JSON does not have there. */
export function hasStrangeEscape(inner: string): boolean {
  return /\\(?:[^"\\/bfnrtu]|u(?![0-9a-fA-F]{4}))/u.test(inner.replaceAll('\\\\', ''));
}

/** Signs that close a text by the one that opened it. */
export const closers: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\u201c', '\u201d"'],
  ['\u201d', '\u201d"'],
  ['\u2018', "\u2019'"],
]);

/** Longest space that is looked over. */
const longestGap = 40;

/** Whether a text that lost its last quote may end before this place. */
export function mayEndBefore(text: string, at: number, role: 'name' | 'value'): boolean {
  if (!',:}]\u201d\n'.includes(text[at] ?? '') || text[at - 1] === '\u201d') return false;
  const next = text.slice(at, at + longestGap);
  if (role === 'name') return /^\u201d?\s*:/u.test(next);
  return /^\u201d?(?:\s*,\s*["{[\d]|\s*[}\]]\s*(?:[,}\]]|$)|\n\s*")/u.test(next);
}

/** Whether a quote in it stands as between the parts of an object or a list. */
export function holdsJson(inner: string): boolean {
  return /"\s*(?::|[,[{}\]]\s*["[{}\]])/u.test(inner);
}
