/** Arrays with alike items ("revolving lenders" and "term lenders"): which of them a table is of, told by their own words. */
import { firstSentence } from '../descriptions.ts';
import { phraseOf } from '../lexicon.ts';
import { splitIdentifier } from '../words.ts';
import { captionsOf } from './match.ts';
import type { ArrayTask } from './model.ts';
import type { SourceTable } from './source.ts';

/** Share of the smaller item's leaves that both have. */
const leastShared = 0.6;
/** A caption further away says less. */
const decay = 0.8;

export function areSiblings(a: ArrayTask, b: ArrayTask): boolean {
  const [own, other] = [leafNames(a), leafNames(b)];
  const shared = [...own].filter((name) => other.has(name)).length;
  return shared >= leastShared * Math.min(own.size, other.size);
}

function leafNames({ levels }: ArrayTask): ReadonlySet<string> {
  return new Set(levels.flatMap(({ slots }) => slots.map(({ task }) => task.leaf.name)));
}

/** The one of the siblings whose own words stand above the table nearest; null when no word tells. */
export function toldBy(source: SourceTable, siblings: readonly ArrayTask[]): ArrayTask | null {
  if (siblings.length < 2) return null;
  const captions = captionsOf(source).map((text) => phraseOf(text).concepts);
  const words = siblings.map(wordsOfTask);
  const told = siblings.map((_, at) => {
    const others = words.filter((_other, index) => index !== at);
    const own = [...(words[at] ?? [])].filter((word) => others.every((other) => !other.has(word)));
    return captions.reduce(
      (sum, caption, away) => sum + own.filter((word) => caption.has(word)).length * decay ** away,
      0,
    );
  });
  const most = Math.max(...told);
  const best = siblings.filter((_, at) => told[at] === most);
  return most > 0 && best.length === 1 ? (best[0] ?? null) : null;
}

function wordsOfTask({ levels: [level] }: ArrayTask): ReadonlySet<string> {
  const { name = '', title = null, description = null } = level?.node ?? {};
  return new Set(
    [splitIdentifier(name), title ?? '', firstSentence(description ?? '')].flatMap((text) => [
      ...phraseOf(text).concepts,
    ]),
  );
}
