/** Ligatures to letters, composed characters, no soft hyphens, no control or private signs. */
export function cleanText(text: string): string {
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  return text
    .replace(/[\ufb00-\ufb06\u0132\u0133\ufb1d-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]/g, (sign) =>
      sign.normalize('NFKC'),
    )
    .normalize('NFC')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\p{Cc}]/gu, '')
    .trim();
}
