/** The OpenAPI document as one page for people: no script, nothing loaded from elsewhere. */
import type { OpenApi, OpenApiOperation } from './openapi.ts';
import type { JsonSchema } from './shapes.ts';

const titles: Readonly<Record<string, string>> = {
  documents: 'Documents',
  schemas: 'Schemas',
  jobs: 'Jobs',
  system: 'Server',
};

export function docsPage({ info, paths, components }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = Object.entries(titles).map(([tag, title]) => ({
    title,
    own: operations.filter(({ operation }) => operation.tags.includes(tag)),
  }));
  const contents = tags.map(
    ({ title, own }) =>
      `<h3>${title}</h3><ul>${own
        .map(
          ({ path, method, operation }) =>
            `<li><a href="#${text(operation.operationId)}">${verb(method)} ${text(path)}</a></li>`,
        )
        .join('')}</ul>`,
  );
  const sections = tags.map(
    ({ title, own }) =>
      `<h2>${title}</h2>${own.map(({ path, method, operation }) => sectionOf(path, method, operation)).join('')}`,
  );
  const shapes = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<section id="shape-${text(name)}"><h3>${text(name)}</h3>${tableOf(schema)}</section>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(info.title)}: HTTP interface</title><style>${style}</style></head><body>
<header><h1>${text(info.title)}: HTTP interface</h1><p>${text(info.description)} Send a key with each request: <code>Authorization: Bearer &lt;key&gt;</code>. The same for machines: <a href="/openapi.json">openapi.json</a>.</p></header>
<nav>${contents.join('')}</nav><main>${sections.join('')}<h2>Shapes</h2>${shapes.join('')}</main></body></html>
`;
}

function sectionOf(path: string, method: string, operation: OpenApiOperation): string {
  const { parameters = [], requestBody, responses } = operation;
  const rows = parameters.map(
    ({ name, in: place, required, schema, description = '' }) =>
      `<tr><td><code>${text(name)}</code></td><td>${place}${required ? '' : ', optional'}</td><td>${typeOf(schema)}</td><td>${text(description)}</td></tr>`,
  );
  const body = Object.entries(requestBody?.content ?? {}).map(
    ([type, { schema }]) => `<h4>Body <small>${text(type)}</small></h4>${shown(schema)}`,
  );
  const answers = Object.entries(responses).map(([status, { description, content }]) => {
    const types = Object.entries(content).map(([type, { schema }]) =>
      type === 'application/json' ? typeOf(schema) : text(type),
    );
    return `<tr><td>${status}</td><td>${types.join(' or ')}</td><td>${text(description)}</td></tr>`;
  });
  return `<section id="${text(operation.operationId)}"><h3>${verb(method)} <code>${text(path)}</code></h3>
<p><strong>${text(operation.summary)}.</strong> ${text(operation.description ?? '')}</p>
${rows.length === 0 ? '' : `<h4>Parameters</h4><table>${rows.join('')}</table>`}${body.join('')}
<h4>Answers</h4><table>${answers.join('')}</table></section>`;
}

function shown(schema: JsonSchema): string {
  return schema.$ref === undefined ? tableOf(schema) : `<p>${typeOf(schema)}</p>`;
}

function tableOf(schema: JsonSchema): string {
  const { properties, required = [] } = schema;
  if (properties === undefined) return `<p>${typeOf(schema)}</p>`;
  const rows = Object.entries(properties).map(([name, property]) => {
    if (typeof property === 'boolean') return '';
    const optional = required.includes(name) ? '' : 'optional';
    return `<tr><td><code>${text(name)}</code></td><td>${optional}</td><td>${typeOf(property)}</td><td>${text(property.description ?? '')}</td></tr>`;
  });
  return `<table>${rows.join('')}</table>`;
}

/** A schema in one line, names as links. */
function typeOf(schema: JsonSchema | boolean): string {
  if (typeof schema === 'boolean') return 'anything';
  const reference = schema.$ref?.split('/').at(-1);
  if (reference !== undefined) return `<a href="#shape-${text(reference)}">${text(reference)}</a>`;
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return options.map(typeOf).join(' or ');
  if (schema.enum !== undefined)
    return schema.enum.map((value) => `<code>${text(JSON.stringify(value))}</code>`).join(' or ');
  if (schema.const !== undefined) return `<code>${text(JSON.stringify(schema.const))}</code>`;
  if (schema.type === 'array') {
    const { items } = schema;
    return `list of ${items === undefined || Array.isArray(items) ? 'numbers' : typeOf(items)}`;
  }
  const inner =
    schema.properties === undefined ? '' : ` with ${Object.keys(schema.properties).map(text).join(', ')}`;
  return `${text(String(schema.type ?? 'anything'))}${inner}${boundsOf(schema)}`;
}

function boundsOf({ minimum, maximum, default: fallback, format }: JsonSchema): string {
  const far = Number.MAX_SAFE_INTEGER;
  const said = [
    ...(format === undefined ? [] : [text(format)]),
    ...(minimum === undefined || minimum <= -far ? [] : [`from ${minimum}`]),
    ...(maximum === undefined || maximum >= far ? [] : [`to ${maximum}`]),
    ...(fallback === undefined ? [] : [`default ${text(JSON.stringify(fallback))}`]),
  ];
  return said.length === 0 ? '' : ` <small>${said.join(', ')}</small>`;
}

function verb(method: string): string {
  return `<b>${method.toUpperCase()}</b>`;
}

function text(raw: string): string {
  return raw
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent)}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:76rem;padding:1rem;display:grid;grid-template-columns:20rem 1fr;gap:2rem}
header{grid-column:1/-1}nav{font-size:13px;position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto}
nav ul{list-style:none;padding:0;margin:0}nav a{text-decoration:none;word-break:break-all}
section{border-top:1px solid var(--line);padding:.5rem 0 1rem}h2{margin-top:2rem}h4{margin:.8rem 0 .2rem}
table{border-collapse:collapse;width:100%;font-size:13px}td{border-top:1px solid var(--line);padding:.2rem .6rem .2rem 0;vertical-align:top}
code{font-family:ui-monospace,monospace}small{opacity:.7;font-weight:normal}b{font-size:12px}
@media(max-width:50rem){body{display:block}nav{position:static;max-height:none}}`;
