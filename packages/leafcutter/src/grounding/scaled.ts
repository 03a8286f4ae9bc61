/** Numbers that a caption scales: "963.2" under "(in millions)" is 963,200,000, and the caption is cited with it. */
import type { Page, ParsedDocument, Range } from '../document/types.ts';
import type { Finding } from '../findings/types.ts';
import { confidenceOf } from '../confidence/index.ts';
import { findScale } from '../values/index.ts';
import { evidenceAt, readConfidence } from './evidence.ts';
import { PageIndex } from './page-index.ts';

/** How sure a place is that was found by dividing through a caption's scale; less where the number stands several times. */
const foundScaled = 0.75;
const foundAmongMany = 0.5;

/** Gives numbers that stand nowhere the place where they stand divided by the scale of a caption on the same page. */
export async function placeScaled(grounded: Finding[], document: ParsedDocument): Promise<void> {
  const open = grounded.flatMap((finding, index) =>
    typeof finding.value === 'number' && finding.match === 'absent' && finding.value !== 0
      ? [{ index, value: finding.value }]
      : [],
  );
  if (open.length === 0) return;
  const left = new Map(open.map((one) => [one.index, one.value]));
  for (const { number, kind } of document.manifest.pages) {
    if (kind === 'blank' || kind === 'unreadable' || left.size === 0) continue;
    const page = await document.page(number);
    const caption = captionOf(page);
    if (caption === null) continue;
    const index = new PageIndex(page);
    for (const [at, value] of left) {
      const printed = Number((value / caption.factor).toPrecision(12));
      const places = index.find(printed, '');
      // A caption speaks of what comes after it.
      const place = places.find(({ start }) => start >= caption.range.end) ?? places[0];
      const finding = grounded[at];
      if (place === undefined || finding === undefined) continue;
      const ranges = [{ start: place.start, end: place.end }];
      const sure = places.length === 1 ? foundScaled : foundAmongMany;
      const found = finding.confidence.found > 0 ? finding.confidence.found * sure : sure;
      grounded[at] = {
        ...finding,
        evidence: [evidenceAt(page, ranges, 'value'), evidenceAt(page, [caption.range], 'support')],
        match: 'normalised',
        confidence: confidenceOf(
          found,
          readConfidence(page, ranges),
          'normalised',
          finding.alternatives.length,
        ),
      };
      left.delete(at);
    }
  }
}

function captionOf(page: Page): { readonly factor: number; readonly range: Range } | null {
  const scale = findScale(page.text);
  if (scale === null || scale.factor === 1) return null;
  return { factor: scale.factor, range: { start: scale.start, end: scale.end } };
}
