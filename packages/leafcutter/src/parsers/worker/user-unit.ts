/** Pages whose unit is not a point. LiteParse gives their boxes in points, and the height of their type in the page's own unit. */
import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import type { PdfJs } from './pdfjs.ts';

/** A line is higher than its type, by no more than this where both have the same unit. */
const usual = { least: 0.8, most: 1.45 };

/** The pages with type and boxes in points. PDF.js is asked of pages whose lines are too high or too low for their type. */
export async function inPoints(
  secondReader: PdfJs,
  pages: readonly ParsedPage[],
): Promise<readonly ParsedPage[]> {
  const asked = pages.filter(looksScaled).map((page) => page.pageNum);
  if (asked.length === 0) return pages;
  const units = await secondReader.readPages(asked, ({ userUnit }) => Promise.resolve(userUnit));
  return pages.map((page) => {
    const unit = units.get(page.pageNum) ?? 1;
    return unit === 1 ? page : { ...page, textItems: page.textItems.map((item) => scaled(item, unit)) };
  });
}

function looksScaled({ textItems }: ParsedPage): boolean {
  const ratios = textItems
    .filter(({ fontHeight = 0, rotation = 0 }) => fontHeight > 0 && rotation === 0)
    .map(({ height, fontHeight = 1 }) => height / fontHeight)
    .toSorted((a, b) => a - b);
  const middle = ratios[ratios.length >> 1];
  return middle !== undefined && (middle < usual.least || middle > usual.most);
}

function scaled(item: TextItem, unit: number): TextItem {
  return item.fontHeight === undefined ? item : { ...item, fontHeight: item.fontHeight * unit };
}
