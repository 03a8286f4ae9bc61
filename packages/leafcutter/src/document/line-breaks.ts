/**
 * Words that are broken over the ends of lines, as one reads them. The canonical text keeps what is printed, so that
 * ranges and quotes are true; who wants the words asks for this reading of it.
 */

/** A hyphen at the end of a line (also the soft one, and the Unicode one) behind a letter or digit. */
const brokenEnd = /[\p{L}\p{N}][-\u2010\u00ad]$/u;
const startsSmall = /^\p{Ll}{2}/u;
const startsWord = /^[\p{L}\p{N}]/u;

/** What follows a hyphen that stands for a part left out: "Ein- und Ausgang", "pre- and post-tax". */
const suspended = /^(?:und|oder|bzw|sowie|bis|and|or|to|et|ou|y|o|e|en|of)(?![\p{L}\p{N}])/iu;

/**
 * Lines joined by one space; a word broken over two of them comes whole. Its hyphen goes where the second part begins
 * small ("Rechnungs-", "betrag"), and stays where it is part of a name or number ("AB-12-", "345"; "Müller-", "Lüdenscheidt"),
 * and where `keeps` says that the word has a hyphen ("self-", "employed").
 */
export function joinLines(
  lines: readonly string[],
  keeps: (hyphenated: string) => boolean = () => false,
): string {
  let text = '';
  for (const line of lines.map((one) => one.trim()).filter((one) => one !== '')) {
    if (text === '') text = line;
    else if (!brokenEnd.test(text) || !startsWord.test(line) || suspended.test(line)) text += ` ${line}`;
    else if (keepsHyphen(text, line, keeps)) text += line;
    else text = text.slice(0, -1) + line;
  }
  return text;
}

/** The text of a range, or of any text with line ends, as one reads it. @see joinLines */
export function readAcrossLines(text: string, keeps?: (hyphenated: string) => boolean): string {
  return joinLines(text.split('\n'), keeps);
}

function keepsHyphen(before: string, after: string, keeps: (hyphenated: string) => boolean): boolean {
  if (before.endsWith('\u00ad')) return false;
  if (!startsSmall.test(after) || /\p{N}.$/u.test(before)) return true;
  const [first = ''] = /[\p{L}\p{N}]+[-\u2010]$/u.exec(before) ?? [];
  const [second = ''] = /^[\p{L}\p{N}]+/u.exec(after) ?? [];
  return keeps(first + second);
}

/** Whether a text has a word with its hyphen somewhere within a line. For `keeps`. */
export function hyphenatedIn(text: string): (hyphenated: string) => boolean {
  const folded = text.toLowerCase();
  return (hyphenated) => folded.includes(hyphenated.toLowerCase());
}
