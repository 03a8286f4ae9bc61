/**
 * Lists whose items nothing marks, so that no row tells which is missing: a count that the text states is held against them,
 * and where it is worth a call they are asked for once more. What only the second answer has is added.
 */
import type { JsonPrimitive } from '../../json.ts';
import type { ArrayNode } from '../../schema/types.ts';
import type { Asking } from './asking.ts';
import { saysTheSame, type List, type ListItem } from './lists.ts';
import { isSum, statedCount } from './stated-count.ts';
import type { Window } from './window.ts';

/**
 * One call at most, for all of them together.
 * @param paths of the unit
 * @param nodes arrays of the schema
 * @param isThorough long lists are wanted whole: a second look whatever the text states
 */
export async function lookAgain(
  asking: Asking,
  paths: readonly string[],
  nodes: readonly ArrayNode[],
  lists: readonly List[],
  window: Window,
  isThorough: boolean,
): Promise<readonly List[]> {
  const checked = lists.map((list): List => {
    const node = nodes.find(({ path }) => path === list.pointer);
    if (list.count !== null || list.items.length === 0 || node === undefined) return list;
    // A part of the document shows a part of the list.
    const stated = window.isWhole ? statedCount(node, window.lines) : null;
    const isOther = stated !== null && isSum(stated, valuesOf(list));
    return { ...list, check: { stated: isOther ? null : stated, more: null } };
  });
  const open = checked.filter(
    ({ pointer, check, items }) =>
      check !== null && paths.includes(pointer) && (isThorough || (check.stated ?? 0) > items.length),
  );
  if (open.length === 0) return checked;
  const faults = open.map(({ pointer, items, check }) => ({
    pointer,
    value: `a list of ${items.length}`,
    message:
      check?.stated === null || check?.stated === undefined
        ? 'Some may have been left out: read the pages once more and give every item.'
        : `The document speaks of ${check.stated}: give every item.`,
  }));
  const { value, openAt } = await asking.ask(
    open.map(({ pointer }) => pointer),
    window,
    faults,
  );
  const again = asking.listsOf(
    asking.fold(
      open.map(({ pointer }) => pointer),
      value,
    ),
    window,
    openAt,
  );
  return checked.map((list) => {
    const second = open.includes(list) ? again.find(({ pointer }) => pointer === list.pointer) : undefined;
    return second === undefined || list.check === null ? list : together(list, second.items, list.check);
  });
}

/** New items stand behind the one that they follow in the second answer. */
function together(list: List, second: readonly ListItem[], check: NonNullable<List['check']>): List {
  const items = [...list.items];
  const taken = new Set<ListItem>();
  let behind = 0;
  let more = 0;
  for (const item of second) {
    const known = items.findIndex((one) => !taken.has(one) && saysTheSame(one, item));
    const at = known < 0 ? behind : known;
    if (known < 0) {
      items.splice(behind, 0, item);
      more += 1;
    }
    taken.add(items[at] ?? item);
    behind = at + 1;
  }
  return { ...list, items, check: { ...check, more } };
}

function valuesOf({ items }: List): ReadonlyMap<string, readonly JsonPrimitive[]> {
  const values = new Map<string, JsonPrimitive[]>();
  for (const { leaves } of items)
    for (const { rest, value } of leaves) values.set(rest, [...(values.get(rest) ?? []), value]);
  return values;
}
