/** Which of its places each value takes: item after item of a list, beside what is known of the item already. Pure. */
import type { Page } from '../document/types.ts';
import type { Finding } from '../findings/types.ts';
import type { JsonPrimitive } from '../json.ts';
import { choose, keyOf, placeOnPage, type Candidate } from './choose.ts';
import { mostOfMate, takingOrder } from './item-order.ts';
import type { SchemaWay } from './schema-way.ts';

/** A value whose place must be found. */
export interface Wanted extends SchemaWay {
  readonly index: number;
  readonly finding: Finding;
  readonly sought: JsonPrimitive;
  readonly form: string;
  /** The list item that it belongs to; null outside of lists. */
  readonly item: string | null;
  readonly candidates: Candidate[];
}

/** Places of list items that were known before any was looked for. */
export class KnownPlaces {
  private readonly byItem = new Map<string, Candidate[]>();

  add({ pointer, evidence, match }: Finding, pages: ReadonlyMap<number, Page>): void {
    const item = itemOf(pointer);
    const value = evidence.find(({ role }) => role === 'value');
    const [range] = value?.ranges ?? [];
    const page = pages.get(value?.page ?? 0);
    if (item === null || range === undefined || page === undefined) return;
    const place = placeOnPage(page, { ...range, match });
    const known = this.byItem.get(item);
    if (known === undefined) this.byItem.set(item, [place]);
    else known.push(place);
  }

  of(item: string | null): readonly Candidate[] {
    return item === null ? [] : (this.byItem.get(item) ?? []);
  }

  /** Pages that the values of each item stand on. */
  pages(): Map<string, Set<number>> {
    return new Map([...this.byItem].map(([item, places]) => [item, new Set(places.map(({ page }) => page))]));
  }

  keys(): Set<string> {
    return new Set([...this.byItem.values()].flat().map(keyOf));
  }
}

/**
 * Chooses for item after item, so that equal rows take places one after another. What says little (a word of a list of
 * allowed ones, a caption) comes last, and stands on the pages of its item's other values or nowhere, a caption before them.
 */
export function chooseAll(
  wanted: readonly Wanted[],
  known: KnownPlaces,
): readonly (readonly [Wanted, Candidate | null])[] {
  const items = Map.groupBy(wanted, (one) => one.item);
  const taken = known.keys();
  const before = new Map<string, Candidate>();
  const pages = known.pages();
  const matesOf = (one: Wanted): readonly (readonly Candidate[])[] =>
    one.item === null
      ? []
      : [
          ...known.of(one.item).map((place) => [place]),
          ...(items.get(one.item) ?? [])
            .filter((mate) => mate !== one && isTelling(mate))
            .map(({ candidates }) => candidates),
        ];
  const ordered = takingOrder(wanted, matesOf, (item) => known.of(item));
  const isFirst = (one: Wanted): boolean => one.item === null || isTelling(one);
  return [...ordered.filter(isFirst), ...ordered.filter((other) => !isFirst(other))].map((one) => {
    const mates = matesOf(one);
    const list = one.item?.replace(/\/\d+$/, '') ?? '';
    const after = one.item === null ? null : (before.get(list) ?? null);
    const own = one.item === null || isFirst(one) ? undefined : pages.get(one.item);
    const chosen = choose(
      own === undefined ? one.candidates : onPages(one.candidates, own),
      mates,
      one.item === null || isCaptioned(one) ? noneTaken : taken,
      after,
    );
    if (chosen === null || one.item === null || chosen.isCaption) return [one, chosen] as const;
    taken.add(keyOf(chosen));
    addPage(pages, one.item, chosen.page);
    if (mates.length === 0 || one === (items.get(one.item) ?? []).at(-1)) before.set(list, chosen);
    return [one, chosen] as const;
  });
}

function addPage(pages: Map<string, Set<number>>, item: string, page: number): void {
  const known = pages.get(item);
  if (known === undefined) pages.set(item, new Set([page]));
  else known.add(page);
}

/** The innermost list item that the pointer goes through. */
export function itemOf(pointer: string): string | null {
  const item = /^.*\/\d+(?=\/|$)/su.exec(pointer)?.[0];
  return item ?? null;
}

/** Those on pages of the item; captions may stand on a page before them. */
function onPages(candidates: readonly Candidate[], pages: ReadonlySet<number>): readonly Candidate[] {
  const own = candidates.filter(({ page }) => pages.has(page));
  if (own.length > 0) return own;
  const first = Math.min(...pages);
  const before = candidates.filter(({ page, isCaption }) => isCaption && page < first);
  const nearest = Math.max(...before.map(({ page }) => page));
  return before.filter(({ page }) => page === nearest);
}

function isCaptioned({ candidates }: Wanted): boolean {
  return candidates.every(({ isCaption }) => isCaption);
}

/** A word of a list of allowed ones, a caption, or what stands all over the document, stands near by chance. */
function isTelling(one: Wanted): boolean {
  const { leaf, candidates } = one;
  return (
    candidates.length > 0 &&
    candidates.length <= mostOfMate &&
    (leaf === null || leaf.enum === null) &&
    !isCaptioned(one)
  );
}

const noneTaken: ReadonlySet<string> = new Set();
