/** What kind of print can answer a leaf: decided by its type, format, name and description. */
import type { LeafNode } from '../../schema/types.ts';
import { namedConcepts } from './data/relations.ts';
import { phraseOf } from './lexicon.ts';
import { splitIdentifier } from './words.ts';

export type ValueKind =
  | 'date'
  | 'time'
  | 'money'
  | 'number'
  | 'percent'
  | 'year'
  | 'boolean'
  | 'enum'
  | 'identifier'
  | 'vat_id'
  | 'iban'
  | 'bic'
  | 'email'
  | 'phone'
  | 'url'
  | 'currency'
  | 'postcode'
  | 'city'
  | 'state'
  | 'country'
  | 'street'
  | 'address'
  | 'name'
  | 'title'
  | 'text';

export interface LeafKind {
  readonly kind: ValueKind;
  /** Dates: `iso` gives YYYY-MM-DD, `printed` the text of the page. */
  readonly dateForm: 'iso' | 'printed';
  /** Which end of a period the leaf asks for; null: a date of its own. */
  readonly side: 'start' | 'end' | null;
  /** Numbers are asked in full: "in thousands" above a table multiplies them. */
  readonly integer: boolean;
}

const sole: readonly (readonly [concept: string, kind: ValueKind])[] = [
  ['email', 'email'],
  ['iban', 'iban'],
  ['bic', 'bic'],
  ['vatid', 'vat_id'],
  ['phone', 'phone'],
  ['fax', 'phone'],
  ['website', 'url'],
  ['postcode', 'postcode'],
  ['currency', 'currency'],
  ['street', 'street'],
  ['city', 'city'],
  ['state', 'state'],
  ['country', 'country'],
  ['address', 'address'],
];
/** Kinds whose word decides wherever it stands in a name. */
const wherever: ReadonlySet<ValueKind> = new Set([
  'email',
  'iban',
  'bic',
  'vat_id',
  'phone',
  'url',
  'postcode',
  'currency',
]);
const identifiers: readonly string[] = [
  'account',
  'bankcode',
  'number',
  'identifier',
  'code',
  'customernumber',
  'suppliernumber',
  'taxid',
  'siret',
  'registration',
  'articlenumber',
  'reference',
];

export function kindOf(leaf: LeafNode): LeafKind {
  const name = phraseOf(splitIdentifier(leaf.name));
  const words = `${splitIdentifier(leaf.name)} ${leaf.title ?? ''} ${leaf.description ?? ''}`;
  return {
    kind: valueKind(leaf, words),
    dateForm: wantsIso(leaf, words) ? 'iso' : 'printed',
    side: sideOf(leaf, name.concepts),
    integer: !leaf.types.includes('number') && leaf.types.includes('integer'),
  };
}

function valueKind(leaf: LeafNode, words: string): ValueKind {
  if (leaf.enum !== null) return 'enum';
  const textual = leaf.types.includes('string');
  if (!textual && leaf.types.includes('boolean')) return 'boolean';
  const { terms, concepts } = phraseOf(splitIdentifier(leaf.name));
  if (!textual || leaf.types.includes('number')) return numberKind(concepts, words, leaf.name);
  if (/(?:house|building|flat|apartment|suite|haus)[_\s-]?(?:number|no|nr|nummer)\b/iu.test(leaf.name))
    return 'identifier';
  if (leaf.format === null && namesNumber.test(leaf.name)) return 'identifier';
  if (leaf.format === 'date' || leaf.format === 'date-time') return 'date';
  if (leaf.format === 'time') return 'time';
  if (leaf.format === 'email') return 'email';
  if (leaf.format === 'uri' || leaf.format === 'url') return 'url';
  const last = terms.at(-1);
  if (last === undefined) return 'text';
  if (/\bYYYY-MM/u.test(words)) return 'date';
  for (const [concept, kind] of sole) if (last.concepts.has(concept)) return kind;
  if (
    /(?:date|datum|dob|day)$/iu.test(leaf.name) ||
    (last.concepts.has('date') && !last.concepts.has('start'))
  )
    return 'date';
  if (concepts.has('birth') && !concepts.has('city') && !concepts.has('country')) return 'date';
  if (last.concepts.has('time') && !last.concepts.has('period')) return 'time';
  if (concepts.has('name') && last.concepts.has('name')) return 'name';
  if (
    identifiers.some((concept) => last.concepts.has(concept)) ||
    asksForNumber(leaf.description) ||
    isOrdinal(last.concepts)
  )
    return 'identifier';
  for (const [concept, kind] of sole) {
    if (wherever.has(kind) && concepts.has(concept) && !concepts.has('name')) return kind;
  }
  if (last.concepts.has('title')) return 'title';
  if ([...last.concepts].some((concept) => namedConcepts.has(concept))) return 'name';
  return 'text';
}

/** "personalnummer", "employeeNo": whosever it is. VAT numbers, IBANs and telephones have forms of their own. */
const namesNumber =
  /^(?!.*(?:vat|ust|tva|iva|gst|phone|fax|tel|iban|mobile)).*(?:nummer|_number|Number|_no|No|_nr|Nr)$/u;

/** "pos" and "line" count; an item is what stands in a line, and a position may be held. */
function isOrdinal(concepts: ReadonlySet<string>): boolean {
  return concepts.has('line') && !concepts.has('article') && !concepts.has('position');
}

/** "Number of the invoice that is corrected"; "number of packages" counts. */
function asksForNumber(description: string | null): boolean {
  return /^(?:the\s+)?(?:\p{L}+\s+)?(?:number|no\.|code|identifier|reference number) of (?:the|this|that|an?)\s/iu.test(
    description ?? '',
  );
}

function numberKind(concepts: ReadonlySet<string>, words: string, name: string): ValueKind {
  const named = phraseOf(splitIdentifier(name)).terms.at(-1)?.concepts.has('year') ?? false;
  if (named || (concepts.has('year') && !concepts.has('end') && !concepts.has('cumulative'))) return 'year';
  if (concepts.has('rate') && /\b(?:percent|%|rate|prozent|taux)\b/iu.test(words)) return 'percent';
  if (concepts.has('percent')) return 'percent';
  const money =
    /\b(?:amount|total|price|balance|fee|premium|cost|income|revenue|salary|tax|net|gross|due|dollars?|euros?|eur|usd|payment|charge|currency)\b/iu;
  return money.test(words) ? 'money' : 'number';
}

function wantsIso(leaf: LeafNode, words: string): boolean {
  if (leaf.format === 'date' || leaf.format === 'date-time') return true;
  if (/YYYY-MM|ISO[- ]?8601/iu.test(words)) return true;
  return leaf.pattern !== null && /\\d\{4\}-/u.test(leaf.pattern);
}

function sideOf(leaf: LeafNode, concepts: ReadonlySet<string>): LeafKind['side'] {
  const start = concepts.has('start');
  const end = concepts.has('end') || concepts.has('maturity');
  if (start !== end) return start ? 'start' : 'end';
  const description = leaf.description ?? '';
  if (
    /\b(?:first day|start|begin(?:ning|s)?|from)\b/iu.test(description) &&
    !/\b(?:end|last day)\b/iu.test(description)
  ) {
    return concepts.has('start') ? 'start' : null;
  }
  if (/\b(?:last day|end(?:ing|s)?)\b/iu.test(description) && concepts.has('end')) return 'end';
  return null;
}
