/** What `serve` and `worker` open, as the settings say. */
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Engine, EngineLimits } from '../engines/engine.ts';
import { engineLimits } from '../engines/limits.ts';
import { LeafcutterError } from '../errors.ts';
import type { Perform } from '../job/index.ts';
import type { Settings } from '../settings/index.ts';
import type { Database } from '../storage/database.ts';
import type { StoreSettings } from '../storage/store.ts';

export function storeSettingsOf(settings: Settings, use: StoreSettings['use']): StoreSettings {
  const { database_url: url, 's3.bucket': bucket } = settings;
  const { database_schema: schema, database_connections: maxConnections } = settings;
  return {
    folder: settings.data,
    postgres: url === null ? null : { url, schema, maxConnections },
    s3: bucket === null ? null : s3SettingsOf(settings, bucket),
    use,
  };
}

function s3SettingsOf(settings: Settings, bucket: string): NonNullable<StoreSettings['s3']> {
  const endpoint = settings['s3.endpoint'];
  const prefix = settings['s3.prefix'];
  const accessKeyId = settings['s3.access_key_id'];
  const secretAccessKey = settings['s3.secret_access_key'];
  return {
    bucket,
    region: settings['s3.region'],
    ...(endpoint === null ? {} : { endpoint }),
    ...(prefix === null ? {} : { prefix }),
    ...(accessKeyId === null || secretAccessKey === null ? {} : { accessKeyId, secretAccessKey }),
  };
}

export function engineLimitsOf(settings: Settings): EngineLimits {
  const parseSlots = settings['limits.parse_slots'];
  return engineLimits({
    ...(parseSlots === null ? {} : { parseSlots }),
    callSlots: settings['limits.call_slots'],
    maxClaims: settings['limits.max_claims'],
  });
}

interface TemporalParts {
  readonly database: Database;
  readonly limits: EngineLimits;
  readonly taskQueue: string;
}

/** What is used of `@leafcutter/temporal`: it is heavy, and installed by those alone who have a Temporal cluster. */
export interface TemporalPackage {
  /** @throws LeafcutterError engine_unavailable */
  openTemporalEngine(options: TemporalParts): Promise<Engine>;
  /** @throws LeafcutterError engine_unavailable */
  openTemporalWorker(options: TemporalParts & { readonly perform: Perform }): Promise<{
    /** Rejects when the worker fails; resolves after `stop`. */
    readonly running: Promise<void>;
    stop(graceMs?: number): Promise<void>;
  }>;
}

/** @throws LeafcutterError settings_invalid, when it is not installed */
export async function loadTemporal(): Promise<TemporalPackage> {
  // A name that the compiler cannot follow: this package does not depend on that one.
  const name: string = '@leafcutter/temporal';
  if (!(await isInstalled(name))) {
    throw new LeafcutterError(
      'settings_invalid',
      `"engine" is temporal, which needs the package ${name} beside this one: npm install ${name}`,
    );
  }
  const temporal: TemporalPackage = await import(name);
  return temporal;
}

async function isInstalled(name: string): Promise<boolean> {
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const place of places) {
    const found = await access(`${place}/${name}/package.json`).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
