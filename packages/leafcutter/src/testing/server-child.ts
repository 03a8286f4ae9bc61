/** A server of `server-harness.ts` as a process of its own, whose memory can be looked at. Prints its URL; ends with its input. */
import { once } from 'node:events';
import { serverHarness } from './server-harness.ts';
import { createToldExtractor } from './told-extractor.ts';

const told = createToldExtractor();
await using harness = await serverHarness({ chooseExtractor: () => told, checkAnswers: false });
process.stdout.write(`${harness.url}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
