/** Writes the checked-in dumps of the store's tables; Postgres's when `DATABASE_URL` names a server. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dumpSchema } from '../packages/leafcutter/src/storage/dump.ts';
import { openPostgres, openSqlite } from '../packages/leafcutter/src/storage/open-database.ts';
import { postgresServer } from '../packages/leafcutter/src/testing/servers.ts';

const folder = path.join(import.meta.dirname, '../packages/leafcutter/src/storage');

const sqlite = await openSqlite(':memory:');
await writeFile(path.join(folder, 'schema.sqlite.sql'), await dumpSchema(sqlite));
await sqlite.close();

const server = postgresServer();
if (server.skip === false) {
  await using fresh = await server.freshDatabase();
  const postgres = await openPostgres({ url: fresh.url });
  await writeFile(path.join(folder, 'schema.postgres.sql'), await dumpSchema(postgres));
  await postgres.close();
} else {
  process.stderr.write(`schema.postgres.sql is left as it is: ${server.skip}\n`);
}
