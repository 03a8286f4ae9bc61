/** Net, tax and gross belong together: of places that answer about equally well, those whose figures add up are taken. */
import { leastScore } from './assign.ts';
import type { Match } from './score.ts';
import type { LeafTask } from './tasks.ts';

export type SumRole = 'part' | 'added' | 'sum';

/** A place this much worse than the best one of its leaf is no choice, however well its figure adds up. */
const leastShare = 0.55;
const mostPlaces = 6;
const tolerance = 0.011;

/** What a leaf is in `part + added = sum`; null for other leaves. Deductions are added to what is paid to make the gross pay. */
export function sumRoleOf({ question: { subject }, kind }: LeafTask): SumRole | null {
  if (kind.kind !== 'money' && kind.kind !== 'number') return null;
  if (others.some((concept) => subject.has(concept))) return null;
  if (subject.has('tax') || subject.has('vat') || subject.has('deductions')) {
    const isBase = ['net', 'gross', 'taxbase'].some((concept) => subject.has(concept));
    return isBase ? plainRole(subject) : 'added';
  }
  return plainRole(subject);
}

function plainRole(subject: ReadonlySet<string>): SumRole | null {
  if (subject.has('net') || subject.has('subtotal')) return 'part';
  return subject.has('gross') || subject.has('total') ? 'sum' : null;
}

const others: readonly string[] = [
  'rate', 'percent', 'discount', 'deposit', 'balance', 'previous', 'weight', 'quantity', 'debit', 'credit', 'freight', 'cumulative', 'due',
]; // prettier-ignore

/** @param matches by task index, best first; @param chosen by task index */
export function withSums(
  matches: readonly (readonly Match[])[],
  chosen: readonly (Match | null)[],
): (Match | null)[] {
  const result = [...chosen];
  for (const [part, added, sum] of triplesOf(matches)) {
    const now = [part, added, sum].map((index) => result[index] ?? null);
    if (addsUp(now)) continue;
    const taken = new Set(
      result.flatMap((match, index) =>
        match === null || [part, added, sum].includes(index) ? [] : [placeOf(match)],
      ),
    );
    const options = [part, added, sum].map((index) =>
      placesOf(matches[index] ?? [], result[index] ?? null).filter((match) => !taken.has(placeOf(match))),
    );
    const best = bestOf(options);
    if (best !== null) for (const match of best) result[match.task.index] = match;
  }
  return result;
}

/** Indexes of tasks of one object that may add up. */
function triplesOf(matches: readonly (readonly Match[])[]): readonly (readonly [number, number, number])[] {
  const tasks = matches.flatMap((own) => own[0]?.task ?? []);
  const triples: (readonly [number, number, number])[] = [];
  for (const own of Map.groupBy(tasks, ({ pointer }) =>
    pointer.slice(0, pointer.lastIndexOf('/')),
  ).values()) {
    const byRole = (role: SumRole): readonly LeafTask[] => own.filter((task) => sumRoleOf(task) === role);
    const [parts, added, sums] = [byRole('part'), byRole('added'), byRole('sum')];
    const [part, addend, sum] = [parts[0], added[0], sums[0]];
    if (
      part !== undefined &&
      addend !== undefined &&
      sum !== undefined &&
      parts.length + added.length + sums.length === 3
    )
      triples.push([part.index, addend.index, sum.index]);
  }
  return triples;
}

function placesOf(matches: readonly Match[], chosen: Match | null): readonly Match[] {
  const best = Math.max(chosen?.score ?? 0, matches[0]?.score ?? 0);
  return matches
    .filter(
      ({ score, reading }) =>
        score >= Math.max(leastShare * best, 0.7 * leastScore) && typeof reading.value === 'number',
    )
    .slice(0, mostPlaces);
}

function bestOf(options: readonly (readonly Match[])[]): readonly Match[] | null {
  const [parts = [], added = [], sums = []] = options;
  let best: readonly Match[] | null = null;
  let most = 0;
  for (const part of parts)
    for (const addend of added)
      for (const sum of sums) {
        const some = [part, addend, sum];
        const score = some.reduce((total, match) => total + match.score, 0);
        if (score > most && new Set(some.map(placeOf)).size === 3 && addsUp(some))
          [best, most] = [some, score];
      }
  return best;
}

function addsUp(matches: readonly (Match | null)[]): boolean {
  const [part, added, sum] = matches.map((match) => match?.reading.value);
  if (typeof part !== 'number' || typeof added !== 'number' || typeof sum !== 'number') return false;
  return Math.abs(part + Math.sign(part || 1) * Math.abs(added) - sum) <= tolerance;
}

function placeOf({ candidate, reading }: Match): string {
  return `${candidate.page}:${(candidate.ranges[0]?.start ?? 0) + reading.start}`;
}
