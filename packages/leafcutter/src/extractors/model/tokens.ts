/**
 * Tokens without a tokeniser: about four characters a token in all tokenisers of the field, and one a sign in scripts
 * without spaces. Meant to be right within some 15 %: a prompt that turns out too long is asked again in halves.
 */
const perLetter = 1 / 4;
const perSign = 1;

export function estimateTokens(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x0e00 && !(code >= 0x2000 && code <= 0x20cf)) tokens += perSign;
    else tokens += perLetter;
  }
  return tokens;
}
