/** Multipart bodies that tell how far they are. */

import type { Call, RequestBody } from './transport.ts';
import { sendByXhr, xhrConstructor } from './xhr.ts';

/** A `File` or `Blob` (Node: `fs.openAsBlob`, which reads as it sends), or bytes; with the name that the document gets. */
export interface UploadSource {
  readonly data: Blob | Uint8Array<ArrayBuffer>;
  readonly name: string;
}

const sliceBytes = 256 * 1024;
const crlf = '\r\n';

type Progress = (sent: number, total: number) => void;

/** A streamed `multipart/form-data` body (RFC 7578) with one file; the whole of it is never in memory. */
export async function uploadBody(
  source: UploadSource,
  password: string | undefined,
  onProgress: Progress | undefined,
): Promise<Pick<Call, 'body' | 'headers' | 'send'>> {
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
  const body = (): RequestBody => whole;
  if (onProgress === undefined) return { body, headers };
  const tell = (sent: number): void =>
    onProgress(Math.min(file.size, Math.max(0, sent - head.size)), file.size);
  const Xhr = xhrConstructor();
  // Browsers send no streams over HTTP/1.1, but tell how far an XMLHttpRequest is.
  if (Xhr !== null) return { body, headers, send: (url, call) => sendByXhr(new Xhr(), url, call, tell) };
  return { body: () => counted(whole, tell), headers };
}

/** Read a slice at a time, when the connection wants more: a blob in memory is one piece otherwise. */
function counted(whole: Blob, tell: (sent: number) => void): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const slice = whole.slice(sent, sent + sliceBytes);
      if (slice.size > 0) controller.enqueue(new Uint8Array(await slice.arrayBuffer()));
      sent += slice.size;
      tell(sent);
      if (sent >= whole.size) controller.close();
    },
  });
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
