/** What is left to ask when an answer was cut off: parts that it did not come to, and the rows after its last whole item. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { escapeToken } from '../../schema/faults.ts';
import type { Passage } from '../../planning/types.ts';
import type { List } from './lists.ts';
import { passagesOf, type Window, type WindowLine } from './window.ts';

/** One call still to be made. Plain JSON: it travels in cursors. */
export interface Task {
  /** Indexes into the unit's paths. */
  readonly parts: readonly number[];
  readonly passages: readonly Passage[];
  /** Which of the unit's looks this is, from 0. */
  readonly look: number;
}

export interface Cut {
  readonly value: JsonObject;
  /** Names and indexes of what was open at the end. */
  readonly at: readonly (string | number)[];
}

export interface AfterCut {
  /** Parts whose answer is whole. */
  readonly done: readonly number[];
  /** The list that was open, when rows of it are known to be read; its items count. */
  readonly open: number | null;
  /** Lines that need not be read again for any part. */
  readonly read: readonly WindowLine[];
  readonly tasks: readonly Task[];
}

/** @returns null when nothing was gained, so that the question must be made smaller */
export function afterCut(
  task: Task,
  paths: readonly string[],
  cut: Cut,
  lists: readonly List[],
  window: Window,
): AfterCut | null {
  const done: number[] = [];
  const left: number[] = [];
  let open: number | null = null;
  for (const part of task.parts) {
    const tokens = tokensOf(paths[part] ?? '');
    const isOpen = tokens.every((token, depth) => cut.at[depth] === token);
    if (isOpen) open = part;
    else if (valueAt(cut.value, tokens) === undefined) left.push(part);
    else done.push(part);
  }
  const rest = open === null ? null : restOf(lists, paths[open] ?? '', window);
  if (open !== null && rest === null) left.unshift(open);
  if (done.length === 0 && rest === null) return null;
  const tasks: Task[] = [];
  if (open !== null && rest !== null && rest.length > 0)
    tasks.push({ ...task, parts: [open], passages: passagesOf(rest, window.pageLengths) });
  if (left.length > 0) tasks.push({ ...task, parts: left });
  const unread = new Set(left.length > 0 ? window.lines : (rest ?? []));
  const read = window.lines.filter((line) => !unread.has(line));
  return { done, open: rest === null ? null : open, read, tasks };
}

/** The list or object that was open where an answer was cut off, at the most the outermost list. */
export function openPointer(at: Cut['at']): string {
  const inner = at.findIndex((token) => typeof token === 'number');
  const names = inner < 0 ? at : at.slice(0, inner);
  return names.map((token) => `/${escapeToken(String(token))}`).join('');
}

/** Fewer items than this may stand in the document's order by chance, and what comes before them be left to say. */
const leastInOrder = 8;

/** Lines after the last item's; null when the list cannot go on from there. */
function restOf(lists: readonly List[], path: string, window: Window): readonly WindowLine[] | null {
  const list = lists.find(({ pointer }) => pointer === path);
  const last = list?.items.findLast((item) => item.line !== null)?.line ?? null;
  if (list === undefined || last === null || !isRowByRow(list)) return null;
  return window.lines.filter((line) => !line.context && isAfter(line, last));
}

/**
 * One row, one item, down the document: only then it is known that all rows up to the last one are through. Items with
 * lists inside go over many rows.
 */
function isRowByRow({ items }: List): boolean {
  const lines = items.flatMap(({ line }) => line ?? []);
  const nested = items.some((item) => item.leaves.some((leaf) => /\/\d+(?:\/|$)/u.test(leaf.rest)));
  return (
    !nested &&
    lines.length >= leastInOrder &&
    lines.every((line, index) => index === 0 || isAfter(line, lines[index - 1] ?? line))
  );
}

function isAfter(line: WindowLine, other: WindowLine): boolean {
  return line.page > other.page || (line.page === other.page && line.index > other.index);
}

/** Half of the document for each of two questions, or half of the parts; empty when neither can be divided. */
export function halves(task: Task, window: Window, byParts: boolean): readonly Task[] {
  if (byParts && task.parts.length > 1) {
    const middle = Math.ceil(task.parts.length / 2);
    return [
      { ...task, parts: task.parts.slice(0, middle) },
      { ...task, parts: task.parts.slice(middle) },
    ];
  }
  const own = window.lines.filter((line) => !line.context);
  if (own.length < 2) return [];
  const middle = Math.ceil(own.length / 2);
  return [own.slice(0, middle), own.slice(middle)].map((lines) => ({
    ...task,
    passages: passagesOf(lines, window.pageLengths),
  }));
}

function tokensOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(value: JsonValue | undefined, tokens: readonly string[]): JsonValue | undefined {
  let at = value;
  for (const token of tokens) {
    if (!isJsonObject(at)) return undefined;
    at = at[token];
  }
  return at;
}
