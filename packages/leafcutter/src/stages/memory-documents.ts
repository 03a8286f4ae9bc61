/** The document of one job in memory: for the library and the command. Its pages wait in a `PageStore`. */
import type { OpenedDocument } from '../parsers/parser.ts';
import type { JobDocuments, JobInputs } from './job-data.ts';
import { rangeKey, type PageStore } from './page-store.ts';
import type { ParsedRange } from './parse.ts';

export function createMemoryDocuments(
  given: Omit<JobInputs, 'source'>,
  opened: OpenedDocument,
  store: PageStore,
): JobDocuments {
  const parsed = new Map<string, ParsedRange>();
  const inputs: JobInputs = { ...given, source: opened };
  return {
    inputs: () => Promise.resolve(inputs),
    open: () => Promise.resolve({ opened, [Symbol.asyncDispose]: () => Promise.resolve() }),
    findRange: (_spec, range) => Promise.resolve(parsed.get(rangeKey(range)) ?? null),
    async keepRange(_spec, range, pages) {
      await store.write(rangeKey(range.range), pages);
      parsed.set(rangeKey(range.range), range);
    },
    ranges: () => Promise.resolve([...parsed.values()].toSorted((a, b) => a.range.first - b.range.first)),
    pages: (_spec, range) => store.read(rangeKey(range)),
  };
}
