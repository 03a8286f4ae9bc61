/** Every value of every extractor gets the place it was taken from, or is marked as having none. */
import type { Page, ParsedDocument, Range } from '../document/types.ts';
import type { JsonPrimitive } from '../json.ts';
import type { Finding } from '../findings/types.ts';
import { confidenceOf } from '../confidence/index.ts';
import type { CheckedSchema } from '../schema/types.ts';
import { lettersAndDigits } from '../values/text.ts';
import { agrees, withoutScheme } from './agree.ts';
import { candidateOf, choose, keyOf, type Candidate } from './choose.ts';
import { evidenceAt, readConfidence } from './evidence.ts';
import { mostOfMate, takingOrder } from './item-order.ts';
import { narrowed } from './narrow.ts';
import { withOtherReadings } from './other-readings.ts';
import { PageIndex, type Place } from './page-index.ts';
import { WordIndex } from './pieces.ts';
import { asPrinted, soughtValue, withSigns } from './printed.ts';
import { placeScaled } from './scaled.ts';
import { citeSigns } from './signs.ts';
import { schemaWay, type SchemaWay } from './schema-way.ts';

export { agrees } from './agree.ts';
export { asPrinted, placeIn, soughtValue, withSigns } from './printed.ts';
export { evidenceAt, readConfidence, wordsIn } from './evidence.ts';

/** A value whose place must be found. */
interface Wanted extends SchemaWay {
  readonly index: number;
  readonly finding: Finding;
  readonly sought: JsonPrimitive;
  readonly form: string;
  /** The list item that it belongs to; null outside of lists. */
  readonly item: string | null;
  readonly candidates: Candidate[];
}

/** How sure a place is that was found by its neighbours, and not told by the extractor. */
const foundBySearch = 0.8;
const foundAmongMany = 0.6;

/**
 * Findings in the order given. Evidence that an extractor gave is read back: where it says the value it stays, with
 * its quote and boxes; where it does not, or where there is none, the document is searched, a page at a time. A value
 * that stands nowhere stays, with match `absent` and no evidence.
 *
 * @throws LeafcutterError what `document.page` throws
 */
export async function ground(
  findings: readonly Finding[],
  document: ParsedDocument,
  schema: CheckedSchema,
): Promise<readonly Finding[]> {
  const grounded = [...findings];
  const given = new Map<number, number[]>();
  const wanted: Wanted[] = [];
  for (const [index, finding] of findings.entries()) {
    if (finding.value === null) continue;
    const [first] = finding.evidence.filter((one) => one.role === 'value');
    if (first === undefined) wanted.push(want(index, finding, schema));
    else given.set(first.page, [...(given.get(first.page) ?? []), index]);
  }
  const pages = new Map<number, Page>();
  for (const number of [...given.keys()].toSorted((a, b) => a - b)) {
    for (const index of given.get(number) ?? []) {
      const finding = findings[index];
      if (finding === undefined) continue;
      const checked = await readBack(finding, soughtIn(schema, finding), document, pages);
      if (checked === null) wanted.push(want(index, finding, schema));
      else grounded[index] = checked;
    }
    pages.clear();
  }
  await search(wanted, document);
  await searchPieces(wanted, document);
  await place(wanted, grounded, document);
  await placeScaled(grounded, document);
  await citeSigns(grounded, document);
  return withOtherReadings(grounded);
}

/** The finding with its evidence as the document has it; null where the document says something else. */
async function readBack(
  finding: Finding,
  sought: JsonPrimitive,
  document: ParsedDocument,
  pages: Map<number, Page>,
): Promise<Finding | null> {
  const evidence = [];
  const isOne = finding.evidence.filter(({ role }) => role === 'value').length === 1;
  let read = 1;
  for (const one of finding.evidence) {
    const page = pages.get(one.page) ?? (await document.page(one.page));
    pages.set(one.page, page);
    const ranges = one.role === 'value' && isOne ? narrowed(sought, page, one.ranges) : one.ranges;
    evidence.push(evidenceAt(page, ranges, one.role));
    if (one.role === 'value') read = Math.min(read, readConfidence(page, ranges));
  }
  const quote = evidence
    .filter((one) => one.role === 'value')
    .map((one) => one.quote)
    .join(' ');
  const match = agrees(
    sought,
    quote,
    evidence.some((one) => one.role === 'support'),
  );
  if (match === 'absent') return null;
  const confidence = confidenceOf(finding.confidence.found, read, match, finding.alternatives.length);
  return { ...finding, evidence, match, confidence };
}

async function search(wanted: readonly Wanted[], document: ParsedDocument): Promise<void> {
  if (wanted.length === 0) return;
  for (const { number, kind } of document.manifest.pages) {
    if (kind === 'blank' || kind === 'unreadable') continue;
    const page = await document.page(number);
    const index = new PageIndex(page);
    for (const { sought, form, labels, candidates, item } of wanted) {
      const whole = index.find(sought, form);
      const exact =
        whole.length === 0 && typeof sought === 'string'
          ? index.find(sought, lettersAndDigits(withoutScheme(sought)))
          : whole;
      const places =
        exact.length === 0 && kind !== 'text' && typeof sought === 'string' ? index.findFuzzy(form) : exact;
      for (const one of places)
        if (candidates.length < mostCandidates)
          candidates.push(candidateOf(page, one, labels, item !== null));
    }
  }
}

