/** What the process that is killed does: real stages over a store, with the reader as its model. */
import { createStorePerform } from '../../packages/leafcutter/src/app.ts';
import { isJsonObject } from '../../packages/leafcutter/src/json.ts';
import type { ModelEntry } from '../../packages/leafcutter/src/models/settings.ts';
import { openFileBlobs } from '../../packages/leafcutter/src/storage/blobs/file-blobs.ts';
import type { PerformModule } from '../../packages/leafcutter/src/testing/engine-child.ts';
import { entryOf, modelsOf } from './measure.ts';

export const limits = { contextTokens: 131_072, outputTokens: 1_024 };
export const readerEntry: ModelEntry = entryOf(limits);

export const openPerform: PerformModule['openPerform'] = async (given, { database }) => {
  if (!isJsonObject(given) || typeof given['blobs'] !== 'string' || typeof given['url'] !== 'string') {
    throw new TypeError('it needs a folder of blobs and the reader');
  }
  const blobs = await openFileBlobs(given['blobs']);
  return createStorePerform({ database, blobs }, { models: modelsOf(given['url'], limits) }).perform;
};
