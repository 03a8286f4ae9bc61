/** Lines that name columns with a table of their own below, whatever stands above them in like columns. */
import { overlap } from '../geometry.ts';
import { isValue, type Chunk, type VisualLine } from './chunks.ts';
import type { Region } from './regions.ts';

/** Fewer names may be captions with values below. */
const leastNames = 3;
const leastFigures = 2;
/** White below the names, in type sizes. */
const mostRoom = 2.5;
const mostWords = 5;

/** The region cut above each line that begins a table. */
export function partedAtHeads(lines: readonly VisualLine[], { first, last }: Region): readonly Region[] {
  const cuts: number[] = [];
  for (let at = first + 1; at < last - 1; at += 1)
    if (beginsTable(lines, at, cuts.at(-1) ?? first)) cuts.push(at);
  return [first, ...cuts].map((start, index) => ({ first: start, last: cuts[index] ?? last }));
}

/** Names over figures, where no line above has figures in those columns. */
function beginsTable(lines: readonly VisualLine[], at: number, from: number): boolean {
  const [head, below] = [lines[at], lines[at + 1]];
  if (head === undefined || below === undefined || !isNames(head)) return false;
  if (below.box[1] - head.box[3] > mostRoom * head.size) return false;
  const figures = figuresOf(below).filter((chunk) => head.chunks.some((name) => near(name, chunk)));
  if (figures.length < leastFigures) return false;
  return !lines.slice(from, at).some((line) => {
    const own = figuresOf(line);
    return figures.filter((chunk) => own.some((other) => near(chunk, other))).length >= leastFigures;
  });
}

function isNames({ chunks }: VisualLine): boolean {
  return (
    chunks.length >= leastNames &&
    chunks.every(
      ({ shape, text }) =>
        (shape === 'text' || text === '%' || text === '#') &&
        !/\d|[:：]$/u.test(text) &&
        text.split(' ').length <= mostWords,
    )
  );
}

function figuresOf({ chunks }: VisualLine): readonly Chunk[] {
  return chunks.filter(({ shape }) => isValue(shape));
}

function near(a: Chunk, b: Chunk): boolean {
  return overlap(a.box[0], a.box[2], b.box[0], b.box[2]) > -a.size;
}
