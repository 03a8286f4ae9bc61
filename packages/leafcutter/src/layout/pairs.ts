/**
 * Label-value pairs by sight: a caption and what stands after it, right of it, below it, or in its form field.
 * No words are known here; a reader who knows what is asked for chooses among the pairs, so both "right" and
 * "below" are given where the page allows both.
 */
import type { Box, Page, Range } from '../document/types.ts';
import { piecesOf, type Piece } from './pieces.ts';
import { unionOf } from '../document/reading-order.ts';
import { blockPairs } from './pairs-blocks.ts';
import { fieldPairs, outsideFields } from './pairs-fields.ts';
import { inOneFrame, isUnderlined, ruleBetween } from './pairs-frames.ts';
import { inlinePairs } from './pairs-inline.ts';
import { blocksOf } from './segments.ts';
import type { Block, LabelValue, Segment } from './types.ts';
import { Weights } from './weight.ts';

/** A value this far right of its caption is still looked for, as shares of the page's width. */
const reachRight = { colon: 0.5, plain: 0.3, alone: 0.7 };
/** A row of figures after one caption: so many of them are paired with it, each less surely. */
const mostFigures = 5;
const laterFigure = 0.85;
/** What a column of captions with a column of values says about a pair in it. */
const columnEvidence = { right: 0.15, below: 0.3 };
const inlineStrength = { colon: 0.95, weight: 0.85 };
const mostRight = 0.9;
const mostBelow = 0.95;
/** Gaps below a caption, as multiples of its height. */
const reachBelow = { colon: 3, plain: 1.6 };
const mostLines = 10;
/** Lines of a drawn cell after the one with its caption. */
const mostFurther = 3;
const mostLabelLength = 70;

/** Pairs of one page, captions in reading order. The same page and segments give the same pairs. */
export function findPairs(
  page: Page,
  segments: readonly Segment[],
  blocks: readonly Block[] = blocksOf(segments, page.rules),
): LabelValue[] {
  return [...pairsOfPieces(page, piecesOf(page, segments)), ...blockPairs(blocks, page.rules, page.width)];
}

/** As `findPairs`, for callers that have the pieces already. */
export function pairsOfPieces(page: Page, pieces: readonly Piece[]): LabelValue[] {
  const grid = rowsOf(pieces);
  const columns = captionColumns(pieces, grid);
  const weights = new Weights(page, pieces);
  const pairs: LabelValue[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'value') continue;
    if (piece.text.length > mostLabelLength) {
      pairs.push(...inlinePairs(page, piece));
      continue;
    }
    const inline = piece.kind === 'label' ? pieces[index + 1] : undefined;
    if (inline?.kind === 'value' && inline.label === index) {
      const lines = withContinuation(inline, piece, grid);
      const further = lines.length === 1 ? restOfCell(page, piece, inline, pieces) : [];
      const found = pair(
        page,
        piece,
        [...lines, ...further],
        'inline',
        inlineStrength[piece.byWeight === true ? 'weight' : 'colon'],
      );
      pairs.push(further.length === 0 ? found : asOneLine(found));
      continue;
    }
    pairs.push(...inlinePairs(page, piece));
    const right = rightOf(piece, grid);
    const inColumn = right !== null && columns.has(columnKey(piece, right));
    if (right !== null && !weights.forbid(piece, right)) {
      const evidence = (inColumn ? columnEvidence.right : 0) + weights.evidence(piece, right);
      pairs.push(...rightPairs(page, piece, right, grid, evidence));
    }
    const below = belowOf(piece, pieces);
    if (below !== null && !weights.forbid(piece, below)) {
      const evidence = weights.evidence(piece, below) - (inColumn ? columnEvidence.below : 0);
      const strength = Math.min(mostBelow, belowStrength(page, piece, below, right) + evidence);
      if (strength > 0.2)
        pairs.push(pair(page, piece, withContinuation(below, null, grid), 'below', strength));
    }
  }
  return [...outsideFields(page, pairs), ...fieldPairs(page)];
}

