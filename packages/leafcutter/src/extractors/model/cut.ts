/**
 * What is left to ask when an answer was cut off, is broken in the middle, or has as many items as it may: parts that it did
 * not come to, and what stands after its last whole item.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { escapeToken } from '../../schema/faults.ts';
import { lettersAndDigits } from '../../values/index.ts';
import type { List } from './lists.ts';
import { spotCount } from './marks.ts';
import { isAtOrBelow } from './pointers.ts';
import type { Task } from './tasks.ts';
import { estimateTokens } from './tokens.ts';
import { linesAround, passagesOf, type Window, type WindowLine } from './window.ts';

export interface Cut {
  readonly value: JsonObject;
  /** Names and indexes of what was open at the end. */
  readonly at: readonly (string | number)[];
  /** By the output limit; else it is broken. */
  readonly isCutOff: boolean;
  /** Tokens that an answer may have. */
  readonly room: number;
  /** Whether an answer for this part alone may be much longer than the one that was cut off. */
  readonly isRoomier: (part: number) => boolean;
  /** Items that an answer may have: it ended there; null: at the output limit. */
  readonly mostItems: number | null;
}

/** Where an answer with so many items of the list ended; null when it has fewer: it is whole. */
export function atMostItems(value: JsonObject, path: string, most: number): Cut['at'] | null {
  const tokens = tokensOf(path);
  const items = valueAt(value, tokens);
  return Array.isArray(items) && items.length >= most ? [...tokens, items.length] : null;
}

export interface AfterCut {
  /** Parts whose answer is whole. */
  readonly done: readonly number[];
  /** Of the parts that are done, and what is kept of the one that was open. */
  readonly lists: readonly List[];
  /** Lines that need not be read again for any part. */
  readonly lines: readonly WindowLine[];
  readonly tasks: readonly Task[];
}

/** Characters of a list that are rather given again than asked about in a call of their own. */
const mostAgain = 4_000;

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
  const whole = lists.filter(({ pointer }) => done.some((part) => isAtOrBelow(pointer, paths[part] ?? '')));
  const list = open === null ? undefined : lists.find(({ pointer }) => pointer === paths[open]);
  // Where a further call is needed for other parts, a short list goes with them from its beginning.
  const goesAlong =
    !cut.isCutOff &&
    left.length > 0 &&
    done.length > 0 &&
    lengthOf(cut, paths[open ?? -1] ?? '') <= mostAgain;
  const through = list === undefined || goesAlong ? null : throughRows(list, window, cut.mostItems);
  if (done.length === 0 && through === null) return null;
  const tasks: Task[] = [];
  if (open !== null && through === null) {
    const isTooLong = cut.isCutOff && fillsAnswer(cut, paths[open] ?? '') && !cut.isRoomier(open);
    const parts = isTooLong ? pieces({ ...task, parts: [open] }, cut, list, window) : [];
    if (parts.length === 0) left.unshift(open);
    tasks.push(...parts);
  }
  if (open !== null && through !== null) {
    // What marks an item tells whether it was given before.
    const goesOn = {
      ...task,
      overlaps: through.list.mark !== null,
      ...markedBy(through.list),
      parts: [open],
    };
    const { runs, around } = runsOf(through, cut.mostItems);
    for (const lines of runs)
      if (lines.length > 0)
        tasks.push({ ...goesOn, ...around, passages: passagesOf(lines, window.pageLengths) });
  }
  if (left.length > 0) tasks.push({ ...task, parts: left });
  const isAskedAgain = left.length > 0 || (open !== null && through === null);
  const unread = new Set(isAskedAgain ? window.lines : (through?.rest ?? []));
  return {
    done,
    lists: [...whole, ...(through === null ? [] : [through.list])],
    lines: window.lines.filter((line) => !unread.has(line)),
    tasks,
  };
}

/** What later answers about the list are told by: whether an item was given before. */
function markedBy(list: List | undefined): Pick<Task, 'mark'> {
  return list === undefined || list.mark === null ? {} : { mark: list.mark };
}

/** Whether an answer for this part alone would be cut off, too: most of the one that was is of it. */
function fillsAnswer(cut: Cut, path: string): boolean {
  return lengthOf(cut, path) * 2 > JSON.stringify(cut.value).length;
}

function lengthOf(cut: Cut, path: string): number {
  return textOf(cut, path).length;
}

function textOf({ value }: Cut, path: string): string {
  return JSON.stringify(valueAt(value, tokensOf(path)) ?? null);
}

/** The list or object that was open where an answer was cut off, at the most the outermost list. */
export function openPointer(at: Cut['at']): string {
  const inner = at.findIndex((token) => typeof token === 'number');
  const names = inner < 0 ? at : at.slice(0, inner);
  return names.map((token) => `/${escapeToken(String(token))}`).join('');
}

/** Fewer items than this may stand in the document's order by chance, and what comes before them be left to say. */
const leastInOrder = 8;
/** Of these, so many have a line that is known. */
const leastPlaced = 4;

/** The list as far as its last item with a line of its own. */
interface Through {
  readonly list: List;
  /** From its first item to its last. */
  readonly lines: readonly WindowLine[];
  /** After it. */
  readonly rest: readonly WindowLine[];
}

