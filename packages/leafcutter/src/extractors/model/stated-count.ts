/** How many items a document says that a list has: "References (3)", "Number of deliveries: 12", "the following four owners". Pure. */
import type { JsonPrimitive } from '../../json.ts';
import { wordsOf } from '../../routing/words.ts';
import type { ArrayNode } from '../../schema/types.ts';

const numberWords = 'two three four five six seven eight nine ten eleven twelve'.split(' ');
const most = 1_899;
/** Names that say less than this are names of many things. */
const leastLetters = 4;

/** Null where nothing states it, or where two places say two things. */
export function statedCount(
  { path, title }: Pick<ArrayNode, 'path' | 'title'>,
  lines: readonly { readonly text: string }[],
): number | null {
  const nouns = [path.split('/').at(-1) ?? '', title ?? '']
    .flatMap((name) => wordsOf(name).at(-1) ?? [])
    .filter((word) => word.length >= leastLetters && /^\p{L}+$/u.test(word));
  const found = new Set<number>();
  for (const noun of new Set(nouns)) {
    const patterns = patternsFor(noun);
    for (const { text } of lines)
      for (const pattern of patterns)
        for (const { groups } of text.matchAll(pattern)) {
          const count = numberOf(groups?.['count'] ?? '');
          if (count !== null) found.add(count);
        }
  }
  const [only = null] = found;
  return found.size === 1 ? only : null;
}

function patternsFor(noun: string): readonly RegExp[] {
  // A plural may change its last letter: "companies".
  const stem = noun.replace(/[ey]$/u, '');
  const items = `${stem}\\p{L}{0,3}(?!\\p{L})`;
  const count = `(?<count>\\d{1,4}(?![\\d.,/%-])|${numberWords.join('|')})(?!\\p{L})`;
  return [
    `(?<!\\p{L})(?:number|count|anzahl|nombre|n[u\u00fa]mero|aantal)\\s(?:of\\s|der\\s|von\\s|de\\s|di\\s|d.)?(?:the\\s|all\\s)?${items}\\s?:?\\s{1,4}${count}\\s*$`,
    `^\\s*(?:\\p{L}+\\s){0,2}${items}\\s?\\(${count}\\)\\s*:?$`,
    `(?<!\\p{L})(?:the following|a total of|in total|insgesamt|au total)\\s${count}\\s(?:\\p{L}+\\s)?${items}`,
  ].map((source) => new RegExp(source, 'giu'));
}

function numberOf(text: string): number | null {
  const at = numberWords.indexOf(text.toLowerCase());
  const count = at < 0 ? Number(text) : at + 2;
  return count >= 1 && count <= most ? count : null;
}

/** What is stated may be the sum of a column: pieces, not lines. @param values of the items, by name */
export function isSum(stated: number, values: ReadonlyMap<string, readonly JsonPrimitive[]>): boolean {
  return [...values.values()].some((own) => {
    const numbers = own.filter((value) => typeof value === 'number');
    return numbers.length > 0 && numbers.reduce((sum, value) => sum + value, 0) === stated;
  });
}
