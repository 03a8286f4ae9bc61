/**
 * Real servers for tests, named by the environment: DATABASE_URL, TEMPORAL_ADDRESS, and S3_ENDPOINT with its keys, as the
 * scripts `postgres-server`, `temporal-server` and `s3-server` print them (`scripts/with-servers npm test` starts all three).
 * Where one is missing, `skip` is the reason to print; with LEAFCUTTER_REQUIRE_SERVERS=1 nothing is skipped, and the
 * functions throw.
 */
import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import pg from 'pg';

type Environment = Readonly<Record<string, string | undefined>>;

/** `describe(name, { skip: server.skip }, ...)`. */
export interface TestServer {
  /** Why its tests are skipped, or false. */
  readonly skip: string | false;
}

export interface PostgresServer extends TestServer {
  /** An empty database of its own. @throws when there is no server */
  freshDatabase(): Promise<FreshDatabase>;
}
export interface FreshDatabase extends AsyncDisposable {
  /** `postgres://...` */
  readonly url: string;
  /** Ends its connections and removes it. */
  drop(): Promise<void>;
}

export interface TemporalServer extends TestServer {
  /** `host:port`; the namespace is `default`, so tests name task queues and workflows of their own. @throws when there is none */
  address(): string;
}

export interface S3Server extends TestServer {
  /** An empty bucket of its own. @throws when there is no server */
  freshBucket(): Promise<FreshBucket>;
}
export interface S3Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
export interface FreshBucket extends AsyncDisposable {
  readonly settings: S3Settings;
  /** Removes it with its objects. */
  drop(): Promise<void>;
}

/** For the environment of processes whose blobs stand in a folder, whether or not an S3 server runs for other tests. */
export const blobsInFolder: Readonly<Record<string, string>> = {
  S3_ENDPOINT: '',
  S3_REGION: '',
  S3_BUCKET: '',
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
};

export function postgresServer(environment: Environment = process.env): PostgresServer {
  const url = environment['DATABASE_URL'];
  const freshDatabase = async (): Promise<FreshDatabase> => {
    const admin = required(url, 'DATABASE_URL');
    const name = freshName().replaceAll('-', '_');
    await runSql(admin, `create database ${name}`);
    const own = new URL(admin);
    own.pathname = `/${name}`;
    const drop = (): Promise<void> => runSql(admin, `drop database if exists ${name} with (force)`);
    return { url: own.href, drop, [Symbol.asyncDispose]: drop };
  };
  return { skip: skipReason(environment, 'no Postgres server', ['DATABASE_URL']), freshDatabase };
}

export function temporalServer(environment: Environment = process.env): TemporalServer {
  return {
    skip: skipReason(environment, 'no Temporal server', ['TEMPORAL_ADDRESS']),
    address: () => required(environment['TEMPORAL_ADDRESS'], 'TEMPORAL_ADDRESS'),
  };
}

const s3Variables = ['S3_ENDPOINT', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

export function s3Server(environment: Environment = process.env): S3Server {
  const freshBucket = async (): Promise<FreshBucket> => {
    const [endpoint, accessKeyId, secretAccessKey] = [
      required(environment['S3_ENDPOINT'], 'S3_ENDPOINT'),
      required(environment['AWS_ACCESS_KEY_ID'], 'AWS_ACCESS_KEY_ID'),
      required(environment['AWS_SECRET_ACCESS_KEY'], 'AWS_SECRET_ACCESS_KEY'),
    ];
    const region = environment['S3_REGION'] ?? 'us-east-1';
    const settings = { endpoint, region, bucket: freshName(), accessKeyId, secretAccessKey };
    await withS3(settings, (client) => client.send(new CreateBucketCommand({ Bucket: settings.bucket })));
    const drop = (): Promise<void> => withS3(settings, (client) => dropBucket(client, settings.bucket));
    return { settings, drop, [Symbol.asyncDispose]: drop };
  };
  return { skip: skipReason(environment, 'no S3 server', s3Variables), freshBucket };
}

function skipReason(environment: Environment, missing: string, variables: readonly string[]): string | false {
  const unset = variables.filter((name) => (environment[name] ?? '') === '');
  if (unset.length === 0 || environment['LEAFCUTTER_REQUIRE_SERVERS'] === '1') return false;
  return `${missing}: ${unset.join(', ')} not set; scripts/with-servers starts one`;
}

function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '')
    throw new Error(`${name} is not set; scripts/with-servers sets it`);
  return value;
}

function freshName(): string {
  return `leafcutter-test-${randomBytes(6).toString('hex')}`;
}

async function runSql(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function withS3(settings: S3Settings, use: (client: S3Client) => Promise<unknown>): Promise<void> {
  const { endpoint, region, accessKeyId, secretAccessKey } = settings;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  try {
    await use(client);
  } finally {
    client.destroy();
  }
}

async function dropBucket(client: S3Client, bucket: string): Promise<void> {
  for (;;) {
    const { Contents: objects = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    if (objects.length === 0) break;
    for (const { Key: key } of objects) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    }
  }
  await client.send(new DeleteBucketCommand({ Bucket: bucket }));
}
