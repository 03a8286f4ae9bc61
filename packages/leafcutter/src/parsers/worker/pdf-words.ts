/** Words of a page as LiteParse gives it, with what is struck through or hidden. Pure. */
import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import { cleanText } from '../../document/clean-text.ts';
import type { PlacedWord } from '../../document/reading-order.ts';
import { partsAtWideColon } from '../../document/wide-colon.ts';
import type { Box, Rule } from '../../document/types.ts';

/** How surely text that somebody else's OCR wrote below a page image was read: it carries no figures of its own. */
export const foreignOcrConfidence = 0.9;

/** Fonts that OCR programs use for text that nobody sees. */
const ocrFonts = /glyphless|invisible|hiddenhorzocr/i;

/** Names of bold fonts, among them those of TeX and of Ghostscript's families. */
const boldFonts = /bold|black|heavy|demi|medium|-medi$|^(?:\w{6}\+)?(?:cmb|sfb|ecb)x?\d|[-,]b[di]?$/i;
const boldWeight = 650;

type Shape = NonNullable<ParsedPage['vectorGraphics']>['shapes'][number];

export function wordsOf(raw: ParsedPage, rules: readonly Rule[], layered: boolean): PlacedWord[] {
  const words: PlacedWord[] = [];
  const printed = new PrintedOnce();
  const strokes = new Strokes(rules);
  const shapes = raw.vectorGraphics?.shapes ?? [];
  const fonts = new Fonts();
  for (let run = 0; run < raw.textItems.length; run += 1) {
    const item = raw.textItems[run];
    if (item === undefined) continue;
    const size = item.fontHeight ?? item.height;
    const font = fonts.of(item);
    const ocr = item.confidence === undefined ? font.ocr : rounded(item.confidence);
    const rotation = item.rotation ?? 0;
    const parts = partsOf(item).flatMap(partedAtColon);
    for (const part of parts) {
      const text = cleanText(part.text);
      if (text === '') continue;
      const box: Box = [part.x, part.y, part.x + part.width, part.y + part.height];
      if (printed.before(text, box)) continue;
      const bold = font.isBold && isOfOneFont(parts[0] ?? part, part);
      const struck = strokes.cross(box);
      const hidden = ocr === null && isHidden(item, size, box, raw, shapes, layered);
      words.push({
        text,
        box,
        size,
        struck,
        hidden,
        ocr,
        rotation,
        run,
        ...(bold ? { bold } : {}),
      });
    }
  }
  return words;
}

function rounded(confidence: number): number {
  return Math.round(confidence * 10_000) / 10_000;
}

export function isBoldFont({
  fontName = '',
  fontWeight = 0,
}: Pick<TextItem, 'fontName' | 'fontWeight'>): boolean {
  return boldFonts.test(fontName) || fontWeight >= boldWeight;
}

/**
 * LiteParse tells the font of an item's first letter. Boxes reach from the font's highest to its lowest letter, so words of
 * another font have others; where they are the same, `font-weights.ts` looks further.
 */
function isOfOneFont(first: Part, part: Part): boolean {
  const slack = first.height * 0.005;
  return Math.abs(first.y - part.y) <= slack && Math.abs(first.height - part.height) <= slack;
}

/** What the fonts of a page tell; each is looked at once. */
class Fonts {
  private readonly known = new Map<string, { readonly isBold: boolean; readonly ocr: number | null }>();

  of(item: TextItem): { readonly isBold: boolean; readonly ocr: number | null } {
    const { fontName = '' } = item;
    const known = this.known.get(fontName);
    if (known !== undefined) return known;
    const ocr = ocrFonts.test(fontName) ? foreignOcrConfidence : null;
    const font = { isBold: isBoldFont(item), ocr };
    this.known.set(fontName, font);
    return font;
  }
}

/** Bold made by printing twice: the second print stands on the first. */
class PrintedOnce {
  /** Texts by place, in whole points. */
  private readonly texts = new Map<number, string | string[]>();

  before(text: string, box: Box): boolean {
    const place = Math.round(box[0]) * 65_536 + Math.round(box[1]);
    const known = this.texts.get(place);
    if (known === undefined) this.texts.set(place, text);
    else if (known === text || (typeof known !== 'string' && known.includes(text))) return true;
    else this.texts.set(place, typeof known === 'string' ? [known, text] : [...known, text]);
    return false;
  }
}

/** Horizontal strokes from top to bottom: a word asks only those that lie in its own height. */
class Strokes {
  private readonly strokes: readonly Rule[];

  constructor(rules: readonly Rule[]) {
    this.strokes = rules
      .filter((rule) => rule.x1 - rule.x0 > 2 && rule.y1 - rule.y0 < 1.5)
      .toSorted((a, b) => a.y0 + a.y1 - b.y0 - b.y1);
  }

