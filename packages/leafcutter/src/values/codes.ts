/** Codes that a schema shows by example: "exactly 'FY2025 Q3' or 'FY2025'", "e.g. 'USD'". */
import type { LeafNode } from '../schema/types.ts';
import { currencyOfSign } from './money.ts';

interface Examples {
  readonly texts: ReadonlySet<string>;
  readonly shapes: ReadonlySet<string>;
  readonly hasCurrency: boolean;
}

const known = new WeakMap<LeafNode, Examples>();

/** Whether the text, but for its case, is an example that is written in capitals, or has the shape of one with digits. */
export function isCodeOf(leaf: LeafNode, text: string): boolean {
  const code = text.toUpperCase();
  if (text.length > longestCode || text === code) return false;
  const examples = known.get(leaf) ?? examplesOf(leaf);
  known.set(leaf, examples);
  return (
    examples.texts.has(code) ||
    (hasDigit(code) && examples.shapes.has(shapeOf(code))) ||
    (examples.hasCurrency && isCurrency(code))
  );
}

const longestCode = 20;
const quoted = /["'`\u2018\u201c]([^"'`\u2018\u2019\u201c\u201d]{2,20})["'`\u2019\u201d]/gu;

function examplesOf({ description, examples }: LeafNode): Examples {
  const texts = [
    ...[...(description ?? '').matchAll(quoted)].map(([, text = '']) => text),
    ...examples.filter((example) => typeof example === 'string'),
  ].filter((text) => /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text));
  return {
    texts: new Set(texts),
    shapes: new Set(texts.filter(hasDigit).map(shapeOf)),
    hasCurrency: texts.some(isCurrency),
  };
}

function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/u.test(code) && currencyOfSign(code) === code;
}

function hasDigit(text: string): boolean {
  return /\p{Nd}/u.test(text);
}

/** Capitals are A, digits 9. */
function shapeOf(text: string): string {
  return text.replace(/\p{Lu}/gu, 'A').replace(/\p{Nd}/gu, '9');
}
