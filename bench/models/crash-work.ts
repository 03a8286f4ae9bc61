/** What the process that is killed does: real stages over a store, with the reader as its model. */
import { createStorePerform } from '../../packages/leafcutter/src/app.ts';
import { isJsonObject } from '../../packages/leafcutter/src/json.ts';
import { createModelRegistry, type ModelRegistry } from '../../packages/leafcutter/src/models/registry.ts';
import { openFileBlobs } from '../../packages/leafcutter/src/storage/blobs/file-blobs.ts';
import type { PerformModule } from '../../packages/leafcutter/src/testing/engine-child.ts';

export const limits = { contextTokens: 131_072, outputTokens: 2_048 };

export function readerModels(url: string): ModelRegistry {
  return createModelRegistry(
    {
      models: [
        {
          id: 'reader',
          provider: 'google',
          name: 'gemini-2.5-flash',
          context_tokens: limits.contextTokens,
          output_tokens: limits.outputTokens,
        },
      ],
      aliases: {},
    },
    { GEMINI_API_KEY: 'none', GEMINI_BASE_URL: url },
  );
}

export const openPerform: PerformModule['openPerform'] = async (given, { database }) => {
  if (!isJsonObject(given) || typeof given['blobs'] !== 'string' || typeof given['url'] !== 'string') {
    throw new TypeError('it needs a folder of blobs and the reader');
  }
  const blobs = await openFileBlobs(given['blobs']);
  return createStorePerform({ database, blobs }, { models: readerModels(given['url']) }).perform;
};
