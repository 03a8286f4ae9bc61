/** Numbers that a caption makes negative: "700" under "Debit", or behind "Less: discount"; the caption is cited with it. */
import type { Page, ParsedDocument, Range, Word } from '../document/types.ts';
import type { Evidence, Finding } from '../findings/types.ts';
import { readNumbers } from '../values/index.ts';
import { aboveNumber, besideNumber, liveWords } from './captions.ts';
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
  const captions = liveWords(page, ({ text }) => turns(text));
  return besideNumber(captions, number) ?? aboveNumber(captions, number);
}

function turns(text: string): boolean {
  return turning.test(text.toLowerCase().replace(/[^\p{L}]+/gu, ''));
}
