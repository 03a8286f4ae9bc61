/**
 * Every status of a job, with and without a published model's name, against the published description as it stands.
 * `npm run bench -- server-statuses <get-job-status.md>`
 */
import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { everyStatus } from '../packages/leafcutter/src/testing/statuses.ts';

export async function run([file = '']: readonly string[]): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  const block = /^`{3,}yaml[^\n]*\n([\s\S]*?)^`{3,}\s*$/m.exec(text)?.[1] ?? '';
  const { components }: { components: object } = parse(block);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema({ $id: 'published', components });
  const validate = ajv.compile({ $ref: 'published#/components/schemas/JobStatusResponse' });
  const answers = await everyStatus();
  const faults = answers.flatMap(({ status, model, body }) =>
    validate(body) ? [] : [{ status, model, errors: validate.errors }],
  );
  return {
    answers: answers.length,
    statuses: [...new Set(answers.map(({ status }) => status))].toSorted(),
    models: [...new Set(answers.map(({ model }) => model))],
    faults,
  };
}
