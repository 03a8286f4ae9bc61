/** The client against a server process of its own, on the examples; the results are those of the command. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { commandResult, differences, goThrough } from '../src/testing/end-to-end.ts';
import { bin } from './cli-spawn.ts';
import { startServe, type ServeProcess } from './serve-process.ts';

const examples = path.resolve(import.meta.dirname, '../../../examples');
let server: ServeProcess;
before(async () => {
  server = await startServe();
});
after(() => server[Symbol.asyncDispose]());

for (const name of ['invoice', 'letter', 'form', 'statement']) {
  test(`${name}: upload, schema, job, stream, status, results`, async () => {
    const given = {
      name,
      document: path.join(examples, `${name}.pdf`),
      schema: path.join(examples, `${name}.schema.json`),
    };
    const went = await goThrough({ url: server.origin, key: server.token }, given);
    assert.deepEqual(
      went.eventIds,
      went.eventIds.map((_, index) => index + 1),
    );
    assert.equal(went.events.at(-1)?.type, 'job_completed');
    assert.deepEqual(differences(went, await commandResult(bin, given)), []);
  });
}
