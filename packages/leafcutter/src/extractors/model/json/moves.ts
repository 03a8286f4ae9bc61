/**
 * How a reading of broken JSON goes on from one place: as JSON does, and with one thing mended. What models do all the time,
 * and what cannot be misread, is mended for nothing: words of Python, names without quotes, commas too many, line breaks in
 * texts. Pure.
 */
import { withEdit } from './edits.ts';
import type { Shape } from './shape.ts';
import { openFrame, withName, type Frame, type OpenText, type State } from './state.ts';
import { closers, decoded, isJsonString } from './strings.ts';

export interface Surroundings {
  readonly text: string;
  readonly root: Shape;
  /** Whether the document says so, word for word: a text with quotes in it is believed then only. */
  readonly stands: (text: string) => boolean;
}

/** Where the text ends in what is open. */
export interface Ending {
  readonly kind: 'ended';
  readonly state: State;
  /** Offset of what is not whole. */
  readonly at: number;
}
export interface Whole {
  readonly kind: 'whole';
  readonly state: State;
}
export type Move = { readonly kind: 'on'; readonly state: State } | Ending | Whole;

type Change = Partial<Omit<State, 'edits' | 'cost' | 'faultsAt'>> & {
  /** Where, how many characters go, what comes. */
  readonly edit?: readonly [number, number, string];
  /** How many faults it mends. Default 1 with an edit, else 0. */
  readonly cost?: number;
  /** It may come often. */
  readonly isUsual?: boolean;
};

/** A third fault within so many values is none: something else was written here. */
const valuesPerFaults = 3;

/** Longest name or word without quotes that is looked for. */
const longestBare = 200;
/** Longest space that is looked over. */
const longestGap = 40;

const words: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['null', 'null'],
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
  ['NaN', 'null'],
  ['undefined', 'null'],
]);

/** What may come next, in no order; nothing where this reading is at its end. */
export function movesOf(state: State, around: Surroundings): readonly Move[] {
  return new Moves(state, around).all();
}

class Moves {
  private readonly moves: Move[] = [];
  private readonly text: string;
  private readonly around: Surroundings;
  private readonly state: State;

  constructor(state: State, around: Surroundings) {
    this.text = around.text;
    this.around = around;
    this.state = state.expects === 'text' ? state : afterSpace(state, around.text);
  }

  all(): readonly Move[] {
    const { state, text } = this;
    if (state.at >= text.length && state.expects !== 'rest') this.ends(state.open?.from ?? state.at);
    else if (state.expects === 'text') this.inText();
    else if (state.expects === 'rest') this.atRest();
    else if (state.expects === 'more') this.atMore();
    else if (state.expects === 'colon') this.atColon();
    else if (state.expects === 'name' || state.expects === 'first name') this.atName();
    else this.atValue();
    return this.moves;
  }

  private get sign(): string {
    return this.text[this.state.at] ?? '';
  }

  private on(change: Change): void {
    const { edit, cost = edit === undefined ? 0 : 1, isUsual = cost === 0, ...rest } = change;
    const { state } = this;
    const [first, ...others] = state.faultsAt;
    if (!isUsual && first !== undefined && others.length > 0 && state.values - first < valuesPerFaults)
      return;
    const edits = edit === undefined ? state.edits : withEdit(state.edits, ...edit);
    const faultsAt = isUsual ? state.faultsAt : [...state.faultsAt, state.values].slice(-2);
    this.moves.push({ kind: 'on', state: { ...state, ...rest, edits, faultsAt, cost: state.cost + cost } });
  }

  /** What was mended shortly before the end is not confirmed by anything behind it. */
  private ends(at: number): void {
    const { open, faultsAt, values } = this.state;
    const isMended = open !== null && (open.hasQuotes || open.isUnopened);
    const isConfirmed = values - (faultsAt.at(-1) ?? -Infinity) >= valuesPerFaults;
    if (!isMended && isConfirmed) this.moves.push({ kind: 'ended', state: this.state, at });
  }

