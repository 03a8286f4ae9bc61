/** Words of a page against the words of the lines that a model is shown of it. */
import type { Page } from '../document/types.ts';
import type { PromptLine } from '../extractors/model/prompt-lines.ts';

export interface WordCounts {
  /** Live words of the page. */
  readonly words: number;
  /** Live words that no line shows. */
  readonly lost: readonly string[];
  /** Words that lines show more often than the page has them. */
  readonly doubled: readonly string[];
}

export function wordCounts(page: Page, lines: readonly PromptLine[]): WordCounts {
  const live = page.words.filter((word) => !word.struck && !word.hidden && word.end > word.start);
  const wanted = tokensOf(live.map((word) => word.text));
  // Lines without a range show what an interactive field says, and the page's text does not.
  const shown = tokensOf(lines.filter((line) => line.ranges.length > 0).map((line) => line.text));
  const [lost, doubled] = [without(wanted, shown), without(shown, wanted)];
  // Where spaces go is a matter of layout: scripts without them have their words joined.
  if (signsOf(lost) === signsOf(doubled)) return { words: live.length, lost: [], doubled: [] };
  return { words: live.length, lost, doubled };
}

function signsOf(tokens: readonly string[]): string {
  return [...tokens.join('')].toSorted().join('');
}

/** Between spaces, without the signs between cells. */
function tokensOf(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(/\s+/u)).filter((token) => token !== '' && token !== '|');
}

function without(tokens: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const token of others) left.set(token, (left.get(token) ?? 0) + 1);
  return tokens.filter((token) => {
    const count = left.get(token) ?? 0;
    left.set(token, count - 1);
    return count <= 0;
  });
}
