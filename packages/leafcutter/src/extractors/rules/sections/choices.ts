/** Lists that a form answers: the options that are ticked after a question, or chosen in a field. */
import type { Page, Range } from '../../../document/types.ts';
import type { PageLayout } from '../../../layout/types.ts';
import { unwrap, type Locale } from '../../../values/index.ts';
import type { Found, ListTask } from '../arrays/model.ts';
import { questionSimilarity } from '../similarity.ts';
import { tickedChoices, type TickedChoice } from '../ticks.ts';
import { listValue } from './list-values.ts';

/** A caption that fits a list less well names another. */
const leastSimilarity = 0.6;

export class ChoiceLists {
  readonly #lists: readonly ListTask[];
  readonly #best = new Map<ListTask, { readonly similarity: number; readonly found: Found[] }>();

  constructor(lists: readonly ListTask[]) {
    this.#lists = lists;
  }

  read(page: Page, layout: PageLayout, locale: Locale): void {
    if (this.#lists.length === 0) return;
    for (const { caption, answers } of [...tickedChoices(page), ...chosenOptions(page, layout)])
      for (const list of this.#lists) {
        const similarity = questionSimilarity(list.question, caption);
        if (similarity < leastSimilarity || similarity <= (this.#best.get(list)?.similarity ?? 0)) continue;
        const slot = { task: list.task, list: list.node };
        const found = answers.flatMap(({ start, end }) =>
          listValue(
            slot,
            {
              page: page.number,
              text: unwrap(page.text.slice(start, end)),
              ranges: [{ start, end }],
              lines: [],
            },
            locale,
          ).map((one) => ({ ...one, reasoning: `Chosen after "${caption}" on page ${page.number}.` })),
        );
        this.#best.set(list, { similarity, found });
      }
  }

  /** Null where no form asks for the list; none where nothing was chosen. */
  found(list: ListTask): Found[] | null {
    return this.#best.get(list)?.found ?? null;
  }
}

/** Of each field to choose from its options, under the field's own name and every caption that stands at it. */
function chosenOptions(page: Page, { pairs }: PageLayout): readonly TickedChoice[] {
  return page.fields.flatMap(({ kind, range, box }): TickedChoice[] => {
    if (kind !== 'choice' || range === null) return [];
    const at = pairs.filter(({ value }) => value.ranges.some((one) => holds(range, one)));
    const own = at.find(({ label }) => label.box === box);
    const answers = own?.value.ranges ?? [range];
    return at.map(({ label }) => ({ caption: label.text, answers }));
  });
}

function holds(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
