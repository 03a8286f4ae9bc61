/** Texts that differ by a few letters. Pure. */

/** Share of edits up to which two texts are one text with reading errors. */
const fuzzyShare = 0.2;

/** Within a fifth of the length by Levenshtein's distance. */
export function isFuzzy(a: string, b: string): boolean {
  const longest = Math.max(a.length, b.length);
  const most = Math.floor(longest * fuzzyShare);
  if (longest < 4 || longest > 2_000 || Math.abs(a.length - b.length) > most) return false;
  return editDistance(a, b, most) <= most;
}

/** Levenshtein's distance, or `most + 1` as soon as it is sure to be greater (banded, Ukkonen 1985). */
export function editDistance(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const far = Math.abs(i - j) > most;
      const cost = far
        ? most + 1
        : Math.min(
            (row[j] ?? 0) + 1,
            (next[j - 1] ?? 0) + 1,
            (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
          );
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    row = next;
  }
  return row[b.length] ?? most + 1;
}
