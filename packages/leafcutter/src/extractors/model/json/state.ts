/** Where one reading of a text stands. Pure. */
import { withEdit, type Edit } from './edits.ts';
import type { Shape } from './shape.ts';

/** An object or a list that is open. */
export interface Frame {
  readonly kind: 'object' | 'list';
  /** Of the object, or of the list's items. */
  readonly shape: Shape;
  readonly outer: Frame | null;
  /** Names that were given so far, and the one whose value is being read. */
  readonly names: ReadonlySet<string>;
  /** What may stand at the open name; the items' shape in lists. */
  readonly inner: Shape;
  /** Offset of its bracket. */
  readonly from: number;
  /** The same for frames in which the same may come. */
  readonly id: number;
}

/**
 * first value, value: of a list or a member. first name, name: of an object. more: a comma or a bracket. text: inside of
 * quotes. rest: the outermost object is closed.
 */
export type Expected = 'first value' | 'value' | 'first name' | 'name' | 'colon' | 'more' | 'text' | 'rest';

/** A text that is being read. */
export interface OpenText {
  readonly role: 'name' | 'value';
  /** Of its quote, or of its first letter where that was forgotten. */
  readonly from: number;
  /** Signs that may close it. */
  readonly closers: string;
  /** Its first quote was forgotten. */
  readonly isUnopened: boolean;
  /** Signs that could have closed it were read as parts of it. */
  readonly hasQuotes: boolean;
}

export interface State {
  readonly at: number;
  readonly expects: Expected;
  /** Null before the first bracket and behind the last. */
  readonly frame: Frame | null;
  readonly open: OpenText | null;
  /** Of the comma that was read last. */
  readonly commaAt: number;
  /** Where the value began that ended last. */
  readonly valueFrom: number;
  /** Where the name began that was read last. */
  readonly namedAt: number;
  /** Names of the list's item that was closed last. */
  readonly itemNames: ReadonlySet<string>;
  /** Where a sign between two items was put in; null: the next item has begun. */
  readonly partedAt: number | null;
  /** Values that have ended. */
  readonly values: number;
  /** How many faults were mended. */
  readonly cost: number;
  /** How many values had ended when the last two faults were mended, but for commas too many and quotes in texts. */
  readonly faultsAt: readonly number[];
  readonly edits: Edit | null;
  /** From here on the text could be read in another way, mended as often; null: it cannot. */
  readonly doubtFrom: number | null;
}

/** States with the same key go on in the same way. */
export function keyOf({ expects, frame, open }: State): string {
  const text = open === null ? '' : `${open.from}${open.closers}${open.hasQuotes}`;
  return `${expects}|${text}|${frame?.id ?? ''}`;
}

/** Makes frames, and knows those in which the same may come. */
export class Frames {
  private readonly ids = new Map<string, number>();

  open(outer: Frame | null, kind: Frame['kind'], shape: Shape, from: number): Frame {
    const id = this.idOf(`${outer?.id ?? ''}${kind === 'list' ? '[' : '{'}${shape.id}`);
    return { kind, shape, outer, names: new Set(), inner: shape, from, id };
  }

  /** The object with one more name, whose value comes next. */
  named(frame: Frame, name: string, inner: Shape): Frame {
    const id = this.idOf(`${frame.id},${name}`);
    return { ...frame, names: new Set([...frame.names, name]), inner, id };
  }

  private idOf(key: string): number {
    const id = this.ids.get(key) ?? this.ids.size;
    this.ids.set(key, id);
    return id;
  }
}

/** Behind white space and comments, which JSON has none of. */
export function afterSpace(state: State, text: string): State {
  let { at, edits } = state;
  for (;;) {
    while (/\s/u.test(text[at] ?? '')) at += 1;
    const [comment] = /^(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)/u.exec(text.slice(at, at + 1_000)) ?? [];
    if (comment === undefined) return { ...state, at, edits };
    edits = withEdit(edits, at, comment.length, ' ');
    at += comment.length;
  }
}
