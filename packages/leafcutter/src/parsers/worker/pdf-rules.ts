/** Straight strokes of a page as LiteParse gives it: lines, thin filled boxes, the borders of stroked boxes. Pure. */
import type { ParsedPage } from '@llamaindex/liteparse';
import type { Rule } from '../../document/types.ts';
import { isWhite } from './pdf-words.ts';

/** Points; what is thicker in both directions is an area. */
const thin = 2;

export function rulesOf({ lines, shapes }: NonNullable<ParsedPage['vectorGraphics']>): Rule[] {
  const rules: Rule[] = [];
  const seen = new Set<string>();
  const add = (x0: number, y0: number, x1: number, y1: number): void => {
    if (x1 - x0 > thin && y1 - y0 > thin) return;
    const key = `${Math.round(x0 * 2)},${Math.round(y0 * 2)},${Math.round(x1 * 2)},${Math.round(y1 * 2)}`;
    if (seen.has(key)) return;
    seen.add(key);
    rules.push({ x0, y0, x1, y1 });
  };
  for (const { x1, y1, x2, y2 } of lines)
    add(Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2));
  for (const { bbox, stroke, hasCurve, fill, fillColor } of shapes) {
    if (hasCurve) continue;
    const [x0, y0, x1, y1] = [bbox.x, bbox.y, bbox.x + bbox.width, bbox.y + bbox.height];
    if (bbox.width <= thin || bbox.height <= thin) {
      if (stroke || (fill && !isWhite(fillColor))) add(x0, y0, x1, y1);
    } else if (stroke) {
      add(x0, y0, x1, y0);
      add(x0, y1, x1, y1);
      add(x0, y0, x0, y1);
      add(x1, y0, x1, y1);
    }
  }
  return rules;
}