/** @param signs what columns and type say for the pair; a colon says as much */
function rightPairs(page: Page, piece: Piece, right: Piece, grid: Rows, signs: number): LabelValue[] {
  const colon = piece.kind === 'label';
  const row = rowOfPiece(piece, grid);
  const gap = right.box[0] - piece.box[2];
  const reach =
    page.width * (colon ? reachRight.colon : row.length === 2 ? reachRight.alone : reachRight.plain);
  if (right.kind === 'label' || gap > reach) return [];
  const base = colon ? 0.9 : isSentence(piece.text) ? 0.35 : row.length === 2 ? 0.7 : 0.6;
  const strength = Math.min(mostRight, base + (colon ? 0 : signs)) - (colon ? 0.15 : 0.25) * (gap / reach);
  const pairs = [pair(page, piece, withContinuation(right, piece, grid), 'right', strength)];
  if (!isFigure(right) || isFigure(piece)) return pairs;
  const further = row.slice(row.indexOf(right) + 1);
  for (const [at, other] of further.entries()) {
    if (!isFigure(other) || pairs.length >= mostFigures) break;
    pairs.push(pair(page, piece, [other], 'right', strength * laterFigure ** (at + 1)));
  }
  return pairs;
}

/**
 * Pairs of left edges that at least three rows share: a column of captions with a column of values beside it.
 * There the next line below is the next caption.
 */
function captionColumns(pieces: readonly Piece[], grid: Rows): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const piece of pieces) {
    const right = piece.kind === 'value' || isFigure(piece) ? null : rightOf(piece, grid);
    if (right === null || right.kind === 'label') continue;
    const key = columnKey(piece, right);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= 3).map(([key]) => key));
}

function columnKey(piece: Piece, right: Piece): string {
  return `${Math.round(piece.box[0] / 4)} ${Math.round(right.box[0] / 4)}`;
}

function isFigure(piece: Piece): boolean {
  return piece.kind === 'plain' && /\d/u.test(piece.text) && !/\p{L}{4}/u.test(piece.text);
}

function rowOfPiece(piece: Piece, { rows, rowOf }: Rows): readonly Piece[] {
  return rows[rowOf.get(piece) ?? -1] ?? [];
}

function belowStrength(page: Page, piece: Piece, below: Piece, right: Piece | null): number {
  const height = heightOf(piece);
  const gap = Math.max(0, below.box[1] - piece.box[3]) / height;
  const framed = inOneFrame(page.rules, piece.box, below.box);
  let strength = piece.kind === 'label' ? 0.65 : isSentence(piece.text) ? 0.3 : 0.6;
  if (Math.abs(piece.box[0] - below.box[0]) <= 4) strength += 0.15;
  else if (!framed && !aligned(piece.box, below.box)) strength -= 0.15;
  if (heightOf(below) > height * 1.1) strength += 0.05;
  if (framed || isUnderlined(page.rules, piece.box)) strength += 0.1;
  strength -= 0.12 * gap;
  if (ruleBetween(page.rules, piece.box, below.box)) strength -= 0.25;
  if (piece.kind === 'label' && right !== null && right.kind !== 'label') strength -= 0.2;
  return strength;
}

/** Running text, or the end of it: starts small, or closes with a full stop that no abbreviation needs. */
function isSentence(text: string): boolean {
  return /^\p{Ll}{2}/u.test(text) || /\p{L}{5}[.;,]$/u.test(text);
}

function aligned(a: Box, b: Box): boolean {
  const centre = Math.abs(a[0] + a[2] - b[0] - b[2]) / 2;
  return Math.abs(a[0] - b[0]) <= 4 || Math.abs(a[2] - b[2]) <= 4 || centre <= 4;
}

type Lines = readonly Piece[];

function pair(
  page: Page,
  label: Piece,
  lines: Lines,
  relation: LabelValue['relation'],
  strength: number,
): LabelValue {
  const ranges: Range[] = lines.map(({ start, end }) => ({ start, end }));
  return {
    label: { text: label.text, ranges: [{ start: label.start, end: label.end }], box: label.box },
    value: {
      text: ranges.map(({ start, end }) => page.text.slice(start, end)).join('\n'),
      ranges,
      box: unionOf(lines),
    },
    relation,
    strength: Math.round(strength * 1000) / 1000,
  };
}

/** Pieces in visual rows, left to right: what stands beside what. */
interface Rows {
  readonly rows: readonly (readonly Piece[])[];
  readonly rowOf: ReadonlyMap<Piece, number>;
}

function rowsOf(pieces: readonly Piece[]): Rows {
  const sorted = [...pieces].sort((a, b) => middle(a) - middle(b) || a.box[0] - b.box[0]);
  const rows: Piece[][] = [];
  const rowOf = new Map<Piece, number>();
  let last = -Infinity;
  for (const piece of sorted) {
    const row = rows.at(-1);
    if (row === undefined || middle(piece) - last > heightOf(piece) * 0.5) rows.push([piece]);
    else row.push(piece);
    last = middle(piece);
    rowOf.set(piece, rows.length - 1);
  }
  for (const row of rows) row.sort((a, b) => a.box[0] - b.box[0]);
  return { rows, rowOf };
}

