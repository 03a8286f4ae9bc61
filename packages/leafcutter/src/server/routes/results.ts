/** /v1/extract/jobs/{job_id}/results: read in several forms, and changed by a person. */
import { contract } from '@leafcutter/client';
import { clientGone } from '../client-gone.ts';
import { callerOf } from '../gate-hook.ts';
import { answers, writing, type RouteParts, type Server } from '../operation.ts';
import { jobParams as params } from './jobs.ts';

export function resultRoutes(server: Server, { service: { jobs } }: RouteParts): void {
  server.get(
    '/v1/extract/jobs/:job_id/results',
    {
      config: {
        operation: {
          id: 'get_job_results_extract_jobs__job_id__results_get',
          tag: 'jobs',
          summary: 'Get Job Results',
          description:
            'Of an ended job; of a failed or cancelled one what there is. As tables too: one for each array, and one for what stands outside of arrays.',
        },
      },
      schema: { params, response: answers(contract.jobResults, 404, 409) },
    },
    (request, reply) => jobs.results(callerOf(request).tenant, request.params.job_id, clientGone(reply)),
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