  /** Prose, and brackets too many, may follow; what looks like JSON is a part of the answer, and the end was none. */
  private atRest(): void {
    const rest = this.text.slice(this.state.at);
    if (/^[\s}\]]*$/u.test(rest) || !/["}\]]\s*[:}\],]|[{[]\s*["{[\]}]/u.test(rest))
      this.moves.push({ kind: 'whole', state: this.state });
  }

  private atValue(): void {
    const { state, sign } = this;
    const { frame } = state;
    const shape = frame === null ? this.around.root : frame.inner;
    const at = state.at + 1;
    if (frame?.kind === 'list' && sign === ']') this.closesList(frame);
    else if (frame?.kind === 'list' && sign === ',') this.on({ at, edit: [state.at, 1, ''], isUsual: true });
    else if (sign === '{' && shape.isObject)
      this.on({ at, expects: 'first name', frame: openFrame(frame, 'object', shape, state.at) });
    else if (sign === '[' && shape.item !== null)
      this.on({ at, expects: 'first value', frame: openFrame(frame, 'list', shape.item, state.at) });
    else if (!'{}[],:'.includes(sign)) this.single(shape);
    if (frame?.kind === 'list' && (sign === '}' || sign === ']')) this.on({ at, edit: [state.at, 1, ''] });
    this.lostOpening(shape);
  }

  /** A comma before the bracket is one too many. */
  private closesList(frame: Frame): void {
    const { expects, commaAt } = this.state;
    if (expects === 'first value') this.closes(frame, {});
    else this.closes(frame, { edit: [commaAt, 1, ''], isUsual: true });
  }

  private closes(frame: Frame, change: Change, length = 1): void {
    const { state } = this;
    const isEmpty = state.expects === 'first name' || state.expects === 'first value';
    this.on({
      at: state.at + length,
      expects: frame.outer === null ? 'rest' : 'more',
      frame: frame.outer,
      valueFrom: isEmpty ? frame.from : state.valueFrom,
      values: state.values + 1,
      ...change,
    });
  }

  private lostOpening(shape: Shape): void {
    const { state, sign } = this;
    const { frame, at } = state;
    const { item } = shape;
    if (frame === null) return;
    const isSingle = !'{}[],:'.includes(sign);
    if (item !== null && (sign === ']' || (item.isObject && sign === '{') || (item.isSingle && isSingle)))
      this.on({ expects: 'first value', frame: openFrame(frame, 'list', item, at), edit: [at, 0, '['] });
    if (shape.isObject && !shape.isSingle && (sign === '}' || closers.has(sign)))
      this.on({ expects: 'first name', frame: openFrame(frame, 'object', shape, at), edit: [at, 0, '{'] });
  }

  /** A text, a number or a word. */
  private single(shape: Shape): void {
    const { state, sign, text } = this;
    const quotes = closers.get(sign);
    if (quotes !== undefined) {
      if (shape.isSingle) this.opensText('value', quotes, 1);
      return;
    }
    const [written = ''] = /^[^\s,\]}:"{[]+/u.exec(text.slice(state.at, state.at + longestBare)) ?? [];
    const end = state.at + written.length;
    const word = words.get(written);
    const isNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(written);
    if (end >= text.length) this.ends(state.at);
    else if (word === 'null' || (shape.isSingle && (word !== undefined || isNumber)))
      this.endsValue(
        end,
        word === undefined || word === written ? {} : { edit: [state.at, written.length, word], cost: 0 },
      );
    // A text that begins like a number, or a number with commas.
    const goesOn = !isNumber || /^(?:,\d{3}|\s*[^\s,}\]])/u.test(text.slice(end, end + longestGap));
    if (shape.isSingle && word === undefined && goesOn) this.opensText('value', '"', 0);
  }

  private endsValue(at: number, change: Change): void {
    const { state } = this;
    const valueFrom = state.open?.from ?? state.at;
    this.on({ at, expects: 'more', open: null, valueFrom, values: state.values + 1, ...change });
  }

  /** @param length of its quote; 0: it was forgotten */
  private opensText(role: OpenText['role'], quotes: string, length: number): void {
    const { at } = this.state;
    const open = { role, from: at, closers: quotes, isUnopened: length === 0, hasQuotes: false };
    this.on({ at: at + length, expects: 'text', open, cost: length === 0 ? 1 : 0 });
  }

  private atName(): void {
    const { state, sign, text } = this;
    const { frame, commaAt, expects, at } = state;
    if (frame === null) return;
    const quotes = closers.get(sign);
    if (sign === '}' && expects === 'first name') this.closes(frame, {});
    else if (sign === '}') this.closes(frame, { edit: [commaAt, 1, ''], isUsual: true });
    else if (sign === ',') this.on({ at: at + 1, edit: [at, 1, ''], isUsual: true });
    else if (quotes !== undefined) this.opensText('name', quotes, 1);
    else if (/[\p{L}\p{N}_$]/u.test(sign)) {
      const [, name] = /^([\w$-]+)\s*:/u.exec(text.slice(at, at + longestBare)) ?? [];
      if (name === undefined) this.opensText('name', '"', 0);
      else this.endsName(name, at + name.length, { edit: [at, name.length, JSON.stringify(name)], cost: 0 });
    } else if (expects === 'first name') this.lostBracket(frame);
    if (sign === ']' || sign === '}') this.on({ at: at + 1, edit: [at, 1, ''] });
  }

  private endsName(written: string, at: number, change: Change): void {
    const { frame } = this.state;
    const member = frame?.shape.member(written) ?? null;
    if (frame === null || member === null || frame.names.has(member.name)) return;
    this.on({
      at,
      expects: 'colon',
      open: null,
      frame: withName(frame, member.name, member.shape),
      ...change,
    });
  }

  private atColon(): void {
    const { at } = this.state;
    if (this.sign === ':') this.on({ at: at + 1, expects: 'value' });
    else if (!',}]'.includes(this.sign)) this.on({ expects: 'value', edit: [at, 0, ':'] });
  }

  private atMore(): void {
    const { state, sign } = this;
    const { frame, at } = state;
    if (frame === null) return;
    const [own, other, next] =
      frame.kind === 'list' ? [']', '}', 'value' as const] : ['}', ']', 'name' as const];
    if (sign === ',') this.on({ at: at + 1, expects: next, commaAt: at });
    else if (sign === own) this.closes(frame, {});
    else if (sign === other) this.closes(frame, { edit: [at, 1, own] });
    else this.on({ expects: next, commaAt: at, edit: [at, 0, ','] });
    if (sign === own || sign === other) this.on({ at: at + 1, edit: [at, 1, ''] });
    if (sign !== own) this.lostBracket(frame);
  }

  private lostBracket(frame: Frame): void {
    if (frame.outer !== null)
      this.closes(frame, { edit: [this.state.at, 0, frame.kind === 'list' ? ']' : '}'] }, 0);
  }

  /** To the next sign that may close the text. */
  private inText(): void {
    const { state, text } = this;
    const { open } = state;
    if (open === null) return;
    for (let at = state.at; at < text.length; at += 1) {
      const sign = text[at] ?? '';
      if (sign === '\\') at += 1;
      else if (open.closers.includes(sign)) {
        this.closesText(open, at, at + 1, true);
        if (open.role === 'value' && this.mayHold(text.slice(open.from + 1, at + 1)))
          this.on({ at: at + 1, open: { ...open, hasQuotes: true }, cost: 1, isUsual: true });
        return;
      } else if (mayFollow(text, at, open.role))
        this.closesText(open, at, sign === '\u201d' ? at + 1 : at, false);
    }
    this.ends(open.from);
  }

  /**
   * @param to of what comes next
   * @param isClosed by a quote of its own
   */
  private closesText(open: OpenText, end: number, to: number, isClosed: boolean): void {
    const { text } = this;
    const inner = text.slice(open.isUnopened ? open.from : open.from + 1, end);
    const value = decoded(open.isUnopened || !isClosed ? inner.trim() : inner);
    const written = text.slice(open.from, to);
    const cost = isClosed ? 0 : 1;
    const change: Change = isJsonString(written)
      ? { cost }
      : { edit: [open.from, written.length, JSON.stringify(value)], cost };
    // What stands between two texts is none; nor is nothing, with a quote that is put in.
    if (/^[\s{}[\],:"]+$/u.test(value) || (cost > 0 && value === '')) return;
    if (open.role === 'name') this.endsName(value, to, change);
    else
      this.endsValue(
        to,
        this.isSure(open, value, isClosed) ? change : { ...change, ...this.doubt(open.from) },
      );
  }

  /** Whether so much of a text with quotes in it may be one: it has nothing of an object or a list, or the document has it. */
  private mayHold(inner: string): boolean {
    return !/"\s*(?::|[,[{}\]]\s*["[{}\]])/u.test(inner) || this.around.stands(decoded(inner).trim());
  }

  /** Texts that lack both quotes, or lack one and have signs of JSON in them, are believed where the document has them. */
  private isSure(open: OpenText, value: string, isClosed: boolean): boolean {
    const { frame } = this.state;
    if (frame?.inner.isProse === true) return true;
    if (open.isUnopened && frame?.kind === 'list' && value.includes(',')) return false;
    const isBounded = isClosed && !open.isUnopened && !open.hasQuotes;
    const isPlain = (isClosed || !open.isUnopened) && !/^,|,$|[{}[\]":\n]/u.test(value);
    return isBounded || isPlain || this.around.stands(value);
  }

  private doubt(from: number): Pick<State, 'doubtFrom'> {
    return { doubtFrom: Math.min(from, this.state.doubtFrom ?? from) };
  }
}

/** Whether a text that lost its last quote may end before this place. */
function mayFollow(text: string, at: number, role: OpenText['role']): boolean {
  if (!',:}]\u201d\n'.includes(text[at] ?? '') || text[at - 1] === '\u201d') return false;
  const next = text.slice(at, at + longestGap);
  if (role === 'name') return /^\u201d?\s*:/u.test(next);
  return /^\u201d?(?:\s*,\s*["{[\d]|\s*[}\]]\s*(?:[,}\]]|$)|\n\s*")/u.test(next);
}

/** Behind white space and comments, which JSON has none of. */
function afterSpace(state: State, text: string): State {
  let { at, edits } = state;
  for (;;) {
    while (/\s/u.test(text[at] ?? '')) at += 1;
    const [comment] = /^(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)/u.exec(text.slice(at, at + 1_000)) ?? [];
    if (comment === undefined) return { ...state, at, edits };
    edits = withEdit(edits, at, comment.length, ' ');
    at += comment.length;
  }
}
