/** What becomes of lines that speak to the model: what is told of them, where they are shown after all, how what they say is doubted. */
import type { Finding } from '../../findings/types.ts';
import type { Passage } from '../../planning/types.ts';
import type { LineSource, Window } from './window.ts';

/** How sure the place of a value is that was given only after such lines were shown. */
const foundInDoubt = 0.25;
const longestQuote = 50;

/** One for each kind on each page of the window. */
export async function spokenWarnings(source: LineSource, window: Window): Promise<readonly string[]> {
  const warnings: string[] = [];
  for (const page of pagesOf(window)) {
    const { addresses, doubts } = await source.spoken(page);
    if (addresses[0] !== undefined)
      warnings.push(
        `Page ${page} has text that speaks to the model ("${shorten(addresses[0])}"); it was not shown to it.`,
      );
    if (doubts[0] !== undefined)
      warnings.push(
        `Page ${page} has text that may speak to the model ("${shorten(doubts[0])}"); it was shown only where nothing else gave a value, and such a value is doubted.`,
      );
  }
  return warnings;
}

/** Pages of the window with lines that were held back. */
export async function doubtfulPages(source: LineSource, window: Window): Promise<readonly Passage[]> {
  const passages: Passage[] = [];
  for (const page of pagesOf(window))
    if ((await source.spoken(page)).doubts.length > 0)
      passages.push({ first: page, last: page, fromLine: 0, toLine: null });
  return passages;
}

export function inDoubt(finding: Finding): Finding {
  if (finding.value === null) return finding;
  return {
    ...finding,
    confidence: { ...finding.confidence, found: foundInDoubt },
    reasoning: `${finding.reasoning} Only text that may speak to the model says it.`,
  };
}

function pagesOf(window: Window): readonly number[] {
  return [...window.pageLengths.keys()];
}

function shorten(text: string): string {
  const flat = text.trim();
  return flat.length > longestQuote ? `${flat.slice(0, longestQuote - 1)}…` : flat;
}
