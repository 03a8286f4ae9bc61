/** Text to folded words: what names, descriptions and captions are compared by. Pure, language-neutral. */

/** Marks that stand for a word in captions. */
const symbols: Readonly<Record<string, string>> = { '№': 'number', 'nº': 'number', 'n°': 'number', '#': 'number', '%': 'percent', '@': 'email', '$': 'amount', '€': 'amount', '£': 'amount' }; // prettier-ignore

const folds: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i' };

/** Lower case without accents; `Straße` and `STRASSE` are one word. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßøłđæœı]/gu, (letter) => folds[letter] ?? letter);
}

/**
 * Words of a caption, folded. Dotted abbreviations become one word (`D.O.B.` is `dob`), hyphens and slashes
 * divide, French and English apostrophes cut their article or ending off, symbols become their word.
 */
export function wordsOf(text: string): string[] {
  const marked = text
    .normalize('NFC')
    .replace(/n[°º]|№|[#%@$€£]/giu, (mark) => ` ${symbols[mark.toLowerCase()] ?? ''} `)
    .normalize('NFKC');
  const joined = fold(marked)
    .replace(/(?<=\p{L})\((s|es|n|en|e|in|innen|ne|x)\)/gu, '$1')
    .replace(
      /(?<!\p{L})(?:\p{L}\.){2,}(?:\p{L}(?!\p{L}))?/gu,
      (abbreviation) => `${abbreviation.replaceAll('.', '')} `,
    )
    .replace(/\b[dlnc]['’](?=\p{L})/gu, ' ')
    .replace(/['’]s\b/gu, '')
    .replace(/['’]/gu, '');
  return joined.match(/[\p{L}]+|[\p{N}]+/gu) ?? [];
}

/** Splits an identifier such as `seller.vatId`, `issue_date` or `totalActivaEUR` into words. */
export function splitIdentifier(name: string): string {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/[_\-./]+/gu, ' ')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .trim();
}

/** A rough stem that makes singular and plural, and most inflections of one word, equal. */
export function stem(word: string): string {
  if (word.length <= 4) return word.replace(/(?<=\p{L}{3})s$/u, '');
  return word
    .replace(/ies$/u, 'y')
    .replace(/(?:sses)$/u, 'ss')
    .replace(/(?:ungen)$/u, 'ung')
    .replace(/(?<!s)(?:es|en|em|er|s|e|n)$/u, '');
}
