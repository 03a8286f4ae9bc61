/** How well a candidate answers a leaf: caption, section, layout and type together. */
import type { Candidate } from './candidate.ts';
import { documentTypes, issuingRoles, partyRoles } from './data/relations.ts';
import { conceptSimilarity, phraseOf, distinguishing, isGeneral } from './lexicon.ts';
import { readValue, type Reading } from './readings.ts';
import { intersects, questionSimilarity, sectionedSimilarity } from './similarity.ts';
import { saysNothing } from './tables.ts';
import type { LeafTask } from './tasks.ts';
import { splitIdentifier, wordsOf } from './words.ts';
import type { Locale } from '../../values/types.ts';

export interface Match {
  readonly task: LeafTask;
  readonly candidate: Candidate;
  readonly reading: Reading;
  /** 0-1: how surely the caption (with its section) names the leaf. */
  readonly similarity: number;
  /** 0-1: everything together. */
  readonly score: number;
}

/** What the whole document tells: how it prints numbers, and what it says that it is. */
export interface Habits {
  readonly locale: Locale;
  /** Concepts of its title ("invoice"); empty when it names itself nowhere. */
  readonly type: ReadonlySet<string>;
}

/** Captions below this are not read at all. */
export const leastSimilarity = 0.3;
const wrongParty = 0.25;
const unknownParty = 0.5;
/** What only one party of the schema has ("tax code") is nobody else's, wherever it stands. */
const unknownPartyOfOwn = 0.9;
/** A form is filled in by one person about themselves, whom its captions need not name. */
const ofForm = { unknownParty: 0.9, wrongParty: 0.85, somebodys: 0.85 };
/** "Make" and "Model" mean nearly the same; the caption that is the very name goes first. */
const literalBonus = 1.06;
const somebodysFactor = 0.5;
const sectionShare = 0.97;
const otherType = 0.95;
const otherRow = 0.55;
const parentBonus = 0.3;
const undistinguished = 0.8;
const otherYear = 0.4;
const onlyGeneral = 0.85;
/** Concepts that set a thing apart from its like (previous, original, average, ...). */
const mostTelling = 0.75;

/** Null when caption or print cannot answer the leaf. `similarity` is that of the bare caption. */
export function matchOf(task: LeafTask, candidate: Candidate, bare: number, habits: Habits): Match | null {
  if (!isPartFor(task, candidate)) return null;
  const similarity =
    withSections(task, candidate, Math.max(bare, ofType(task, candidate, habits))) *
    typeFactor(candidate, habits) *
    rowFactor(task, candidate) *
    distinctionFactor(task, candidate) *
    yearFactor(task, candidate) *
    generalFactor(task, candidate, habits);
  if (similarity < leastSimilarity) return null;
  const scale = task.unscaled || candidate.scale === null ? 1 : candidate.scale.factor;
  const reading = readValue(candidate.text, {
    leaf: task.leaf,
    kind: task.kind,
    locale: habits.locale,
    shapes: task.shapes,
    scale,
  });
  if (reading === null) return null;
  const literal = isLiteral(task, candidate.label) ? literalBonus : 1;
  const score =
    similarity * (0.5 + 0.5 * candidate.strength) * reading.fit * placeFactor(candidate) * literal;
  return { task, candidate, reading, similarity, score };
}

/** On a credit note "Credit note no." is the number of the document. */
function ofType({ question }: LeafTask, { label }: Candidate, { type }: Habits): number {
  if (type.size === 0 || !question.subject.has('document')) return 0;
  const { terms } = phraseOf(label);
  if (terms.length < 2 || !terms.some((term) => intersects(term.concepts, type))) return 0;
  const rest = terms.filter((term) => !intersects(term.concepts, type)).map((term) => term.word);
  return questionSimilarity(question, `document ${rest.join(' ')}`);
}

function isLiteral({ leaf }: LeafTask, label: string): boolean {
  return wordsOf(splitIdentifier(leaf.name)).join(' ') === wordsOf(label).join(' ');
}

/** "Gross pay" for "gross pay, year to date": what tells the two apart is not said. */
function distinctionFactor({ question }: LeafTask, { label, sections }: Candidate): number {
  const telling = [...question.subject].filter((concept) => distinguishing(concept) <= mostTelling);
  if (telling.length === 0) return 1;
  const said = [label, ...sections].some((text) => {
    const { concepts } = phraseOf(text);
    return telling.some((concept) => concepts.has(concept));
  });
  return said ? 1 : undistinguished;
}

/** A lone "Date" is that of the document sooner than one that it comes due at. */
function generalFactor({ kind, question }: LeafTask, { label }: Candidate, { type }: Habits): number {
  if (kind.kind !== 'date' || intersects(question.subject, type)) return 1;
  if (!saysNothing(label)) return 1;
  const telling = [...question.subject].some(
    (concept) => !concept.startsWith('=') && !isGeneral(concept) && concept !== 'issue',
  );
  return telling ? onlyGeneral : 1;
}

