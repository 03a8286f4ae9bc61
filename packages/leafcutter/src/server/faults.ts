/** Faults of a request, as 422 tells them: place, sentence, type. */
import type { ValidationIssue } from '@leafcutter/client';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import type { Failure, LeafcutterError } from '../errors.ts';

/** What the validator found; Fastify adds which part of the request it was. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  readonly issues: readonly z.core.$ZodIssue[];
  validationContext: 'body' | 'params' | 'querystring' | 'headers' | undefined;

  constructor(issues: readonly z.core.$ZodIssue[]) {
    super('The request does not have the shape of the contract.');
    this.issues = issues;
  }
}

export const checkRequest: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) => {
    const result = schema.safeParse(data);
    return result.success ? { value: result.data } : { error: new ShapeError(result.error.issues) };
  };

const parts = { body: 'body', params: 'path', querystring: 'query', headers: 'header' } as const;
/** More are no help to anybody. */
const mostIssues = 100;

export function issuesOfShape(error: ShapeError): readonly ValidationIssue[] {
  const part = parts[error.validationContext ?? 'body'];
  return error.issues.flatMap((issue) => issuesOf(issue, [part])).slice(0, mostIssues);
}

function issuesOf(issue: z.core.$ZodIssue, above: readonly (string | number)[]): readonly ValidationIssue[] {
  const loc = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      loc: [...loc, key],
      msg: 'This field is not known here.',
      type: 'extra_forbidden',
    }));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.endsWith(' undefined'))
    return [{ loc, msg: 'This field must be given.', type: 'missing' }];
  return [{ loc, msg: `${issue.message}.`, type: issue.code }];
}

/** Places of faults that the use cases found: JSON Pointers that begin with a part of the request. */
export function issuesOfError(
  error: LeafcutterError,
  faultOfDocument: readonly string[],
): readonly ValidationIssue[] {
  const failures = error.details.length > 0 ? error.details : [error.toFailure()];
  return failures.slice(0, mostIssues).map((failure) => ({
    loc: placeOf(failure, faultOfDocument),
    msg: failure.message,
    type: failure.code,
  }));
}

function placeOf({ code, pointer }: Failure, faultOfDocument: readonly string[]): (string | number)[] {
  const steps = (pointer ?? '').split('/').slice(1).map(stepOf);
  if (code === 'schema_invalid') return ['body', 'schema_definition', ...steps];
  if (code === 'model_unknown' || code === 'model_key_missing') return ['body', 'config', 'model'];
  return pointer === undefined || steps.length === 0 ? [...faultOfDocument] : steps;
}

function stepOf(token: string): string | number {
  const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
  return /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : name;
}

export const jsonInvalid = (msg: string): ValidationIssue => ({ loc: ['body'], msg, type: 'json_invalid' });
