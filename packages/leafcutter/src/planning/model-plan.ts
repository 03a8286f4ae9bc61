/**
 * From a schema, the limits of a model and a document to the fewest calls. Lists that need turns are units of their own;
 * the rest is grouped in the schema's order, so that each answer fits the output limit and each prompt the window. Where
 * the document does not fit, groups with lists read all of it, a passage a unit, side by side; groups of single values
 * look at the pages that speak of them first. The same input gives the same plan.
 */
import type { ArrayNode, CheckedSchema, SchemaNode } from '../schema/types.ts';
import { arraysOf, childrenOf, leavesOf } from '../schema/walk.ts';
import { answerSpread, answerTokens, emptyTokens, itemTokens, rowsFor, type ListGuess } from './estimate.ts';
import { looksFor } from './looks.ts';
import { cutEvenly } from './passages.ts';
import { answerLimit, leastDocumentTokens, Room, type Asked, type RoomRequest } from './room.ts';
import { documentTokens, type DocumentSketch } from './sketch.ts';
import type { Passage, Plan, Unit } from './types.ts';

export interface ModelPlanRequest extends Omit<RoomRequest, 'overlapTokens'> {
  readonly schema: CheckedSchema;
  /** Null: nothing is known of the document; it is taken to fit. */
  readonly sketch: DocumentSketch | null;
  /** Lines around a passage that its prompt shows again. */
  readonly overlapLines: number;
  readonly options: ModelPlanOptions;
}
export interface ModelPlanOptions {
  /** Every array of objects is taken in turns. */
  readonly agenticArrays: boolean;
  /** Calls that may run at once. */
  readonly concurrentCalls: number;
  /** fewest_calls: for bulk work. least_time: long answers are cut up, at most to `concurrentCalls`, and the document is sent with each. */
  readonly aim: 'fewest_calls' | 'least_time';
}

/** What estimates may be wrong by before an answer is cut off. */
const usedOutput = 0.85;
/** Each group sends the document again: with more, a filing of sixty pages costs over four times its own tokens. */
const mostQuickGroups = 3;
/** Single values of a document longer than this look at the best pages first, even where all of it would fit. */
const longDocumentTokens = 30_000;
/** Seconds matter: an answer longer than this is cut up where time is what is asked for. */
const quickAnswerTokens = 2_000;
/** Turns of one unit whose answer is cut off and goes on: they come one after another. */
const mostTurns = 6;
/** Units that share a long list in turns. */
const mostPassesInTurns = 8;

interface Part {
  readonly path: string;
  readonly node: SchemaNode;
  readonly leaves: number;
  readonly answer: number;
  readonly empty: number;
  /** Holds a list, so that no one place of the document can answer it. */
  readonly isList: boolean;
}

export function planForModel(request: ModelPlanRequest): Plan {
  return new Planner(request).plan();
}

class Planner {
  private readonly request: ModelPlanRequest;
  private readonly guess: ListGuess;
  private readonly limit: number;
  private readonly documentTokens: number;
  private readonly room: Room;
  private readonly rowHolders = new Map<string, (page: number, line: number) => boolean>();

  constructor(request: ModelPlanRequest) {
    this.request = request;
    this.limit = answerLimit(request.limits);
    const rows = new Map<string, number>();
    const lists = arraysOf(request.schema.root);
    for (const list of lists) {
      const found = request.sketch === null ? null : rowsFor(list, request.sketch);
      if (found === null || list.path.includes('*')) continue;
      rows.set(list.path, found.rows);
      this.rowHolders.set(list.path, found.holds);
    }
    this.guess = { lists: lists.length, rows };
    const pages = request.sketch?.pages ?? [];
    this.documentTokens = request.sketch === null ? 0 : documentTokens(request.sketch);
    const lines = pages.reduce((sum, page) => sum + page.lineTokens.length, 0);
    const overlapTokens = (request.overlapLines * this.documentTokens) / Math.max(1, lines);
    this.room = new Room({ ...request, overlapTokens }, this.documentTokens);
  }

  plan(): Plan {
    const { schema } = this.request;
    const grouped: Part[] = [];
    const inTurns: ArrayNode[] = [];
    const collect = (node: SchemaNode): void => {
      if (node.kind === 'array' && this.takesTurns(node)) inTurns.push(node);
      else if (node.kind === 'object' && node.freeKeys === null) childrenOf(node).forEach(collect);
      else grouped.push(this.partOf(node));
    };
    collect(schema.root);
    const units = [
      ...this.bestGroups(grouped).flatMap((group, index) => this.groupUnits(group, `o${index + 1}`)),
      ...inTurns.flatMap((list, index) => this.listUnits(list, `a${index + 1}`)),
    ];
    // Long answers first, so that none of them starts when all others have ended.
    units.sort((a, b) => (b.estimate?.outputTokens ?? 0) - (a.estimate?.outputTokens ?? 0));
    return {
      version: 1,
      schemaHash: schema.hash,
      leafCount: schema.leafCount,
      units,
      warnings: schema.warnings,
    };
  }