/**
 * Null where the list cannot go on from a row: items that do not go down the document, or with lists inside, which go over
 * many rows.
 * @param asked how many items were asked for, the first ones in the document's order; null: all
 */
function throughRows(list: List, window: Window, asked: number | null): Through | null {
  const { items } = list;
  const nested = items.some((item) => item.leaves.some((leaf) => /\/\d+(?:\/|$)/u.test(leaf.rest)));
  if (nested || items.length < Math.min(leastInOrder, asked ?? Infinity)) return null;
  const placed = linesOf(items, window);
  const lines = placed.filter((line) => line !== null);
  const inOrder = lines.every((line, index) => index === 0 || !isAfter(lines[index - 1] ?? line, line));
  const last = placed.findLastIndex(
    (line) => line !== null && lines.filter((other) => isSame(other, line)).length === 1,
  );
  const row = placed[last] ?? null;
  const [first] = lines;
  if (!inOrder || lines.length < Math.min(leastPlaced, items.length) || row === null || first === undefined)
    return null;
  const own = window.lines.filter((line) => !line.context);
  return {
    list: { ...list, items: items.slice(0, last + 1) },
    lines: own.filter((line) => !isAfter(first, line) && !isAfter(line, row)),
    rest: own.filter((line) => isAfter(line, row)),
  };
}

/** Of the lines that had as many items as an answer may have: the next ones may be closer together. */
const runShare = 0.9;

/** An item may have so many times the lines that they have in the middle. */
const tallest = 1.5;

/**
 * What is left, where an answer may have so many items in runs of lines that are likely to hold no more, together with what is
 * shown again around each: what is around tells whose it is where marks do.
 */
function runsOf(
  { list, lines, rest }: Through,
  mostItems: number | null,
): { readonly runs: readonly (readonly WindowLine[])[]; readonly around: Pick<Task, 'around'> } {
  if (mostItems === null || list.mark === null) return { runs: [rest], around: {} };
  const perItem = lines.length / list.items.length;
  const around = Math.ceil(perItem * tallest);
  const length = Math.max(1, Math.floor(perItem * mostItems * runShare) - linesAround(around));
  const runs = Array.from({ length: Math.ceil(rest.length / length) }, (_, index) =>
    rest.slice(index * length, (index + 1) * length),
  );
  return { runs, around: { around } };
}

/** Letters and digits at a text's beginning that tell where it stands, and how many of them are compared. */
const leastHead = 12;
const mostHead = 24;

/** The rows of the items; of one that stands in no row, the only line that holds the beginning of its longest text. */
function linesOf(items: List['items'], window: Window): readonly (WindowLine | null)[] {
  const own = window.lines.filter((line) => !line.context);
  const forms = own.map((line) => lettersAndDigits(line.text));
  return items.map(({ line, leaves }) => {
    if (line !== null) return line;
    const texts = leaves.map(({ value }) => lettersAndDigits(String(value)));
    const head = texts
      .reduce((one, other) => (other.length > one.length ? other : one), '')
      .slice(0, mostHead);
    const found = head.length < leastHead ? [] : own.filter((_, at) => forms[at]?.includes(head));
    return found.length === 1 ? (found[0] ?? null) : null;
  });
}

function isSame(line: WindowLine, other: WindowLine): boolean {
  return line.page === other.page && line.index === other.index;
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
  return divided(task, window, 2);
}

/** What of an answer's room is planned for. */
const usedRoom = 0.85;

/**
 * As many parts of the document as a list in any order needs answers, by what marks its items; halves where nothing does. Empty
 * when it cannot be divided.
 */
export function pieces(task: Task, cut: Cut, list: List | undefined, window: Window): readonly Task[] {
  if (list === undefined || list.mark === null) return divided(task, window, 2);
  const itemTokens = estimateTokens(textOf(cut, list.pointer)) / Math.max(1, list.items.length);
  const most =
    cut.mostItems === null ? (cut.room * usedRoom) / itemTokens : Math.max(1, cut.mostItems * runShare);
  const count = Math.max(2, Math.ceil(spotCount(window.lines, list.mark) / most));
  return divided({ ...task, ...markedBy(list) }, window, count);
}

function divided(task: Task, window: Window, count: number): readonly Task[] {
  const own = window.lines.filter((line) => !line.context);
  if (own.length < 2) return [];
  return Array.from({ length: Math.min(count, own.length) }, (_, index) => {
    const [first, end] = [index, index + 1].map((at) =>
      Math.ceil((own.length * at) / Math.min(count, own.length)),
    );
    return {
      ...task,
      // Only marks tell which part an item is of.
      overlaps: task.mark !== undefined,
      passages: passagesOf(own.slice(first, end), window.pageLengths),
    };
  });
}

/** Names of a path of objects. */
export function tokensOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function valueAt(value: JsonValue | undefined, tokens: readonly string[]): JsonValue | undefined {
  let at = value;
  for (const token of tokens) {
    if (!isJsonObject(at)) return undefined;
    at = at[token];
  }
  return at;
}
