/** How surely a line of a statement is the one that an array of figures is named for. */
import type { StatementRow } from '../../../layout/statements/index.ts';
import type { NodeQuestion } from '../question.ts';
import { questionSimilarity, sectionedSimilarity } from '../similarity.ts';
import { haveCommon, linesPrinted } from './known-lines.ts';

/** A caption that standards know is the line that it names, and no other that they know. */
const surelyNamed = 0.98;
/** Of two lines of one name the sum goes first, and what is the owners' own. */
const isWhole = /^total\b|\battributable to (?!non)/iu;
const wholeBonus = 0.01;

export function lineSimilarity(
  asked: { readonly name: string; readonly question: NodeQuestion; readonly known: ReadonlySet<number> },
  row: StatementRow,
): number {
  const { name, question, known } = asked;
  const named = known.size === 0 ? known : linesOfRow(row);
  if (named.size > 0)
    return haveCommon(known, named) ? surelyNamed + (isWhole.test(row.label) ? wholeBonus : 0) : 0;
  return rowSimilarity(question, row) * (speaksOfNone(row.label, name) ? 0.6 : 1);
}

/** "Basic" alone is of earnings where all its figures have cents, and of shares else. */
function linesOfRow({ label, groups, figures }: StatementRow): ReadonlySet<number> {
  const text = label.replace(/\s(?:attributable|available) to\s.*$/iu, '');
  const named = linesPrinted(text);
  if (named.size > 0) return named;
  const group = groups.at(-1);
  const cents = figures.every((figure) => /\d[.,]\d\d\D*$/u.test(figure.text));
  if (cents && /^(?:basic|diluted)\b/iu.test(text))
    return linesPrinted(`${/^basic/iu.test(text) ? 'basic' : 'diluted'} earnings per share`);
  // "Net change in cash from" over "Operating activities"; a group that is a line itself goes on in its parts.
  return group === undefined || linesPrinted(group).size > 0 ? named : linesPrinted(`${group} ${text}`);
}

/** Of the caption, of the caption without what qualifies it, and of either under the captions above it. */
function rowSimilarity(question: NodeQuestion, { label, groups }: StatementRow): number {
  let best = 0;
  for (const text of new Set([label, unqualified(label)])) {
    best = Math.max(best, questionSimilarity(question, text));
    for (const group of groups)
      best = Math.max(best, 0.97 * sectionedSimilarity(question, unqualified(group), text));
  }
  return best;
}

/** "Total receivables, net of allowance of $78 (Note 4)" is about receivables. */
function unqualified(label: string): string {
  const bare = label
    .replace(/\([^)]*\)/gu, ' ')
    .replace(/,\s*(?:net|gross|less)\b.*$/iu, '')
    .replace(/\s(?:attributable|available) to\s.*$/iu, '')
    .replace(/^\s*[-–—•]\s*|^\s*total\s+(?=\S)/iu, '')
    .trim();
  return bare === '' ? label : bare;
}

function speaksOfNone(label: string, name: string): boolean {
  return /\b(?:not|non|excluding|nicht|ohne|non-cash)\b/iu.test(label) && !/not|non|excluding/iu.test(name);
}
