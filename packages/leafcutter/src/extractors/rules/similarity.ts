/** How well a caption answers what is asked for: shared concepts, weighted, with what speaks against it. */
import {
  conceptSimilarity,
  distinguishing,
  excludedBy,
  phraseOf,
  similarConcepts,
  type Phrase,
  type Term,
} from './lexicon.ts';

/** One way to ask for something: all of its terms together, in any order. */
export interface Wanted {
  readonly terms: readonly WantedTerm[];
  /** 0-1: how surely a caption that fits entirely means what is asked. */
  readonly weight: number;
  /** Of the terms those of the thing's own name: a caption with none of them names another thing of its owner. */
  readonly own?: readonly WantedTerm[];
  /** What its owner is called alone never names it: a line of a list is not its description. */
  readonly strict?: boolean;
}
export interface WantedTerm {
  /** Any of these will do. */
  readonly concepts: ReadonlySet<string>;
  readonly weight: number;
}
export interface Question {
  readonly wanted: readonly Wanted[];
  /** Concepts of the surroundings (document type, parent objects): free to stand in a caption. */
  readonly context: ReadonlySet<string>;
  /** Every concept that the question names anywhere; such a one in a caption never speaks against it. */
  readonly named: ReadonlySet<string>;
  /** Concepts of the name itself: what they exclude speaks against a caption whichever way it fits. */
  readonly subject: ReadonlySet<string>;
}

/** Weight of a caption's word that the surroundings explain ("Invoice" in "Invoice date" on an invoice). */
const contextWeight = 0.25;
const exclusionFactor = 0.25;
const bothSidesFactor = 0.9;
const lackingFactor = 0.5;
const leastTermSimilarity = 0.3;
const sameMeaning = 0.97;

/** What is known of a question: captions come again on every page and in every table. */
interface Memory {
  /** Concepts that a caption must share one of to be similar at all. */
  readonly near: ReadonlySet<string>;
  readonly labels: Map<string, number>;
}
const memories = new WeakMap<Question, Memory>();
const rememberedLabels = 20_000;

function memoryOf(question: Question): Memory {
  const known = memories.get(question);
  if (known !== undefined) return known;
  const near = new Set<string>();
  for (const { terms } of question.wanted)
    for (const { concepts } of terms)
      for (const concept of concepts) {
        near.add(concept);
        for (const other of similarConcepts(concept)) near.add(other);
      }
  const memory: Memory = { near, labels: new Map() };
  memories.set(question, memory);
  return memory;
}

/** 0-1: how surely `label` is a caption of what `question` asks for. 1 is the very name. */
export function questionSimilarity(question: Question, label: string): number {
  const { near, labels } = memoryOf(question);
  const phrase = phraseOf(label);
  if (!intersects(phrase.concepts, near)) return 0;
  const known = labels.get(label);
  if (known !== undefined) return known;
  const found = phraseSimilarity(question, phrase);
  if (labels.size >= rememberedLabels) labels.clear();
  labels.set(label, found);
  return found;
}

function phraseSimilarity(question: Question, phrase: Phrase): number {
  let best = 0;
  for (const wanted of question.wanted) {
    if (wanted.weight <= best) continue;
    best = Math.max(best, wanted.weight * wantedSimilarity(wanted, phrase.terms, question));
    if (wanted.weight > best && phrase.single.length !== phrase.terms.length) {
      best = Math.max(best, wanted.weight * wantedSimilarity(wanted, phrase.single, question));
    }
  }
  return best;
}

/**
 * As `questionSimilarity` of section and label together ("Seller" + "Name"), but only as far as the label's own
 * words are explained: a section cannot lend its name to a caption that says something else.
 */
export function sectionedSimilarity(question: Question, section: string, label: string): number {
  if (!intersects(phraseOf(label).concepts, memoryOf(question).near)) return 0;
  const together = questionSimilarity(question, `${section} ${label}`);
  return together === 0 ? 0 : together * explainedShare(question, label);
}

function explainedShare(question: Question, label: string): number {
  const { terms } = phraseOf(label);
  let best = 0;
  for (const wanted of question.wanted) {
    let explained = 0;
    let total = 0;
    for (const term of terms) {
      total += term.weight;
      explained += term.weight * matchedShare(term, wanted);
    }
    if (total > 0) best = Math.max(best, explained / total);
  }
  return best;
}

