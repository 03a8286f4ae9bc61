/** The page for people: the files of `web/`, as they stand there. */
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import type { FastifyInstance, FastifyReply } from 'fastify';

const folder = new URL('../web/', import.meta.url);
const types = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
} as const;
type Ending = keyof typeof types;

/** Nothing comes from elsewhere, nothing is run but the page's own modules; pictures of pages are blobs. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src blob: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function addStartPage(server: Pick<FastifyInstance, 'get'>): void {
  const read = readOnce();
  server.get('/', { config: { need: 'page' } }, async (_request, reply) =>
    answer(reply, 'html', await read('page', 'html')),
  );
  server.get<{ Params: { file: string } }>(
    '/web/:file',
    { config: { need: 'page' } },
    async (request, reply) => {
      const [, name, ending] = /^([\w-]+)\.(css|js|ts)$/.exec(request.params.file) ?? [];
      const text = name === undefined || !isEnding(ending) ? null : await read(name, ending);
      if (text === null || !isEnding(ending)) return reply.callNotFound();
      return await answer(reply, ending, text);
    },
  );
}

function isEnding(ending: string | undefined): ending is Ending {
  return ending !== undefined && Object.hasOwn(types, ending);
}

function answer(reply: FastifyReply, ending: Ending, text: string | null): FastifyReply {
  return (
    reply
      .type(types[ending])
      .header('content-security-policy', policy)
      // The address may hold the token of the run: other places must not learn it.
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'no-store')
      .serializer((body: string) => body)
      .send(text ?? '')
  );
}

/** Null: there is no such file. A checkout has the sources of the modules, a package what was built of them. */
function readOnce(): (name: string, ending: Ending) => Promise<string | null> {
  const known = new Map<string, string>();
  const fileOf = (file: string): Promise<string | null> =>
    readFile(new URL(file, folder), 'utf8').catch(() => null);
  const load = async (name: string, ending: Ending): Promise<string | null> => {
    if (ending === 'html' || ending === 'css') return await fileOf(`${name}.${ending}`);
    const built = await fileOf(`${name}.js`);
    if (built !== null) return built;
    const source = await fileOf(`${name}.ts`);
    return source === null ? null : withoutTypes(source);
  };
  return async (name, ending) => {
    const file = `${name}.${ending}`;
    const text = known.get(file) ?? (await load(name, ending));
    if (text !== null) known.set(file, text);
    return text;
  };
}

/** Node warns, once, that this function may change; its log is for those who run a server. */
function withoutTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
