/** What the styles of a page make of an element: whether a reader sees its text, and how it stands out. */
import colorString from 'color-string';
import {
  attributeOf,
  StyleRules,
  textContent,
  type Declarations,
  type Element,
  type Node,
} from './css-rules.ts';

/** Of the text that stands right in an element. */
export interface Style {
  /** Takes no room on the page, nor does anything in it. */
  readonly isAbsent: boolean;
  /** Nobody sees it: absent, invisible, of the color of what is behind it, too small, or outside of the page. */
  readonly isHidden: boolean;
  readonly isBold: boolean;
  readonly isStruck: boolean;
}

interface Computed extends Style {
  readonly isVisible: boolean;
  /** Itself or something around it is transparent, cut off or outside of the page. */
  readonly isGone: boolean;
  /** Pixels. */
  readonly size: number;
  /** Null: it cannot be told. */
  readonly color: Color | null;
  readonly background: Color | null;
}
type Color = readonly [red: number, green: number, blue: number];

const page: Computed = {
  isAbsent: false,
  isHidden: false,
  isBold: false,
  isStruck: false,
  isVisible: true,
  isGone: false,
  size: 16,
  color: [0, 0, 0],
  background: [255, 255, 255],
};

/** Text of fewer pixels is not seen. */
const leastSize = 1.5;
/** Text this far left of or above its place is outside of the page, pixels. */
const farAway = -400;
/** Two colors that differ by no more, of 255, look the same. */
const sameColor = 8;

/** Styles of one document. */
export class Styles {
  private readonly rules: StyleRules;
  private readonly known = new WeakMap<Element, Computed>();
  /** A sheet that was not loaded may color anything. */
  private readonly colorsAreKnown: boolean;

  constructor(document: Node) {
    const elements = elementsOf(document);
    this.rules = new StyleRules(elements.filter(({ tagName }) => tagName === 'style').map(textContent));
    this.colorsAreKnown = !elements.some(
      (element) => element.tagName === 'link' && /stylesheet/iu.test(attributeOf(element, 'rel') ?? ''),
    );
  }

  of(element: Element): Style {
    return this.computed(element);
  }

  private computed(element: Element): Computed {
    const known = this.known.get(element);
    if (known !== undefined) return known;
    const { parentNode } = element;
    const outer = parentNode !== null && 'tagName' in parentNode ? this.computed(parentNode) : page;
    const style = this.compute(outer, this.rules.declarationsFor(element, defaultsOf(element)));
    this.known.set(element, style);
    return style;
  }

  private compute(outer: Computed, declared: Declarations): Computed {
    const visibility = declared.get('visibility');
    const isVisible =
      visibility === undefined || visibility === 'inherit' ? outer.isVisible : visibility === 'visible';
    const isAbsent = outer.isAbsent || declared.get('display') === 'none';
    const isGone = outer.isGone || isTransparent(declared) || isOutside(declared);
    const size = sizeOf(declared, outer.size);
    const [color, background] = [colorOf(declared, outer), backgroundOf(declared, outer)];
    const blends =
      this.colorsAreKnown && color !== null && background !== null && areAlike(color, background);
    return {
      isAbsent,
      isVisible,
      isGone,
      size,
      color,
      background,
      isHidden:
        isAbsent ||
        !isVisible ||
        isGone ||
        size < leastSize ||
        blends ||
        declared.get('color') === 'transparent',
      isBold: isBold(declared, outer.isBold),
      isStruck: outer.isStruck || /line-through/u.test(lineOf(declared)),
    };
  }
}

function elementsOf(node: Node): readonly Element[] {
  const found: Element[] = [];
  const open: Node[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ('tagName' in next) found.push(next);
    if ('childNodes' in next) open.push(...next.childNodes.toReversed());
  }
  return found;
}

