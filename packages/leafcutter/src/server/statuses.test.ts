/** Every status that a job can have, against the published description of `GET /extract/jobs/{id}`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { contract } from '@leafcutter/client';
import { everyStatus } from '../testing/statuses.ts';

/** What the published description fixes: what must be there, and what is closed. `bench/status-schema.ts` takes it as it stands. */
const published = {
  type: 'object',
  required: ['job_id', 'status', 'created_at', 'progress', 'current_activity', 'schema_id', 'document_id'],
  properties: {
    job_id: { type: 'string' },
    status: { enum: [...contract.jobStatuses] },
    created_at: { type: 'string' },
    current_activity: { type: 'string' },
    schema_id: { type: 'string' },
    document_id: { type: 'string' },
    progress: {
      type: 'object',
      required: ['completion_percentage', 'current_step'],
      properties: {
        completion_percentage: { type: 'integer', minimum: 0, maximum: 100 },
        current_step: { type: 'string' },
        fields_processed: { type: 'integer', minimum: 0 },
        total_fields: { type: 'integer', minimum: 0 },
      },
    },
    config: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: {
        model: { enum: [...contract.publishedModels] },
        per_key_attribution: { type: 'boolean' },
        temperature: { type: ['number', 'null'], minimum: 0, maximum: 2 },
        enable_thinking: { type: 'boolean' },
        additional_instructions: { type: ['string', 'null'] },
        enable_agentic_array_extraction: { type: 'boolean' },
      },
    },
  },
};

test('every answer in every status fits the published description', async () => {
  const answers = await everyStatus();
  const validate = new Ajv2020({ strict: false }).compile(published);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set(contract.jobStatuses));
  for (const { status, model, body } of answers) {
    assert.ok(validate(body), `${status} ${model}: ${JSON.stringify(validate.errors)}`);
    const job = contract.jobInfo.parse(body);
    assert.equal(job.status, status);
    assert.equal(job.config?.model ?? null, model === 'gemini-2.5-pro' ? model : null, status);
    const ended = ['completed', 'failed', 'cancelled'].includes(status);
    if (ended) assert.deepEqual([job.accumulated_results, job.failed_subtrees], [{}, []]);
    assert.equal(job.completed_at !== undefined, ended);
    assert.equal(job.estimated_completion !== undefined, !ended);
    assert.equal(job.error !== undefined, status === 'failed');
    if (ended || status === 'pending') assert.deepEqual(job.progress.current_step, status);
    if (ended) assert.equal(job.current_activity, status);
    assert.equal(job.progress.completion_percentage === 100, status === 'completed');
    assert.ok(job.progress.total_fields > 0);
  }
});
