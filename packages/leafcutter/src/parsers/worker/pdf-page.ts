/** One page as LiteParse gives it, as a page of ours. Pure. */
import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import { readInOrder, type PlacedWord } from '../../document/reading-order.ts';
import type { Box, FormField, Gap, Page, PageKind, Rule } from '../../document/types.ts';

/** How surely text that somebody else's OCR wrote below a page image was read: it carries no figures of its own. */
export const foreignOcrConfidence = 0.9;

/** Fonts that OCR programs use for text that nobody sees. */
const ocrFonts = /glyphless|invisible|hiddenhorzocr/i;

export function pageOf(raw: ParsedPage): Page {
  const vectors = raw.vectorGraphics ?? { shapes: [], lines: [] };
  const rules = rulesOf(vectors);
  const layered = raw.complexity?.fullPageImage === true;
  const words = wordsOf(raw, rules, layered);
  const fields = fieldsOf(raw, words);
  const read = readInOrder(words);
  const gaps: Gap[] = [];
  if (raw.complexity?.isGarbled === true) {
    gaps.push({
      page: raw.pageNum,
      code: 'unmapped_glyphs',
      message: 'The font has no map from glyphs to characters; some text is unreadable.',
    });
  }
  return {
    number: raw.pageNum,
    width: raw.width,
    height: raw.height,
    kind: kindOf(read.words),
    geometry: 'page',
    ...read,
    rules,
    fields: fields.map((field) => withRange(field, read.words)),
    tables: [],
    gaps,
  };
}

function kindOf(words: Page['words']): PageKind {
  if (words.length === 0) return 'blank';
  const ocr = words.filter((word) => word.ocr !== null).length;
  if (ocr === 0) return 'text';
  return ocr === words.length ? 'ocr' : 'mixed';
}

function wordsOf(raw: ParsedPage, rules: readonly Rule[], layered: boolean): PlacedWord[] {
  const words: PlacedWord[] = [];
  const seen = new Set<string>();
  const strokes = rules.filter((rule) => rule.x1 - rule.x0 > 2 && rule.y1 - rule.y0 < 1.5);
  const fills = (raw.vectorGraphics?.shapes ?? []).filter((shape) => shape.fill && !isWhite(shape.fillColor));
  for (const [run, item] of raw.textItems.entries()) {
    const ocr = item.confidence ?? (ocrFonts.test(item.fontName ?? '') ? foreignOcrConfidence : null);
    for (const part of partsOf(item)) {
      const text = clean(part.text);
      if (text === '') continue;
      const box: Box = [part.x, part.y, part.x + part.width, part.y + part.height];
      // Bold made by printing twice: the second print stands on the first.
      const key = `${text}@${Math.round(box[0])},${Math.round(box[1])}`;
      if (seen.has(key)) continue;
      seen.add(key);
      words.push({
        text,
        box,
        size: item.fontHeight ?? item.height,
        struck: strokes.some((rule) => crosses(rule, box)),
        hidden: ocr === null && isHidden(item, box, raw, fills, layered),
        ocr,
        rotation: item.rotation ?? 0,
        run,
      });
    }
  }
  return words;
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
  if (item.words !== undefined && item.words.length > 0) return item.words;
  const all = [...item.text.matchAll(/\S+/gu)];
  if (all.length <= 1) return [item];
  const each = item.width / item.text.length;
  return all.map((match) => ({
    text: match[0],
    x: item.x + match.index * each,
    y: item.y,
    width: match[0].length * each,
    height: item.height,
  }));
}

/** Ligatures to letters, composed characters, no soft hyphens, no control or private signs. */
function clean(text: string): string {
  return text
    .replace(/[\ufb00-\ufb06]/g, (sign) => sign.normalize('NFKC'))
    .normalize('NFC')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\p{Cc}]/gu, '')
    .trim();
}

function crosses(rule: Rule, box: Box): boolean {
  const [x0, y0, x1, y1] = box;
  const height = y1 - y0;
  const y = (rule.y0 + rule.y1) / 2;
  return y > y0 + height * 0.35 && y < y0 + height * 0.68 && rule.x0 <= x0 + 1.5 && rule.x1 >= x1 - 1.5;
}

function isHidden(
  item: TextItem,
  box: Box,
  raw: ParsedPage,
  fills: readonly {
    readonly bbox: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };
  }[],
  layered: boolean,
): boolean {
  if (box[2] < 0 || box[3] < 0 || box[0] > raw.width || box[1] > raw.height) return true;
  if ((item.fontHeight ?? item.height) < 1) return true;
  const color = item.fillColor ?? '';
  if (color.startsWith('00')) return true;
  if (!isWhite(color) || layered) return false;
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return !fills.some(
    ({ bbox }) => bbox.x <= x && x <= bbox.x + bbox.width && bbox.y <= y && y <= bbox.y + bbox.height,
  );
}

/** ARGB; a color that is not told is black. */
function isWhite(color: string | undefined): boolean {
  return color !== undefined && /^ff(?:f[a-f\d]){3}$/i.test(color);
}

