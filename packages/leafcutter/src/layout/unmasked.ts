/**
 * Text as a language model reads it, whatever it is made to look like: without signs that nobody sees, letters of other
 * alphabets that look like Latin ones as those, letters that stand apart put together, what is written in Base64 beside it. Pure.
 */
export interface Unmasked {
  readonly text: string;
  /** For each code unit of the text, the one of the original that it comes from, ascending, and one more for the end; null: the same. */
  readonly offsets: readonly number[] | null;
}

/** Cyrillic and Greek letters that look like Latin ones, and those; after Unicode's table of confusables (UTS 39). */
const lookalikes = new Map(
  Array.from('АВЕЅІЈКМНОРСТХУавеѕіјкмнорсԁһԛԝтхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναιρκ', (letter, index) => [
    letter,
    'ABESIJKMHOPCTXYabesijkmhopcdhqwtxyABEZHIKMNOPTYXovaipk'[index] ?? letter,
  ]),
);
const mixedWord =
  /(?=[\p{L}\p{M}]*\p{Script=Latin})(?=[\p{L}\p{M}]*[\p{Script=Cyrillic}\p{Script=Greek}])[\p{L}\p{M}]+/gu;
/** Nothing in it can be a disguise: Latin letters and signs that are shown as they are. */
const plain =
  /^[\n -~\u00a1-\u00ac\u00ae\u00b0\u00b1\u00b6\u00bf-\u012f\u2013\u2014\u2018-\u201e\u2022\u20ac]*$/u;
/** Signs of the plane of tags stand for ASCII and are never drawn. */
const tagPlane = 0xe0000;

export function unmask(text: string): Unmasked {
  if (plain.test(text)) return { text, offsets: null };
  const seen: string[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const sign of text) {
    for (const unit of shown(sign)) {
      seen.push(unit);
      offsets.push(at);
    }
    at += sign.length;
  }
  offsets.push(text.length);
  const latin = seen
    .join('')
    .replace(mixedWord, (word) => Array.from(word, (letter) => lookalikes.get(letter) ?? letter).join(''));
  return { text: latin, offsets };
}

/** Code units; none of a sign that nobody sees. */
function shown(sign: string): readonly string[] {
  if (sign >= ' ' && sign <= '~') return [sign];
  const code = sign.codePointAt(0) ?? 0;
  if (code > tagPlane + 0x1f && code < tagPlane + 0x7f) return [String.fromCharCode(code - tagPlane)];
  if (/\p{Cf}/u.test(sign)) return [];
  return sign.normalize('NFKC').split('');
}

const apart = /(?<![\p{L}\p{N}])(?:\p{L}[ \u00a0._-]{1,3}){8,}\p{L}(?![\p{L}\p{N}])/gu;

/** Words whose letters stand apart, with those put together. */
export function* lettersApart({ text }: Unmasked): Generator<Said> {
  for (const { 0: run, index } of text.matchAll(apart))
    yield { start: index, end: index + run.length, says: run.replace(/[^\p{L}]+/gu, '') };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Of the text as it is seen. */
export interface Said extends Span {
  readonly says: string;
}

const encoded = /(?<![\p{L}\p{N}+/=_-])[A-Za-z0-9+/_-]{16,}={0,2}(?![\p{L}\p{N}+/=])/gu;
/** Bytes that stand for text by chance are never so long and so much like it. */
const readable = /^(?=.*[ {])[\p{L}\p{N}\p{P}\p{Sc}\p{Sm} \n]{11,}$/u;

/** What is written in Base64 and is text. */
export function* decoded({ text }: Unmasked): Generator<Said> {
  for (const { 0: run, index } of text.matchAll(encoded)) {
    const says = textOf(run);
    if (says !== null && readable.test(says)) yield { start: index, end: index + run.length, says };
  }
}

function textOf(base64: string): string | null {
  const plain = base64.replace(/[-_]/g, (sign) => (sign === '-' ? '+' : '/')).replace(/=+$/, '');
  if (plain.length % 4 === 1) return null;
  try {
    const bytes = Uint8Array.from(atob(plain), (unit) => unit.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Where the range of what is seen stands in the original. */
export function inOriginal({ offsets }: Unmasked, { start, end }: Span): Span {
  return offsets === null ? { start, end } : { start: offsets[start] ?? start, end: offsets[end] ?? end };
}

/** What is seen of a range of the original. */
export function seenOf({ text, offsets }: Unmasked, { start, end }: Span): string {
  if (offsets === null) return text.slice(start, end);
  const at = (offset: number): number => {
    const found = offsets.findIndex((one) => one >= offset);
    return found < 0 ? text.length : found;
  };
  return text.slice(at(start), at(end));
}
