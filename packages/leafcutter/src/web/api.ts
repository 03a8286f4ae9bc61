/** Calls of the server that the page came from. It is known by its cookie; a server with keys asks for one, kept for this tab. */
import { make } from './dom.ts';

const keyName = 'leafcutter-key';

interface Fault {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

export class Refused extends Error {
  readonly status: number;
  /** Places and what is wrong there, of a 422. */
  readonly faults: readonly Fault[];

  constructor(status: number, detail: unknown) {
    const faults: readonly Fault[] = Array.isArray(detail) ? detail : [];
    super(
      faults.length > 0
        ? faults.map(({ loc, msg }) => `${loc.slice(1).join('.')}: ${msg}`).join('; ')
        : String(detail),
    );
    this.status = status;
    this.faults = faults;
  }
}

/** @throws Refused, or a TypeError when the server cannot be reached */
export async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await send(method, path, body);
  const answer: Answer = JSON.parse(await response.text());
  return answer;
}

export async function blobOf(path: string): Promise<Blob> {
  return await (await send('GET', path)).blob();
}

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  for (;;) {
    const key = sessionStorage.getItem(keyName);
    const isForm = body instanceof FormData;
    const response = await fetch(`v1${path}`, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : isForm ? body : JSON.stringify(body),
    });
    if (response.ok) return response;
    const detail = await detailOf(response);
    if (response.status !== 401) throw new Refused(response.status, detail);
    await askForKey(String(detail));
  }
}

async function detailOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null);
  return typeof body === 'object' && body !== null && 'detail' in body
    ? body.detail
    : `The server answered ${response.status}.`;
}

let asking: Promise<void> | null = null;

/** One question, however many calls wait for it. */
function askForKey(why: string): Promise<void> {
  asking ??= new Promise<void>((resolve) => {
    const input = make('input', {
      type: 'password',
      autocomplete: 'off',
      required: true,
      'aria-label': 'Key',
    });
    const dialog = make(
      'dialog',
      { cancel: (event) => event.preventDefault() },
      make(
        'form',
        {
          method: 'dialog',
          submit: (event) => {
            event.preventDefault();
            sessionStorage.setItem(keyName, input.value.trim());
            dialog.remove();
            asking = null;
            resolve();
          },
        },
        make('h2', {}, 'A key, please'),
        make('p', {}, why),
        input,
        make('button', { class: 'primary' }, 'Go on'),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}
