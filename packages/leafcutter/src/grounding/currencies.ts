/**
 * Amounts whose currency stands elsewhere: in the head of their column ("Amount EUR"), before the first figure of it ("$"), or in
 * a caption above ("in thousands of euros"). The word is cited beside the amount.
 */
import type { Page, ParsedDocument, Range, Word } from '../document/types.ts';
import type { Finding } from '../findings/types.ts';
import type { CheckedSchema } from '../schema/types.ts';
import { currencyOfSign, findCurrency, findScale, readNumbers } from '../values/index.ts';
import { aboveNumber, isBeside, liveWords } from './captions.ts';
import { evidenceAt, wordsIn } from './evidence.ts';
import { schemaWay } from './schema-way.ts';

/** Names of what is paid or owed, in the languages of the field; a caption over all figures speaks of those. */
const money =
  /(?:^|[^\p{L}])(?:amounts?|totals?|subtotals?|sum|prices?|balance|fees?|premium|costs?|income|revenues?|sales|profit|loss|salary|wages?|tax(?:es)?|vat|net|gross|due|paid|payments?|charges?|assets?|liabilit(?:y|ies)|equity|debt|cash|value|currency|betrag|summe|preis|kosten|steuer|netto|brutto|umsatz|saldo|montant|prix|solde|importe|precio|saldo|importo|prezzo|bedrag)(?:$|[^\p{L}])/iu;
/** A sign before the first figure of a column stands so far from the figures below it, points. */
const signReach = 48;

export async function citeCurrencies(
  grounded: Finding[],
  document: ParsedDocument,
  schema: CheckedSchema,
): Promise<void> {
  const open = [...grounded.entries()].flatMap(([index, finding]) => {
    const values = finding.evidence.filter(({ role }) => role === 'value');
    const [value] = values;
    const isOpen =
      typeof finding.value === 'number' &&
      value !== undefined &&
      values.every(({ quote }) => findCurrency(quote) === null && !/[%‰]/u.test(quote)) &&
      isAmount(finding, schema);
    return isOpen ? [{ index, finding, value }] : [];
  });
  for (const [number, own] of Map.groupBy(open, ({ value }) => value.page)) {
    const page = await document.page(number);
    const signs = liveWords(page, isCurrency);
    if (signs.length === 0) continue;
    const captions = signs.filter((sign) => isCaption(page, sign));
    for (const { index, finding, value } of own) {
      const [figure] = value.ranges.flatMap((range) => wordsIn(page, range));
      const sign = figure === undefined ? null : signOf(page, signs, captions, figure);
      if (sign === null) continue;
      const isCited = finding.evidence.some(({ page: on, ranges }) =>
        ranges.some(({ start, end }) => on === page.number && start <= sign.start && sign.end <= end),
      );
      if (isCited) continue;
      const support = evidenceAt(page, [bareRange(sign)], 'support');
      grounded[index] = { ...finding, evidence: [...finding.evidence, support] };
    }
  }
}

function isAmount({ pointer }: Finding, schema: CheckedSchema): boolean {
  const tokens = pointer.split('/').slice(1);
  const { labels, leaf } = schemaWay(schema.root, tokens);
  const [own] = labels;
  return money.test([...(own ?? []), leaf?.description ?? ''].join(' '));
}

/** Null where the figure has a sign of its own beside it, or where signs of several currencies could be meant. */
function signOf(page: Page, signs: readonly Word[], captions: readonly Word[], figure: Word): Word | null {
  if (signs.some((sign) => touches(sign, figure))) return null;
  const head = aboveNumber(
    signs.filter((sign) => !captions.includes(sign)),
    figure,
    signReach,
  );
  if (head !== null && (hasFigureBeside(page, head) || isHead(page, head))) return head;
  const over = captions.filter((sign) => sign.box[3] <= figure.box[1] + 2);
  const codes = new Set(over.map(({ text }) => codeOf(text)));
  return codes.size === 1 ? (over.at(-1) ?? null) : null;
}

/** In front of or behind the figure, with no more than a space between. */
function touches(sign: Word, figure: Word): boolean {
  const gap = Math.max(sign.box[0] - figure.box[2], figure.box[0] - sign.box[2]);
  return isBeside(sign.box, figure.box) && gap < figure.size;
}

/** A sign that is printed with the first figure of a column only. */
function hasFigureBeside(page: Page, sign: Word): boolean {
  return page.words.some(
    (word) =>
      isBeside(sign.box, word.box) &&
      word.box[0] >= sign.box[2] - 1 &&
      word.box[0] - sign.box[2] < signReach &&
      readNumbers(word.text).length > 0,
  );
}

/** A line over figures that holds none itself. */
function isHead(page: Page, sign: Word): boolean {
  return readNumbers(lineOf(page, sign)).length === 0;
}

const telling =
  /(?:^|[^\p{L}])(?:in|en|amounts?|figures?|currency|währung|beträge|angaben|devise|montants?|moneda|importes|valuta|importi|bedragen)(?:$|[^\p{L}])/iu;

/** "All amounts in EUR", "(in thousands of dollars)", "Currency: CHF". */
function isCaption(page: Page, sign: Word): boolean {
  const line = lineOf(page, sign);
  return findScale(line) !== null || (telling.test(line) && isHead(page, sign));
}

function lineOf(page: Page, { start }: Word): string {
  const line = page.lines.find((one) => one.start <= start && start < one.end);
  return line === undefined ? '' : page.text.slice(line.start, line.end);
}

function isCurrency({ text }: Word): boolean {
  return codeOf(text) !== null;
}

/** Short words of the table mean a currency in capitals alone: "CAD", not "cad"; names of it in any case. */
function codeOf(text: string): string | null {
  const bare = bareOf(text);
  const isWord = /^\p{L}+$/u.test(bare);
  if (isWord && bare.length < 4 && (bare.length < 3 || bare !== bare.toUpperCase())) return null;
  return currencyOfSign(bare);
}

/** Without brackets and stops. */
function bareOf(text: string): string {
  return text.replace(/^[([\s]+|[)\].,:;\s]+$/gu, '');
}

function bareRange({ text, start }: Word): Range {
  const bare = bareOf(text);
  const from = start + text.indexOf(bare);
  return { start: from, end: from + bare.length };
}
