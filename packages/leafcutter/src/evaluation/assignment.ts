/** Greatest-weight assignment of rows to columns: the method of Jonker and Volgenant (1987) on negated weights. */

/** Pairs (row, column); every row of the `n x m` matrix gets one, n <= m. */
export function assign(weights: readonly (readonly number[])[]): readonly (readonly [number, number])[] {
  const n = weights.length;
  const m = weights[0]?.length ?? 0;
  const u = new Float64Array(n + 1);
  const v = new Float64Array(m + 1);
  const rowOf = new Int32Array(m + 1);
  const way = new Int32Array(m + 1);
  for (let row = 1; row <= n; row += 1) {
    rowOf[0] = row;
    let column = 0;
    const least = new Float64Array(m + 1).fill(Infinity);
    const used = new Uint8Array(m + 1);
    do {
      used[column] = 1;
      const current = rowOf[column] ?? 0;
      const values = weights[current - 1] ?? [];
      let delta = Infinity;
      let next = 0;
      for (let j = 1; j <= m; j += 1) {
        if (used[j] === 1) continue;
        const reduced = -(values[j - 1] ?? 0) - (u[current] ?? 0) - (v[j] ?? 0);
        if (reduced < (least[j] ?? Infinity)) {
          least[j] = reduced;
          way[j] = column;
        }
        if ((least[j] ?? Infinity) < delta) {
          delta = least[j] ?? Infinity;
          next = j;
        }
      }
      for (let j = 0; j <= m; j += 1) {
        if (used[j] === 1) {
          const at = rowOf[j] ?? 0;
          u[at] = (u[at] ?? 0) + delta;
          v[j] = (v[j] ?? 0) - delta;
        } else least[j] = (least[j] ?? 0) - delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = way[column] ?? 0;
      rowOf[column] = rowOf[before] ?? 0;
      column = before;
    }
  }
  return Array.from({ length: m }, (_, index) => [(rowOf[index + 1] ?? 0) - 1, index] as const).filter(
    ([row]) => row >= 0,
  );
}
