/** From findings to one result that fits the schema: conflicts, coercion, completeness. */
import type { Finding, NullReason } from '../findings/types.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { escapeToken } from '../schema/faults.ts';
import type { ArrayNode, CheckedSchema, ObjectNode, SchemaNode, UnionNode } from '../schema/types.ts';
import { coerce } from '../values/coerce.ts';
import { localeOf, unknownLocale } from '../values/locale.ts';
import type { Locale } from '../values/types.ts';
import { arrayOf, covers, joinReports } from './arrays.ts';
import { mergeLeaf, type Silence } from './leaf.ts';
import { itemsInOrder } from './order.ts';
import { joinPasses } from './passes.ts';
import { emptyNode, findingsBelow, listed, pointerTree, type PointerNode } from './pointer-tree.ts';
import type { Attribution, ExtractionResult, MergeContext, Violation } from './types.ts';
import { validatorOf } from './validate.ts';

export type * from './types.ts';

type Values = JsonValue | Attribution | readonly Values[] | { readonly [key: string]: Values };

/** The two faces of one built part: plain values to validate, and what is shown. */
interface Built {
  readonly plain: JsonValue;
  readonly shown: Values;
  /** No value anywhere below. */
  readonly blank: boolean;
}

/**
 * Every finding goes into the result, an alternative, a violation or a warning. Properties stand in the schema's
 * order, items of lists in the document's; every leaf is there, items without any value are left out.
 */
export function mergeFindings(
  schema: CheckedSchema,
  findings: readonly Finding[],
  context: MergeContext,
): ExtractionResult {
  const merge = new Merge(
    context,
    localeOf(findings.flatMap((finding) => finding.evidence.map((one) => one.quote))),
  );
  const root = pointerTree(joinPasses(findings));
  const built = merge.object(schema.root, root, '');
  const violations = [...merge.violations, ...validatorOf(schema)(built.plain)];
  const arrays = joinReports(context.arrays).map((report) => arrayOf(report, built.plain, context));
  const { usage } = context;
  const results = context.attributions ? built.shown : built.plain;
  return {
    results: asJson(results),
    metadata: {
      has_attributions: context.attributions,
      is_complete:
        context.failedSubtrees.length === 0 &&
        context.gaps.length === 0 &&
        violations.length === 0 &&
        arrays.every((array) => array.state !== 'short'),
      failed_subtrees: context.failedSubtrees,
      violations,
      arrays,
      nulls: Object.fromEntries(merge.nulls),
      gaps: context.gaps,
      usage: {
        pages: context.pages,
        calls: usage.calls,
        input_tokens: usage.inputTokens,
        cached_tokens: usage.cachedTokens,
        output_tokens: usage.outputTokens,
        cost: context.cost,
      },
      timings_ms: context.timingsMs,
      model: context.model,
      warnings: [...context.warnings, ...merge.warnings],
    },
  };
}

class Merge {
  readonly violations: Violation[] = [];
  readonly warnings: string[] = [];
  readonly nulls: [string, NullReason][] = [];
  private readonly context: MergeContext;
  private readonly locale: Locale;

  constructor(context: MergeContext, locale: Locale) {
    this.context = context;
    this.locale = { ...unknownLocale, ...locale };
  }

  object(node: ObjectNode, tree: PointerNode, pointer: string): Built & { readonly plain: JsonObject } {
    const known = new Set(node.properties.map((property) => property.name));
    const parts = node.properties.map((property) => {
      const child = tree.children.get(property.name) ?? emptyNode();
      return [property.name, this.node(property, child, `${pointer}/${escapeToken(property.name)}`)] as const;
    });
    for (const [name, child] of tree.children) {
      if (known.has(name)) continue;
      const place = `${pointer}/${escapeToken(name)}`;
      if (node.freeKeys !== null) parts.push([name, this.node(node.freeKeys, child, place)]);
      else this.stray(child, place);
    }
    // `Object.fromEntries` defines its properties: `__proto__` is a name like any other.
    return {
      plain: Object.fromEntries(parts.map(([name, part]) => [name, part.plain])),
      shown: Object.fromEntries(parts.map(([name, part]) => [name, part.shown])),
      blank: parts.every(([, part]) => part.blank),
    };
  }

