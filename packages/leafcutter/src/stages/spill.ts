/** Parsed page ranges in a temporary folder, so that a long document never stands in memory whole. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialisePages, serialisePages } from '../document/serialise.ts';
import type { Page } from '../document/types.ts';
import { LeafcutterError } from '../errors.ts';
import type { PageStore } from './page-store.ts';
import { makeTemporaryFolder } from '../temporary/index.ts';

/** Below this many UTF-16 code units of stored pages nothing is written to disk: most documents are short. */
const memoryLimit = 64 * 1024 * 1024;

export interface SpillStore extends PageStore {
  /** Removes the folder. The store is of no use afterwards. */
  close(): Promise<void>;
}

export function createSpillStore(): SpillStore {
  const held = new Map<string, readonly Page[]>();
  let heldSize = 0;
  let folder: Promise<string> | null = null;
  const fileOf = async (key: string): Promise<string> => {
    folder ??= makeTemporaryFolder('pages');
    return path.join(await folder, `${key}.json`);
  };
  return {
    async write(key, pages) {
      const size = pages.reduce((sum, page) => sum + approximateSize(page), 0);
      if (heldSize + size <= memoryLimit) {
        held.set(key, pages);
        heldSize += size;
        return;
      }
      try {
        await writeFile(await fileOf(key), serialisePages(pages));
      } catch (cause) {
        throw new LeafcutterError(
          'store_full',
          'Parsed pages could not be written to the temporary folder; free some space there.',
          { cause },
        );
      }
    },
    async read(key) {
      const pages = held.get(key);
      if (pages !== undefined) return pages;
      try {
        return deserialisePages(await readFile(await fileOf(key), 'utf8'));
      } catch (cause) {
        throw new LeafcutterError('blob_missing', `Parsed pages ${key} are gone from the temporary folder.`, {
          cause,
        });
      }
    },
    async close() {
      held.clear();
      if (folder !== null) await rm(await folder, { recursive: true, force: true });
    },
  };
}

/** Bytes that a page takes in memory, roughly: a word is an object with a box and a string. */
function approximateSize(page: Page): number {
  return page.text.length * 2 + page.words.length * 250 + page.lines.length * 150 + page.rules.length * 60;
}
