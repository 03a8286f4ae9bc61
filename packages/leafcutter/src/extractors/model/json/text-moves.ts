/** How a reading goes on in a name or a text: to where it may end, and where a quote may be a part of it. Pure. */
import type { OpenText } from './state.ts';
import { Steps, type Change } from './steps.ts';
import { decoded, hasStrangeEscape, holdsJson, isJsonString, mayEndBefore } from './strings.ts';

export abstract class TextMoves extends Steps {
  /** To the next sign that may close the text. */
  protected inText(): void {
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
      } else if (mayEndBefore(text, at, open.role))
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
        this.isSure(open, inner, value, isClosed) ? change : { ...change, ...this.doubt(open.from) },
      );
  }

  /** Whether so much of a text with quotes in it may be one: it has nothing of an object or a list, or the document has it. */
  private mayHold(inner: string): boolean {
    return !holdsJson(inner) || this.around.stands(decoded(inner).trim());
  }

  /**
   * Texts that lack both quotes, or lack one and have signs of JSON in them, or escapes that JSON has not, are believed where the
   * document has them.
   */
  private isSure(open: OpenText, inner: string, value: string, isClosed: boolean): boolean {
    const { frame } = this.state;
    if (frame?.inner.isProse === true) return true;
    if (open.isUnopened && frame?.kind === 'list' && value.includes(',')) return false;
    const isBounded = isClosed && !open.isUnopened && !open.hasQuotes;
    const isPlain = (isClosed || !open.isUnopened) && !/^,|,$|[{}[\]":\n]/u.test(value);
    return (!hasStrangeEscape(inner) && (isBounded || isPlain)) || this.around.stands(value);
  }

  protected endsValue(at: number, change: Change): void {
    const { state } = this;
    const valueFrom = state.open?.from ?? state.at;
    this.on({ at, expects: 'more', open: null, valueFrom, values: state.values + 1, ...change });
  }

  /** @param length of its quote; 0: it was forgotten */
  protected opensText(role: OpenText['role'], quotes: string, length: number): void {
    const { at } = this.state;
    const open = { role, from: at, closers: quotes, isUnopened: length === 0, hasQuotes: false };
    this.on({ at: at + length, expects: 'text', open, cost: length === 0 ? 1 : 0 });
  }

  protected endsName(written: string, at: number, change: Change): void {
    const { frame, itemNames, partedAt, open } = this.state;
    const member = frame?.shape.member(written) ?? null;
    if (frame === null || member === null || frame.names.has(member.name)) return;
    // With a name that the item before does not have, it may be the same item that goes on.
    const isDoubtful = partedAt !== null && !itemNames.has(member.name);
    this.on({
      at,
      expects: 'colon',
      open: null,
      frame: this.around.frames.named(frame, member.name, member.shape),
      namedAt: open?.from ?? this.state.at,
      partedAt: null,
      ...(isDoubtful ? this.doubt(partedAt) : {}),
      ...change,
    });
  }
}
