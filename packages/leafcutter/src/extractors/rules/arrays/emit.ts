/** Items as findings with pointers; every leaf of every item gets one, null ones with their reason. */
import type { Page, ParsedDocument } from '../../../document/types.ts';
import type { Evidence, Finding, NullReason } from '../../../findings/types.ts';
import { evidenceAt, readAcross } from '../evidence.ts';
import type { Found, Item, Level, Place, Slot } from './model.ts';

interface Draft {
  readonly pointer: string;
  readonly found: Found;
}

/** @param nullReason why leaves without a value have none */
export async function findingsOf(
  document: ParsedDocument,
  levels: readonly Level[],
  items: readonly Item[],
  nullReason: NullReason,
): Promise<Finding[]> {
  const drafts: Draft[] = [];
  const nulls: { pointer: string; slot: Slot }[] = [];
  walk(levels, 0, items, [], drafts, nulls);
  const findings: Finding[] = [];
  const pages = new PageReader(document);
  for (const { pointer, found } of drafts) findings.push(await findingOf(pages, pointer, found));
  for (const { pointer } of nulls) findings.push(nothing(pointer, nullReason));
  return findings;
}

function walk(
  levels: readonly Level[],
  depth: number,
  items: readonly Item[],
  indexes: readonly number[],
  drafts: Draft[],
  nulls: { pointer: string; slot: Slot }[],
): void {
  const level = levels[depth];
  if (level === undefined) return;
  for (const [index, item] of items.entries()) {
    const own = [...indexes, index];
    for (const slot of level.slots) {
      const found = item.found.filter((one) => one.slot === slot);
      const path = slot.task.leaf.path;
      if (slot.list !== null)
        found.forEach((one, at) => drafts.push({ pointer: pointerOf(path, [...own, at]), found: one }));
      else if (found[0] !== undefined) drafts.push({ pointer: pointerOf(path, own), found: found[0] });
      else nulls.push({ pointer: pointerOf(path, own), slot });
    }
    walk(levels, depth + 1, item.children, own, drafts, nulls);
  }
}

/** The path with its `*` filled in, from the outermost on. */
export function pointerOf(path: string, indexes: readonly number[]): string {
  let next = 0;
  return path
    .split('/')
    .map((part) => (part === '*' ? String(indexes[next++] ?? 0) : part))
    .join('/');
}

/** Pages in the order of use; the last few stay. */
export class PageReader {
  readonly #document: ParsedDocument;
  readonly #held = new Map<number, Page>();

  constructor(document: ParsedDocument) {
    this.#document = document;
  }

  async page(number: number): Promise<Page> {
    const held = this.#held.get(number);
    if (held !== undefined) return held;
    const page = await this.#document.page(number);
    if (this.#held.size >= 4) this.#held.clear();
    this.#held.set(number, page);
    return page;
  }
}

export async function findingOf(pages: PageReader, pointer: string, found: Found): Promise<Finding> {
  const page = await pages.page(found.page);
  const evidence: Evidence[] = [evidenceAt(page, found.ranges, 'value')];
  for (const place of found.further ?? [])
    evidence.push(evidenceAt(await pages.page(place.page), place.ranges, 'value'));
  for (const place of found.support) evidence.push(await support(pages, place));
  const read = readQuality(page, found);
  const quote = evidence[0]?.quote ?? '';
  // What goes on on a further page is joined by whoever found it there.
  const value = found.further === undefined ? readAcross(found.value, page, found.ranges) : found.value;
  return {
    pointer,
    value,
    nullReason: null,
    evidence,
    match: typeof value === 'string' && value === quote ? 'exact' : 'normalised',
    confidence: { value: round(found.sure * read), read: round(read), found: round(found.sure) },
    alternatives: found.alternatives.map(({ value, reason }) => ({ value, reason, evidence })),
    reasoning: found.reasoning,
  };
}

async function support(pages: PageReader, place: Place): Promise<Evidence> {
  return evidenceAt(await pages.page(place.page), place.ranges, 'support');
}

function nothing(pointer: string, nullReason: NullReason): Finding {
  return {
    pointer,
    value: null,
    nullReason,
    evidence: [],
    match: 'absent',
    confidence: { value: 0, read: 0, found: 0 },
    alternatives: [],
    reasoning: 'Nothing in the row, its headings or its table answers it.',
  };
}

/** Mean certainty of the words' reading; 1 for a text layer. */
function readQuality(page: Page, { ranges }: Found): number {
  const words = page.words.filter((word) =>
    ranges.some((range) => word.start < range.end && word.end > range.start),
  );
  if (words.length === 0) return 1;
  return words.reduce((sum, word) => sum + (word.ocr ?? 1), 0) / words.length;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
