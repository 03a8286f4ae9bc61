/** The least that can answer `GET /v1/extract/jobs/{id}`: one prepared statement, the key in memory. For `bench/server.ts`. */
import { DatabaseSync } from 'node:sqlite';
import fastify from 'fastify';

const [file = '', key = ''] = process.argv.slice(2);
const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
const lookup = database.prepare('select * from jobs where id = ? and tenant = ?');
const tenants = new Map([[`Bearer ${key}`, 'default']]);

const app = fastify();
app.get<{ Params: { job_id: string } }>('/v1/extract/jobs/:job_id', async (request, reply) => {
  const tenant = tenants.get(request.headers.authorization ?? '');
  if (tenant === undefined) return await reply.code(401).send({ detail: 'Who?' });
  const row = lookup.get(request.params.job_id, tenant);
  if (row === undefined) return await reply.code(404).send({ detail: 'No such job.' });
  return {
    job_id: row['id'],
    status: row['status'],
    created_at: new Date(Number(row['created_at'])).toISOString(),
    document_id: row['document_id'],
    schema_id: row['schema_id'],
    header: JSON.parse(String(row['header'])),
    request: JSON.parse(String(row['request'])),
  };
});
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
