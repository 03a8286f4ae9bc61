/** The use cases: everything that the server offers, without HTTP. */
import type { UsageReport } from '@leafcutter/client';
import { createDocuments, type Documents } from './documents.ts';
import { createIdempotency, type Idempotency } from './idempotency.ts';
import { createJobs, type Jobs } from './jobs/index.ts';
import { KeyedLock } from './keyed-lock.ts';
import type { Models } from './models.ts';
import type { ServiceLimits, ServiceParts } from './parts.ts';
import { readinessOf, type Readiness } from './readiness.ts';
import { createSchemas, type Schemas } from './schemas.ts';

import { usageReport, type UsageQuery } from './usage.ts';

export type { Caller, ServiceLimits, ServiceParts } from './parts.ts';
export { createSealer, type Sealer } from './seal.ts';
export type { Models } from './models.ts';

export interface Service {
  readonly documents: Documents;
  readonly schemas: Schemas;
  readonly jobs: Jobs;
  readonly models: Models;
  /** @throws LeafcutterError request_invalid */
  usage(tenant: string, query: UsageQuery): Promise<UsageReport>;
  readiness(): Promise<Readiness>;
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
    usage: (tenant, query) => usageReport(parts, tenant, query),
    readiness: () => readinessOf(parts),
    idempotency: createIdempotency(parts),
    limits: parts.limits,
  };
}
