/**
 * How a reading of broken JSON goes on from one place: as JSON does, and with one thing mended. What cannot be misread is
 * mended for nothing: words of Python, names without quotes, line breaks in texts, comments. Pure.
 */
import type { Shape } from './shape.ts';
import type { Frame, State } from './state.ts';
import type { Change, Move, Surroundings } from './steps.ts';
import { closers } from './strings.ts';
import { TextMoves } from './text-moves.ts';

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

class Moves extends TextMoves {
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
    else if (frame?.kind === 'list' && sign === ',')
      this.on({ at, edit: [state.at, 1, ''], ...this.doubt(state.at) });
    else if (sign === '{' && shape.isObject)
      this.on({
        at,
        expects: 'first name',
        frame: this.around.frames.open(frame, 'object', shape, state.at),
      });
    else if (sign === '[' && shape.item !== null)
      this.on({
        at,
        expects: 'first value',
        frame: this.around.frames.open(frame, 'list', shape.item, state.at),
      });
    else if (!'{}[],:'.includes(sign)) this.single(shape);
    if (frame?.kind === 'list' && (sign === '}' || sign === ']')) this.dropsBracket(sign === ']');
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
      itemNames: frame.outer?.kind === 'list' ? frame.names : state.itemNames,
      partedAt: frame.kind === 'list' ? null : state.partedAt,
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
      this.on({
        expects: 'first value',
        frame: this.around.frames.open(frame, 'list', item, at),
        edit: [at, 0, '['],
        ...(sign === ']' ? this.doubt(at) : {}),
      });
    if (shape.isObject && !shape.isSingle && (sign === '}' || closers.has(sign)))
      this.on({
        expects: 'first name',
        frame: this.around.frames.open(frame, 'object', shape, at),
        edit: [at, 0, '{'],
        ...(sign === '}' ? this.doubt(at) : {}),
      });
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
    if (sign === ']' || sign === '}') this.dropsBracket(sign === '}');
  }

  /** @param isOwn it would close what it stands in: something may have stood there */
  private dropsBracket(isOwn: boolean): void {
    const { at } = this.state;
    this.on({ at: at + 1, edit: [at, 1, ''], ...(isOwn ? this.doubt(at) : {}) });
  }

  private atColon(): void {
    const { at } = this.state;
    if (this.sign === ':') this.on({ at: at + 1, expects: 'value' });
    else if (',;=}]'.includes(this.sign)) this.on({ at: at + 1, expects: 'value', edit: [at, 1, ':'] });
    else this.on({ expects: 'value', edit: [at, 0, ':'] });
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
    else
      this.on({
        expects: next,
        commaAt: at,
        edit: [at, 0, ','],
        ...(frame.kind === 'list' ? { partedAt: at } : {}),
      });
    if (sign === own || sign === other) this.dropsBracket(sign === own && frame.kind === 'list');
    if (sign !== own) this.lostBracket(frame);
  }

  private lostBracket(frame: Frame): void {
    const { at, expects } = this.state;
    const { kind, outer } = frame;
    if (outer === null) return;
    const edit = [at, 0, kind === 'list' ? ']' : '}'] as const;
    const parted = kind === 'object' && outer.kind === 'list' ? { partedAt: at } : {};
    this.closes(frame, { edit, ...parted, ...(expects === 'more' ? {} : this.doubt(at)) }, 0);
  }
}