  private node(node: SchemaNode, tree: PointerNode, pointer: string): Built {
    switch (node.kind) {
      case 'leaf':
        return this.leaf(node, tree, pointer);
      case 'object':
        return this.object(node, tree, pointer);
      case 'array':
        return this.array(node, tree, pointer);
      case 'union':
        return this.union(node, tree, pointer);
    }
  }

  private leaf(node: Extract<SchemaNode, { kind: 'leaf' }>, tree: PointerNode, pointer: string): Built {
    for (const child of tree.children.values()) this.stray(child, pointer);
    const merged = mergeLeaf(node, tree.findings, this.silence(node.path, pointer), this.locale);
    this.warnings.push(...merged.conflicts);
    if (merged.violation !== null) this.violations.push({ path: pointer, ...merged.violation });
    if (merged.nullReason !== null) {
      this.nulls.push([pointer, merged.nullReason]);
      if (node.required && !node.nullable && merged.violation === null) {
        this.violations.push({
          path: pointer,
          rule: 'required',
          message: `A required value is missing (${merged.nullReason}).`,
        });
      }
    }
    return { plain: merged.value, shown: merged.attribution, blank: merged.value === null };
  }

  private array(node: ArrayNode, tree: PointerNode, pointer: string): Built {
    const plain: JsonValue[] = [];
    const shown: Values[] = [];
    for (const child of itemsInOrder(listed(tree))) {
      const [violations, nulls] = [this.violations.length, this.nulls.length];
      const item = this.node(node.item, child, `${pointer}/${plain.length}`);
      if (
        item.blank &&
        this.violations.slice(violations).every((violation) => violation.rule === 'required')
      ) {
        // An item that says nothing is no item; what was noted of its leaves goes with it.
        this.violations.length = violations;
        this.nulls.length = nulls;
        continue;
      }
      plain.push(item.plain);
      shown.push(item.shown);
    }
    return { plain, shown, blank: plain.length === 0 };
  }

  private union(node: UnionNode, tree: PointerNode, pointer: string): Built {
    const option = this.choose(node, tree);
    if (option !== null) return this.node(option, tree, pointer);
    const { reason } = this.silence(node.path, pointer);
    this.nulls.push([pointer, reason]);
    if (node.required && !node.nullable) {
      this.violations.push({
        path: pointer,
        rule: 'required',
        message: `A required value is missing (${reason}).`,
      });
    }
    return { plain: null, shown: null, blank: true };
  }

  /** The option that what was found has the shape of; null when nothing was found. */
  private choose(node: UnionNode, tree: PointerNode): SchemaNode | null {
    const [finding] = tree.findings;
    if (tree.children.size > 0) {
      const isList = listed(tree).length === tree.children.size;
      const arrays = node.options.filter((option) => option.kind === 'array');
      const objects = node.options.filter((option) => option.kind === 'object');
      const known = (option: ObjectNode): number =>
        option.properties.filter((property) => tree.children.has(property.name)).length;
      const [fullest] = objects.toSorted((a, b) => known(b) - known(a));
      return (isList ? (arrays[0] ?? fullest) : (fullest ?? arrays[0])) ?? null;
    }
    if (finding === undefined || finding.value === null) return null;
    const leaves = node.options.filter((option) => option.kind === 'leaf');
    return leaves.find((leaf) => coerce(finding.value, leaf, this.locale).ok) ?? leaves[0] ?? null;
  }

  /** A finding for a place that the schema does not have: told, not dropped. */
  private stray(tree: PointerNode, pointer: string): void {
    for (const finding of findingsBelow(tree)) {
      if (finding.value !== null)
        this.warnings.push(
          `${finding.pointer || pointer}: a value was found for a place that the schema does not have.`,
        );
    }
  }

  private silence(path: string, pointer: string): Silence {
    const failed = this.context.failedSubtrees.find((subtree) => covers(subtree, path));
    if (failed !== undefined)
      return { reason: 'not_searched', sentence: `This part of the schema failed: ${failed.error}` };
    if (pointer.split('/').length !== path.split('/').length || path.includes('*')) {
      return { reason: 'not_found', sentence: 'The item does not show it.' };
    }
    return { reason: 'not_searched', sentence: 'Nobody looked for it.' };
  }
}

function asJson(values: Values): JsonObject {
  if (isJsonObject(values)) return values;
  throw new Error('The root of a result is an object.');
}