/** Texts that were found nowhere in one run, piece by piece. */
async function searchPieces(wanted: readonly Wanted[], document: ParsedDocument): Promise<void> {
  const open = wanted.filter(
    ({ finding, candidates }) => typeof finding.value === 'string' && candidates.length === 0,
  );
  if (open.length === 0) return;
  for (const { number, kind } of document.manifest.pages) {
    if (kind === 'blank' || kind === 'unreadable') continue;
    const page = await document.page(number);
    const index = new WordIndex(page);
    for (const { finding, labels, candidates, item } of open) {
      const ranges = index.find(String(finding.value));
      const [first, last] = [ranges?.[0], ranges?.at(-1)];
      if (ranges === null || first === undefined || last === undefined) continue;
      const place: Place = { start: first.start, end: last.end, match: 'normalised', ranges };
      candidates.push(candidateOf(page, place, labels, item !== null));
    }
  }
}

/** A value that stands in so many places cannot be told apart by looking at more. */
const mostCandidates = 200;

/**
 * Chooses for item after item, so that equal rows take places one after another. What says little (a word of a list of
 * allowed ones) comes last, and stands on the pages of its item's other values or nowhere.
 */
async function place(
  wanted: readonly Wanted[],
  grounded: Finding[],
  document: ParsedDocument,
): Promise<void> {
  const items = Map.groupBy(wanted, (one) => one.item);
  const taken = new Set<string>();
  const before = new Map<string, Candidate>();
  const pages = pagesOfItems(grounded);
  const matesOf = (one: Wanted): readonly Wanted[] =>
    one.item === null ? [] : (items.get(one.item) ?? []).filter((mate) => mate !== one && isTelling(mate));
  const ordered = takingOrder(wanted, matesOf);
  const isFirst = (one: Wanted): boolean => one.item === null || isTelling(one);
  for (const one of [...ordered.filter(isFirst), ...ordered.filter((other) => !isFirst(other))]) {
    const mates = matesOf(one);
    const list = one.item?.replace(/\/\d+$/, '') ?? '';
    const after = one.item === null ? null : (before.get(list) ?? null);
    const own = one.item === null || isFirst(one) ? undefined : pages.get(one.item);
    const chosen = choose(
      own === undefined ? one.candidates : one.candidates.filter(({ page }) => own.has(page)),
      mates.map((mate) => mate.candidates),
      one.item === null ? noneTaken : taken,
      after,
    );
    grounded[one.index] = await withPlace(one, chosen, document);
    if (chosen === null || one.item === null) continue;
    taken.add(keyOf(chosen));
    addPage(pages, one.item, chosen.page);
    if (mates.at(-1) === undefined || one === (items.get(one.item) ?? []).at(-1)) before.set(list, chosen);
  }
}

/** Pages that the values of each list item stand on. */
function pagesOfItems(grounded: readonly Finding[]): Map<string, Set<number>> {
  const pages = new Map<string, Set<number>>();
  for (const { pointer, evidence, match } of grounded) {
    const [first] = match === 'absent' ? [] : evidence;
    const item = itemOf(pointer);
    if (first !== undefined && item !== null) addPage(pages, item, first.page);
  }
  return pages;
}

function addPage(pages: Map<string, Set<number>>, item: string, page: number): void {
  const known = pages.get(item);
  if (known === undefined) pages.set(item, new Set([page]));
  else known.add(page);
}

/** The innermost list item that the pointer goes through. */
function itemOf(pointer: string): string | null {
  const item = /^.*\/\d+(?=\/|$)/su.exec(pointer)?.[0];
  return item ?? null;
}

/** A word of a list of allowed ones, or what stands all over the document, stands near by chance. */
function isTelling({ leaf, candidates }: Wanted): boolean {
  return candidates.length > 0 && candidates.length <= mostOfMate && (leaf === null || leaf.enum === null);
}

const noneTaken: ReadonlySet<string> = new Set();

async function withPlace(one: Wanted, chosen: Candidate | null, document: ParsedDocument): Promise<Finding> {
  const { finding } = one;
  if (chosen === null) {
    const confidence = confidenceOf(finding.confidence.found, 1, 'absent', finding.alternatives.length);
    return { ...finding, evidence: [], match: 'absent', confidence };
  }
  const page = await document.page(chosen.page);
  const ranges = chosen.ranges ?? [withSigns(finding.value, page.text, chosen)];
  const sure = one.candidates.length === 1 || chosen.label > 0.5 ? foundBySearch : foundAmongMany;
  const found = finding.confidence.found > 0 ? finding.confidence.found * sure : sure;
  const confidence = confidenceOf(
    found,
    readConfidence(page, ranges),
    chosen.match,
    finding.alternatives.length,
  );
  const evidence = evidenceAt(page, ranges, 'value');
  return {
    ...finding,
    value: asPrinted(finding.value, textOf(page, ranges), one.leaf),
    evidence: [evidence],
    match: chosen.match,
    confidence,
  };
}

function textOf(page: Page, ranges: readonly Range[]): string {
  return ranges.map((range) => page.text.slice(range.start, range.end)).join('\n');
}

function soughtIn(schema: CheckedSchema, { pointer, value }: Finding): JsonPrimitive {
  return typeof value === 'string'
    ? soughtValue(value, schemaWay(schema.root, pointer.split('/').slice(1)).leaf)
    : value;
}

function want(index: number, finding: Finding, schema: CheckedSchema): Wanted {
  const tokens = finding.pointer.split('/').slice(1);
  const way = schemaWay(schema.root, tokens);
  const sought = soughtValue(finding.value, way.leaf);
  return {
    ...way,
    index,
    finding,
    sought,
    form: lettersAndDigits(String(sought)),
    item: itemOf(finding.pointer),
    candidates: [],
  };
}