const bold = new Set(['b', 'strong', 'th', 'dt', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const struck = new Set(['s', 'del', 'strike']);

/** What browsers say of an element before any style sheet does. A term is no bolder there, but is what names the rest. */
function defaultsOf(element: Element): readonly (readonly [string, string])[] {
  const defaults: [string, string][] = [];
  if (attributeOf(element, 'hidden') !== null) defaults.push(['display', 'none']);
  if (bold.has(element.tagName)) defaults.push(['font-weight', 'bold']);
  if (struck.has(element.tagName)) defaults.push(['text-decoration', 'line-through']);
  const color = attributeOf(element, element.tagName === 'body' ? 'text' : 'color');
  if (color !== null) defaults.push(['color', color.toLowerCase()]);
  const background = attributeOf(element, 'bgcolor');
  if (background !== null) defaults.push(['background-color', background.toLowerCase()]);
  if (attributeOf(element, 'background') !== null) defaults.push(['background-image', 'url()']);
  return defaults;
}

function isTransparent(declared: Declarations): boolean {
  return /^(?:0|0?\.0+|0%)$/u.test(declared.get('opacity') ?? '');
}

/** Set far off the page, or cut to nothing. */
function isOutside(declared: Declarations): boolean {
  const isPlaced = /^(?:absolute|fixed)$/u.test(declared.get('position') ?? '');
  if (isPlaced && ['left', 'top', 'right', 'bottom'].some((side) => isFar(declared.get(side)))) return true;
  if (isPlaced && /^rect\((?:\s*[01](?:px)?[\s,]*){4}\)$/u.test(declared.get('clip') ?? '')) return true;
  if (/^inset\((?:50|100)%\)$/u.test(declared.get('clip-path') ?? '')) return true;
  if (isFar(declared.get('text-indent'))) return true;
  const isCut = /hidden|clip/u.test(declared.get('overflow') ?? '');
  return (
    isCut &&
    ['width', 'height', 'max-height', 'max-width'].some((side) =>
      /^[01]?(?:px)?$/u.test(declared.get(side) ?? 'auto'),
    )
  );
}

function isFar(length: string | undefined): boolean {
  const pixels = length === undefined ? null : pixelsOf(length, page.size);
  return pixels !== null && pixels <= farAway;
}

/** Pixels of a length; null where it is none, or depends on more than the size of the type. */
function pixelsOf(length: string, size: number): number | null {
  const found = /^(-?\d*\.?\d+)(px|pt|em|rem|ex|ch|%|cm|mm|in|vw|vh)?$/u.exec(length);
  if (found === null) return null;
  const number = Number(found[1]);
  const factors: Readonly<Record<string, number>> = {
    px: 1, pt: 4 / 3, em: size, rem: page.size, ex: size / 2, ch: size / 2, '%': size / 100, cm: 38, mm: 3.8, in: 96, vw: 10, vh: 8,
  }; // prettier-ignore
  return number * (factors[found[2] ?? 'px'] ?? 1);
}

function sizeOf(declared: Declarations, outer: number): number {
  const short = /(?:^|\s)(-?\d*\.?\d+(?:px|pt|em|rem|%)?)(?:\/\S+)?\s+\S/u.exec(
    declared.get('font') ?? '',
  )?.[1];
  const length = declared.get('font-size') ?? short;
  return (
    (length === undefined ? null : pixelsOf(length, outer)) ??
    (/^[a-z-]+$/u.test(length ?? '') ? page.size : outer)
  );
}

function colorOf(declared: Declarations, outer: Computed): Color | null {
  const color = declared.get('color');
  if (color === undefined || color === 'inherit' || color === 'currentcolor') return outer.color;
  const value = colorString.get.rgb(color);
  // A color that is partly seen through is seen.
  return value === null || value[3] !== 1 ? null : colorFrom(value);
}

function backgroundOf(declared: Declarations, outer: Computed): Color | null {
  const [image, plain, short] = ['background-image', 'background-color', 'background'].map((name) =>
    declared.get(name),
  );
  if (/url|gradient|var\(/u.test(`${image ?? ''} ${short ?? ''}`)) return null;
  const color = plain ?? /#[\da-f]{3,8}|(?:rgb|hsl)a?\([^)]*\)|^[a-z]+/u.exec(short ?? '')?.[0];
  if (color === undefined || /^(?:transparent|none|inherit|initial|unset)$/u.test(color))
    return outer.background;
  const value = colorString.get.rgb(color);
  if (value === null) return null;
  if (value[3] === 0) return outer.background;
  return value[3] === 1 ? colorFrom(value) : null;
}

function colorFrom([red = 0, green = 0, blue = 0]: readonly number[]): Color {
  return [red, green, blue];
}

function areAlike(a: Color, b: Color): boolean {
  return a.every((part, index) => Math.abs(part - (b[index] ?? 0)) <= sameColor);
}

function isBold(declared: Declarations, outer: boolean): boolean {
  const weight = declared.get('font-weight') ?? /\b(?:bold|[1-9]00)\b/u.exec(declared.get('font') ?? '')?.[0];
  if (weight === undefined || weight === 'inherit') return outer;
  return weight.startsWith('bold') || Number(weight) >= 600;
}

function lineOf(declared: Declarations): string {
  return `${declared.get('text-decoration') ?? ''} ${declared.get('text-decoration-line') ?? ''}`;
}