function rightOf(piece: Piece, { rows, rowOf }: Rows): Piece | null {
  const row = rowOf.get(piece) ?? -1;
  let best: Piece | null = null;
  for (const other of [...(rows[row - 1] ?? []), ...(rows[row] ?? []), ...(rows[row + 1] ?? [])]) {
    if (other === piece || other.box[0] < piece.box[2] - 2 || verticalOverlap(piece.box, other.box) < 0.5)
      continue;
    if (best === null || other.box[0] < best.box[0]) best = other;
  }
  return best;
}

function belowOf(piece: Piece, pieces: readonly Piece[]): Piece | null {
  const reach = heightOf(piece) * (piece.kind === 'label' ? reachBelow.colon : reachBelow.plain);
  let best: Piece | null = null;
  for (const other of pieces) {
    const gap = other.box[1] - piece.box[3];
    if (other === piece || gap < -heightOf(piece) * 0.35 || gap > reach || middle(other) <= piece.box[3])
      continue;
    if (!below(piece.box, other.box)) continue;
    if (
      best === null ||
      other.box[1] < best.box[1] - 1 ||
      (other.box[1] < best.box[1] + 1 && nearer(piece, other, best))
    ) {
      best = other;
    }
  }
  return best === null || best.kind === 'label' ? null : best;
}

function below(above: Box, box: Box): boolean {
  const overlap = Math.min(above[2], box[2]) - Math.max(above[0], box[0]);
  return overlap > 0.3 * Math.min(above[2] - above[0], box[2] - box[0]) || Math.abs(above[0] - box[0]) <= 4;
}

function nearer(piece: Piece, a: Piece, b: Piece): boolean {
  return Math.abs(a.box[0] - piece.box[0]) < Math.abs(b.box[0] - piece.box[0]);
}

/** Further lines of a value: close below it, starting where it starts, with nothing of their own at their left. */
function withContinuation(value: Piece, label: Piece | null, { rows, rowOf }: Rows): Piece[] {
  const lines = [value];
  let last = value;
  for (let row = (rowOf.get(value) ?? 0) + 1; row < rows.length && lines.length < mostLines; row += 1) {
    const line: readonly Piece[] = rows[row] ?? [];
    const first = line[0];
    if (first === undefined || first.box[1] - last.box[3] > heightOf(last) * 0.9) break;
    const next = line.find((piece) => Math.abs(piece.box[0] - value.box[0]) <= 3);
    if (next === undefined) {
      if (line.some((piece) => overlaps(piece.box, last.box))) break;
      continue;
    }
    if (next.kind !== 'plain' || next.box[1] - last.box[3] > heightOf(last) * 0.9) break;
    if (label !== null && line.some((piece) => piece.box[2] <= next.box[0] && overlaps(piece.box, label.box)))
      break;
    lines.push(next);
    last = next;
  }
  return lines;
}

/** The lines of a cell are one text: what is broken over them goes on, as the lines of an address do not. */
function asOneLine(found: LabelValue): LabelValue {
  return { ...found, value: { ...found.value, text: found.value.text.replaceAll('\n', ' ') } };
}

/** "Advertiser: Citizens for Clean" and "Rivers" below it, at the left edge of their drawn cell. */
function restOfCell(page: Page, label: Piece, value: Piece, pieces: readonly Piece[]): Piece[] {
  const rest: Piece[] = [];
  let last: Piece = value;
  for (const piece of pieces) {
    const next =
      piece.kind === 'plain' &&
      Math.abs(piece.box[0] - label.box[0]) <= 2 &&
      piece.box[1] >= last.box[1] + heightOf(last) * 0.5 &&
      piece.box[1] - last.box[3] < heightOf(last) * 0.6;
    if (!next || !inOneFrame(page.rules, label.box, piece.box)) continue;
    if (ruleBetween(page.rules, last.box, piece.box) || rest.length >= mostFurther) break;
    rest.push(piece);
    last = piece;
  }
  return rest;
}

function overlaps(a: Box, b: Box): boolean {
  return Math.min(a[2], b[2]) > Math.max(a[0], b[0]);
}

function verticalOverlap(a: Box, b: Box): number {
  const shared = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return shared / Math.max(1, Math.min(a[3] - a[1], b[3] - b[1]));
}

function middle({ box }: { readonly box: Box }): number {
  return (box[1] + box[3]) / 2;
}

function heightOf({ box }: { readonly box: Box }): number {
  return Math.max(4, box[3] - box[1]);
}
