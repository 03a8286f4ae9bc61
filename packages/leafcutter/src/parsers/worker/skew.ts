/**
 * How far the lines of a scan are from level: the angle at which the rows of dark pixels are fullest and emptiest by turns
 * (projection profile, Postl 1986). Pure.
 */

/** Grey pixels, row by row from the top; 0 is black. */
export interface GreyPicture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const mostDegrees = 15;
const coarseStep = 1;
const fineStep = 0.25;
/** Darker is ink. */
const ink = 128;

/** Degrees clockwise that lay the lines level, a quarter of a degree exact; 0 where no line is found. */
export function levelling(picture: GreyPicture): number {
  const dark = darkPixels(picture);
  if (dark.length === 0) return 0;
  const best = fullest(dark, picture, 0, mostDegrees, coarseStep);
  return fullest(dark, picture, best, coarseStep, fineStep);
}

/** Places of dark pixels: x and y in turns. */
function darkPixels({ data, width, height }: GreyPicture): Int32Array {
  const places: number[] = [];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) if ((data[y * width + x] ?? 255) < ink) places.push(x, y);
  return Int32Array.from(places);
}

function fullest(
  dark: Int32Array,
  picture: GreyPicture,
  middle: number,
  reach: number,
  step: number,
): number {
  let best = middle;
  let most = contrast(dark, picture, middle);
  for (let degrees = middle - reach; degrees <= middle + reach; degrees += step) {
    const found = contrast(dark, picture, degrees);
    if (found > most) [best, most] = [degrees, found];
  }
  return best;
}

/** How much neighbouring rows differ once the picture is turned. */
function contrast(dark: Int32Array, { width, height }: GreyPicture, degrees: number): number {
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const rows = new Int32Array(width + height + 2 * width);
  for (let at = 0; at < dark.length; at += 2) {
    const row = Math.round((dark[at] ?? 0) * sine + (dark[at + 1] ?? 0) * cosine) + width;
    rows[row] = (rows[row] ?? 0) + 1;
  }
  let sum = 0;
  for (let row = 1; row < rows.length; row += 1) sum += ((rows[row] ?? 0) - (rows[row - 1] ?? 0)) ** 2;
  return sum;
}
