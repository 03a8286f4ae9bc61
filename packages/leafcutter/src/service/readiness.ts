/** Can work be taken and done now? */
import { sql } from 'kysely';
import { newId } from './ids.ts';
import type { ServiceParts } from './parts.ts';

export interface Readiness {
  readonly store: boolean;
  readonly blobs: boolean;
  readonly engine: boolean;
}

/** What has not answered by then does not answer. */
const patienceMs = 3_000;

export async function readinessOf({ database, blobs, engine }: ServiceParts): Promise<Readiness> {
  const [store, files, jobs] = await Promise.all([
    answers(database.run((query) => sql`select 1`.execute(query))),
    answers(blobs.has('readiness/00/none')),
    answers(engine.status(newId())),
  ]);
  return { store, blobs: files, engine: jobs };
}

async function answers(asked: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patienceMs, false);
  });
  const answered = asked.then(
    () => true,
    () => false,
  );
  const result = await Promise.race([answered, late]);
  clearTimeout(timer);
  return result;
}
