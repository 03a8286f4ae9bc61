/** A schema leaf as a question: its names, description and parents turned into ways to ask for it. */
import type { LeafNode, SchemaNode } from '../../schema/types.ts';
import { fields } from './data/fields.ts';
import { namedConcepts, partyRoles } from './data/relations.ts';
import { clausesOf, firstSentence, literalsOf } from './descriptions.ts';
import { isGeneral, phraseOf, similarConcepts, type Term } from './lexicon.ts';
import {
  intersects,
  questionSimilarity,
  wantedSimilarity,
  type Question,
  type Wanted,
  type WantedTerm,
} from './similarity.ts';
import { splitIdentifier } from './words.ts';

/** What is asked for by one leaf, array or object. */
export interface NodeQuestion extends Question {
  readonly path: string;
  /** The nearest parent that says something ("seller" of `seller.name`); null when none does. */
  readonly parent: Question | null;
}

const recognisedFrom = 0.85;
const weights = {
  whole: 1,
  title: 0.97,
  literal: 0.95,
  nameAlone: 0.95,
  generalNameAlone: 0.5,
  ofSomeone: 0.8,
  clause: 0.85,
  field: 0.97,
};
/** Ways to name each field, and the concepts that a caption must share one of to mean it. */
const fieldWays = Object.values(fields).map((row) => {
  const ways = row.split(';').map(parseWay);
  const near = new Set<string>();
  for (const way of ways)
    for (const term of way.terms)
      for (const concept of term.concepts) {
        near.add(concept);
        for (const other of similarConcepts(concept)) near.add(other);
      }
  return { ways, near };
});

function parseWay(way: string): Wanted {
  const [names = '', strength] = way.split('@');
  const terms = names
    .trim()
    .split(/\s+/u)
    .map((concept) => ({ concepts: new Set([concept]), weight: isGeneral(concept) ? 0.4 : 1 }));
  return { terms, weight: strength === undefined ? 1 : Number(strength) };
}

/** Names of objects that only hold leaves together: "personalInfo", "header", "meta". */
const saysNothing =
  /^(?:(?:personal|general|basic|main|key|document|doc|report|file|other|additional)?\s?(?:info|information|details?|data|metadata|fields?|basics?|overview)|header|meta|general|document|results?)$/iu;

/**
 * @param ancestors from the root to the node's parent, array and object nodes alike
 */
export function questionOf(node: SchemaNode, ancestors: readonly SchemaNode[]): NodeQuestion {
  const parents = ancestors.filter((ancestor) => ancestor.name !== '' && ancestor.kind !== 'array');
  const nearest = parents.findLast(
    (parent) => parent.name !== node.name && !saysNothing.test(splitIdentifier(parent.name)),
  );
  const parentTerms = nearest === undefined ? [] : termsOf(splitIdentifier(nearest.name));
  const ofItem = ancestors.at(-2)?.kind === 'array' && nearest === ancestors.at(-1);
  const wanted = waysOf(node, parentTerms, ofItem);
  const named = new Set<string>();
  for (const way of wanted) for (const term of way.terms) addAll(named, term.concepts);
  const context = contextOf(node, ancestors);
  const all = expanded(wanted);
  const parent = parentTerms.length === 0 || nearest === undefined ? null : parentQuestion(nearest);
  const subject = subjectOf(node, parentTerms);
  return { path: node.path, wanted: all, context, named, subject, parent };
}

/** Concepts of the node's own name; a party asked for alone means its name, a date format a date. */
function subjectOf(node: SchemaNode, parentTerms: readonly WantedTerm[]): ReadonlySet<string> {
  const words = splitIdentifier(node.name);
  const subject = new Set(phraseOf(words).concepts);
  const terms = termsOf(words);
  for (const role of partyRoles) if (parentTerms.some((term) => term.concepts.has(role))) subject.add(role);
  const party = terms.every((term) => [...term.concepts].some((concept) => namedConcepts.has(concept)));
  if (party && node.kind === 'leaf' && node.types.includes('string')) subject.add('name');
  if (node.kind === 'leaf' && (node.format === 'date' || node.format === 'date-time')) subject.add('date');
  return subject;
}

/** 0-1: how surely `label` captions the leaf. For column heads, row labels and captions alike. */
export function labelSimilarity(question: NodeQuestion, label: string): number {
  return questionSimilarity(question, label);
}

function parentQuestion(node: SchemaNode): Question {
  const wanted: Wanted[] = [{ terms: termsOf(splitIdentifier(node.name)), weight: 1 }];
  if (node.title !== null) wanted.push({ terms: termsOf(node.title), weight: weights.title });
  const named = new Set<string>();
  for (const way of wanted) for (const term of way.terms) addAll(named, term.concepts);
  return { wanted, context: new Set(), named, subject: new Set() };
}

