/** A reader in a process of its own, so that its work and ours do not stand in each other's way. */
import {
  knownCase,
  startReader,
  type KnownCase,
  type ReaderOptions,
} from '../../packages/leafcutter/src/testing/reader/index.ts';

export interface ReaderTask {
  readonly known: Pick<KnownCase, 'id' | 'pages' | 'gold' | 'contentHash'>;
  readonly options: Omit<ReaderOptions, 'cases'>;
}

process.once('message', ({ known: { id, pages, gold, contentHash }, options }: ReaderTask) => {
  startReader({ cases: [knownCase(id, pages, gold, contentHash)], ...options }).then(
    ({ url }) => process.send?.(url),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
