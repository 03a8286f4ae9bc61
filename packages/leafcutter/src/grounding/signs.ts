/** Numbers that a caption makes negative: "700" under "Debit", or behind "Less: discount"; the caption is cited with it. */
import type { Box, Page, ParsedDocument, Range, Word } from '../document/types.ts';
import type { Evidence, Finding } from '../findings/types.ts';
import { readNumbers } from '../values/index.ts';
import { evidenceAt, wordsIn } from './evidence.ts';

/** What captions of sums that go down say, in the languages of the field. */
const turning =
  /^(?:debits?|dr|credits?|cr|withdrawals?|outflows?|losses|loss|less|deductions?|discounts?|decreases?|deficits?|negative|minus|paid|soll|haben|gutschrift(?:en)?|belastung(?:en)?|abgang|abgänge|auszahlung(?:en)?|ausgaben?|verluste?|abzug|abzüge|abzüglich|rabatte?|skonto|nachlass|débits?|crédits?|avoirs?|sorties?|pertes?|déductions?|remises?|moins|cargos?|abonos?|salidas?|pérdidas?|deducción|descuentos?|menos|addebiti?|accrediti?|uscite?|perdite?|sconti?|meno|af|korting|verlies)$/u;

/** Adds the caption to negative numbers that are printed without a sign. */
export async function citeSigns(grounded: Finding[], document: ParsedDocument): Promise<void> {
  const turned = [...grounded.entries()].flatMap(([index, finding]) => {
    const [value] = finding.evidence.filter(({ role }) => role === 'value');
    return value !== undefined && isTurned(finding, value) ? [{ index, finding, value }] : [];
  });
  for (const [number, own] of Map.groupBy(turned, ({ value }) => value.page)) {
    const page = await document.page(number);
    for (const { index, finding, value } of own) {
      const caption = captionOf(page, value.ranges[0]);
      if (caption === null || finding.evidence.some(({ ranges }) => ranges[0]?.start === caption.start))
        continue;
      const support = evidenceAt(page, [{ start: caption.start, end: caption.end }], 'support');
      grounded[index] = { ...finding, evidence: [...finding.evidence, support] };
    }
  }
}

function isTurned({ value }: Finding, { quote }: Evidence): boolean {
  if (typeof value !== 'number' || value >= 0) return false;
  const printed = readNumbers(quote);
  return printed.length > 0 && printed.every((one) => one.value > 0);
}

/** The nearest word of the kind in the number's line, else the nearest one above it in its column. */
function captionOf(page: Page, range: Range | undefined): Word | null {
  const [number] = range === undefined ? [] : wordsIn(page, range);
  if (number === undefined) return null;
  const captions = page.words.filter((word) => !word.hidden && !word.struck && turns(word.text));
  const inLine = captions.filter((word) => isBeside(word.box, number.box));
  const above = captions.filter((word) => isAbove(word.box, number.box));
  const away = (word: Word): number => Math.abs(word.box[0] - number.box[0]);
  return (
    inLine.toSorted((a, b) => away(a) - away(b))[0] ??
    above.toSorted((a, b) => b.box[3] - a.box[3])[0] ??
    null
  );
}

function turns(text: string): boolean {
  return turning.test(text.toLowerCase().replace(/[^\p{L}]+/gu, ''));
}

function isBeside(a: Box, b: Box): boolean {
  return Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > (b[3] - b[1]) / 2;
}

function isAbove(a: Box, b: Box): boolean {
  return a[3] <= b[1] + 2 && a[0] < b[2] + columnSlack && a[2] > b[0] - columnSlack;
}

/** Heads of columns of numbers may stand a little beside them, points. */
const columnSlack = 12;
