/** What a person sees who opens the server's URL. */
import type { FastifyInstance } from 'fastify';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Leafcutter</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 44rem; margin: 4rem auto; padding: 0 1.5rem }
h1 { color: #2f7d4f } pre { overflow: auto; padding: 1rem; border: 1px solid #8884; border-radius: 6px }
</style>
</head>
<body>
<h1>Leafcutter is ready</h1>
<p>It turns documents into JSON that fits a JSON Schema, and shows for every value where it stands.</p>
<ul>
<li><a href="docs">The interface</a>: every route, with what it takes and answers</li>
<li><a href="openapi.json">openapi.json</a>: the same for programs</li>
<li><a href="metrics">metrics</a>, <a href="readyz">readyz</a>: for those who watch over it</li>
</ul>
<p>Upload a document; the key is one that <code>leafcutter keys create</code> printed, or the token of the URL that
<code>leafcutter serve</code> printed:</p>
<pre>curl -H "Authorization: Bearer $KEY" -F file=@invoice.pdf \\
  <span id="origin"></span>/v1/extract/documents/upload</pre>
</body>
</html>
`;

export function addStartPage(server: Pick<FastifyInstance, 'get'>): void {
  server.get('/', { config: { need: 'page' } }, async (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      // The address may hold the token of the run: other places must not learn it.
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .serializer((body: string) => body)
      .send(page.replace('<span id="origin"></span>', `${request.protocol}://${escape(request.host)}`)),
  );
}

function escape(text: string): string {
  return text.replaceAll(/[^\w.:[\]-]/g, '');
}
