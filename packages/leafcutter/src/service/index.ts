/** The use cases: everything that the server offers, without HTTP. */
import { createDocuments, type Documents } from './documents.ts';
import { createIdempotency, type Idempotency } from './idempotency.ts';
import { createJobs, type Jobs } from './jobs/index.ts';
import { KeyedLock } from './keyed-lock.ts';
import type { Models } from './models.ts';
import type { ServiceLimits, ServiceParts } from './parts.ts';
import { createSchemas, type Schemas } from './schemas.ts';

export type { Caller, ServiceLimits, ServiceParts } from './parts.ts';
export { createSealer, type Sealer } from './seal.ts';
export type { Models } from './models.ts';

export interface Service {
  readonly documents: Documents;
  readonly schemas: Schemas;
  readonly jobs: Jobs;
  readonly models: Models;
  readonly idempotency: Idempotency;
  readonly limits: ServiceLimits;
}

export function createService(parts: ServiceParts): Service {
  /** By document: a job on it starts, or it is deleted. */
  const busy = new KeyedLock();
  const jobs = createJobs(parts, busy);
  return {
    documents: createDocuments(parts, busy, jobs),
    jobs,
    schemas: createSchemas(parts),
    models: parts.models,
    idempotency: createIdempotency(parts),
    limits: parts.limits,
  };
}
