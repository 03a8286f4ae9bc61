/** Form fields of a page as LiteParse gives it. Pure. */
import type { ParsedPage } from '@llamaindex/liteparse';
import { cleanText } from '../../document/clean-text.ts';
import { unionOf, type PlacedWord } from '../../document/reading-order.ts';
import type { Box, FormField, Page } from '../../document/types.ts';

export type FieldDraft = Omit<FormField, 'range'>;
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
export function fieldsOf(raw: ParsedPage, words: PlacedWord[]): FieldDraft[] {
  const fields: FieldDraft[] = [];
  for (const field of raw.formFields ?? []) {
    if (field.rect === undefined) continue;
    const { x, y, width, height } = field.rect;
    const box: Box = [x, y, x + width, y + height];
    const kind = kinds[field.type.toLowerCase().replace(/[^a-z]/g, '')] ?? 'text';
    const ticks = kind === 'checkbox' || kind === 'radio';
    const checked = ticks ? (field.checked ?? false) : null;
    const chosen = field.selectedOptions.length > 1 ? field.selectedOptions : null;
    const value = ticks
      ? checked === true
        ? (field.exportValue ?? field.value ?? 'Yes')
        : null
      : (chosen?.join('\n') ?? field.selectedOptions[0] ?? field.value ?? null);
    fields.push({
      name: field.name ?? '',
      label: field.alternateName ?? null,
      kind,
      value: value === '' ? null : value,
      checked,
      box,
    });
    if (kind === 'button') continue;
    if (kind === 'choice') hideOthers(words, box, field.selectedOptions);
    if (kind === 'text') joinCombed(words, box, value ?? '');
    const shown = ticks ? (checked === true ? '☑' : '☐') : (value ?? '');
    if (!words.some((word) => !word.hidden && within(word.box, box)))
      words.push(...wordsOfValue(shown, box, words.length + 1_000_000));
  }
  return fields;
}

/** A list shows all of its options; those that are not chosen are no part of what was filled in. */
function hideOthers(words: PlacedWord[], box: Box, chosen: readonly string[]): void {
  const inside = [...words.keys()].filter((at) => within(words[at]?.box ?? emptyBox, box));
  for (const line of linesOf(inside, words)) {
    const text = line.map((at) => words[at]?.text).join(' ');
    if (chosen.some((option) => cleanText(option).replaceAll(/\s+/gu, ' ') === text)) continue;
    for (const at of line) {
      const word = words[at];
      if (word !== undefined) words[at] = { ...word, hidden: true };
    }
  }
}

/** Signs of a value that stand in cells of their own ("0 4 0 5 1 9 8 0") are one word again. */
function joinCombed(words: PlacedWord[], box: Box, value: string): void {
  const inside = [...words.keys()].filter((at) => within(words[at]?.box ?? emptyBox, box));
  const found = inside.flatMap((at) => words[at] ?? []).toSorted((a, b) => a.box[0] - b.box[0]);
  const [first] = found;
  const single = found.length > 2 && found.every(({ text }) => [...text].length === 1);
  if (
    first === undefined ||
    !single ||
    found.map(({ text }) => text).join('') !== value.replaceAll(/\s/gu, '')
  )
    return;
  for (const at of inside.toReversed()) words.splice(at, 1);
  words.push({ ...first, text: found.map(({ text }) => text).join(''), box: unionOf(found) });
}

const emptyBox: Box = [0, 0, 0, 0];

/** Indexes of the words of each line, from left to right. */
function linesOf(indexes: readonly number[], words: readonly PlacedWord[]): readonly (readonly number[])[] {
  const lines = new Map<number, number[]>();
  const boxAt = (at: number): Box => words[at]?.box ?? emptyBox;
  for (const at of indexes) {
    const [, top, , bottom] = boxAt(at);
    const middle = (top + bottom) / 2;
    const line = [...lines].find(([y]) => Math.abs(y - middle) < (bottom - top) / 2)?.[1];
    if (line === undefined) lines.set(middle, [at]);
    else line.push(at);
  }
  return [...lines.values()].map((line) => line.toSorted((a, b) => boxAt(a)[0] - boxAt(b)[0]));
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
        text: cleanText(match[0]),
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

export function withRange(field: FieldDraft, words: Page['words']): FormField {
  const inside =
    field.value === null && field.checked === null
      ? []
      : words.filter((word) => !word.hidden && within(word.box, field.box));
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
