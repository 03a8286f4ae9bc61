/** Whether anything is printed or written on a picture: an empty back page of a scan needs no OCR and lacks nothing. Pure. */
import type { GreyPicture } from './skew.ts';

/** Darker or lighter than the paper by so much, of 255: pale print is, the noise of a scanner is not. */
const leastContrast = 20;
/** Share of the pixels; two or three letters of a page have more. */
const leastShare = 0.0002;

export function hasMarks({ data }: GreyPicture): boolean {
  const counts = new Uint32Array(256);
  for (const grey of data) counts[grey] = (counts[grey] ?? 0) + 1;
  const paper = medianOf(counts, data.length);
  const marked = counts.reduce(
    (sum, count, grey) => (Math.abs(grey - paper) > leastContrast ? sum + count : sum),
    0,
  );
  return marked > data.length * leastShare;
}

function medianOf(counts: Uint32Array, all: number): number {
  let seen = 0;
  return counts.findIndex((count) => (seen += count) * 2 >= all);
}
