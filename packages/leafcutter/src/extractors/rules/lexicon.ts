/**
 * What captions mean, in several languages: words and phrases to concepts, and how alike a query (the names
 * and descriptions of a schema leaf) and a caption of the document are. The word lists are in `data/`.
 */
import { businessAtoms } from './data/atoms-business.ts';
import { fieldAtoms } from './data/atoms-fields.ts';
import { generalAtoms } from './data/atoms-general.ts';
import { listAtoms } from './data/atoms-lists.ts';
import { peopleAtoms } from './data/atoms-people.ts';
import {
  distinguishingConcepts,
  exclusiveConcepts,
  generalConcepts,
  nearConcepts,
} from './data/relations.ts';
import { stopWords } from './data/stopwords.ts';
import { stem, wordsOf } from './words.ts';

/** One word (or fixed phrase) of a caption with everything that it may mean. */
export interface Term {
  /** Folded words as printed. */
  readonly word: string;
  readonly concepts: ReadonlySet<string>;
  /** 0-1: how much it says; general words ("number", "date") little. */
  readonly weight: number;
}
/** Two readings of one text: with fixed phrases as one term each, and word by word. */
export interface Phrase {
  readonly terms: readonly Term[];
  readonly single: readonly Term[];
  /** Union of all concepts. */
  readonly concepts: ReadonlySet<string>;
}
const noConcepts: ReadonlySet<string> = new Set();
const generalWeight = 0.4;
const numeralWeight = 0.3;
const currencyWeight = 0.1;
const stopWordWeight = 0.2;
const modifierWeight = 0.4;
const longestPhrase = 5;
/** "III. ", "2 . ", "(a) " before a caption number it, and say nothing of its meaning. */
const enumerator = /^\s*(?:\(?(?:[IVX]{1,5}|\d{1,2}|[A-Za-z])\s?[.)]|[•·▪■-])\s+(?=\S)/u;

const dictionary = buildDictionary();
const near = buildNear();
const exclusions = buildExclusions();
const phraseCache = new Map<string, Phrase>();

function buildDictionary(): ReadonlyMap<string, ReadonlySet<string>> {
  const terms = new Map<string, Set<string>>();
  for (const atoms of [generalAtoms, businessAtoms, peopleAtoms, fieldAtoms, listAtoms]) {
    for (const [concept, list] of Object.entries(atoms)) {
      for (const term of [...list.split(';'), concept]) {
        const key = wordsOf(term).join(' ');
        // One Latin letter (the c of °C) would name a thing wherever it stands.
        if (key === '' || /^[a-z]$/u.test(key)) continue;
        const concepts = terms.get(key) ?? new Set();
        concepts.add(concept);
        terms.set(key, concepts);
      }
    }
  }
  return terms;
}

function buildNear(): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const table = new Map<string, Map<string, number>>();
  for (const [a, b, similarity] of nearConcepts) {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const row = table.get(from) ?? new Map<string, number>();
      row.set(to, similarity);
      table.set(from, row);
    }
  }
  return table;
}

function buildExclusions(): ReadonlyMap<string, ReadonlySet<string>> {
  const table = new Map<string, Set<string>>();
  for (const row of exclusiveConcepts) {
    for (const concept of row) {
      const others = table.get(concept) ?? new Set();
      for (const other of row) if (other !== concept) others.add(other);
      table.set(concept, others);
    }
  }
  return table;
}

/** Concepts of one folded word: as it stands, as a stem, or as the parts of a compound (`rechnungsdatum`). */
function lookUp(word: string): readonly ReadonlySet<string>[] {
  const known = dictionary.get(word) ?? inflected(word);
  if (known !== undefined) return [known];
  return compoundParts(word, 3) ?? unspacedParts(word) ?? headOnly(word) ?? [];
}

const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u;

/** Scripts without spaces: the longest known words from the left; what is between them is not told. */
function unspacedParts(word: string): readonly ReadonlySet<string>[] | undefined {
  if (word.length > 12 || !unspaced.test(word)) return undefined;
  const parts: ReadonlySet<string>[] = [];
  for (let at = 0; at < word.length;) {
    const end = Array.from({ length: word.length - at }, (_, back) => word.length - back).find((one) =>
      dictionary.has(word.slice(at, one)),
    );
    const concepts = end === undefined ? undefined : dictionary.get(word.slice(at, end));
    if (concepts !== undefined) parts.push(concepts);
    at = end ?? at + 1;
  }
  return parts.length === 0 ? undefined : parts;
}

