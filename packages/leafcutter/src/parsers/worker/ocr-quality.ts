/** How well OCR read a page: what tells one that lies on its side or on its head. Pure. */
import type { Page, Word } from '../../document/types.ts';

/** OCR is this sure of its words on a scan that stands upright; on its head a page is read with 0.6 to 0.75. */
const sureReading = 0.8;
/** A bad photo of a page that stands upright has this share of its letters in words that are written as words are. */
const regularShare = 0.5;
const regularWord = /^\p{P}*\p{Lu}?\p{Ll}{2,}\p{P}*$/u;

/** Whether the page stands as one reads it: OCR is sure of what it read, or reads words; and they lie level. */
export function standsUpright(page: Page): boolean {
  const words = page.words.filter((word) => word.ocr !== null);
  const length = words.reduce((sum, word) => sum + word.text.length, 0);
  if (length === 0 || standsUp(words)) return false;
  const sure = words.reduce((sum, word) => sum + (word.ocr ?? 0) * word.text.length, 0);
  const regular = words.reduce((sum, { text }) => sum + (regularWord.test(text) ? text.length : 0), 0);
  return sure / length >= sureReading || regular / length >= regularShare;
}

/** Whether most longer words are higher than wide: the lines go from top to bottom. */
export function standsUp(words: readonly Word[]): boolean {
  const long = words.filter((word) => word.text.length >= 4);
  return long.filter(({ box }) => box[3] - box[1] > box[2] - box[0]).length > long.length / 2;
}

/** Letters and digits of words that are none by chance, each as much as OCR is sure of it. */
export function lettersRead(page: Page | null): number {
  if (page === null || standsUp(page.words)) return 0;
  return page.words.reduce((sum, { text, ocr }) => {
    const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    return letters < 3 ? sum : sum + letters * (ocr ?? 0) ** 2;
  }, 0);
}
