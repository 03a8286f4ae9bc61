/** Boxes of a page that was turned to be read, on the page as it stands. */
import type { Box, Page } from './types.ts';

type Standing = Pick<Page, 'width' | 'height' | 'turned'>;

/** Size of the page as it stands: what its picture shows. Points. */
export function sizeAsItStands({ width, height, turned }: Standing): { width: number; height: number } {
  return turned === undefined ? { width, height } : { width: turned.width, height: turned.height };
}

/** The smallest box around the place, on the page as it stands. Of a page that was not turned it is the box itself. */
export function boxAsItStands({ width, height, turned }: Standing, box: Box): Box {
  if (turned === undefined) return box;
  const angle = (turned.degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [x0, y0, x1, y1] = box;
  const corners = [x0, x1].flatMap((x) =>
    [y0, y1].map((y) => {
      const [right, down] = [x - width / 2, y - height / 2];
      return [
        turned.width / 2 + right * cos + down * sin,
        turned.height / 2 - right * sin + down * cos,
      ] as const;
    }),
  );
  const across = corners.map(([x]) => Math.min(Math.max(x, 0), turned.width));
  const along = corners.map(([, y]) => Math.min(Math.max(y, 0), turned.height));
  return [Math.min(...across), Math.min(...along), Math.max(...across), Math.max(...along)];
}
