/**
 * Which way the lines of a scan run, by its pixels: rows of ink are full and empty by turns where lines lie level, columns
 * of it where they go from top to bottom. Ink is what is darker than its surroundings: a photo's table is none. Pure.
 */
import type { GreyPicture } from './skew.ts';

/** Half the side of the square around a pixel that it is held against, on a picture some 600 pixels across. */
const reach = 8;
/** Levels of grey below the mean of the square. */
const darker = 25;
/** Lines of the one direction have this much more contrast; upright pages, with their tables and rules, have 0.6 at least. */
const clearly = 4;

/** across: level, upright or on its head; down: on its side; null where the picture does not tell. */
export function directionOfLines(picture: GreyPicture): 'across' | 'down' | null {
  const { rows, columns } = inkOf(picture);
  const [across, down] = [contrastOf(rows), contrastOf(columns)];
  if (across > clearly * down) return 'across';
  return down > clearly * across ? 'down' : null;
}

function contrastOf(counts: Uint32Array): number {
  let sum = 0;
  for (let at = 1; at < counts.length; at += 1) sum += ((counts[at] ?? 0) - (counts[at - 1] ?? 0)) ** 2;
  return sum;
}

/** Pixels of ink in each row and each column. */
function inkOf(picture: GreyPicture): { readonly rows: Uint32Array; readonly columns: Uint32Array } {
  const { data, width, height } = picture;
  const [rows, columns] = [new Uint32Array(height), new Uint32Array(width)];
  const sums = summed(picture);
  const stride = width + 1;
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - reach) * stride, Math.min(height, y + reach + 1) * stride];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)];
      const sum =
        at(sums, bottom + right) - at(sums, top + right) - at(sums, bottom + left) + at(sums, top + left);
      const mean = sum / ((right - left) * ((bottom - top) / stride));
      if (at(data, y * width + x) >= mean - darker) continue;
      rows[y] = at(rows, y) + 1;
      columns[x] = at(columns, x) + 1;
    }
  }
  return { rows, columns };
}

/** Sums of all pixels above and left of each corner (summed-area table, Crow 1984). */
function summed({ data, width, height }: GreyPicture): Float64Array {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += at(data, y * width + x);
      sums[(y + 1) * stride + x + 1] = at(sums, y * stride + x + 1) + row;
    }
  }
  return sums;
}

function at(numbers: Uint8Array | Uint32Array | Float64Array, index: number): number {
  return numbers[index] ?? 0;
}
