/** Holds the rules of ARCHITECTURE.md, and the lists that must agree with each other. */
import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { errorTable } from './packages/leafcutter/src/errors.ts';
import {
  cycles,
  importsOf,
  readRules,
  tableUnder,
  violations,
  type Sources,
} from './scripts/architecture.ts';

const root = import.meta.dirname;
const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');
const architecture = await read('ARCHITECTURE.md');
const rules = readRules(architecture);
const sources = await readSources();

async function readSources(): Promise<Sources> {
  const files: string[] = [];
  const patterns = [
    'packages/*/{src,test}/**/*.{ts,tsx}',
    'packages/*/package.json',
    '{scripts,examples,bench}/**/*.ts',
    '*.ts',
  ];
  for await (const file of glob(patterns, { cwd: root })) files.push(file.split(path.sep).join('/'));
  return new Map(await Promise.all(files.sort().map(async (file) => [file, await read(file)] as const)));
}

test('the sources keep the rules of ARCHITECTURE.md', () => {
  assert.deepEqual(violations(sources, rules), []);
});

test('the tables of ARCHITECTURE.md are read whole', () => {
  assert.ok(rules.folders.size >= 19);
  assert.deepEqual([...rules.shared], ['errors.ts', 'json.ts']);
  assert.equal(rules.folders.get('job')?.typesOnly, true);
  assert.equal(rules.folders.get('merge')?.may.get('extractors'), 'types');
  assert.equal(rules.folders.get('stages')?.may.get('storage'), 'all');
  assert.equal(rules.folders.get('cli')?.everything, true);
  assert.deepEqual(rules.packages.get('leafcutter')?.may, ['client']);
  for (const name of [
    'document',
    'values',
    'schema',
    'planning',
    'layout',
    'grounding',
    'confidence',
    'merge',
    'job',
  ]) {
    assert.equal(rules.folders.get(name)?.pure, true, name);
  }
});

test('the table of folders has no circle', () => {
  const asFiles = new Map(
    [...rules.folders.values()].map(({ name, may }) => [
      name,
      [...may.keys()].map((other) => `import './${other}';`).join('\n'),
    ]),
  );
  assert.deepEqual(cycles(asFiles), []);
  assert.notDeepEqual(cycles(new Map([...asFiles, ['schema', `import './planning';`]])), []);
});

test('every package and every folder is in the documents', async () => {
  const readme = await read('README.md');
  for (const file of sources.keys()) {
    const name = /^packages\/([\w-]+)\/package\.json$/.exec(file)?.[1];
    if (name !== undefined)
      assert.match(readme, new RegExp(`packages/${name}\\b`), `README.md and packages/${name}`);
  }
});

test('errors.ts and docs/errors.md have the same rows', async () => {
  const documented = new Map(
    tableUnder(await read('docs/errors.md'), 'Code').map(([code = '', what = '', todo = '', ...facts]) => {
      assert.ok(what !== '' && todo !== '', `${code} says what happened and what to do`);
      return [code.replaceAll('`', ''), facts.join(' ')] as const;
    }),
  );
  const held = new Map(
    Object.entries(errorTable).map(([code, { status, exit, retryable }]) => [
      code,
      `${status} ${exit} ${retryable ? 'yes' : 'no'}`,
    ]),
  );
  assert.deepEqual([...documented], [...held]);
});

