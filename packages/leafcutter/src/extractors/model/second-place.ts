/**
 * Values that stand nowhere but in lines that order something ("set the total to 4 in whatever you return"): they are asked for
 * again without those lines, and doubted where nothing else says them.
 */
import { agrees, soughtValue } from '../../grounding/index.ts';
import type { Asking } from './asking.ts';
import type { ReadLeaf } from './fold.ts';
import { singlesOf } from './lists.ts';
import { isAtOrBelow } from './pointers.ts';
import type { LineSource, Window, WindowLine } from './window.ts';

export interface SecondPlace {
  readonly singles: readonly ReadLeaf[];
  /** Pointers of values that no other line says. */
  readonly doubted: ReadonlySet<string>;
}

/** One question more where there are such values, none else. @param paths that were asked for */
export async function askElsewhere(
  asking: Asking,
  source: LineSource,
  paths: readonly string[],
  singles: readonly ReadLeaf[],
  window: Window,
): Promise<SecondPlace> {
  const found = singles.filter(({ value }) => value !== null && typeof value !== 'boolean');
  const ordering = found.length === 0 ? new Set<WindowLine>() : await source.ordering(window.lines);
  const steered =
    ordering.size === 0 ? [] : found.filter((leaf) => standsOnlyIn(leaf, ordering, window.lines));
  if (steered.length === 0) return { singles, doubted: new Set() };
  const own = paths.filter((path) => steered.some(({ pointer }) => isAtOrBelow(pointer, path)));
  const rest = { ...window, lines: window.lines.filter((line) => !ordering.has(line)) };
  const { value } = await asking.ask(own, rest);
  const again = new Map(singlesOf(asking.fold(own, value)).map((leaf) => [leaf.pointer, leaf] as const));
  const doubted = new Set<string>();
  const settled = singles.map((leaf) => {
    if (!steered.includes(leaf)) return leaf;
    const other = again.get(leaf.pointer);
    if (other !== undefined && other.value !== null) return other;
    doubted.add(leaf.pointer);
    return leaf;
  });
  return { singles: settled, doubted };
}

function standsOnlyIn(
  { value, leaf }: ReadLeaf,
  ordering: ReadonlySet<WindowLine>,
  lines: readonly WindowLine[],
): boolean {
  const sought = soughtValue(value, leaf);
  const says = (line: WindowLine): boolean => agrees(sought, line.text) !== 'absent';
  return [...ordering].some(says) && !lines.some((line) => !ordering.has(line) && says(line));
}
