/** The leaves of a schema outside of arrays, each ready to be asked for. */
import type { LeafNode, SchemaNode } from '../../schema/types.ts';
import { partyRoles } from './data/relations.ts';
import { kindOf, type LeafKind, type ValueKind } from './kinds.ts';
import { phraseOf } from './lexicon.ts';
import { questionOf, type NodeQuestion } from './question.ts';
import { shapeOf } from './strings.ts';
import { splitIdentifier, wordsOf } from './words.ts';

export interface LeafTask {
  readonly index: number;
  readonly leaf: LeafNode;
  /** JSON Pointer in the result; equal to the schema path, since no array stands above. */
  readonly pointer: string;
  readonly question: NodeQuestion;
  readonly kind: LeafKind;
  readonly shapes: ReadonlySet<string>;
  /** Folded examples of values that the schema gives. */
  readonly examples: ReadonlySet<string>;
  /** Parties whose detail is asked for; empty when it is nobody's. */
  readonly roles: ReadonlySet<string>;
  /** A detail that no other leaf asks of another party, and that not every party has (as names and addresses). */
  readonly isOwn: boolean;
  /** Numbers are wanted as printed: the schema asks for their scale in a leaf of its own. */
  readonly unscaled: boolean;
  /** Equal for leaves that read every print alike, wherever they stand. */
  readonly takes: string;
}

/** In the schema's order. Of a union of objects every option's leaves are tasks. */
export function tasksOf(root: SchemaNode): LeafTask[] {
  const tasks: LeafTask[] = [];
  visit(root, []);
  const named = Map.groupBy(tasks, ({ leaf }) => leaf.name);
  return tasks.map((task) =>
    isAnyones(task) || (named.get(task.leaf.name)?.length ?? 0) > 1 ? task : { ...task, isOwn: true },
  );

  function visit(node: SchemaNode, ancestors: readonly SchemaNode[]): void {
    if (node.kind === 'object') for (const child of node.properties) visit(child, [...ancestors, node]);
    else if (node.kind === 'union') for (const option of node.options) visit(option, ancestors);
    else if (node.kind === 'leaf') tasks.push(taskOf(node, ancestors, tasks.length));
  }
}

export function taskOf(leaf: LeafNode, ancestors: readonly SchemaNode[], index: number): LeafTask {
  const question = questionOf(leaf, ancestors);
  const examples = examplesOf(leaf);
  return {
    index,
    leaf,
    pointer: leaf.path,
    question,
    kind: kindOf(leaf),
    shapes: new Set(examples.map(shapeOf)),
    examples: new Set(
      examples.map((example) => wordsOf(example).join(' ')).filter((example) => example !== ''),
    ),
    roles: new Set(partyRoles.filter((role) => question.subject.has(role))),
    isOwn: false,
    unscaled: asksForScale(ancestors),
    takes: JSON.stringify({ ...leaf, path: '', title: null }),
  };
}

const everybodys: ReadonlySet<ValueKind> = new Set([
  'name', 'email', 'phone', 'url', 'vat_id', 'iban', 'bic', 'currency', 'postcode', 'city', 'state', 'country', 'street', 'address',
]); // prettier-ignore
const everybodysConcepts = ['taxid', 'registration', 'siret', 'contact', 'reference', 'account'];

/** Every party has it; or it says no more than "number" or "date". */
function isAnyones({ leaf, kind }: LeafTask): boolean {
  const { terms, concepts } = phraseOf(splitIdentifier(leaf.name));
  return (
    everybodys.has(kind.kind) ||
    everybodysConcepts.some((concept) => concepts.has(concept)) ||
    terms.every((term) => term.weight < 0.9)
  );
}

function asksForScale(ancestors: readonly SchemaNode[]): boolean {
  return ancestors.some(
    (node) =>
      node.kind === 'object' &&
      node.properties.some((child) => /scale|units?$|multiplier|magnitude/iu.test(child.name)),
  );
}

/** Examples given by the schema itself, and those quoted in the description after "e.g.". */
export function examplesOf(leaf: LeafNode): string[] {
  const found = leaf.examples.filter((example) => typeof example === 'string');
  const description = leaf.description ?? '';
  for (const match of description.matchAll(
    /(?:e\.?\s?g\.?,?|such as|for example|like|z\.\s?b\.)\s*([^)]*)/giu,
  )) {
    const rest = match[1] ?? '';
    const quotes = [...rest.matchAll(/['"‘“]([^'"’”]{1,60})['"’”]/gu)].map((quote) => quote[1] ?? '');
    if (quotes.length > 0) found.push(...quotes);
    else
      found.push(
        ...(rest.split(/[.;](?:\s|$)/u)[0] ?? '').split(/,\s*|\s+or\s+/u).filter((part) => part.length <= 40),
      );
  }
  return found.map((example) => example.trim()).filter((example) => example !== '');
}
