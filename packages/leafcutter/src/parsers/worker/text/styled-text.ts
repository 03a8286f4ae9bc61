/** Text of a block that knows which of its words are struck through or bold, by signs of private use and of no width. */

import { partsAtWideColon } from '../../../document/wide-colon.ts';

export interface TextStyle {
  readonly struck: boolean;
  readonly bold: boolean;
}

const marks = {
  struck: ['\u{f0001}', '\u{f0002}'],
  bold: ['\u{f0003}', '\u{f0004}'],
} as const satisfies Record<keyof TextStyle, readonly [start: string, end: string]>;
const [struckStart, struckEnd] = marks.struck;
const [boldStart, boldEnd] = marks.bold;
const anyMark = /[\u{f0001}-\u{f0004}]/gu;

/** Marks do not nest: text of each style is marked by itself. */
export function styled(text: string, { struck, bold }: TextStyle): string {
  const inner = bold ? boldStart + text + boldEnd : text;
  return struck ? struckStart + inner + struckEnd : inner;
}

export function unmarked(text: string): string {
  return text.replaceAll(anyMark, '');
}

export interface StyledRun extends TextStyle {
  readonly text: string;
  /** Place in the unmarked text. */
  readonly at: number;
  /** No space stands before it. */
  readonly joins: boolean;
}

const token = /[\u{f0001}\u{f0002}]|[^\s\u{f0001}\u{f0002}]+/gu;

/** Words of the text. Where a stroke begins or ends there begins a word; one that is bold only in parts is what its first letter is. */
export function* styledRuns(text: string): Generator<StyledRun> {
  let [struck, bold, marked] = [false, false, 0];
  for (const { 0: whole, index } of text.matchAll(token)) {
    const word = unmarked(whole);
    if (whole === struckStart || whole === struckEnd) struck = whole === struckStart;
    const leading = leadingMarks.exec(whole)?.[0] ?? '';
    bold = boldAfter(leading, bold);
    let at = index - marked;
    for (const text of partsAtWideColon(word)) {
      if (text !== '') yield { text, at, struck, bold, joins: at > index - marked };
      at += text.length;
    }
    bold = boldAfter(whole.slice(leading.length), bold);
    marked += whole.length - word.length;
  }
}

const leadingMarks = /^[\u{f0003}\u{f0004}]*/u;

function boldAfter(text: string, before: boolean): boolean {
  const [start, end] = [text.lastIndexOf(boldStart), text.lastIndexOf(boldEnd)];
  return start === end ? before : start > end;
}
