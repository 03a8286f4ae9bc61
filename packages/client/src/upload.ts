/** Multipart bodies that tell how far they are. */

import type { RequestBody } from './transport.ts';

/** A `File` or `Blob` (Node: `fs.openAsBlob`, which reads as it sends), or bytes; with the name that the document gets. */
export interface UploadSource {
  readonly data: Blob | Uint8Array<ArrayBuffer>;
  readonly name: string;
}

const crlf = '\r\n';

/** A streamed `multipart/form-data` body (RFC 7578) with one file; the whole of it is never in memory. */
export async function uploadBody(
  source: UploadSource,
  password: string | undefined,
  onProgress: ((sent: number, total: number) => void) | undefined,
): Promise<{ body: () => RequestBody; headers: Record<string, string> }> {
  const file = source.data instanceof Blob ? source.data : new Blob([source.data]);
  const boundary = `leafcutter-${crypto.randomUUID()}`;
  const fields = password === undefined ? [] : [part(boundary, 'password', null), password, crlf];
  const head = new Blob([...fields, part(boundary, 'file', source.name)]);
  const tail = new Blob([`${crlf}--${boundary}--${crlf}`]);
  const whole = new Blob([head, file, tail]);
  const headers = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'idempotency-key': crypto.randomUUID(),
  };
  if (onProgress === undefined) return { body: () => whole, headers };
  return { body: () => counted(whole, head.size, file.size, onProgress), headers };
}

function counted(
  whole: Blob,
  headSize: number,
  fileSize: number,
  onProgress: (sent: number, total: number) => void,
): ReadableStream<Uint8Array> {
  let sent = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      sent += chunk.byteLength;
      onProgress(Math.min(fileSize, Math.max(0, sent - headSize)), fileSize);
      controller.enqueue(chunk);
    },
  });
  return whole.stream().pipeThrough(counter);
}

function part(boundary: string, name: string, fileName: string | null): string {
  const file =
    fileName === null
      ? ''
      : `; filename="${escapeName(fileName)}"${crlf}content-type: application/octet-stream`;
  return `--${boundary}${crlf}content-disposition: form-data; name="${name}"${file}${crlf}${crlf}`;
}

/** As browsers write it (WHATWG HTML, multipart/form-data encoding). */
function escapeName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