  private takesTurns(list: ArrayNode): boolean {
    if (list.maxItemsPerTurn !== null && list.maxItemsPerTurn > 0) return true;
    const holdsObjects = list.item.kind !== 'leaf' && childrenOf(list.item).length > 0;
    if (!holdsObjects || list.maxItemsPerTurn === 0) return false;
    if (this.request.options.agenticArrays) return true;
    return answerTokens(list, this.guess) > this.limit * usedOutput;
  }

  private partOf(node: SchemaNode): Part {
    return {
      path: node.path,
      node,
      leaves: leavesOf(node).length,
      answer: answerTokens(node, this.guess),
      empty: emptyTokens(node),
      isList: arraysOf(node).length > 0 || (node.kind === 'object' && node.freeKeys !== null),
    };
  }

  /** The number of groups that needs the fewest calls; of equal ones, the fewest tokens. */
  private bestGroups(parts: readonly Part[]): readonly (readonly Part[])[] {
    if (parts.length === 0) return [];
    let best: { groups: readonly (readonly Part[])[]; calls: number } | null = null;
    for (let count = 1; count <= parts.length && count <= (best?.calls ?? Infinity); count += 1) {
      const groups = divide(parts, count);
      const calls = groups.reduce((sum, group) => sum + this.callsOf(group), 0);
      if (best === null || calls < best.calls) best = { groups, calls };
    }
    const groups = best?.groups ?? [parts];
    return this.request.options.aim === 'least_time' ? this.quicker(parts, groups) : groups;
  }

  /** More groups than needed where answers are long and the document fits: the prompt is sent again, the wait is shorter. */
  private quicker(
    parts: readonly Part[],
    groups: readonly (readonly Part[])[],
  ): readonly (readonly Part[])[] {
    const answer = parts.reduce((sum, part) => sum + part.answer, 0);
    const wanted = Math.min(
      this.request.options.concurrentCalls,
      mostQuickGroups,
      Math.ceil(answer / quickAnswerTokens),
    );
    if (groups.length >= wanted || groups.some((group) => this.passesOf(group) > 1)) return groups;
    return divide(parts, Math.min(wanted, parts.length));
  }

  /**
   * Passes over the document, and in each as many turns as its answer is cut off and goes on. Infinite where a prompt could
   * hold nothing of the document, an answer of single values does not fit, or a pass would have too many turns.
   */
  private callsOf(group: readonly Part[]): number {
    const answer = group.reduce((sum, part) => sum + part.answer, 0);
    const isList = group.some((part) => part.isList);
    if (!isList && answer > this.limit) return Infinity;
    const passes = this.passesOf(group);
    const turns = Math.max(1, Math.ceil(answer / passes / this.limit));
    return turns > mostTurns ? Infinity : passes * turns;
  }

  private passesOf(group: readonly Part[]): number {
    const asked = askedFor(group);
    // One list alone is read in parts of the document, which are shorter than all of it again.
    const byAnswer = group.length > 1 ? 1 : Math.ceil(asked.answer / (this.limit / usedOutput));
    return Math.max(this.room.passes(asked), byAnswer);
  }

  private groupUnits(group: readonly Part[], id: string): readonly Unit[] {
    const paths = group.map((part) => part.path);
    const leaves = group.reduce((sum, part) => sum + part.leaves, 0);
    const answer = group.reduce((sum, part) => sum + part.answer, 0);
    const isList = group.some((part) => part.isList);
    const { sketch } = this.request;
    const passes = Math.min(this.passesOf(group), Math.max(1, this.documentTokens));
    const unit = (looks: Unit['looks'], pass: number, of: number): Unit => ({
      id: of === 1 ? id : `${id}-${pass + 1}`,
      kind: 'object',
      paths,
      leafCount: share(leaves, pass, of),
      maxItemsPerTurn: null,
      looks,
      pass,
      estimate: this.estimate(paths, looks, answer / of),
    });
    if (sketch === null || (passes === 1 && (isList || this.documentTokens <= longDocumentTokens)))
      return [unit(null, 0, 1)];
    if (!isList) {
      const nodes = group.map((part) => part.node);
      return [unit(looksFor(nodes, sketch, this.room.of(askedFor(group))), 0, 1)];
    }
    const answered = answerSpread(answer, sketch);
    const cuts = cutEvenly(sketch, passes, (page, line, tokens) => tokens * (1 + answered(page, line)));
    return cuts.map((passage, index) => unit([[passage]], index, cuts.length));
  }

