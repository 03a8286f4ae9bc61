/**
 * The pairing of rows with columns whose weights add up to most (Kuhn and Munkres, in the form with potentials,
 * O(n²m)). Pairs of weight 0 are left out.
 */
export function bestPairs(
  weights: readonly (readonly number[])[],
): (readonly [row: number, column: number])[] {
  const height = weights.length;
  const width = Math.max(0, ...weights.map((row) => row.length));
  if (height === 0 || width === 0) return [];
  if (height > width) {
    const turned = Array.from({ length: width }, (_, column) => weights.map((row) => row[column] ?? 0));
    return bestPairs(turned)
      .map(([column, row]) => [row, column] as const)
      .sort((a, b) => a[0] - b[0]);
  }
  const cost = (row: number, column: number): number => -(weights[row - 1]?.[column - 1] ?? 0);
  const u = new Float64Array(height + 1);
  const v = new Float64Array(width + 1);
  const match = new Int32Array(width + 1);
  for (let row = 1; row <= height; row += 1) augment(row, { cost, u, v, match, width });
  const pairs: (readonly [number, number])[] = [];
  for (let column = 1; column <= width; column += 1) {
    const row = match[column] ?? 0;
    if (row > 0 && cost(row, column) < 0) pairs.push([row - 1, column - 1]);
  }
  return pairs.sort((a, b) => a[0] - b[0]);
}

interface State {
  readonly cost: (row: number, column: number) => number;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly match: Int32Array;
  readonly width: number;
}

function augment(row: number, { cost, u, v, match, width }: State): void {
  match[0] = row;
  const least = new Float64Array(width + 1).fill(Infinity);
  const way = new Int32Array(width + 1);
  const used = new Uint8Array(width + 1);
  let column = 0;
  do {
    used[column] = 1;
    const current = match[column] ?? 0;
    let delta = Infinity;
    let next = 0;
    for (let other = 1; other <= width; other += 1) {
      if (used[other] === 1) continue;
      const reduced = cost(current, other) - (u[current] ?? 0) - (v[other] ?? 0);
      if (reduced < (least[other] ?? Infinity)) {
        least[other] = reduced;
        way[other] = column;
      }
      if ((least[other] ?? Infinity) < delta) {
        delta = least[other] ?? Infinity;
        next = other;
      }
    }
    for (let other = 0; other <= width; other += 1) {
      if (used[other] === 1) {
        const holder = match[other] ?? 0;
        u[holder] = (u[holder] ?? 0) + delta;
        v[other] = (v[other] ?? 0) - delta;
      } else least[other] = (least[other] ?? Infinity) - delta;
    }
    column = next;
  } while ((match[column] ?? 0) !== 0);
  while (column !== 0) {
    const before = way[column] ?? 0;
    match[column] = match[before] ?? 0;
    column = before;
  }
}
