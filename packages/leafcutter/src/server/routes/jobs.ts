/** /v1/extract/jobs, but for results and streams. */
import { contract } from '@leafcutter/client';
import { z } from 'zod';
import { clientGone } from '../client-gone.ts';
import { callerOf } from '../gate-hook.ts';
import { answers, posting, writing, type RouteParts, type Server } from '../operation.ts';

export const jobParams = z.object({ job_id: z.string() });
const headers = contract.idempotencyHeaders;
const conditional = z.object({ 'if-none-match': z.string().max(10_000).optional() });

export function jobRoutes(server: Server, { service: { jobs }, streams }: RouteParts): void {
  server.post(
    '/v1/extract/jobs',
    {
      config: {
        operation: {
          id: 'start_extraction_job_extract_jobs_post',
          tag: 'jobs',
          summary: 'Start Extraction Job',
          description:
            'Starts a job, which goes on whatever becomes of the client. With `stream` the answer is the event stream of the job.',
          alsoProduces: ['text/event-stream'],
          faultOfDocument: ['body', 'document_id'],
        },
      },
      schema: { headers, body: contract.jobCreate, response: answers(contract.jobCreated, 404, ...posting) },
    },
    async (request, reply) => {
      const { tenant } = callerOf(request);
      const { body, keyed, streamOf } = request;
      const started =
        streamOf === null
          ? await jobs.start(tenant, body, clientGone(reply), keyed?.id)
          : { job_id: streamOf };
      if ('status' in started && !body.stream) return started;
      // The answer is the stream, and not what is kept of it.
      request.keyed = null;
      await keyed?.keep({ status: 200, streamOf: started.job_id });
      return await streams.send(reply, (signal) => jobs.watch(tenant, started.job_id, 0, signal));
    },
  );

  server.get(
    '/v1/extract/jobs',
    {
      config: {
        operation: { id: 'list_jobs_extract_jobs_get', tag: 'jobs', summary: 'List Jobs' },
      },
      schema: { querystring: contract.jobListQuery, response: answers(contract.jobList) },
    },
    (request) => jobs.list(callerOf(request).tenant, request.query),
  );

  server.get(
    '/v1/extract/jobs/:job_id',
    {
      config: {
        operation: {
          id: 'get_job_status_extract_jobs__job_id__get',
          tag: 'jobs',
          summary: 'Get Job Status',
          description:
            'With the results so far while it runs. `ETag` and `If-None-Match` spare what has not changed.',
        },
      },
      schema: {
        params: jobParams,
        headers: conditional,
        response: { ...answers(contract.jobInfo, 404), 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { body, tag } = await jobs.status(callerOf(request).tenant, request.params.job_id);
      const etag = `"${tag}"`;
      void reply.header('etag', etag).header('cache-control', 'no-cache');
      if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
      return body;
    },
  );

  server.post(
    '/v1/extract/jobs/:job_id/cancel',
    {
      config: {
        operation: {
          id: 'cancel_job',
          tag: 'jobs',
          summary: 'Cancel Job',
          description:
            'Stops the work in flight; what there is of the results stays. A second time changes nothing.',
        },
      },
      schema: { params: jobParams, headers, response: answers(contract.jobInfo, 404, ...posting) },
    },
    (request) => jobs.cancel(callerOf(request).tenant, request.params.job_id),
  );

  server.post(
    '/v1/extract/jobs/:job_id/retry',
    {
      config: {
        operation: {
          id: 'retry_job',
          tag: 'jobs',
          summary: 'Retry Job',
          description: 'Runs the failed subtrees of a failed job again, and nothing else.',
        },
      },
      schema: { params: jobParams, headers, response: answers(contract.jobInfo, 404, ...posting) },
    },
    (request) => jobs.retry(callerOf(request).tenant, request.params.job_id),
  );

  server.delete(
    '/v1/extract/jobs/:job_id',
    {
      config: {
        operation: {
          id: 'delete_job',
          tag: 'jobs',
          summary: 'Delete Job',
          description: 'With its events and results.',
        },
      },
      schema: { params: jobParams, response: answers(contract.message, 404, 409, ...writing) },
    },
    async (request) => {
      await jobs.delete(callerOf(request).tenant, request.params.job_id);
      return { message: 'The job was deleted.' };
    },
  );

  server.get(
    '/v1/extract/jobs/:job_id/stream',
    {
      config: {
        operation: {
          id: 'resume_streaming_extraction_extract_jobs__job_id__stream_get',
          tag: 'jobs',
          summary: 'Resume Streaming Extraction',
          description:
            'Server-sent events. With `Last-Event-ID` what came after that event; without it a running job begins with its state, and an ended one is told from its start.',
          json: false,
          alsoProduces: ['text/event-stream'],
        },
      },
      schema: { params: jobParams, headers: contract.streamHeaders, response: answers(z.unknown(), 404) },
    },
    (request, reply) => {
      const { tenant } = callerOf(request);
      const given = request.headers['last-event-id'];
      const after = given === undefined ? null : Number(given);
      return streams.send(reply, (signal) => jobs.watch(tenant, request.params.job_id, after, signal));
    },
  );
}

/** RFC 9110, 13.1.2: a list of tags, weak or not, or `*`. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
