/** Joined by spaces; a word divided at the end of a line, and scripts without spaces, are put together again. */
export function joinLines(texts: readonly string[]): string {
  let joined = '';
  for (const text of texts) {
    if (/\p{L}-$/u.test(joined) && /^\p{Ll}/u.test(text)) joined = joined.slice(0, -1) + text;
    else if (unspaced.test(joined.slice(-1)) && unspaced.test(text.slice(0, 1))) joined += text;
    else joined += joined === '' ? text : ` ${text}`;
  }
  return joined;
}
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
