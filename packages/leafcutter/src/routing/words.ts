/** Words as routing compares them. */

const stopwords = new Set(
  'the of and to in for is on with by this that from are at as be or an it if not any all der die das und von zu mit le la les de des du et el los las y il per e value values string number null object list field document'.split(
    ' ',
  ),
);

/** Lower case, names in camelCase and snake_case taken apart, plurals without their s, little words left out. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const [found] of text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/\p{L}+|\p{N}+/gu)) {
    if (unspaced.test(found)) words.push(...pairsOf(found));
    else if (!stopwords.has(found)) words.push(stem(found));
  }
  return words;
}

const unspaced = /[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;

/** Scripts without spaces: each two signs that stand together. */
function pairsOf(text: string): readonly string[] {
  const signs = [...text];
  return signs.length === 1 ? signs : signs.slice(1).map((sign, index) => `${signs[index] ?? ''}${sign}`);
}

function stem(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