/** Harmonic mean of what of the question is answered and what of the caption is explained. */
export function wantedSimilarity(wanted: Wanted, label: readonly Term[], question: Question): number {
  if (label.length === 0 || wanted.terms.length === 0) return 0;
  const free = new Set(label);
  let asked = 0;
  let answered = 0;
  let explained = 0;
  for (const term of wanted.terms) {
    asked += term.weight;
    let best = 0;
    let found: Term | null = null;
    for (const candidate of free) {
      const similarity = termSimilarity(term, candidate);
      if (similarity > best) [best, found] = [similarity, candidate];
    }
    if (found === null || best < leastTermSimilarity) continue;
    free.delete(found);
    answered += term.weight * best;
    explained += found.weight * best;
  }
  if (answered === 0) return 0;
  let total = explained;
  let factor = 1;
  for (const term of label) {
    if (!free.has(term)) {
      total += term.weight - Math.min(term.weight, matchedShare(term, wanted) * term.weight);
      continue;
    }
    const known = intersects(term.concepts, question.context);
    total += term.weight * (known ? contextWeight : 1);
    factor *= against(term, wanted, label, question);
  }
  if (lacksOwn(wanted, label)) factor *= lackingFactor;
  const recall = answered / asked;
  const precision = explained / total;
  return (factor * 2 * recall * precision) / (recall + precision);
}

/** "Employee no." for an employee's tax code: it says whose, but not what. */
function lacksOwn({ own, strict = false }: Wanted, label: readonly Term[]): boolean {
  if (own === undefined) return false;
  const telling = strict ? own : own.filter((term) => term.weight >= 0.9);
  return (
    telling.length > 0 &&
    !telling.some((term) => label.some((candidate) => termSimilarity(term, candidate) >= 0.5))
  );
}

function matchedShare(term: Term, wanted: Wanted): number {
  let best = 0;
  for (const asked of wanted.terms) best = Math.max(best, termSimilarity(asked, term));
  return best;
}

function termSimilarity(wanted: WantedTerm, term: Term): number {
  const known = similaritiesOf(wanted);
  let best = 0;
  for (const concept of term.concepts) {
    const similarity = known.get(concept);
    if (similarity !== undefined && similarity > best) best = similarity;
  }
  return best;
}

const similarities = new WeakMap<WantedTerm, ReadonlyMap<string, number>>();

/** How much each concept that is near to what is asked says of it. */
function similaritiesOf(wanted: WantedTerm): ReadonlyMap<string, number> {
  const known = similarities.get(wanted);
  if (known !== undefined) return known;
  const table = new Map<string, number>();
  const add = (concept: string, similarity: number): void => {
    if (similarity > (table.get(concept) ?? 0)) table.set(concept, similarity);
  };
  for (const concept of wanted.concepts) {
    // The very word is a little more than another word of the same meaning.
    add(concept, concept.startsWith('=') ? 1 : sameMeaning);
    for (const other of similarConcepts(concept)) add(other, conceptSimilarity(concept, other));
  }
  similarities.set(wanted, table);
  return table;
}

/** Below 1 when an unexplained word of the caption makes it speak of something else. */
function against(term: Term, wanted: Wanted, label: readonly Term[], question: Question): number {
  if (intersects(term.concepts, question.named)) return 1;
  const excluding = excludingOf(wanted, question.subject);
  let factor = 1;
  for (const concept of term.concepts) {
    for (const asked of excluding.get(concept) ?? []) {
      const both = label.some((other) => other !== term && other.concepts.has(asked));
      factor = Math.min(factor, both ? bothSidesFactor : exclusionFactor);
    }
    factor = Math.min(factor, distinguishing(concept));
  }
  return factor;
}

type Excluding = ReadonlyMap<string, readonly string[]>;
const exclusions = new WeakMap<
  Wanted,
  { readonly subject: ReadonlySet<string>; readonly table: Excluding }
>();

/** The concepts that what is asked excludes, each with those that exclude it. */
function excludingOf(wanted: Wanted, subject: ReadonlySet<string>): Excluding {
  const known = exclusions.get(wanted);
  if (known !== undefined && known.subject === subject) return known.table;
  const asked = new Set([...wanted.terms.flatMap((term) => [...term.concepts]), ...subject]);
  const table = new Map<string, string[]>();
  for (const concept of asked)
    for (const excluded of excludedBy(concept)) {
      const by = table.get(excluded);
      if (by === undefined) table.set(excluded, [concept]);
      else by.push(concept);
    }
  exclusions.set(wanted, { subject, table });
  return table;
}

export function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  for (const item of small) if (large.has(item)) return true;
  return false;
}
