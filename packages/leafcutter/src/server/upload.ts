/** A multipart upload, read part by part: the file goes on to the store as it comes. */
import type { Multipart } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LeafcutterError } from '../errors.ts';
import { requestInvalid } from '../service/errors.ts';
import type { Service } from '../service/index.ts';
import type { StoredBlob } from '../storage/blobs/blob-store.ts';
import { callerOf } from './gate-hook.ts';

export interface Upload {
  readonly blob: StoredBlob;
  readonly name: string | null;
  readonly password: string | null;
}

/** The published name first; the vendor's other interface says `raw_file`. */
const fileFields: ReadonlySet<string> = new Set(['file', 'raw_file']);
/** Boundaries, headers and other fields may take this much beside the file. */
const overheadBytes = 64_000;
/** A sender that is silent for so long is gone. */
const silenceMs = 60_000;
/** What still comes after a refusal is read and thrown away for so long, so that the sender gets to read the answer. */
const lingerMs = 2_000;

/** @throws LeafcutterError document_too_large, as soon as it is known; request_invalid; store_* */
export async function readUpload(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Upload> {
  const { maxUploadBytes } = service.limits;
  let blob: StoredBlob | null = null;
  let name: string | null = null;
  let password: string | null = null;
  const stopWatching = watchSilence(request);
  try {
    if (Number(request.headers['content-length'] ?? 0) > maxUploadBytes + overheadBytes)
      throw tooLarge(maxUploadBytes);
    for await (const part of partsOf(request)) {
      if (part.type === 'field') {
        if (part.fieldname === 'password') password = passwordOf(part);
      } else if (fileFields.has(part.fieldname) && blob === null) {
        name = part.filename === '' ? null : part.filename;
        blob = await service.documents.receive(callerOf(request).tenant, chunksOf(part.file));
      } else part.file.resume();
    }
    if (blob !== null) return { blob, name, password: password === '' ? null : password };
    throw requestInvalid([{ pointer: '/body/file', message: 'Send the document as the form field "file".' }]);
  } catch (error) {
    if (blob !== null) await service.documents.discard(callerOf(request).tenant, blob);
    if (!request.raw.complete) cutOff(request, reply);
    throw error;
  } finally {
    stopWatching();
  }
}

async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  if (!request.isMultipart()) throw Object.assign(new Error('not multipart'), { statusCode: 415 });
  try {
    yield* request.parts();
  } catch (error) {
    throw broken(error);
  }
}

async function* chunksOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* file;
  } catch (error) {
    throw broken(error);
  }
}

/** What the reader of the form says is about the form; what the store says is not. */
function broken(error: unknown): unknown {
  if (error instanceof LeafcutterError) return error;
  return requestInvalid([
    {
      pointer: '/body',
      message: 'The form breaks off or cannot be read; send multipart/form-data with its boundary.',
    },
  ]);
}

function passwordOf(part: Extract<Multipart, { readonly type: 'field' }>): string {
  if (typeof part.value === 'string' && part.valueTruncated !== true) return part.value;
  throw requestInvalid([{ pointer: '/body/password', message: 'The password is too long, or no text.' }]);
}

function tooLarge(maxBytes: number): LeafcutterError {
  return new LeafcutterError(
    'document_too_large',
    `The file has more than the ${maxBytes} bytes that are allowed.`,
  );
}

/** Gives what ends the watch. */
function watchSilence({ raw: { socket } }: FastifyRequest): () => void {
  const hangUp = (): void => void socket.destroy();
  socket.setTimeout(silenceMs, hangUp);
  return () => {
    socket.setTimeout(0);
    socket.removeListener('timeout', hangUp);
  };
}

/** The rest of the body is not wanted: the connection ends with the answer. */
function cutOff({ raw }: FastifyRequest, reply: FastifyReply): void {
  void reply.header('connection', 'close');
  raw.unpipe();
  raw.resume();
  const { socket } = raw;
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