/** A compound of which only the head is known: "Mahnungsdatum" is some date. */
function headOnly(word: string): readonly ReadonlySet<string>[] | undefined {
  if (word.length < 9) return undefined;
  for (let cut = 3; cut <= word.length - 5; cut += 1) {
    const head = dictionary.get(word.slice(cut));
    if (head !== undefined) return [new Set([`=${stem(word.slice(0, cut))}`]), head];
  }
  return undefined;
}

function inflected(word: string): ReadonlySet<string> | undefined {
  if (word.length < 5) return undefined;
  for (const ending of ['s', 'es', 'n', 'en', 'e', 'er', 'em']) {
    if (!word.endsWith(ending)) continue;
    const found = dictionary.get(word.slice(0, -ending.length));
    if (found !== undefined && word.length - ending.length >= 4) return found;
  }
  return undefined;
}

/** Germanic compounds: known words joined directly or by s, es, n, en, e. Longest first part wins. */
function compoundParts(word: string, parts: number): readonly ReadonlySet<string>[] | undefined {
  if (word.length < 7 || parts < 2) return undefined;
  for (let cut = word.length - 2; cut >= 4; cut -= 1) {
    const first = dictionary.get(word.slice(0, cut)) ?? dictionary.get(`${word.slice(0, cut)}e`);
    if (first === undefined) continue;
    for (const link of ['', 's', 'es', 'n', 'en', 'e']) {
      if (!word.startsWith(link, cut)) continue;
      const rest = word.slice(cut + link.length);
      if (rest.length < 2) continue;
      const second = dictionary.get(rest) ?? (rest.length >= 5 ? inflected(rest) : undefined);
      const enough = rest.length >= 3 || shortEndings.has(rest);
      if (second !== undefined && enough && (cut > 4 || rest.length > 4 || shortEndings.has(rest)))
        return [first, second];
      const further = compoundParts(rest, parts - 1);
      if (further !== undefined) return [first, ...further];
    }
  }
  return undefined;
}
const shortEndings: ReadonlySet<string> = new Set(['nr', 'id', 'no']);

/** "Betrag in EUR": a currency says how a figure is printed, not which one it is. */
const currencyCode = /^(?:eur|euros?|usd|gbp|chf|jpy|sek|nok|dkk|pln|czk)$/u;

/** Weight of a term by its concepts: as little as its most general one, since that is how it is mostly meant. */
function weightOf(concepts: ReadonlySet<string>, word: string): number {
  if (/^\p{N}+$/u.test(word)) return numeralWeight;
  if (currencyCode.test(word)) return currencyWeight;
  for (const concept of concepts) if (generalConcepts.has(concept)) return generalWeight;
  return 1;
}

/** How a date is to be written, and that an answer is required: "(DD/MM/YYYY) *". */
const formatHint = /\((?:[DMYJAT]{2,4}[\s./-]?){2,3}\)|\s\*+$/giu;

/** Reads a caption, a name or a description. Cached: captions come again on every page. */
export function phraseOf(text: string): Phrase {
  const cached = phraseCache.get(text);
  if (cached !== undefined) return cached;
  const words = wordsOf(text.replace(enumerator, '').replace(formatHint, ''));
  const terms = termsOf(words, longestPhrase);
  const single = termsOf(words, 1);
  const concepts = new Set<string>();
  for (const term of [...terms, ...single]) for (const concept of term.concepts) concepts.add(concept);
  const phrase: Phrase = { terms, single, concepts };
  if (phraseCache.size > 20_000) phraseCache.clear();
  phraseCache.set(text, phrase);
  return phrase;
}

