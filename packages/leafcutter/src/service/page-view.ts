/** One page as clients see it. */
import type { PageView } from '@leafcutter/client';
import { boxAsItStands, sizeAsItStands } from '../document/standing.ts';
import type { Box, Page } from '../document/types.ts';

export function viewOfPage(page: Page): PageView {
  const boxOf = (box: Box): [number, number, number, number] => {
    const [x0, y0, x1, y1] = boxAsItStands(page, box);
    return [x0, y0, x1, y1];
  };
  return {
    page: page.number,
    ...sizeAsItStands(page),
    kind: page.kind,
    geometry: page.geometry,
    text: page.text,
    lines: page.lines.map(({ start, end, box }) => ({ start, end, box: boxOf(box) })),
    words: page.words.map(({ text, start, end, box, struck, hidden, ocr }) => ({
      text,
      start,
      end,
      box: boxOf(box),
      struck,
      hidden,
      ocr,
    })),
  };
}
