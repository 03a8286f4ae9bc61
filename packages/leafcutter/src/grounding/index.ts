/** Every value of every extractor gets the place it was taken from, or is marked as having none. */
import type { Page, ParsedDocument, Range } from '../document/types.ts';
import type { JsonPrimitive } from '../json.ts';
import type { Finding } from '../findings/types.ts';
import { confidenceOf } from '../confidence/index.ts';
import type { CheckedSchema } from '../schema/types.ts';
import { lettersAndDigits } from '../values/text.ts';
import { agrees } from './agree.ts';
import { candidateOf, type Candidate } from './choose.ts';
import { evidenceAt, readConfidence } from './evidence.ts';
import { narrowed } from './narrow.ts';
import { withOtherReadings } from './other-readings.ts';
import { PageIndex, type Place } from './page-index.ts';
import { WordIndex } from './pieces.ts';
import { chooseAll, itemOf, KnownPlaces, type Wanted } from './placing.ts';
import { asPrinted, asUnprinted, soughtValue, takesWording, withoutScheme, withSigns } from './printed.ts';
import { placeScaled } from './scaled.ts';
import { citeCurrencies } from './currencies.ts';
import { citeSigns } from './signs.ts';
import { schemaWay } from './schema-way.ts';

export { agrees } from './agree.ts';
export { asPrinted, placeIn, soughtValue, withSigns } from './printed.ts';
export { evidenceAt, readConfidence, wordsIn } from './evidence.ts';

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
  const known = new KnownPlaces();
  for (const number of [...given.keys()].toSorted((a, b) => a - b)) {
    for (const index of given.get(number) ?? []) {
      const finding = findings[index];
      if (finding === undefined) continue;
      const checked = await readBack(finding, soughtIn(schema, finding), document, pages);
      if (checked === null) wanted.push(want(index, finding, schema));
      else {
        grounded[index] = checked;
        known.add(checked, pages);
      }
    }
    pages.clear();
  }
  await search(wanted, document);
  await searchPieces(wanted, document);
  await searchPassages(wanted, document);
  for (const [one, chosen] of chooseAll(wanted, known))
    grounded[one.index] = await withPlace(one, chosen, document);
  await placeScaled(grounded, document);
  await citeSigns(grounded, document);
  await citeCurrencies(grounded, document, schema);
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
    for (const one of wanted) {
      const { sought, form, candidates } = one;
      const whole = index.find(sought, form);
      const exact =
        whole.length === 0 && typeof sought === 'string'
          ? index.find(sought, lettersAndDigits(withoutScheme(sought)))
          : whole;
      const places =
        exact.length === 0 && kind !== 'text' && typeof sought === 'string' ? index.findFuzzy(form) : exact;
      for (const place of places)
        if (candidates.length < mostCandidates) candidates.push(candidateOf(page, place, one));
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
    for (const one of open) {
      const ranges = index.find(String(one.finding.value));
      if (ranges !== null) one.candidates.push(candidateOf(page, placeOf(ranges, 'normalised'), one));
    }
  }
}

/** Texts that stand there in nearly the same words: on the page that has most of them. */
async function searchPassages(wanted: readonly Wanted[], document: ParsedDocument): Promise<void> {
  const open = wanted.filter(
    ({ finding, leaf, candidates }) =>
      typeof finding.value === 'string' && (leaf === null || takesWording(leaf)) && candidates.length === 0,
  );
  if (open.length === 0) return;
  const shares = new Map<Wanted, number>();
  for (const { number, kind } of document.manifest.pages) {
    if (kind === 'blank' || kind === 'unreadable') continue;
    const page = await document.page(number);
    const index = new WordIndex(page);
    for (const one of open) {
      for (const { ranges, share } of index.findNearly(String(one.finding.value))) {
        const best = shares.get(one) ?? 0;
        if (share < best) continue;
        if (share > best) one.candidates.length = 0;
        shares.set(one, share);
        one.candidates.push(candidateOf(page, placeOf(ranges, 'fuzzy'), one));
      }
    }
  }
}

function placeOf(ranges: readonly Range[], match: Place['match']): Place {
  return { start: ranges[0]?.start ?? 0, end: ranges.at(-1)?.end ?? 0, match, ranges };
}

/** A value that stands in so many places cannot be told apart by looking at more. */
const mostCandidates = 200;

async function withPlace(one: Wanted, chosen: Candidate | null, document: ParsedDocument): Promise<Finding> {
  const { finding } = one;
  if (chosen === null) {
    const confidence = confidenceOf(finding.confidence.found, 1, 'absent', finding.alternatives.length);
    const value = asUnprinted(finding.value, one.leaf);
    return { ...finding, value, evidence: [], match: 'absent', confidence };
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
