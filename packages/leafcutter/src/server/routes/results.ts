/** /v1/extract/jobs/{job_id}/results: read in several forms, and changed by a person. */
import { contract } from '@leafcutter/client';
import type { FastifyReply } from 'fastify';
import { chooseTable, type Table } from '../../exports/tables.ts';
import { toCsv, toJsonLines, toWorkbook } from '../../exports/write.ts';
import { requestInvalid } from '../../service/errors.ts';
import { clientGone } from '../client-gone.ts';
import { callerOf } from '../gate-hook.ts';
import { answers, writing, type RouteParts, type Server } from '../operation.ts';
import { jobParams as params } from './jobs.ts';

const mediaTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/jsonl',
} as const;

export function resultRoutes(server: Server, { service: { jobs } }: RouteParts): void {
  server.get(
    '/v1/extract/jobs/:job_id/results',
    {
      config: {
        operation: {
          id: 'get_job_results_extract_jobs__job_id__results_get',
          tag: 'jobs',
          summary: 'Get Job Results',
          alsoProduces: Object.values(mediaTypes),
          description:
            'Of an ended job; of a failed or cancelled one what there is. As tables too: one for each array, and one for what stands outside of arrays.',
        },
      },
      schema: {
        params,
        querystring: contract.resultsQuery,
        response: answers(contract.jobResults, 404, 409),
      },
    },
    async (request, reply) => {
      const { tenant } = callerOf(request);
      const { job_id: id } = request.params;
      const { format, table: name } = request.query;
      if (format === 'json') return await jobs.results(tenant, id, clientGone(reply));
      const tables = await jobs.tables(tenant, id, clientGone(reply));
      const file = await fileOf(tables, format, name);
      sendFile(reply, mediaTypes[format], `${id.toLowerCase()}.${format}`, file);
      return await reply;
    },
  );

  server.put(
    '/v1/extract/jobs/:job_id/results',
    {
      config: {
        operation: {
          id: 'update_job_results_extract_jobs__job_id__results_put',
          tag: 'jobs',
          summary: 'Update Job Results',
          description:
            'Plain values or attribution objects, checked against the schema version of the job. What the machine found is kept beside them.',
        },
      },
      schema: {
        params,
        body: contract.resultsUpdate,
        response: answers(contract.jobResults, 404, 409, 413, 415, ...writing),
      },
    },
    (request) => jobs.updateResults(callerOf(request), request.params.job_id, request.body.results),
  );
}

/** @throws LeafcutterError request_invalid, when there is no such table */
async function fileOf(
  tables: readonly Table[],
  format: keyof typeof mediaTypes,
  name: string | undefined,
): Promise<Buffer> {
  if (format === 'xlsx') return Buffer.from(await toWorkbook(tables));
  const table = chooseTable(tables, name);
  if (table === null) {
    const names = tables.map((one) => one.name).join(', ');
    throw requestInvalid([
      { pointer: '/query/table', message: `There is no such table; there are: ${names}.` },
    ]);
  }
  return Buffer.from(format === 'csv' ? toCsv(table) : toJsonLines(table));
}

function sendFile(reply: FastifyReply, type: string, name: string, file: Buffer): void {
  void reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(file);
}
