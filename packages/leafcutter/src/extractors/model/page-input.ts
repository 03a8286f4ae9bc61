/** What a model is shown of a page beside its text: its picture, or the page itself out of the PDF. Pure. */
import type { Page } from '../../document/types.ts';
import type { ModelAbilities, PageInput } from './language-model.ts';
import type { PromptLine } from './prompt-lines.ts';

export interface PageFacts {
  /** It has no text layer of its own: it was read from pixels, or not at all. */
  readonly isPixels: boolean;
  /** Lines alone do not tell what belongs together, or some of its text could not be read. */
  readonly isComplex: boolean;
  /** Text on it speaks to the model: it goes as what is left of its text. */
  readonly speaks: boolean;
  /** Its text layer has words that nobody sees. */
  readonly hasHidden: boolean;
}

export function shownAs(
  facts: PageFacts,
  { abilities, pageInput }: { readonly abilities: ModelAbilities; readonly pageInput: PageInput },
  isPdf: boolean,
): 'text' | 'image' | 'pdf' {
  if (pageInput === 'text' || facts.speaks) return 'text';
  if (pageInput === 'auto' && !facts.isPixels && !facts.isComplex) return 'text';
  const asPdf = abilities.pdf && isPdf && !facts.hasHidden;
  if (pageInput === 'images' && abilities.images) return 'image';
  if (asPdf) return 'pdf';
  return abilities.images ? 'image' : 'text';
}

/** Pieces of a line from which on it is scattered, and how many such lines make a drawing, a plan or a form of a page. */
const scatteredPieces = 4;
const leastScattered = 12;
const scatteredShare = 0.4;

/** @param lines of the page */
export function isComplex(page: Page, lines: readonly PromptLine[]): boolean {
  if (page.gaps.length > 0) return true;
  const text = lines.filter((line) => line.table === null && line.ranges.length > 0);
  const scattered = text.filter((line) => line.ranges.length >= scatteredPieces);
  return scattered.length >= leastScattered && scattered.length >= text.length * scatteredShare;
}
