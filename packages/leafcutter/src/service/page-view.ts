/** One page as clients see it. */
import type { PageView } from '@leafcutter/client';
import type { Box, Page } from '../document/types.ts';

export function viewOfPage(page: Page): PageView {
  return {
    page: page.number,
    width: page.width,
    height: page.height,
    kind: page.kind,
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

function boxOf([x0, y0, x1, y1]: Box): [number, number, number, number] {
  return [x0, y0, x1, y1];
}
