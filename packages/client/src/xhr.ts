/** A call by XMLHttpRequest, the one way in which a browser tells how much of a body has left (WHATWG XHR). */
import type { SentCall } from './transport.ts';

/** The part of XMLHttpRequest that is used; the types of browsers are not those of Node. */
export interface Xhr {
  readonly status: number;
  readonly statusText: string;
  readonly responseText: string;
  readonly upload: {
    addEventListener(type: 'progress', listener: (event: { readonly loaded: number }) => void): void;
  };
  addEventListener(type: 'load' | 'error' | 'abort', listener: () => void): void;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getAllResponseHeaders(): string;
  send(body: NonNullable<SentCall['body']> | null): void;
  abort(): void;
}

/** Null outside of browsers. */
export function xhrConstructor(): (new () => Xhr) | null {
  const Found: unknown = Reflect.get(globalThis, 'XMLHttpRequest');
  return isConstructor(Found) ? Found : null;
}

/** Browsers have one kind of it. */
function isConstructor(value: unknown): value is new () => Xhr {
  return typeof value === 'function';
}

/** @throws the signal's reason; an error when there is no answer */
export function sendByXhr(
  xhr: Xhr,
  url: URL,
  call: SentCall,
  onSent: (bytes: number) => void,
): Promise<Response> {
  const { signal } = call;
  signal?.throwIfAborted();
  const abort = (): void => xhr.abort();
  const answer = new Promise<Response>((resolve, reject) => {
    xhr.upload.addEventListener('progress', ({ loaded }) => onSent(loaded));
    xhr.addEventListener('load', () => resolve(responseOf(xhr)));
    xhr.addEventListener('error', () => reject(new Error('the connection was refused or broke')));
    xhr.addEventListener('abort', () => reject(signal?.reason ?? new Error('the call was aborted')));
    xhr.open(call.method, url.href);
    for (const [name, value] of Object.entries(call.headers)) xhr.setRequestHeader(name, value);
    signal?.addEventListener('abort', abort, { once: true });
    xhr.send(call.body ?? null);
  });
  return answer.finally(() => signal?.removeEventListener('abort', abort));
}

function responseOf(xhr: Xhr): Response {
  const headers = new Headers();
  for (const line of xhr.getAllResponseHeaders().split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const { status, statusText } = xhr;
  // These have no body, and `Response` refuses one (Fetch standard, "null body status").
  const body = status === 204 || status === 304 ? null : xhr.responseText;
  return new Response(body, { status, statusText, headers });
}
