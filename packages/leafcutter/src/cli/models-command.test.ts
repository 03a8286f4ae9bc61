import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createModelRegistry } from '../models/registry.ts';
import { describeModels } from './models-command.ts';

test('a line a model says what it reads, and what is missing', () => {
  const registry = createModelRegistry(
    {
      models: [
        {
          id: 'local',
          provider: 'openai_compatible',
          base_url: 'http://localhost:1/v1',
          context_tokens: 32_768,
          output_tokens: 2_048,
        },
      ],
      aliases: { 'gemini-2.5-pro': 'local', fast: 'gemini-2.5-flash' },
    },
    {},
  );
  assert.equal(
    describeModels(registry.list()),
    `model                   provider           reads      answers  state
rules                   leafcutter         -          -        ready
gemini-2.5-flash        google             1,048,576  65,536   set GEMINI_API_KEY
gemini-2.5-pro          google             1,048,576  65,536   served by local
gemini-3-pro-preview    google             1,048,576  65,536   set GEMINI_API_KEY
gemini-3-flash-preview  google             1,048,576  65,536   set GEMINI_API_KEY
local                   openai_compatible  32,768     2,048    ready
fast                    google             1,048,576  65,536   served by gemini-2.5-flash, which cannot be used

Default: rules. gemini-2.5-flash cannot be served, since GEMINI_API_KEY is not set.
`,
  );
});
