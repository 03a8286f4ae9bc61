/** One wording: whatever a value was written like, it comes out alike; and what must stay as it was said. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isBroken, plainForm, wordedAs } from './wording.ts';

const print =
  '[Belkin2001] Belkin, M. & Niyogi, P. Laplacian Eigenmaps and Spectral Techniques . Adv. Neural Inform. Processing\u2010Systems, 2001, 14, 585\u2010591';
const value =
  'Belkin, M. & Niyogi, P. (2001). Laplacian Eigenmaps and Spectral Techniques. Advances in Neural Information Processing-Systems, 14, 585-591.';

describe('a reference with its year put in, words in full and numbers left out', () => {
  const worded =
    'Belkin, M. & Niyogi, P. (2001). Laplacian Eigenmaps and Spectral Techniques. Advances in Neural Information Processing\u2010Systems, 14, 585\u2010591.';
  const wordings: readonly (readonly [string, string])[] = [
    ['as it was said', value],
    ['in capitals', value.toUpperCase()],
    ['in small letters', value.toLowerCase()],
    ['with more spaces', ` ${value.replaceAll(' ', '  ')} `],
    ['without commas', value.replace(/,(?=\s)/gu, '')],
    ['with other dashes', value.replaceAll('-', '\u2013')],
  ];
  for (const [name, wording] of wordings)
    test(name, () => {
      assert.equal(wordedAs(wording, print), worded);
    });
});

test('a text that lost its case takes it from the print, and where it is not printed from what stands around', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Advanced Cardiac Life Support (ACLS)', 'Advanced Cardiac Life Support'],
    [
      'Lee, D. D. & Seung, H. S. Learning the parts of objects',
      'Lee, D. & Seung. Learning the parts of objects',
    ],
    [
      'Einbeck, J. & Baldiere-Jones, C. Representing complex data with networks',
      'Einbeck, J. & Baldier-Jones. Representing complex data with network models',
    ],
  ];
  for (const [text, printed] of cases)
    for (const wording of [text, text.toUpperCase(), text.toLowerCase()])
      assert.equal(wordedAs(wording, printed), text);
});

test('another text is not worded as the print', () => {
  assert.equal(wordedAs('Laplacian Eigenmaps for Dimensionality Reduction', print), null);
  assert.equal(wordedAs('', print), null);
  assert.equal(wordedAs('+', '+'), null);
});

test('a print that breaks, joins or loses something gives its capitals alone', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['ARXIV:2407.08608V2', 'ar X iv: 2 4 0 7. 0 8 6 0 8v 2', 'arXiv:2407.08608v2'],
    ['Tri Dao', 'tridao', 'Tri Dao'],
    ['Ada@Example.org', 'ada}@example.org', 'ada@example.org'],
    ["1240' N", "1240 ' N", "1240' N"],
    ['40\u00b0 49 N', '40 49 N', '40\u00b0 49 N'],
    ['Alder (Finch)', 'ALDER )Finch(', 'ALDER (Finch)'],
  ];
  for (const [given, printed, becomes] of rows) {
    assert.ok(isBroken(printed, given), `${printed} for ${given}`);
    assert.equal(wordedAs(given, printed), becomes);
  }
});

test('a print in which spaces, signs and hyphens are another matter of taste is whole', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['5%', '5 %'],
    ['A/B testing', 'A / B testing'],
    ['Berlin Germany', 'Berlin, Germany'],
    ['the \u201cAgent\u201d', 'the \u201cAgent\u201d'],
    ['Smith-Jones', 'Smith - Jones'],
    ['\u6a2a\u6d5c\uff0d\u54c1\u5ddd', '\u6a2a\u6d5c \uff0d\u54c1\u5ddd'],
  ];
  for (const [given, printed] of rows) assert.ok(!isBroken(printed, given), `${printed} for ${given}`);
});

test('what is printed nowhere has one form for all kinds of quotes, hyphens and spaces', () => {
  assert.equal(plainForm(' O\u2019Neill\u2013Smith  \u201cgold\u201d '), 'O\'Neill-Smith "gold"');
  assert.equal(plainForm('e\u0301tage of\ufb01ce re\u00adport'), '\u00e9tage office report');
  assert.equal(plainForm('m\u00b2 \u00bd \u2014 x'), 'm\u00b2 \u00bd \u2014 x');
});
