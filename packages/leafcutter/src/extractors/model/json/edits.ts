/** Changes of a text, each at its place: what a repair is made of. Pure. */

/** A list that grows at its end, and shares its beginning. */
export interface Edit {
  readonly before: Edit | null;
  /** Offset into the text. */
  readonly at: number;
  /** How many characters go. */
  readonly removed: number;
  readonly added: string;
}

export function withEdit(before: Edit | null, at: number, removed: number, added: string): Edit {
  return { before, at, removed, added };
}

function inOrder(last: Edit | null): readonly Edit[] {
  const edits: Edit[] = [];
  for (let edit = last; edit !== null; edit = edit.before) edits.push(edit);
  return edits.toReversed();
}

/** The text from one offset to another, with the edits that begin there. */
export function edited(text: string, last: Edit | null, from: number, to: number): string {
  const out: string[] = [];
  let at = from;
  for (const edit of inOrder(last)) {
    if (edit.at < from || edit.at >= to) continue;
    out.push(text.slice(at, edit.at), edit.added);
    at = edit.at + edit.removed;
  }
  out.push(text.slice(at, to));
  return out.join('');
}

/** Offset of the first edit that both do not share; null: they are the same. */
export function firstDifference(one: Edit | null, other: Edit | null): number | null {
  if (one === other) return null;
  const [a, b] = [inOrder(one), inOrder(other)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [x, y] = [a[index], b[index]];
    if (x === y) continue;
    if (x !== undefined && y !== undefined && x.at === y.at && x.removed === y.removed && x.added === y.added)
      continue;
    return Math.min(x?.at ?? Infinity, y?.at ?? Infinity);
  }
  return null;
}