/** "Cash at December 31, 2024" is not in the column of another year. */
function yearFactor({ leaf }: LeafTask, { head }: Candidate): number {
  const asked = yearsIn(`${splitIdentifier(leaf.name)} ${leaf.description ?? ''}`);
  const headed = yearsIn(head ?? '');
  if (asked.length === 0 || headed.length === 0) return 1;
  return headed.some((year) => asked.includes(year)) ? 1 : otherYear;
}

function yearsIn(text: string): readonly string[] {
  return text.match(/(?<!\d)(?:19|20)\d\d(?!\d)/gu) ?? [];
}

/** A row that speaks of something else lends its cells to a column's head only a little. */
function rowFactor({ question }: LeafTask, { rowLabel }: Candidate): number {
  if (rowLabel === null || saysNothing(rowLabel)) return 1;
  return otherRow + (1 - otherRow) * Math.min(1, questionSimilarity(question, rowLabel) / 0.4);
}

/** A line of an address block answers only leaves that ask for that part of an address. */
function isPartFor({ kind, leaf, question, roles }: LeafTask, { relation, label }: Candidate): boolean {
  // What a word means is said in a sentence; beside the word itself stands something else.
  if (/definition/iu.test(leaf.name)) return relation === 'prose';
  if (relation === 'tick') return kind.kind === 'boolean';
  if (relation === 'heading' && roles.size > 0 && !label.endsWith(' title'))
    return rolesIn(label).some((role) => isRole(roles, role));
  if (relation !== 'block') return true;
  const part = label.slice(label.lastIndexOf(' ') + 1);
  if (part === 'name')
    return (
      (kind.kind === 'name' || kind.kind === 'text') &&
      (roles.size > 0 || bearers.some((concept) => question.subject.has(concept)))
    );
  return part === kind.kind;
}

/** Whoever has an address: of them a block's first line is the name. */
const bearers: readonly string[] = [
  'name',
  'company',
  'organization',
  'person',
  'employer',
  'bank',
  'hospital',
];

/** On an invoice "Invoice #" is the number of the document before "Order #" is. */
function typeFactor({ label }: Candidate, { type }: Habits): number {
  if (type.size === 0) return 1;
  const { concepts } = phraseOf(label);
  if (intersects(concepts, type)) return 1;
  return intersects(concepts, documentTypes) ? otherType : 1;
}

/** Later pages a little less: what a document is about stands in front. */
function placeFactor({ page }: Candidate): number {
  return 1 - Math.min(0.15, (page - 1) * 0.01);
}

function withSections(task: LeafTask, candidate: Candidate, bare: number): number {
  const { question } = task;
  let similarity = bare;
  for (const section of candidate.sections) {
    similarity = Math.max(similarity, sectionShare * sectionedSimilarity(question, section, candidate.label));
    if (question.parent === null) continue;
    const parent = questionSimilarity(question.parent, section);
    if (parent > 0.5) similarity += (1 - similarity) * parentBonus * parent;
  }
  return similarity * partyFactor(task, candidate);
}

/** A detail of a party is looked for in its own section; without an owner it is the issuer's. */
function partyFactor(task: LeafTask, candidate: Candidate): number {
  const ofField = candidate.relation === 'field' || candidate.relation === 'tick';
  if (task.roles.size === 0) {
    const [section] = candidate.sections;
    const somebodys =
      section !== undefined && rolesIn(section).length > 0 && isGeneralCaption(candidate.label);
    if (!somebodys || namesSection(task, section)) return 1;
    return ofField ? ofForm.somebodys : somebodysFactor;
  }
  const own = rolesIn(candidate.label);
  if (own.some((role) => isRole(task.roles, role))) return 1;
  const [nearest] = candidate.sections;
  // Below "Bank details" stand those of the one who is paid.
  const around = nearest === undefined ? [] : rolesIn(nearest).filter((role) => role !== 'bank');
  if (around.some((role) => isRole(task.roles, role))) return 1;
  if (around.length > 0) return ofField ? ofForm.wrongParty : wrongParty;
  return [...task.roles].some((role) => issuingRoles.has(role))
    ? 1
    : ofField
      ? ofForm.unknownParty
      : task.isOwn
        ? unknownPartyOfOwn
        : unknownParty;
}

/** "Number" or "Name": in a party's section it is that party's. */
function isGeneralCaption(label: string): boolean {
  const { terms } = phraseOf(label);
  return (
    terms.length > 0 &&
    terms.every((term) => term.weight < 0.9) &&
    terms.some((term) => personal.some((concept) => term.concepts.has(concept)))
  );
}
const personal: readonly string[] = ['number', 'identifier', 'name', 'code', 'address', 'contact'];

function namesSection(task: LeafTask, section: string): boolean {
  return questionSimilarity(task.question, section) > 0.5;
}

function rolesIn(text: string): string[] {
  const { concepts } = phraseOf(text);
  return partyRoles.filter((role) => concepts.has(role));
}

function isRole(roles: ReadonlySet<string>, other: string): boolean {
  for (const role of roles) if (role === other || conceptSimilarity(role, other) >= 0.6) return true;
  return false;
}
