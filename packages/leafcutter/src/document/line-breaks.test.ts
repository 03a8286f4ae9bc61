import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hyphenatedIn, joinLines, readAcrossLines } from './line-breaks.ts';

test('a word broken at a hyphen comes whole', () => {
  assert.equal(readAcrossLines('Der Rechnungs-\nbetrag ist fällig'), 'Der Rechnungsbetrag ist fällig');
  assert.equal(
    readAcrossLines('sous le numéro d’immatri\u2010\nculation'),
    'sous le numéro d’immatriculation',
  );
  assert.equal(joinLines(['Sonder\u00ad', 'Abgabe']), 'SonderAbgabe');
});

test('hyphens of names and numbers stay, without a space', () => {
  assert.equal(joinLines(['Order AB-12-', '345 of May']), 'Order AB-12-345 of May');
  assert.equal(joinLines(['Frau Müller-', 'Lüdenscheidt']), 'Frau Müller-Lüdenscheidt');
  assert.equal(joinLines(['DE12-', 'a7']), 'DE12-a7');
});

test('a hyphen that stands for a part left out is no break', () => {
  assert.equal(joinLines(['Ein-', 'und Ausgang']), 'Ein- und Ausgang');
  assert.equal(joinLines(['pre-', 'and post-tax']), 'pre- and post-tax');
});

test('a word that is hyphenated elsewhere keeps its hyphen', () => {
  const keeps = hyphenatedIn('the Self-employed of the land');
  assert.equal(joinLines(['the self-', 'employed'], keeps), 'the self-employed');
  assert.equal(joinLines(['the self-', 'employed']), 'the selfemployed');
});

test('other lines are joined by one space, dashes between words stay', () => {
  assert.equal(joinLines(['12 March -', 'a Tuesday', '', ' and so on ']), '12 March - a Tuesday and so on');
  assert.equal(joinLines([]), '');
});
