/**
 * Tokens without a tokeniser. Words take about four characters a token in all tokenisers of the field; digits go in
 * groups of up to three, and scripts without spaces take about one token a sign. Meant to be right within some 15 %.
 */
const perLetter = 1 / 4;
const perDigit = 1 / 3;
const perSign = 1;

export function estimateTokens(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) tokens += perDigit;
    else if (code >= 0x0e00 && !(code >= 0x2000 && code <= 0x20cf)) tokens += perSign;
    else tokens += perLetter;
  }
  return tokens;
}
