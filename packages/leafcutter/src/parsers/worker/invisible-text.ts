/**
 * Text that a PDF tells nobody to draw (render mode 3): how OCR programs lay what they read below the picture of
 * a page. LiteParse does not tell a word's render mode, so the content streams are asked for it.
 */
import type { Page, Word } from '../../document/types.ts';
import { foreignOcrConfidence } from './pdf-words.ts';
import { streamFactsOf, type RenderModes } from './streams.ts';

/** The letters and digits of a page that are drawn, and those that are not. */
export interface Drawn {
  readonly visible: string;
  readonly invisible: string;
}

/** Of a page whose text is all invisible. */
export const nothingDrawn: Drawn = { visible: '', invisible: '*' };

export function lettersIn(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * The page with its invisible words marked: over a picture of the page they are what OCR read from it; elsewhere they
 * are hidden. Words that the page draws keep what they are.
 */
export function withInvisibleText(page: Page, drawn: Drawn, overPicture: boolean): Page {
  if (drawn.invisible === '') return page;
  const mostly = drawn.invisible.length > drawn.visible.length;
  const mark = (word: Word): Word => {
    const letters = lettersIn(word.text);
    const [shown, unseen] = [drawn.visible.includes(letters), drawn.invisible.includes(letters)];
    if (!(shown === unseen ? mostly : unseen)) return word;
    return overPicture
      ? { ...word, hidden: false, ocr: word.ocr ?? foreignOcrConfidence }
      : { ...word, hidden: true };
  };
  return { ...page, words: page.words.map(mark) };
}

/** Of the whole file. @see RenderModes */
export function renderModesOf(path: string): RenderModes {
  return streamFactsOf(path)?.modes ?? 'unknown';
}
