/** An item of a list of texts or numbers from its print. */
import type { Locale } from '../../../values/index.ts';
import type { Found, Slot } from '../arrays/model.ts';
import { readValue } from '../readings.ts';
import { foundAt } from './items.ts';
import type { SectionItem } from './lists.ts';

const longestItem = 2_000;
const sure = { text: 0.7, reading: 0.6 };

/** None where the print is no such item. */
export function listValue(slot: Slot, item: SectionItem, locale: Locale): Found[] {
  const { leaf, kind, shapes } = slot.task;
  if (item.text.length > longestItem) return [];
  const plain =
    leaf.types.includes('string') && leaf.enum === null && leaf.format === null && leaf.pattern === null;
  if (plain) return [foundAt(slot, item.text, item, sure.text)];
  const reading = readValue(item.text, { leaf, kind, locale, shapes, scale: 1 });
  return reading === null ? [] : [foundAt(slot, reading.value, item, sure.reading * reading.fit)];
}