  private listUnits(list: ArrayNode, id: string): readonly Unit[] {
    const { sketch, options } = this.request;
    const leaves = leavesOf(list.item).length;
    const answer = answerTokens(list, this.guess);
    const asked = { paths: [list.path], answer, empty: emptyTokens(list) };
    const unit = (looks: Unit['looks'], pass: number, of: number): Unit => ({
      id: of === 1 ? id : `${id}-${pass + 1}`,
      kind: 'array',
      paths: [list.path],
      leafCount: share(leaves, pass, of),
      maxItemsPerTurn: this.itemsPerTurn(list),
      looks,
      pass,
      estimate: this.estimate([list.path], looks, answer / of),
    });
    if (sketch === null) return [unit(null, 0, 1)];
    const byWindow = Math.min(this.room.passes(asked), Math.ceil(this.documentTokens / leastDocumentTokens));
    const perTurn = this.itemsPerTurn(list);
    const items = this.guess.rows.get(list.path) ?? 0;
    const turns =
      perTurn === null ? Math.ceil(answer / (this.limit * usedOutput)) : Math.ceil(items / perTurn);
    const most =
      options.agenticArrays || perTurn !== null
        ? Math.max(mostPassesInTurns, options.concurrentCalls)
        : Infinity;
    // As many turns in each pass, so that none has a few rows left over.
    const turnsEach = Math.max(1, Math.ceil(turns / most));
    const passes = Math.max(byWindow, Math.ceil(turns / turnsEach), 1);
    if (passes === 1) return [unit(null, 0, 1)];
    const room = Math.max(leastDocumentTokens, this.room.of(asked, passes));
    const holds = this.rowHolders.get(list.path) ?? (() => false);
    const each = itemTokens(list, this.guess);
    const cuts = cutEvenly(
      sketch,
      passes,
      (page, line, tokens) => tokens / room + (holds(page, line) ? each / (this.limit * usedOutput) : 0),
    );
    return cuts.map((passage, index) => unit([[passage]], index, cuts.length));
  }

  private itemsPerTurn(list: ArrayNode): number | null {
    if (list.maxItemsPerTurn !== null && list.maxItemsPerTurn > 0) return list.maxItemsPerTurn;
    if (!this.request.options.agenticArrays) return null;
    return Math.max(1, Math.floor((this.limit * usedOutput) / itemTokens(list, this.guess)));
  }

  private estimate(paths: readonly string[], looks: Unit['looks'], answer: number): Unit['estimate'] {
    const { frameTokens, schemaTokens, sketch } = this.request;
    const read = looks === null ? this.documentTokens : tokensOf(sketch, looks[0] ?? []);
    return {
      inputTokens: Math.round(frameTokens + schemaTokens(paths) + read),
      outputTokens: Math.round(Math.min(answer, this.limit)),
    };
  }
}

function askedFor(group: readonly Part[]): Asked {
  return {
    paths: group.map((part) => part.path),
    answer: group.reduce((sum, part) => sum + part.answer, 0),
    empty: group.reduce((sum, part) => sum + part.empty, 0),
  };
}

/** Consecutive groups of about equal length of answer, never more than `count`. */
function divide(parts: readonly Part[], count: number): readonly (readonly Part[])[] {
  const total = parts.reduce((sum, part) => sum + weightOf(part), 0);
  const groups: Part[][] = Array.from({ length: count }, () => []);
  let done = 0;
  for (const part of parts) {
    const middle = done + weightOf(part) / 2;
    groups[Math.min(count - 1, Math.floor((middle / total) * count))]?.push(part);
    done += weightOf(part);
  }
  return groups.filter((group) => group.length > 0);
}

/** The answer, and the schema that asks for it. */
function weightOf(part: Part): number {
  return part.answer + 12 * part.leaves;
}

/** The pass's share of a whole number; all shares together are the number. */
function share(whole: number, index: number, of: number): number {
  return Math.floor((whole * (index + 1)) / of) - Math.floor((whole * index) / of);
}

function tokensOf(sketch: DocumentSketch | null, passages: readonly Passage[]): number {
  let sum = 0;
  for (const page of sketch?.pages ?? []) {
    for (const passage of passages) {
      if (page.number < passage.first || page.number > passage.last) continue;
      const from = page.number === passage.first ? passage.fromLine : 0;
      const to = page.number === passage.last ? (passage.toLine ?? Infinity) : Infinity;
      sum += page.lineTokens.reduce(
        (part, tokens, line) => part + (line >= from && line < to ? tokens : 0),
        0,
      );
    }
  }
  return sum;
}