const thin = 2;

/** Lines, thin filled boxes and the borders of stroked boxes. */
function rulesOf({
  lines,
  shapes,
}: {
  readonly lines: readonly { x1: number; y1: number; x2: number; y2: number }[];
  readonly shapes: NonNullable<ParsedPage['vectorGraphics']>['shapes'];
}): Rule[] {
  const rules: Rule[] = lines.map(({ x1, y1, x2, y2 }) => ({
    x0: Math.min(x1, x2),
    y0: Math.min(y1, y2),
    x1: Math.max(x1, x2),
    y1: Math.max(y1, y2),
  }));
  for (const { bbox, stroke, hasCurve, fill, fillColor } of shapes) {
    if (hasCurve) continue;
    const [x0, y0, x1, y1] = [bbox.x, bbox.y, bbox.x + bbox.width, bbox.y + bbox.height];
    if (bbox.width <= thin || bbox.height <= thin) {
      if (stroke || (fill && !isWhite(fillColor))) rules.push({ x0, y0, x1, y1 });
    } else if (stroke) {
      rules.push(
        { x0, y0, x1, y1: y0 },
        { x0, y0: y1, x1, y1 },
        { x0, y0, x1: x0, y1 },
        { x0: x1, y0, x1, y1 },
      );
    }
  }
  const seen = new Set<string>();
  return rules
    .filter((rule) => rule.x1 - rule.x0 <= thin || rule.y1 - rule.y0 <= thin)
    .filter((rule) => {
      const key = [rule.x0, rule.y0, rule.x1, rule.y1].map((side) => Math.round(side * 2)).join();
      return seen.has(key) ? false : (seen.add(key), true);
    });
}

type FieldDraft = Omit<FormField, 'range'>;
const kinds: Readonly<Record<string, FormField['kind']>> = {
  text: 'text',
  checkbox: 'checkbox',
  radio: 'radio',
  radiobutton: 'radio',
  combobox: 'choice',
  listbox: 'choice',
  choice: 'choice',
  signature: 'signature',
  pushbutton: 'button',
  button: 'button',
};

/** The fields, and their values and ticks as words of the page where the page itself does not print them. */
function fieldsOf(raw: ParsedPage, words: PlacedWord[]): FieldDraft[] {
  const fields: FieldDraft[] = [];
  for (const field of raw.formFields ?? []) {
    if (field.rect === undefined) continue;
    const { x, y, width, height } = field.rect;
    const box: Box = [x, y, x + width, y + height];
    const kind = kinds[field.type.toLowerCase().replace(/[^a-z]/g, '')] ?? 'text';
    const ticks = kind === 'checkbox' || kind === 'radio';
    const checked = ticks ? (field.checked ?? false) : null;
    const value = ticks
      ? checked === true
        ? (field.exportValue ?? field.value ?? 'Yes')
        : null
      : (field.selectedOptions[0] ?? field.value ?? null);
    fields.push({
      name: field.name ?? '',
      label: field.alternateName ?? null,
      kind,
      value: value === '' ? null : value,
      checked,
      box,
    });
    if (
      !ticks &&
      kind !== 'button' &&
      value !== null &&
      value !== '' &&
      !words.some((word) => within(word.box, box))
    ) {
      words.push(...wordsOfValue(value, box, words.length + 1_000_000));
    }
    if (checked !== null && !words.some((word) => within(word.box, box)))
      words.push(...wordsOfValue(checked ? '☑' : '☐', box, words.length + 1_000_000));
  }
  return fields;
}

function wordsOfValue(value: string, box: Box, run: number): PlacedWord[] {
  const lines = value.split(/\r\n|\r|\n/);
  const size = Math.min(11, (box[3] - box[1]) / lines.length);
  return lines.flatMap((line, index) =>
    [...line.matchAll(/\S+/gu)].map((match): PlacedWord => {
      const x0 = box[0] + 2 + match.index * size * 0.5;
      const y0 = lines.length === 1 ? (box[1] + box[3] - size) / 2 : box[1] + index * size;
      const x1 = Math.min(Math.max(box[2], x0 + 1), x0 + match[0].length * size * 0.5);
      return {
        text: clean(match[0]),
        box: [x0, y0, x1, y0 + size],
        size,
        struck: false,
        hidden: false,
        ocr: null,
        rotation: 0,
        run: run + index,
      };
    }),
  );
}

function withRange(field: FieldDraft, words: Page['words']): FormField {
  const inside =
    field.value === null && field.checked === null ? [] : words.filter((word) => within(word.box, field.box));
  const [first] = inside;
  const last = inside.at(-1);
  return {
    ...field,
    range: first === undefined || last === undefined ? null : { start: first.start, end: last.end },
  };
}

function within(inner: Box, outer: Box): boolean {
  const [x, y] = [(inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2];
  return outer[0] - 1 <= x && x <= outer[2] + 1 && outer[1] - 1 <= y && y <= outer[3] + 1;
}
