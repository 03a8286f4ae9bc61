/** What a tenant's jobs used. */
import type { UsageReport } from '@leafcutter/client';
import { readUsage } from '../storage/usage.ts';
import { requestInvalid } from './errors.ts';
import type { ServiceParts } from './parts.ts';
import { isoTime } from './time.ts';

const dayMs = 24 * 60 * 60_000;
const defaultDays = 30;
const mostDays = 366;

export interface UsageQuery {
  /** Days in UTC, `2026-01-31`, both inclusive. Default: the last 30. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** @throws LeafcutterError request_invalid */
export async function usageReport(
  { database, now }: Pick<ServiceParts, 'database' | 'now'>,
  tenant: string,
  { from, to }: UsageQuery,
): Promise<UsageReport> {
  const last = Date.parse(to ?? isoTime(now()).slice(0, 10));
  const first = from === undefined ? last - (defaultDays - 1) * dayMs : Date.parse(from);
  const days = (last - first) / dayMs + 1;
  if (days < 1 || days > mostDays) {
    const message = `"from" must not be later than "to", and at most ${mostDays} days are told at once.`;
    throw requestInvalid([{ pointer: '/query/from', message }]);
  }
  const rows = await database.run((query) => readUsage(query, database.dialect, tenant, first, last + dayMs));
  return { days: rows.map((row) => ({ ...row })) };
}
