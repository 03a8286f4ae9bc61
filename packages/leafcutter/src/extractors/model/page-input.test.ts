/** What goes with the text of a page: the automatic choice, the setting, and what is done where it cannot be had. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LeafcutterError } from '../../errors.ts';
import { checkSchema } from '../../schema/index.ts';
import { buildDocument, buildPage, type Placed } from '../../testing/page-builder.ts';
import { scriptedModel } from '../../testing/scripted-model.ts';
import { Attachments } from './attachments.ts';
import { createModelExtractor } from './index.ts';
import type { LanguageModel, PageInput } from './language-model.ts';
import { isComplex, shownAs, type PageFacts } from './page-input.ts';
import { promptLinesOf } from './prompt-lines.ts';
import { LineSource } from './window.ts';

const text: PageFacts = { isPixels: false, isComplex: false, speaks: false, hasHidden: false };

function modelOf(pageInput: PageInput, images: boolean, pdf: boolean): LanguageModel {
  const scripted = scriptedModel(() => '{"title":"List"}');
  return { ...scripted, pageInput, abilities: { ...scripted.abilities, images, pdf } };
}

describe('a page is shown', () => {
  const rows: readonly (readonly [string, Partial<PageFacts>, PageInput, boolean, boolean, string])[] = [
    ['of text', {}, 'auto', true, true, 'text'],
    ['of pixels', { isPixels: true }, 'auto', true, true, 'pdf'],
    ['of pixels, without PDFs', { isPixels: true }, 'auto', true, false, 'image'],
    ['of pixels, without both', { isPixels: true }, 'auto', false, false, 'text'],
    ['with a complex layout', { isComplex: true }, 'auto', true, true, 'pdf'],
    ['with words that nobody sees', { isPixels: true, hasHidden: true }, 'auto', true, true, 'image'],
    ['that speaks to the model', { isPixels: true, speaks: true }, 'auto', true, true, 'text'],
    ['of text, as PDF by setting', {}, 'pdf', true, true, 'pdf'],
    ['of text, as PDF that the model does not take', {}, 'pdf', true, false, 'image'],
    ['of text, as image by setting', {}, 'images', true, true, 'image'],
    ['of pixels, as text by setting', { isPixels: true }, 'text', true, true, 'text'],
  ];
  for (const [name, facts, input, images, pdf, as] of rows)
    test(`${name}: ${as}`, () => {
      assert.equal(shownAs({ ...text, ...facts }, modelOf(input, images, pdf), true), as);
    });
  test('of a document that is no PDF: as image at most', () => {
    assert.equal(shownAs({ ...text, isPixels: true }, modelOf('pdf', true, true), false), 'image');
  });
});

test('scattered text is a complex layout, running text and tables are none', () => {
  const scattered = Array.from({ length: 20 }, (_, row) =>
    Array.from({ length: 5 }, (__, at): Placed => ({
      x: 30 + at * 100 + ((row * 37 + at * 11) % 50),
      y: 30 + row * 30,
      text: `p${row}${at}`,
    })),
  ).flat();
  const running = Array.from({ length: 20 }, (_, row): Placed => ({
    x: 30,
    y: 30 + row * 13,
    text: 'Words of a line that goes on and on',
  }));
  const complex = (placed: readonly Placed[]): boolean => {
    const page = buildPage(placed);
    return isComplex(
      page,
      promptLinesOf(page).map((line) => ({ ...line, table: null })),
    );
  };
  assert.equal(complex(scattered), true);
  assert.equal(complex(running), false);
});

const pages = [
  buildPage([{ x: 50, y: 40, text: 'List' }], { number: 1 }),
  buildPage([{ x: 50, y: 40, text: 'Lisl', ocr: 0.6 }], { number: 2, kind: 'ocr' }),
];

test('pages go as PDF in one part, before the schema', async () => {
  const document = buildDocument(pages);
  const schema = checkSchema({ type: 'object', properties: { title: { type: 'string' } } });
  const scripted = scriptedModel(() => '{"title":"List"}');
  const model = { ...scripted, abilities: { ...scripted.abilities, pdf: true } };
  const options = {
    temperature: 0,
    seed: null,
    thinking: null,
    explicitContextCache: false,
    agenticArrays: false,
    concurrentCalls: 5,
    validateAnswers: true,
  };
  const extractor = createModelExtractor({
    model,
    options,
    instructions: null,
    cost: () => null,
    attributions: false,
  });
  const { signal } = new AbortController();
  const cut: (readonly number[])[] = [];
  for (const unit of (await extractor.plan({ schema, document }, signal)).units)
    await extractor.extract(
      {
        document,
        schema,
        unit,
        cursor: null,
        instructions: null,
        cutPages: (numbers) => {
          cut.push(numbers);
          return Promise.resolve(new Uint8Array([1]));
        },
      },
      signal,
    );
  assert.deepEqual(cut, [[2]]);
  assert.deepEqual(
    scripted.questions[0]?.parts.map(({ type }) => type),
    ['text', 'text', 'pdf', 'text'],
  );
});

test('where pages cannot be cut, pictures go in their place, and a warning tells of it', async () => {
  const told: string[] = [];
  const request = {
    drawPage: (page: number) => Promise.resolve(new Uint8Array([page])),
    cutPages: () => Promise.reject(new LeafcutterError('document_encrypted', 'it is encrypted')),
  };
  const attachments = new Attachments(
    modelOf('auto', true, true),
    new LineSource(buildDocument(pages)),
    request,
    (warning) => told.push(warning),
  );
  const parts = await attachments.of([1, 2], new AbortController().signal);
  assert.deepEqual(
    parts.map(({ type }) => type),
    ['text', 'image'],
  );
  assert.match(told.join(), /^The model was not given pages of the PDF itself.*it is encrypted$/u);
});