describe('a planted violation is found', () => {
  const folder = 'packages/leafcutter/src';
  const cases: readonly (readonly [what: string, files: Readonly<Record<string, string>>, finds: RegExp])[] =
    [
      [
        'an inner folder imports an outer one',
        { [`${folder}/layout/lines.ts`]: `import { parse } from '../parsers/parser.ts';` },
        /layout may import document, values/,
      ],
      [
        'an outer type in an inner folder',
        { [`${folder}/document/page.ts`]: `import type { Finding } from '../findings/types.ts';` },
        /document may import nothing but the shared files/,
      ],
      [
        'job imports a value',
        { [`${folder}/job/advance.ts`]: `import { planSchema } from '../planning/plan.ts';` },
        /job imports types only/,
      ],
      [
        'a value where only types are allowed',
        { [`${folder}/merge/merge.ts`]: `import { extract } from '../extractors/extractor.ts';` },
        /merge may import only types from extractors/,
      ],
      [
        'a parser imports another',
        { [`${folder}/parsers/mail/mail.ts`]: `export { html } from '../html/html.ts';` },
        /adapters of parsers do not import each other/,
      ],
      [
        'an adapter outside of app.ts',
        { [`${folder}/cli/extract.ts`]: `import { createDocumentParser } from '../parsers/index.ts';` },
        /only app.ts knows the adapters in parsers/,
      ],
      [
        'a dynamic import of an adapter',
        { [`${folder}/stages/parse.ts`]: `const rules = await import('../extractors/rules/index.ts');` },
        /only app.ts knows the adapters in extractors/,
      ],
      [
        'an import over several lines',
        { [`${folder}/values/dates.ts`]: `import {\n  one,\n  two,\n} from '../layout/lines.ts';` },
        /values may import document/,
      ],
      [
        'a Node built-in in a pure folder',
        { [`${folder}/grounding/find.ts`]: `import { readFile } from 'node:fs/promises';` },
        /imports node:fs\/promises, and grounding is pure/,
      ],
      [
        'a built-in without its prefix',
        { [`${folder}/schema/check.ts`]: `import path from 'path';` },
        /imports path, and schema is pure/,
      ],
      [
        'a clock in a pure folder',
        { [`${folder}/job/time.ts`]: `const now = Date.now();` },
        /uses Date.now, and job is pure/,
      ],
      [
        'the environment in a pure folder',
        { [`${folder}/planning/budget.ts`]: `const most = process.env['MOST'];` },
        /uses process.e, and planning is pure/,
      ],
      [
        'a cycle',
        {
          [`${folder}/values/a.ts`]: `import { b } from './b.ts';`,
          [`${folder}/values/b.ts`]: `import { c } from './c.ts';`,
          [`${folder}/values/c.ts`]: `import { a } from './a.ts';`,
        },
        /a cycle of imports: .*a\.ts -> .*b\.ts -> .*c\.ts -> .*a\.ts/,
      ],
      ['a file of 501 lines', { 'bench/long.ts': '\n'.repeat(500) }, /bench\/long.ts has 501 lines/],
      ['a folder without a row', { [`${folder}/helpers/text.ts`]: '' }, /helpers has no row/],
      [
        'a shared file that imports',
        { [`${folder}/errors.ts`]: `import { read } from './document/types.ts';` },
        /what all may import imports nothing itself/,
      ],
      [
        'tests imported by the product',
        { [`${folder}/cli/main.ts`]: `import { page } from '../testing/page-builder.ts';` },
        /only tests import tests/,
      ],
      [
        'the client imports the library',
        {
          'packages/client/src/client.ts': `import { extract } from 'leafcutter';`,
          'packages/leafcutter/package.json': `{ "name": "leafcutter" }`,
        },
        /client may import no other package/,
      ],
      [
        'a way around the package names',
        { 'packages/client/src/client.ts': `import { extract } from '../../leafcutter/src/app.ts';` },
        /outside of packages\/client/,
      ],
      ['a package without a row', { 'packages/extra/src/index.ts': '' }, /packages\/extra has no row/],
    ];
  for (const [what, files, finds] of cases) {
    test(what, () => {
      const found = violations(new Map(Object.entries(files)), rules);
      assert.ok(found.length > 0 && finds.test(found.join('\n')), found.join('\n') || 'nothing was found');
    });
  }

  test('and nothing else is', () => {
    const fine = {
      [`${folder}/layout/lines.ts`]: [
        `import type { Page } from '../document/types.ts';`,
        `import { LeafcutterError } from '../errors.ts';`,
        `import { readNumber } from '../values/numbers.ts';`,
        `// import { parse } from '../parsers/parser.ts';`,
        `/** Not the time: Date.now() is the caller's. */`,
        `const url = 'https://example.com'; const made = new Date(url);`,
      ].join('\n'),
      [`${folder}/layout/lines.test.ts`]: `import { page } from '../testing/page-builder.ts';`,
      [`${folder}/schema/index.ts`]: `import { createHash } from 'node:crypto';`,
      [`${folder}/app.ts`]: `import { createDocumentParser } from './parsers/index.ts';`,
      [`${folder}/parsers/pdf/pdf.ts`]: `import { words } from '../shared/words.ts';`,
      [`${folder}/merge/merge.ts`]: `import type { Usage } from '../extractors/extractor.ts';`,
    };
    assert.deepEqual(violations(new Map(Object.entries(fine)), rules), []);
  });

  test('a row that names a folder without a row is refused', () => {
    assert.throws(
      () => readRules(architecture.replace('| document, values |', '| dokument, values |')),
      /dokument/,
    );
  });
});

test('imports are read in every form', () => {
  const source = [
    `import one, { type Two } from './a.ts';`,
    `import type { Three } from './b.ts';`,
    `export * from './c.ts';`,
    `export type {\n  Four,\n} from './d.ts';`,
    `import './e.ts';`,
    `const six = await import('./f.ts');`,
    `export const text = 'from';`,
    `const seven = "import './g.ts'";`,
  ].join('\n');
  assert.deepEqual(
    importsOf(source).map(({ specifier, types }) => `${specifier}${types ? ' types' : ''}`),
    ['./a.ts', './b.ts types', './c.ts', './d.ts types', './e.ts', './f.ts'],
  );
});
