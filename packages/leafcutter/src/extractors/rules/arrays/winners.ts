/** Which of the arrays that a table may be of has it. */
import type { TableMatch } from './match.ts';
import type { ArrayTask } from './model.ts';
import { areSiblings, toldBy } from './siblings.ts';
import type { SourceTable } from './source.ts';

export interface Candidate {
  readonly task: ArrayTask;
  readonly match: TableMatch;
}

/** Of two arrays that the same columns answer, the one that also takes what the headings say keeps it with its rows. */
const headingBonus = 0.08;
/** Of two arrays that a table answers well, the one that more of its columns belong to. */
const coverageShare = 0.1;

export function combined({ match }: Candidate): number {
  const { headers } = match.source;
  const named = headers.filter(({ text }) => text !== '').length;
  const covered = Math.min(1, match.columns.length / Math.max(2, named));
  return match.score * (0.6 + 0.3 * match.affinity + coverageShare * covered) + headingBonus * match.shared;
}

/** An alike array whose own words stand above the table has it though another answers it this much better. */
const nearlyAsGood = 0.85;
const same = 1e-9;

/** Of each table the array that it answers best. Alike arrays are told apart by their own words, else by their order. */
export function winnersOf(able: readonly Candidate[]): ReadonlyMap<SourceTable, Candidate> {
  const winners = new Map<SourceTable, Candidate>();
  const untold: (readonly Candidate[])[] = [];
  const heads = headsOf(able);
  const bySource = Map.groupBy(able, ({ match }) => match.source);
  for (const [source, all] of bySource) {
    if (heads.get(source) !== source) continue;
    const found = winnerOf(source, all);
    if (found.length === 1 && found[0] !== undefined) winners.set(source, found[0]);
    else untold.push(found);
  }
  // As many tables as arrays: a schema names its lists as the document has them. Any other number is not guessed at.
  for (const equal of untold) {
    const rivals = untold.filter((one) =>
      one.every(({ task }) => equal.some((other) => other.task === task)),
    );
    const candidate = equal[rivals.indexOf(equal)];
    if (rivals.length === equal.length && candidate !== undefined)
      winners.set(candidate.match.source, candidate);
  }
  for (const [source, all] of bySource) {
    const head = heads.get(source);
    if (head === undefined || head === source) continue;
    const following = all.find(({ task }) => task === winners.get(head)?.task);
    const [own, ...others] = following === undefined ? winnerOf(source, all) : [following];
    if (own !== undefined && others.length === 0) winners.set(source, own);
  }
  return winners;
}

/** Of each table the one that it goes on from over pages; itself where it begins. */
function headsOf(able: readonly Candidate[]): ReadonlyMap<SourceTable, SourceTable> {
  const heads = new Map<SourceTable, SourceTable>();
  let last: SourceTable | null = null;
  for (const source of new Set(able.map(({ match }) => match.source))) {
    const head: SourceTable = source.continues && last !== null ? last : source;
    heads.set(source, head);
    last = head;
  }
  return heads;
}

/** Several where they are alike, answer as much, and nothing tells whose the table is. */
function winnerOf(source: SourceTable, all: readonly Candidate[]): readonly Candidate[] {
  const best = all.reduce((held, one) => (combined(one) > combined(held) + same ? one : held));
  const alike = all.filter(
    (one) =>
      one === best || (areSiblings(one.task, best.task) && combined(one) >= nearlyAsGood * combined(best)),
  );
  const told = toldBy(
    source,
    alike.map(({ task }) => task),
  );
  if (told !== null) return alike.filter(({ task }) => task === told);
  return alike.filter((one) => combined(one) >= combined(best) - same);
}