function termsOf(words: readonly string[], longest: number): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < words.length;) {
    let taken = 0;
    for (let length = Math.min(longest, words.length - at); length >= 2; length -= 1) {
      const word = words.slice(at, at + length).join(' ');
      const concepts = dictionary.get(word);
      if (concepts === undefined) continue;
      terms.push({ word, concepts: new Set([...concepts, `=${word}`]), weight: weightOf(concepts, word) });
      taken = length;
      break;
    }
    const taxed = taken === 0 ? taxTerm(words, at) : null;
    if (taxed !== null) {
      terms.push(taxed.term);
      taken = taxed.taken;
    }
    if (taken === 0) {
      pushWord(terms, words[at] ?? '');
      taken = 1;
    }
    at += taken;
  }
  return terms;
}

/**
 * "ohne USt.", "Total excluding all taxes", "including VAT": net or gross, whichever tax they name. What a caption begins to
 * add ("zzgl. 19 % MwSt.", "plus VAT"), or names with its rate ("incl. 20 % VAT"), is the tax itself.
 */
function taxTerm(
  words: readonly string[],
  at: number,
): { readonly term: Term; readonly taken: number } | null {
  const first = words[at] ?? '';
  const concept = withoutWords.has(first) ? 'net' : withWords.has(first) ? 'gross' : null;
  if (concept === null) return null;
  for (let next = at + 1; next <= at + 4 && next < words.length; next += 1) {
    const concepts = dictionary.get(words[next] ?? '');
    if (concepts?.has('tax') === true || concepts?.has('vat') === true) {
      const between = words.slice(at + 1, next);
      const isRated = concept === 'gross' && between.some((word) => /^\d/u.test(word));
      if (at === 0 && (addingWords.has(first) || isRated)) return null;
      const word = words.slice(at, next + 1).join(' ');
      return { term: { word, concepts: new Set([concept]), weight: 1 }, taken: next + 1 - at };
    }
  }
  return null;
}
const addingWords: ReadonlySet<string> = new Set('zzgl zuzuglich zuzueglich plus'.split(' '));
const withoutWords: ReadonlySet<string> = new Set(
  'without excluding excl exclusive exkl exklusive ohne hors sans sin senza zonder before vor avant antes sem zzgl zuzuglich zuzueglich plus'.split(
    ' ',
  ),
);
const withWords: ReadonlySet<string> = new Set(
  'with including incl inclusive inkl inklusive mit einschl einschliesslich avec con inclus incluant met compreso com'.split(
    ' ',
  ),
);

function pushWord(terms: Term[], word: string): void {
  if (stopWords.has(word) && !dictionary.has(word)) return;
  const parts = lookUp(word);
  if (parts.length === 0) {
    if (stopWords.has(word)) return;
    terms.push({ word, concepts: new Set([`=${stem(word)}`]), weight: weightOf(noConcepts, word) });
    return;
  }
  // "Mietrechnung" is an invoice first: before a specific head the other parts only colour it.
  const head = weightOf(parts.at(-1) ?? noConcepts, '');
  for (const [at, concepts] of parts.entries()) {
    const all = parts.length === 1 ? new Set([...concepts, `=${stem(word)}`]) : concepts;
    const own = stopWords.has(word) ? stopWordWeight : weightOf(concepts, word);
    terms.push({
      word,
      concepts: all,
      weight: at < parts.length - 1 && head === 1 ? own * modifierWeight : own,
    });
  }
}

/** How alike two concepts are, 0-1. */
export function conceptSimilarity(a: string, b: string): number {
  return a === b ? 1 : (near.get(a)?.get(b) ?? 0);
}

/** Other concepts that are like this one. */
export function similarConcepts(concept: string): Iterable<string> {
  return near.get(concept)?.keys() ?? [];
}

/** True when a dictionary knows the word or phrase (folded or not). */
export function isKnownTerm(text: string): boolean {
  return dictionary.has(wordsOf(text).join(' '));
}

export function isGeneral(concept: string): boolean {
  return generalConcepts.has(concept);
}

/** The concepts that a caption must not have when one of these is asked for. */
export function excludedBy(concept: string): ReadonlySet<string> {
  return exclusions.get(concept) ?? noConcepts;
}
/** Below 1 for concepts that make a caption speak of something else ("alternate", "previous"). */
export function distinguishing(concept: string): number {
  return distinguishingConcepts[concept] ?? 1;
}
