/** How much speaks for a place being the one where a value is meant: its label above it, its row's other values near it. Pure. */
import { lettersAndDigits } from '../../values/text.ts';
import type { Place, TextIndex } from './text-index.ts';

/** Lines around a place in which the other values of its row are looked for. */
const rowReach = 3;
const labelReach = 3;
/** Evidence of another place that is as good as the best one's. */
export const asGood = 0.9;
const leastEvidence = 0.3;

/** Those whose evidence is as good as the best's; all, when none has any. */
export function bestOf(places: readonly Place[], evidence: (place: Place) => number): readonly Place[] {
  if (places.length < 2) return places;
  const scores = places.map(evidence);
  const best = Math.max(...scores);
  return best < leastEvidence ? places : places.filter((_, index) => (scores[index] ?? 0) >= best * asGood);
}

export function matesNear(place: Place, mates: readonly (readonly Place[])[]): number {
  const near = mates.filter((places) => places.some((other) => isNear(place, other))).length;
  return Math.min(1, near / 2);
}

export function isNear(a: Place, b: Place): boolean {
  return a.first <= b.last + rowReach && b.first <= a.last + rowReach;
}

export function overlap(a: Place, b: Place): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Words of the names on the way, the nearest first. */
export function labelWords(path: readonly string[]): readonly (readonly string[])[] {
  return path
    .map((name) =>
      name
        .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
        .split(/[^\p{L}\p{N}]+/u)
        .map(lettersAndDigits)
        .filter((word) => word.length > 1),
    )
    .filter((words) => words.length > 0)
    .toReversed()
    .slice(0, 3);
}

/** 0 to 1.75: the share of the label's words in the line of the place and the lines above it. */
export function labelScore(place: Place, labels: readonly (readonly string[])[], text: TextIndex): number {
  let near = '';
  const { page } = text.lines[place.first] ?? { page: 0 };
  for (let line = Math.max(0, place.first - labelReach); line <= place.first; line += 1) {
    const known = text.lines[line];
    if (known !== undefined && known.page === page) near += `${known.form} `;
  }
  return labels.reduce((sum, words, distance) => {
    const hits = words.filter((word) => near.includes(word.slice(0, 6))).length;
    return sum + hits / words.length / 2 ** distance;
  }, 0);
}

export function pagesOf(places: readonly Place[], text: TextIndex): number {
  return new Set(places.map((place) => text.lines[place.first]?.page)).size;
}
