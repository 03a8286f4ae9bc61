/**
 * Figures of a result that say of each other whether they are right: products and sums within the items of a list, sums of
 * a column, and leaves that add up. What agrees is surer than its place alone tells; what ought to agree and does not, less.
 */
import type { Finding } from '../../findings/types.ts';

/** Share of the doubt that stays with a figure that agrees with others. */
const leftDoubt = 0.4;
/** What is left of the confidence of figures that disagree where those of other items agree. */
const disagreeing = 0.55;
const tolerance = { absolute: 0.0101, relative: 0.0005 };
/** Of the items that have all figures of a relation, the share in which it must hold to be a rule of the list. */
const mostItems = 0.6;
const mostFigures = 14;

type Figure = Finding & { readonly value: number };
type Rule = (a: number, b: number) => number;
const rules: readonly Rule[] = [(a, b) => a * b, (a, b) => (a * b) / 100, (a, b) => a + b];

export function withAgreement(findings: readonly Finding[]): Finding[] {
  const figures = findings.filter(isFigure);
  const sure = new Set<string>();
  const doubted = new Set<string>();
  const lists = Map.groupBy(figures, ({ pointer }) => listOf(pointer) ?? '');
  for (const [list, own] of lists) if (list !== '') judgeItems(own, sure, doubted);
  const lone = lists.get('') ?? [];
  judgeSums(lone, sure);
  judgeColumns(lone, figures, sure);
  return findings.map((finding) => {
    if (sure.has(finding.pointer)) return scaled(finding, (found) => 1 - (1 - found) * leftDoubt);
    return doubted.has(finding.pointer) ? scaled(finding, (found) => found * disagreeing) : finding;
  });
}

function isFigure(finding: Finding): finding is Figure {
  return typeof finding.value === 'number' && finding.value !== 0;
}

function scaled(finding: Finding, change: (found: number) => number): Finding {
  const { found, read, value } = finding.confidence;
  const now = Math.round(change(found) * 1000) / 1000;
  return {
    ...finding,
    confidence: {
      found: now,
      read,
      value: found === 0 ? value : Math.round(((value * now) / found) * 1000) / 1000,
    },
  };
}

/** "/lines/3/price" → "/lines"; null outside of lists. */
function listOf(pointer: string): string | null {
  return /^(.*)\/\d+\/[^/]+$/u.exec(pointer)?.[1] ?? null;
}

function judgeItems(figures: readonly Figure[], sure: Set<string>, doubted: Set<string>): void {
  const grouped = Map.groupBy(figures, ({ pointer }) => pointer.slice(0, pointer.lastIndexOf('/')));
  const items = [...grouped.values()].map((item) => new Map(item.map((one) => [nameOf(one.pointer), one])));
  const names = [...new Set(figures.map(({ pointer }) => nameOf(pointer)))].slice(0, mostFigures);
  for (const a of names)
    for (const b of names)
      for (const c of names) {
        if (a === b || a === c || b === c) continue;
        const triples = items.flatMap((item) => {
          const [x, y, z] = [item.get(a), item.get(b), item.get(c)];
          return x === undefined || y === undefined || z === undefined ? [] : [[x, y, z] as const];
        });
        for (const rule of rules) judgeTriples(triples, rule, sure, doubted);
      }
}

type Triple = readonly [Figure, Figure, Figure];

function judgeTriples(triples: readonly Triple[], rule: Rule, sure: Set<string>, doubted: Set<string>): void {
  const held = new Set(triples.filter(([a, b, c]) => isNear(rule(a.value, b.value), c.value)));
  if (held.size === 0 || held.size < mostItems * triples.length || [...held].every(saysNothing)) return;
  for (const triple of triples) {
    const set = held.has(triple) ? sure : doubted;
    for (const { pointer } of triple) set.add(pointer);
  }
}

/** One times a price is the price, whatever they are. */
function saysNothing([a, b]: Triple): boolean {
  return Math.abs(a.value) === 1 || Math.abs(b.value) === 1;
}

function judgeSums(figures: readonly Figure[], sure: Set<string>): void {
  const some = figures.filter(({ value }) => Math.abs(value) >= 1).slice(0, 2 * mostFigures);
  for (const [index, a] of some.entries())
    for (const b of some.slice(index + 1))
      for (const c of some)
        if (c !== a && c !== b && differ(a, b, c) && isNear(a.value + b.value, c.value, 0))
          for (const { pointer } of [a, b, c]) sure.add(pointer);
}

function differ(...figures: readonly Figure[]): boolean {
  return new Set(figures.map(({ value }) => Math.abs(value))).size === figures.length;
}

/** A leaf that is the sum of a column of at least two items. */
function judgeColumns(lone: readonly Figure[], figures: readonly Figure[], sure: Set<string>): void {
  const inLists = figures.filter(({ pointer }) => listOf(pointer) !== null);
  const columns = Map.groupBy(inLists, ({ pointer }) => `${listOf(pointer)}/*/${nameOf(pointer)}`);
  for (const column of columns.values()) {
    const sum = column.reduce((total, { value }) => total + value, 0);
    if (column.length < 2) continue;
    const agreeing = lone.filter(({ value }) => isNear(sum, value, 0));
    if (agreeing.length > 0) for (const { pointer } of [...agreeing, ...column]) sure.add(pointer);
  }
}

function isNear(a: number, b: number, relative = tolerance.relative): boolean {
  return Math.abs(a - b) <= Math.max(tolerance.absolute, relative * Math.abs(b));
}

function nameOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}