  /** Whether a stroke goes through the middle of the box, from end to end. */
  cross([x0, y0, x1, y1]: Box): boolean {
    const { strokes } = this;
    const [top, bottom] = [y0 + (y1 - y0) * 0.35, y0 + (y1 - y0) * 0.68];
    let [low, high] = [0, strokes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (middleOf(strokes[middle]) <= top) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < strokes.length && middleOf(strokes[at]) < bottom; at += 1) {
      const stroke = strokes[at];
      if (stroke !== undefined && stroke.x0 <= x0 + 1.5 && stroke.x1 >= x1 - 1.5) return true;
    }
    return false;
  }
}

function middleOf(rule: Rule | undefined): number {
  return rule === undefined ? 0 : (rule.y0 + rule.y1) / 2;
}

interface Part {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Words of the item; where the parser has no word boxes, the width is dealt out by characters. */
function partsOf(item: TextItem): readonly Part[] {
  const { words, text } = item;
  if (words !== undefined && words.length > 0)
    return words.length > 1 && words.length > tokensIn(text) ? glued(words, text) : words;
  const all = [...text.matchAll(/\S+/gu)];
  if (all.length <= 1) return [item];
  const each = item.width / text.length;
  return all.map((match) => ({
    text: match[0],
    x: item.x + match.index * each,
    y: item.y,
    width: match[0].length * each,
    height: item.height,
  }));
}

/** A caption and its value without a space between them; the width is dealt out by characters. */
function partedAtColon(part: Part): readonly Part[] {
  const texts = partsAtWideColon(part.text);
  if (texts.length === 1) return [part];
  const each = part.width / part.text.length;
  let at = 0;
  return texts.map((text) => {
    const x = part.x + at * each;
    at += text.length;
    return { ...part, text, x, width: text.length * each };
  });
}

/** Runs of signs other than spaces. */
function tokensIn(text: string): number {
  let tokens = 0;
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const space = code === 32 || code === 9 || code === 160;
    if (!space && !inside) tokens += 1;
    inside = !space;
  }
  return tokens;
}

/**
 * Parts that the item prints without a space between them and that belong together by what they are: a number and its
 * decimals, a word and the point behind it. LiteParse cuts wherever there is a little room.
 */
function glued(parts: readonly Part[], text: string): readonly Part[] {
  const result: Part[] = [];
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part.text, at);
    const last = result.at(-1);
    const gap = last === undefined ? Infinity : (part.x - last.x - last.width) / part.height;
    if (
      last !== undefined &&
      ((found === at && gap < 0.35 && belongTogether(last.text, part.text)) ||
        (gap < 0.1 && areWordAndSign(last.text, part.text)))
    )
      result[result.length - 1] = union(last, part);
    else result.push(part);
    if (found >= 0) at = found + part.text.length;
  }
  return result;
}

const rightToLeft = /[\u0590-\u08ff]/u;
const signs = /^[^\p{L}\p{N}\s]+$/u;

/** Signs beside a right-to-left word stand in the text of the item where they are read, which is not where they are. */
function areWordAndSign(left: string, right: string): boolean {
  return (rightToLeft.test(left) && signs.test(right)) || (signs.test(left) && rightToLeft.test(right));
}

function belongTogether(before: string, after: string): boolean {
  if (/^[.,;:!?%)\]}»”’]+$/u.test(after)) return !rightToLeft.test(before);
  if (/\d$/.test(before)) return /^[.,]\d/.test(after);
  if (/\d[.,]$/.test(before)) return /^\d/.test(after);
  // Hebrew writes quotes inside of words.
  return /[\u05d0-\u05ea]["'\u05f3\u05f4]$/u.test(before) && /^[\u05d0-\u05ea]/u.test(after);
}

function union(a: Part, b: Part): Part {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { text: a.text + b.text, x, y, width: right - x, height: bottom - y };
}

function isHidden(
  item: TextItem,
  size: number,
  box: Box,
  raw: ParsedPage,
  shapes: readonly Shape[],
  layered: boolean,
): boolean {
  if (box[2] < 0 || box[3] < 0 || box[0] > raw.width || box[1] > raw.height || size < 1) return true;
  const color = item.fillColor ?? '';
  if (color.startsWith('00')) return true;
  if (!isWhite(color) || layered) return false;
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return !shapes.some(
    ({ bbox, fill, fillColor }) =>
      fill &&
      !isWhite(fillColor) &&
      bbox.x <= x &&
      x <= bbox.x + bbox.width &&
      bbox.y <= y &&
      y <= bbox.y + bbox.height,
  );
}

/** ARGB; a color that is not told is black. */
export function isWhite(color: string | undefined): boolean {
  return color !== undefined && /^ff(?:f[a-f\d]){3}$/i.test(color);
}
