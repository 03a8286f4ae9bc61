/**
 * The ratio of Ratcliff and Obershelp as Python's difflib computes it without its junk heuristic:
 * twice the characters in matching blocks, by all characters.
 */
export function similarityRatio(left: string, right: string): number {
  const [a, b] = [[...left], [...right]];
  const total = a.length + b.length;
  if (total === 0) return 1;
  return (2 * matching(a, b)) / total;
}

function matching(a: readonly string[], b: readonly string[]): number {
  const places = new Map<string, number[]>();
  for (const [index, sign] of b.entries()) {
    const list = places.get(sign);
    if (list === undefined) places.set(sign, [index]);
    else list.push(index);
  }
  let sum = 0;
  const open: (readonly [number, number, number, number])[] = [[0, a.length, 0, b.length]];
  for (let region = open.pop(); region !== undefined; region = open.pop()) {
    const [aLow, aHigh, bLow, bHigh] = region;
    const block = longestBlock(a, places, region);
    if (block.size === 0) continue;
    sum += block.size;
    if (aLow < block.a && bLow < block.b) open.push([aLow, block.a, bLow, block.b]);
    if (block.a + block.size < aHigh && block.b + block.size < bHigh)
      open.push([block.a + block.size, aHigh, block.b + block.size, bHigh]);
  }
  return sum;
}

/** The longest block that both have; of several, the one that starts first in `a`, then in `b`. */
function longestBlock(
  a: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  [aLow, aHigh, bLow, bHigh]: readonly [number, number, number, number],
): { readonly a: number; readonly b: number; readonly size: number } {
  let best = { a: aLow, b: bLow, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = aLow; i < aHigh; i += 1) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? '') ?? []) {
      if (j < bLow) continue;
      if (j >= bHigh) break;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    lengths = next;
  }
  return best;
}
