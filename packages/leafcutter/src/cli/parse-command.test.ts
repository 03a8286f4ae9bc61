import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { captureContext, type ContextSettings } from '../../test/cli-context.ts';
import type { Manifest, Page, PageKind } from '../document/types.ts';
import { LeafcutterError } from '../errors.ts';
import type { ParseSettings } from '../stages/types.ts';
import { imageNames } from './parse-command.ts';
import { runProgram } from './program.ts';
import type { CliServices, ParsedHandle } from './services.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-test-'));
});
after(() => rm(folder, { recursive: true, force: true }));

function page(number: number, text: string, kind: PageKind = 'text'): Page {
  return {
    number,
    width: 600,
    height: 800,
    kind,
    geometry: 'page',
    text,
    words: [],
    lines: [],
    rules: [],
    fields: [],
    tables: [],
    gaps: kind === 'unreadable' ? [{ page: number, code: 'page_unreadable', message: 'It is broken.' }] : [],
  };
}

interface Handle extends ParsedHandle {
  closed: boolean;
}

function parsedOf(pages: readonly Page[]): Handle {
  const manifest: Manifest = {
    contentHash: 'hash',
    format: 'pdf',
    totalPages: pages.length,
    pages: pages.map(({ number, width, height, kind, text }) => ({
      number,
      width,
      height,
      kind,
      textLength: text.length,
      textHash: '',
    })),
    gaps: pages.flatMap((each) => each.gaps),
    parseVersion: 1,
  };
  return {
    closed: false,
    manifest,
    page: (number) => {
      const found = pages.find((each) => each.number === number);
      return found === undefined ? Promise.reject(new Error(`no page ${number}`)) : Promise.resolve(found);
    },
    render: (number, dpi) => Promise.resolve(new TextEncoder().encode(`image of ${number} at ${dpi}`)),
    [Symbol.asyncDispose]() {
      this.closed = true;
      return Promise.resolve();
    },
  };
}

const layoutOf: CliServices['layoutOf'] = ({ number }) =>
  Promise.resolve({ page: number, segments: [], blocks: [], tables: [], pairs: [], headings: [] });

async function run(argv: readonly string[], document: Handle, services: ContextSettings['services'] = {}) {
  let settings: ParseSettings = {};
  const context = captureContext({
    services: {
      layoutOf,
      parse: (_document, given) => {
        settings = given;
        return Promise.resolve(document);
      },
      ...services,
    },
  });
  const exitCode = await runProgram(['parse', ...argv], context);
  return { exitCode, out: context.out(), err: context.err(), settings };
}

test('text is the canonical text with a line before each page', async () => {
  const document = parsedOf([page(1, 'one\ntwo'), page(2, ''), page(3, 'three')]);
  const { exitCode, out, err, settings } = await run(
    ['a.pdf', '--pages', '1-3', '--max-pages', '9'],
    document,
  );
  assert.equal(exitCode, 0);
  assert.equal(out, '--- page 1 ---\none\ntwo\n--- page 2 ---\n--- page 3 ---\nthree\n');
  assert.equal(err, '');
  assert.equal(settings.pages, '1-3');
  assert.equal(settings.maxPages, 9);
  assert.ok(document.closed);
});

test('json is one object with one line a page', async () => {
  const { out } = await run(['dir/a.pdf', '--format', 'json'], parsedOf([page(1, 'one'), page(2, 'two')]));
  assert.equal(out.trimEnd().split('\n').length, 4);
  const parsed: unknown = JSON.parse(out);
  assert.deepEqual(parsed, {
    document: 'dir/a.pdf',
    contentHash: 'hash',
    format: 'pdf',
    totalPages: 2,
    parseVersion: 1,
    pages: [page(1, 'one'), page(2, 'two')].map((each) => ({ ...each, pairs: [], headings: [] })),
  });
});

test('an unreadable page is told, and gives exit code 1', async () => {
  const { exitCode, out, err } = await run(
    ['a.pdf', '--quiet'],
    parsedOf([page(1, 'x'), page(2, '', 'unreadable')]),
  );
  assert.equal(exitCode, 1);
  assert.match(out, /--- page 2 ---/);
  assert.equal(err, 'leafcutter: a.pdf: page 2 was not read whole: It is broken. (page_unreadable)\n');
});

test('--draw writes one image a page beside the text', async () => {
  const out = path.join(folder, 'made', 'images');
  const drawn: string[] = [];
  const result = await run(
    ['a.pdf', '--draw', out],
    parsedOf([page(1, 'x'), { ...page(2, 'y'), geometry: 'grid' }]),
    {
      drawPage: ({ number }, layout, image, dpi) => {
        drawn.push(
          `${number} ${layout.page} ${image === null ? 'no image' : new TextDecoder().decode(image)} ${dpi}`,
        );
        return Promise.resolve(new TextEncoder().encode(`drawing ${number}`));
      },
    },
  );
  assert.equal(result.exitCode, 0);
  assert.match(result.out, /--- page 1 ---/);
  assert.deepEqual(drawn, ['1 1 image of 1 at 120 120', '2 2 no image 120']);
  assert.deepEqual(await readdir(out), ['page-001.png', 'page-002.png']);
  assert.equal(await readFile(path.join(out, 'page-002.png'), 'utf8'), 'drawing 2');
});

test('image names sort like their pages', () => {
  assert.equal(imageNames('d', 9)(7), path.join('d', 'page-007.png'));
  assert.equal(imageNames('d', 12_000)(7), path.join('d', 'page-00007.png'));
});

const fails = (error: Error) => ({ parse: () => Promise.reject(error) });

test('failures have the exit code of their kind', async () => {
  const document = parsedOf([]);
  const encrypted = await run(
    ['a.pdf'],
    document,
    fails(new LeafcutterError('document_encrypted', 'Give a password.')),
  );
  assert.equal(encrypted.exitCode, 3);
  assert.match(encrypted.err, /leafcutter: a\.pdf: Give a password\. \(document_encrypted\)/);
  const pages = await run(['a.pdf', '--pages', 'x'], document);
  assert.equal(pages.exitCode, 2);
  const draw = await run(['a.pdf', '--draw', '/dev/null/x'], document);
  assert.equal(draw.exitCode, 2);
  assert.match(draw.err, /\(output_unwritable\)/);
});
