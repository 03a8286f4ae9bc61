/**
 * Whether the text that a model is shown has every live word of every page once: `npm run bench -- prompt-words <data-folder>
 * [--only glob]`. lost: words of the page that no line shows. doubled: words that lines show more often than the page has them.
 */
import { promptLinesOf } from '../packages/leafcutter/src/extractors/model/prompt-lines.ts';
import { wordCounts } from '../packages/leafcutter/src/testing/prompt-words.ts';
import { benchArguments, labelledCases } from './models/measure.ts';

export async function run(args: readonly string[]): Promise<unknown> {
  let [pages, words, lost, doubled] = [0, 0, 0, 0];
  const examples: string[] = [];
  for (const { known } of await labelledCases(benchArguments(args))) {
    for (const page of known.pages) {
      const counts = wordCounts(page, promptLinesOf(page));
      pages += 1;
      words += counts.words;
      lost += counts.lost.length;
      doubled += counts.doubled.length;
      if (counts.lost.length + counts.doubled.length > 0 && examples.length < 20)
        examples.push(
          `${known.id} page ${page.number}: lost ${counts.lost.length}, doubled ${counts.doubled.length}`,
        );
    }
  }
  return { pages, words, lost, doubled, examples };
}
