/** Which place answers which leaf: the best for all, with no place serving two that contradict each other. */
import { excludedBy } from './lexicon.ts';
import type { Match } from './score.ts';
import type { LeafTask } from './tasks.ts';

/** Matches below this are no answer. Calibrated on precision. */
export const leastScore = 0.4;
/** A leaf that shares the place of another must be named by its caption at least this well itself. */
const leastShared = 0.42;
/** A field of a form was made for one answer. */
const leastSharedField = 0.9;
const agreementBonus = 0.015;
const mostAgreeing = 3;

/** By task index; null where nothing is sure enough. The order of the tasks decides ties. */
export function assign(matches: readonly (readonly Match[])[]): (Match | null)[] {
  const chosen: (Match | null)[] = matches.map(() => null);
  const all = matches.flatMap(withAgreement).filter((match) => match.score >= leastScore);
  all.sort((a, b) => b.score - a.score || a.task.index - b.task.index);
  const taken = new Map<string, Match[]>();
  for (const match of all) {
    if (chosen[match.task.index] !== null) continue;
    const key = placeKey(match);
    const others = taken.get(key) ?? [];
    if (others.some((other) => !maySharePlace(other, match))) continue;
    chosen[match.task.index] = match;
    taken.set(key, [...others, match]);
  }
  return chosen;
}

/** A value that several places give is a little surer in each. */
function withAgreement(matches: readonly Match[]): Match[] {
  const counts = new Map<string, number>();
  for (const match of matches) {
    if (match.score >= leastScore * 0.6) counts.set(valueKey(match), (counts.get(valueKey(match)) ?? 0) + 1);
  }
  return matches.map((match) => {
    const others = Math.min(mostAgreeing, (counts.get(valueKey(match)) ?? 1) - 1);
    return others <= 0 ? match : { ...match, score: match.score + others * agreementBonus };
  });
}

function valueKey({ reading }: Match): string {
  return String(reading.value)
    .toLowerCase()
    .replace(/[^\p{L}\d]/gu, '');
}

function placeKey({ candidate, reading }: Match): string {
  const start = candidate.ranges[0]?.start ?? 0;
  return `${candidate.page}:${start + reading.start}`;
}

function maySharePlace(first: Match, second: Match): boolean {
  if (contradict(first.task, second.task)) return false;
  if (first.candidate.relation !== 'field') return second.similarity >= leastShared;
  const alike =
    parentOf(first.task) === parentOf(second.task) || first.task.leaf.name === second.task.leaf.name;
  return !alike && second.similarity >= leastSharedField;
}

/** A form asks each thing in a field of its own: what two parts of a schema call alike are two things. */
function parentOf({ pointer }: LeafTask): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

function contradict(a: LeafTask, b: LeafTask): boolean {
  for (const concept of a.question.subject) {
    for (const other of excludedBy(concept))
      if (b.question.subject.has(other) && !a.question.subject.has(other)) return true;
  }
  return a.kind.side !== null && b.kind.side !== null && a.kind.side !== b.kind.side;
}
