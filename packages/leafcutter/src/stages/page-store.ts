/** Where parsed page ranges wait until they are asked for: the port, beside the stages that consume it. */
import type { Page } from '../document/types.ts';
import type { PageRange } from '../parsers/parser.ts';

export interface PageStore {
  /** Writing the same range twice is harmless: both hold the same pages. */
  write(key: string, pages: readonly Page[]): Promise<void>;
  /** @throws LeafcutterError blob_missing, when nothing is stored under the key. */
  read(key: string): Promise<readonly Page[]>;
}

/** The key of a range within one parse of one document. */
export function rangeKey(range: PageRange): string {
  return `${range.first}-${range.last}`;
}
