/**
 * From a schema to units: arrays of objects alone, everything else grouped by place in the tree, in the schema's
 * order, with the fewest units that the budget allows. The same schema and options give the same plan.
 */
import type { ArrayNode, CheckedSchema, SchemaNode } from '../schema/types.ts';
import { childrenOf, leavesOf } from '../schema/walk.ts';
import type { Plan, PlanOptions, Unit } from './types.ts';

const defaultLeavesPerUnit = 200;

/** A part of the tree that is never cut: a leaf, a list of primitives, an array that is not isolated. */
interface Part {
  readonly path: string;
  readonly leaves: number;
}

export function planSchema(schema: CheckedSchema, options: PlanOptions = {}): Plan {
  const budget = Math.max(1, options.maxLeavesPerUnit ?? defaultLeavesPerUnit);
  const isolate = options.isolateArrays ?? true;
  const parts: Part[] = [];
  const arrays: ArrayNode[] = [];
  collect(schema.root);
  const groups = pack(parts, budget);
  const units: Unit[] = [
    ...groups.map((group, index) => objectUnit(group, `o${index + 1}`)),
    ...arrays.map((array, index) => arrayUnit(array, `a${index + 1}`, options.maxItemsPerTurn ?? 0)),
  ];
  return {
    version: 1,
    schemaHash: schema.hash,
    leafCount: schema.leafCount,
    units,
    warnings: schema.warnings,
  };

  function collect(node: SchemaNode): void {
    if (node.kind === 'array' && isolate && holdsObjects(node.item)) arrays.push(node);
    else if (node.kind === 'object' && node.freeKeys === null) childrenOf(node).forEach(collect);
    else parts.push({ path: node.path, leaves: leavesOf(node).length });
  }
}

/** Whether items have leaves of their own names; a list of texts is one value to ask for. */
function holdsObjects(item: SchemaNode): boolean {
  return item.kind !== 'leaf' && childrenOf(item).length > 0;
}

/**
 * Fills units in the order of the tree. Neighbours stay together, and the first-fit in order is the least number of
 * units for parts that may not change places.
 */
function pack(parts: readonly Part[], budget: number): readonly (readonly Part[])[] {
  const groups: Part[][] = [];
  let room = 0;
  for (const part of parts) {
    const group = groups.at(-1);
    if (group === undefined || part.leaves > room) {
      groups.push([part]);
      room = budget - part.leaves;
    } else {
      group.push(part);
      room -= part.leaves;
    }
  }
  return groups;
}

function objectUnit(parts: readonly Part[], id: string): Unit {
  return {
    id,
    kind: 'object',
    paths: parts.map((part) => part.path),
    leafCount: parts.reduce((sum, part) => sum + part.leaves, 0),
    maxItemsPerTurn: null,
    looks: null,
    pass: 0,
    estimate: null,
  };
}

function arrayUnit(array: ArrayNode, id: string, fallback: number): Unit {
  const items = array.maxItemsPerTurn ?? fallback;
  return {
    id,
    kind: 'array',
    paths: [array.path],
    leafCount: leavesOf(array.item).length,
    maxItemsPerTurn: items > 0 ? items : null,
    looks: null,
    pass: 0,
    estimate: null,
  };
}

/** The plan for people: a line a unit. */
export function describePlan(plan: Plan): string {
  const head = `${plan.leafCount} ${plan.leafCount === 1 ? 'leaf' : 'leaves'} in ${plan.units.length} ${plan.units.length === 1 ? 'unit' : 'units'}`;
  const lines = plan.units.map((unit) => {
    const turns = unit.maxItemsPerTurn === null ? '' : `, at most ${unit.maxItemsPerTurn} items a turn`;
    const places =
      unit.paths.length > 4 ? [...unit.paths.slice(0, 3), `and ${unit.paths.length - 3} more`] : unit.paths;
    const tokens =
      unit.estimate === null
        ? ''
        : `  (about ${unit.estimate.inputTokens} tokens in without the document, ${unit.estimate.outputTokens} out)`;
    return `  ${unit.id.padEnd(5)} ${unit.kind.padEnd(6)} ${String(unit.leafCount).padStart(5)} ${unit.leafCount === 1 ? 'leaf  ' : 'leaves'}  ${places.join(' ')}${turns}${tokens}`;
  });
  return [head, ...lines].join('\n');
}