function contextOf(node: SchemaNode, ancestors: readonly SchemaNode[]): ReadonlySet<string> {
  const context = new Set<string>();
  for (const ancestor of ancestors) {
    addAll(context, phraseOf(splitIdentifier(ancestor.name)).concepts);
    addAll(context, phraseOf(ancestor.title ?? '').concepts);
    addAll(context, phraseOf(firstSentence(ancestor.description ?? '')).concepts);
  }
  addAll(context, phraseOf(firstSentence(node.description ?? '')).concepts);
  return context;
}

function waysOf(node: SchemaNode, parentTerms: readonly WantedTerm[], ofItem: boolean): Wanted[] {
  const wanted: Wanted[] = [];
  const name = termsOf(splitIdentifier(node.name));
  const specific = name.some((term) => term.weight >= 0.9);
  const someones = parentTerms.some((term) => partyRoles.some((role) => term.concepts.has(role)));
  if (parentTerms.length > 0)
    wanted.push({
      terms: withoutRepeats([...parentTerms, ...name]),
      weight: weights.whole,
      own: name,
      strict: ofItem,
    });
  const alone =
    parentTerms.length === 0
      ? weights.whole
      : !specific
        ? weights.generalNameAlone
        : someones
          ? weights.ofSomeone
          : weights.nameAlone;
  wanted.push({ terms: name, weight: alone });
  if (node.title !== null) wanted.push({ terms: termsOf(node.title), weight: weights.title });
  const description = node.description ?? '';
  for (const literal of literalsOf(description)) {
    wanted.push({ terms: termsOf(literal), weight: weights.literal });
  }
  const share = someones ? weights.ofSomeone : 1;
  for (const clause of clausesOf(description)) {
    wanted.push({ terms: termsOf(clause), weight: weights.clause * share });
  }
  return wanted.filter((way) => way.terms.length > 0);
}

/** Adds every way of naming the fields that the leaf's own words recognise. */
function expanded(wanted: readonly Wanted[]): Wanted[] {
  const all = new Map<string, Wanted>();
  const add = (way: Wanted, key: string): void => {
    const known = all.get(key);
    if (known === undefined || known.weight < way.weight) all.set(key, way);
  };
  for (const way of wanted) {
    add(way, keyOf(way));
    // The order of the terms counts where several fit one word equally well.
    for (const { ways, surely } of recognised(
      way,
      way.terms.map((term) => `${keyOfTerm(term)} ${term.weight}`).join('+'),
    )) {
      for (const other of ways) {
        const weight = other.weight * surely * way.weight * weights.field;
        add({ terms: other.terms, weight }, keyOf(other));
      }
    }
  }
  return [...all.values()].sort((a, b) => b.weight - a.weight);
}

function keyOf(way: Wanted): string {
  return way.terms.map(keyOfTerm).sort().join('+');
}

function keyOfTerm(term: WantedTerm): string {
  let key = termKeys.get(term);
  if (key === undefined) {
    key = [...term.concepts].join('|');
    termKeys.set(term, key);
  }
  return key;
}
const termKeys = new WeakMap<WantedTerm, string>();

interface Recognised {
  readonly ways: readonly Wanted[];
  readonly surely: number;
}

/** Leaves of one definition have the same description: what a way names is told once. */
const recognisedWays = new Map<string, readonly Recognised[]>();
const mostRemembered = 5_000;
const nothing: Question = { wanted: [], context: new Set(), named: new Set(), subject: new Set() };

function recognised(way: Wanted, key: string): readonly Recognised[] {
  const known = recognisedWays.get(key);
  if (known !== undefined) return known;
  const label: Term[] = way.terms.map((term) => ({ word: '', concepts: term.concepts, weight: term.weight }));
  const found: Recognised[] = [];
  for (const { ways, near } of fieldWays) {
    if (!label.some((term) => intersects(term.concepts, near))) continue;
    let surely = 0;
    for (const other of ways) {
      if (other.weight < recognisedFrom) continue;
      surely = Math.max(surely, other.weight * wantedSimilarity(other, label, nothing));
    }
    if (surely >= recognisedFrom) found.push({ ways, surely });
  }
  if (recognisedWays.size >= mostRemembered) recognisedWays.clear();
  recognisedWays.set(key, found);
  return found;
}

function termsOf(text: string): readonly WantedTerm[] {
  return phraseOf(text).terms;
}

function withoutRepeats(terms: readonly WantedTerm[]): WantedTerm[] {
  const kept: WantedTerm[] = [];
  for (const term of terms) {
    const again = kept.some((other) => [...term.concepts].some((concept) => other.concepts.has(concept)));
    if (!again) kept.push(term);
  }
  return kept;
}

function addAll(target: Set<string>, items: ReadonlySet<string>): void {
  for (const item of items) target.add(item);
}

/** A leaf's question for callers that only have names. */
export function questionOfName(name: string): NodeQuestion {
  const leaf: LeafNode = {
    kind: 'leaf',
    path: `/${name}`,
    name,
    title: null,
    description: null,
    nullable: true,
    required: false,
    types: ['string'],
    format: null,
    enum: null,
    pattern: null,
    minimum: null,
    maximum: null,
    minLength: null,
    maxLength: null,
    examples: [],
  };
  return questionOf(leaf, []);
}
