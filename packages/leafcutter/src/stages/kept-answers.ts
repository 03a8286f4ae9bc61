/** What is kept of a command, as JSON: plans, answers of units, the units that a split made, why a range failed. */
import type { Failure } from '../errors.ts';
import type { Answer } from '../extractors/extractor.ts';
import { isJsonObject, toJsonValue, type JsonValue } from '../json.ts';
import type { ExtractionResult } from '../merge/types.ts';
import type { Plan, Unit } from '../planning/types.ts';

/** What a unit that was split had found, and its parts. */
export type Split = Answer & { readonly units: readonly Unit[] };

/**
 * As the store gives it back: what JSON has no word for is gone, so that a job in memory reads what a job on a database
 * reads.
 */
export function toKept(value: Plan | Answer | Split | { failure: Failure }): JsonValue {
  return toJsonValue(value);
}

/** The plan that `plan` kept; null when there is none. */
export function readPlan(kept: JsonValue | null): Plan | null {
  return isJsonObject(kept) && 'schemaHash' in kept ? trusted<Plan>(kept) : null;
}

/** The answer of a turn, of one that was split too; null when something else was kept. */
export function readAnswer(kept: JsonValue | null): Answer | null {
  return isJsonObject(kept) && 'findings' in kept ? trusted<Answer>(kept) : null;
}

/** The units of a split, with the ids that `partId` gives; null when the piece was not split. */
export function readParts(kept: JsonValue | null): readonly Unit[] | null {
  if (!isJsonObject(kept) || 'schemaHash' in kept || !Array.isArray(kept['units'])) return null;
  return trusted<Split>(kept).units;
}

/** Why a page range failed; null when it is not known. */
export function readFailure(kept: JsonValue | null): Failure | null {
  return isJsonObject(kept) && 'failure' in kept ? trusted<{ failure: Failure }>(kept).failure : null;
}

/** The result that `merge` kept. */
export function readResult(kept: JsonValue): ExtractionResult {
  return trusted<ExtractionResult>(kept);
}

/** Only the stages write these rows. */
function trusted<T>(kept: unknown): T {
  return kept as T;
}

/** The id of the k-th part (from 0) of a unit that was split; `parentOf` is its inverse. */
export function partId(unit: string, k: number): string {
  return `${unit}.${k + 1}`;
}

/** Null for a unit of the plan. */
export function parentOf(unit: string): string | null {
  const dot = unit.lastIndexOf('.');
  return dot < 0 ? null : unit.slice(0, dot);
}

/**
 * Orders unit ids as the plan does, parts in the place of what they are parts of: the order does not hang on which of
 * them ended first.
 */
export function unitOrder(plan: Plan): (a: string, b: string) => number {
  const places = new Map(plan.units.map((unit, index) => [unit.id, index]));
  const keyOf = (id: string): readonly number[] => {
    const [root = '', ...parts] = id.split('.');
    return [places.get(root) ?? places.size, ...parts.map(Number)];
  };
  return (a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
      const difference = (left[index] ?? -1) - (right[index] ?? -1);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}
