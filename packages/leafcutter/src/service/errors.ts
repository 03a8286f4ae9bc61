/** What the use cases refuse with; the rim turns a pointer such as `/body/config/model` into the place of a fault. */
import { LeafcutterError, type Failure } from '../errors.ts';

/** Unknown, malformed or another tenant's: all the same to who asks. */
export function notFound(what: 'document' | 'schema' | 'job' | 'page'): LeafcutterError {
  return new LeafcutterError(
    'not_found',
    `There is no such ${what}; check its ${what === 'page' ? 'number' : 'id'}.`,
  );
}

/** The sentence says what to do. */
export function wrongState(sentence: string): LeafcutterError {
  return new LeafcutterError('wrong_state', sentence);
}

export interface Fault {
  /** JSON Pointer that begins with `/body`, `/path`, `/query` or `/header`. */
  readonly pointer: string;
  readonly message: string;
}

export function requestInvalid(faults: readonly [Fault, ...Fault[]]): LeafcutterError {
  const [first] = faults;
  const details = faults.map((fault): Failure => ({ code: 'request_invalid', retryable: false, ...fault }));
  return new LeafcutterError('request_invalid', first.message, { pointer: first.pointer, details });
}
