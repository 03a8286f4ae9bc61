/** Which tables an array is read from. A table serves one array: the one that it answers best. */
import { lettersAndDigits, type Locale } from '../../../values/index.ts';
import { relationsOf, shareOf } from './arithmetic.ts';
import type { TableMatch } from './match.ts';
import type { ArrayTask, Slot } from './model.ts';
import { isBlank } from './sample.ts';
import { combined, winnersOf, type Candidate } from './winners.ts';

const leastScore = 0.38;
/** Tables this much worse than the best one are read only when they have its columns. */
const nearBest = 0.75;
/** A table that answers an array better than another by this is not judged by its figures. */
const muchBetter = 0.05;
/** Of the leaves that the best table answers, what another one must answer. */
const leastAnswered = 0.7;

/** Tables by array, in the document's order. */
export function selectTables(
  candidates: readonly Candidate[],
  locale: Locale | undefined,
): Map<ArrayTask, TableMatch[]> {
  const able = withoutContradicted(
    candidates.filter(
      ({ match }) => match.score >= leastScore || (match.affinity >= 0.6 && match.columns.length >= 2),
    ),
    locale,
  );
  const winners = winnersOf(able);
  const selected = new Map<ArrayTask, TableMatch[]>();
  for (const task of new Set(able.map((candidate) => candidate.task))) {
    const own = able.filter(
      (candidate) => candidate.task === task && winners.get(candidate.match.source) === candidate,
    );
    const chosen = chosenOf(own);
    if (chosen.length > 0) selected.set(task, chosen);
  }
  return selected;
}

function chosenOf(own: readonly Candidate[]): TableMatch[] {
  const best = own.reduce<Candidate | null>(
    (held, one) => (held === null || combined(one) > combined(held) ? one : held),
    null,
  );
  if (best === null) return [];
  const chosen: TableMatch[] = [];
  for (const candidate of own) {
    const { match } = candidate;
    const before = chosen.at(-1);
    const goesOn =
      match.source.continues &&
      before !== undefined &&
      match.source.table.page - before.source.table.page <= 1;
    if (
      candidate === best ||
      goesOn ||
      hasColumnsOf(match, best.match) ||
      (combined(candidate) >= nearBest * combined(best) && answersAsMuch(match, best.match))
    )
      chosen.push(match);
  }
  return chosen;
}

/**
 * Of the tables that may be an array's, those whose figures agree with each other tell what its rows are: one that has the
 * same figures, but in no row agreeing ones, is another list ("discounts" beside "taxes").
 */
function withoutContradicted(
  candidates: readonly Candidate[],
  locale: Locale | undefined,
): readonly Candidate[] {
  const told = new Map(
    [...Map.groupBy(candidates, ({ task }) => task)].map(([task, own]) => [
      task,
      own.length < 2
        ? []
        : own.flatMap((candidate) =>
            relationsOf(candidate.match, locale).map((relation) => ({
              relation,
              weight: combined(candidate),
            })),
          ),
    ]),
  );
  return candidates.filter((candidate) =>
    (told.get(candidate.task) ?? []).every(
      ({ relation, weight }) =>
        weight < combined(candidate) - muchBetter || shareOf(relation, candidate.match, locale) !== 0,
    ),
  );
}

/** A table of other columns has the most of what the items of the best one have. */
function answersAsMuch(match: TableMatch, best: TableMatch): boolean {
  const [own, model] = [filledSlots(match), filledSlots(best)];
  const shared = model.filter((slot) => own.includes(slot)).length;
  return shared >= leastAnswered * model.length;
}

function filledSlots({ columns, source }: TableMatch): readonly Slot[] {
  return columns
    .filter(({ column }) => source.table.rows.some(({ cells }) => !isBlank(cells[column]?.text ?? '')))
    .map(({ slot }) => slot);
}

/** The same headers over the same leaves. */
function hasColumnsOf(match: TableMatch, model: TableMatch): boolean {
  const names = (one: TableMatch): Set<string> =>
    new Set(
      one.columns.map(
        ({ slot, column }) =>
          `${slot.task.pointer}=${lettersAndDigits(one.source.headers[column]?.text ?? '')}`,
      ),
    );
  const [own, other] = [names(match), names(model)];
  const shared = [...own].filter((name) => other.has(name)).length;
  return shared >= 0.7 * Math.max(own.size, other.size);
}
