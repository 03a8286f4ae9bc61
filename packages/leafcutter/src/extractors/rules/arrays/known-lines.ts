/** Which line of a financial statement a name or a caption is, by the names that standards and companies give it. */
import { statementLines } from '../data/statement-lines.ts';
import { stem, wordsOf } from '../words.ts';

/** Indexes into `statementLines`. */
type Lines = ReadonlySet<number>;

const smallWords: ReadonlySet<string> = new Set(
  'of the a an and by in from for on to as or der die das und aus des de du la le les d'.split(' '),
);

function keyOf(text: string): string {
  return wordsOf(text)
    .filter((word) => !smallWords.has(word))
    .map(stem)
    .join(' ');
}

function indexOf(pick: 'asked' | 'printed'): ReadonlyMap<string, Lines> {
  const index = new Map<string, Set<number>>();
  for (const [at, names] of statementLines.entries())
    for (const name of names[pick].split(';')) {
      const key = keyOf(name);
      const lines = index.get(key) ?? new Set();
      index.set(key, lines.add(at));
    }
  return index;
}

const byAsked = indexOf('asked');
const byPrinted = indexOf('printed');
const none: Lines = new Set();

/** The lines that a schema may mean by a name ("share_repurchases" as words). */
export function linesAsked(name: string): Lines {
  return byAsked.get(keyOf(name)) ?? none;
}

/** The lines that a caption is; none for captions that only this company uses. */
export function linesPrinted(caption: string): Lines {
  const key = keyOf(caption);
  const known = byPrinted.get(key);
  if (known !== undefined) return known;
  // "Net income (loss)", "Net cash provided by (used in) operating activities", "Capital expenditures, net of ..."
  const bare = keyOf(caption.replace(/\([^)]*\)/gu, ' ').replace(/,\s*(?:net|gross|less)\b.*$/iu, ''));
  return byPrinted.get(bare) ?? none;
}

export function haveCommon(a: Lines, b: Lines): boolean {
  for (const line of a) if (b.has(line)) return true;
  return false;
}
