/**
 * `npm run proof`: the first proof on every engine, one line each: its name and the SHA-256 of states, events and result, or
 * `skipped` and the reason. `DATABASE_URL` and `TEMPORAL_ADDRESS` name servers that run already. Exit 1 when two differ
 * or one breaks.
 */
import { firstProof, type Proof } from '../packages/leafcutter/src/testing/first-proof.ts';
import type { EngineHarness } from '../packages/leafcutter/src/testing/engine-harness.ts';
import {
  inlineHarness,
  postgresHarness,
  sqliteHarness,
} from '../packages/leafcutter/src/testing/harnesses.ts';
import { postgresServer, temporalServer } from '../packages/leafcutter/src/testing/servers.ts';

interface Candidate {
  readonly name: string;
  readonly skip: string | false;
  readonly harness: () => Promise<EngineHarness>;
}

const candidates: readonly Candidate[] = [
  { name: 'inline', skip: false, harness: async () => inlineHarness },
  { name: 'embedded-sqlite', skip: false, harness: async () => sqliteHarness },
  { name: 'embedded-postgres', skip: postgresServer().skip, harness: async () => postgresHarness },
  {
    name: 'temporal',
    skip: temporalServer().skip,
    harness: async () => {
      // By address: the package is heavy and optional.
      const place = new URL('../packages/temporal/src/testing/harness.ts', import.meta.url);
      const found: { readonly temporalHarness: EngineHarness } = await import(place.href);
      return found.temporalHarness;
    },
  },
];

let first: Proof | null = null;
for (const { name, skip, harness } of candidates) {
  if (skip !== false) {
    process.stdout.write(`${name} skipped ${skip}\n`);
    continue;
  }
  try {
    const proof = await firstProof(await harness());
    process.stdout.write(`${name} ${proof.hash}\n`);
    first ??= proof;
    if (proof.hash !== first.hash) {
      process.exitCode = 1;
      process.stderr.write(`${name}: ${differenceOf(first, proof)} differ from the first engine's\n`);
    }
  } catch (error) {
    process.exitCode = 1;
    process.stdout.write(`${name} failed ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

function differenceOf(a: Proof, b: Proof): string {
  const parts = (['states', 'events', 'result'] as const).filter(
    (part) => JSON.stringify(a[part]) !== JSON.stringify(b[part]),
  );
  return parts.join(' and ') || 'the order of keys';
}
