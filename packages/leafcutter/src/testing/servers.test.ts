import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pg from 'pg';
import { postgresServer, s3Server, temporalServer } from './servers.ts';

const postgres = postgresServer();
const temporal = temporalServer();
const s3 = s3Server();

describe('which servers there are', () => {
  test('a missing server is a reason to skip that names what to set', () => {
    assert.match(String(postgresServer({}).skip), /DATABASE_URL not set/);
    assert.match(String(temporalServer({ TEMPORAL_ADDRESS: '' }).skip), /TEMPORAL_ADDRESS not set/);
    assert.match(
      String(s3Server({ S3_ENDPOINT: 'http://localhost:1' }).skip),
      /: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY not set/,
    );
  });

  test('where servers are required, a missing one is a failure', async () => {
    const environment = { LEAFCUTTER_REQUIRE_SERVERS: '1' };
    assert.equal(postgresServer(environment).skip, false);
    await assert.rejects(postgresServer(environment).freshDatabase(), /DATABASE_URL is not set/);
    assert.throws(() => temporalServer(environment).address(), /TEMPORAL_ADDRESS is not set/);
    await assert.rejects(s3Server(environment).freshBucket(), /S3_ENDPOINT is not set/);
  });
});

test(
  'a fresh Postgres database is empty, apart from others, and goes away',
  { skip: postgres.skip },
  async () => {
    await using one = await postgres.freshDatabase();
    await using other = await postgres.freshDatabase();
    const client = new pg.Client({ connectionString: one.url });
    await client.connect();
    await client.query('create table here (n int)');
    await client.end();
    const second = new pg.Client({ connectionString: other.url });
    await second.connect();
    const tables = await second.query(
      "select 1 from information_schema.tables where table_schema = 'public'",
    );
    await second.end();
    assert.equal(tables.rowCount, 0);
    await other.drop();
    const gone = new pg.Client({ connectionString: other.url });
    await assert.rejects(gone.connect(), /does not exist/);
  },
);

test('the Temporal server answers', { skip: temporal.skip }, async () => {
  const [host = '', port = ''] = temporal.address().split(':');
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), host, () => socket.end(resolve));
    socket.on('error', reject);
  });
});

test('a fresh S3 bucket takes objects and goes away with them', { skip: s3.skip }, async () => {
  const bucket = await s3.freshBucket();
  const { endpoint, region, accessKeyId, secretAccessKey } = bucket.settings;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const put = new PutObjectCommand({ Bucket: bucket.settings.bucket, Key: 'a/b', Body: 'leaf' });
  await client.send(put);
  await bucket.drop();
  await assert.rejects(client.send(put), { name: 'NoSuchBucket' });
  client.destroy();
});
