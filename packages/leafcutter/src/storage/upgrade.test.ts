/** Stores of every earlier release, opened by this one. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { dumpSchema } from './dump.ts';
import { migrations } from './migrations.ts';
import { openSqlite } from './open-database.ts';

/** What a release left behind whose last steps are the first `count` of ours. */
function leaveStore(file: string, count: number): void {
  const database = new DatabaseSync(file);
  database.exec('create table migrations (name text primary key, at bigint not null)');
  for (const { name, statements } of migrations.slice(0, count)) {
    for (const statement of statements) database.exec(statement);
    database.prepare('insert into migrations (name, at) values (?, 0)').run(name);
  }
  if (count > 0)
    database.exec(
      "insert into schemas (id, tenant, name, search, version, created_at, updated_at) values ('a', 't', 'kept', 'kept', 1, 0, 0)",
    );
  database.close();
}

for (const count of migrations.keys()) {
  test(`a store of ${count} of ${migrations.length} steps comes to the tables of now, with what it holds`, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-upgrade-'));
    const openFile = async (name: string): Promise<{ dump: string; names: readonly string[] }> => {
      const database = await openSqlite(path.join(folder, name));
      const rows = await database.run((query) => query.selectFrom('schemas').select('name').execute());
      const dump = await dumpSchema(database);
      await database.close();
      return { dump, names: rows.map((row) => row.name) };
    };
    try {
      leaveStore(path.join(folder, 'old.db'), count);
      const [old, fresh] = [await openFile('old.db'), await openFile('fresh.db')];
      assert.equal(old.dump, fresh.dump);
      assert.deepEqual(old.names, count > 0 ? ['kept'] : []);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
