/** Address blocks of a page and whose they are: by a caption above or beside them, else by their place on a letter. */
import type { Page, Range } from '../../document/types.ts';
import { boxOf, type Piece } from '../../layout/pieces.ts';
import { readAddress, readCityLine, type Part } from './address.ts';
import type { Candidate } from './candidate.ts';
import { issuingRoles } from './data/relations.ts';
import { nearest, type Marker } from './sections.ts';

interface AddressBlock {
  readonly lines: readonly Piece[];
  readonly oneLine: boolean;
}
interface Owner {
  /** Concept of the party, with how surely it is theirs. */
  readonly role: string;
  readonly strength: number;
  readonly marker: Marker | null;
}

const mostLines = 6;
/** The window of a letter's address (DIN 5008, and where others print it), as shares of the page. */
const window = { top: 0.1, bottom: 0.34, right: 0.5 };
const footer = 0.85;
const header = 0.13;

/** One candidate for each part of each block, captioned by owner and part ("buyer street"). */
export function partyCandidates(
  page: Page,
  pieces: readonly Piece[],
  markers: readonly Marker[],
): Candidate[] {
  const candidates: Candidate[] = [];
  const headed = new Set(markers.filter((marker) => marker.roles.size > 0).map((marker) => marker.piece));
  const blocks = blocksOf(pieces, page, headed);
  for (const block of blocks) {
    const text = block.lines.map((line) => page.text.slice(line.start, line.end)).join('\n');
    const ranges = block.lines.map(({ start, end }) => ({ start, end }));
    const address = readAddress(text);
    const owners = ownersOf(page, block, markers, blocks);
    const parts: readonly (readonly [string, Part | null])[] = [
      ['name', address.name],
      ['street', address.street],
      ['postcode', address.postcode],
      ['city', address.city],
      ['state', address.state],
      ['country', address.country],
      ['address', address.whole],
    ];
    for (const owner of owners) {
      for (const [part, place] of parts) {
        if (place === null) continue;
        const strength =
          part === 'name' && block.lines.length < 3 && !block.oneLine ? owner.strength * 0.6 : owner.strength;
        candidates.push(candidateOf(page, owner, part, place, { text, ranges }, block, strength));
      }
    }
  }
  return candidates;
}

function candidateOf(
  page: Page,
  owner: Owner,
  part: string,
  place: Part,
  whole: { readonly text: string; readonly ranges: readonly Range[] },
  block: AddressBlock,
  strength: number,
): Candidate {
  const { text, ranges } = cut(whole, place.start, place.end);
  const piece = owner.marker?.piece ?? null;
  return {
    page: page.number,
    label: `${owner.role} ${part}`,
    labelRanges: piece === null ? [] : [{ start: piece.start, end: piece.end }],
    text,
    ranges,
    box: boxOf(block.lines),
    relation: 'block',
    strength,
    sections: [],
    rowLabel: null,
    scale: null,
  };
}

function cut(
  whole: { readonly text: string; readonly ranges: readonly Range[] },
  start: number,
  end: number,
) {
  const ranges: Range[] = [];
  let offset = 0;
  for (const range of whole.ranges) {
    const length = range.end - range.start;
    const from = Math.max(start, offset);
    const to = Math.min(end, offset + length);
    if (to > from) ranges.push({ start: range.start + from - offset, end: range.start + to - offset });
    offset += length + 1;
  }
  return { text: whole.text.slice(start, end), ranges };
}

/** A city line with the lines close above it that start at the same edge. */
function blocksOf(pieces: readonly Piece[], page: Page, headed: ReadonlySet<Piece | null>): AddressBlock[] {
  const blocks: AddressBlock[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'label') continue;
    if (
      piece.text.length > 20 &&
      readAddress(piece.text).city !== null &&
      readAddress(piece.text).street !== null
    ) {
      blocks.push({ lines: [piece], oneLine: true });
      continue;
    }
    if (piece.text.length > 60 || readCityLine(piece.text) === null) continue;
    const lines = [piece];
    for (let last = piece; lines.length < mostLines;) {
      const above = lineAbove(last, piece, pieces);
      if (above === null || above.kind === 'label' || headed.has(above) || endsAddress(above)) break;
      lines.unshift(above);
      last = above;
      if (above.kind === 'value') break;
    }
    const country = pieces.find((other) => other.kind === 'plain' && isUnder(other, piece));
    if (country !== undefined && /^\p{Lu}[\p{L} ]{1,24}$/u.test(country.text)) lines.push(country);
    if (lines.length >= 2 && lines.every((line) => line.box[2] - line.box[0] < page.width * 0.6)) {
      blocks.push({ lines, oneLine: false });
    }
  }
  return blocks;
}

/** The sender's address in one line, or the last line of another block. */
function endsAddress({ text }: Piece): boolean {
  if (readCityLine(text) !== null) return true;
  const { city, street } = readAddress(text);
  return text.length > 20 && city !== null && street !== null;
}

function lineAbove(last: Piece, first: Piece, pieces: readonly Piece[]): Piece | null {
  const height = last.box[3] - last.box[1];
  let best: Piece | null = null;
  for (const other of pieces) {
    const gap = last.box[1] - other.box[3];
    if (gap > height * 1.1 || gap < -height * 0.5 || other.box[1] >= last.box[1] - 1) continue;
    const edge = Math.abs(other.box[0] - first.box[0]);
    const centre = Math.abs(other.box[0] + other.box[2] - first.box[0] - first.box[2]) / 2;
    const right = Math.abs(other.box[2] - first.box[2]);
    if (Math.min(edge, centre, right) > 5) continue;
    if (best === null || other.box[1] > best.box[1]) best = other;
  }
  return best;
}

function isUnder(other: Piece, piece: Piece): boolean {
  const gap = other.box[1] - piece.box[3];
  const height = piece.box[3] - piece.box[1];
  return Math.abs(other.box[0] - piece.box[0]) <= 4 && gap > -height * 0.4 && gap < height * 0.9;
}

function ownersOf(
  page: Page,
  block: AddressBlock,
  markers: readonly Marker[],
  blocks: readonly AddressBlock[],
): Owner[] {
  const parties = markers.filter(
    (marker) => marker.roles.size > 0 && !block.lines.some((line) => line === marker.piece),
  );
  const top = block.lines[0];
  if (top === undefined) return [];
  const marker = nearest(top.box, parties, page.width);
  const height = top.box[3] - top.box[1];
  if (marker !== null) {
    const gap = Math.max(0, top.box[1] - marker.box[3]) / height;
    const strength = gap < 2.5 ? 0.95 : gap < 6 ? 0.8 : gap < 14 ? 0.6 : 0;
    if (strength > 0) return [...marker.roles].map((role) => ({ role, strength, marker }));
  }
  return byPlace(page, block, top, blocks);
}

function byPlace(page: Page, block: AddressBlock, top: Piece, blocks: readonly AddressBlock[]): Owner[] {
  if (page.number !== 1 || page.geometry === 'grid') return [];
  const y = top.box[1] / page.height;
  const issuers = (strength: number): Owner[] =>
    [...issuingRoles].map((role) => ({ role, strength, marker: null }));
  const recipients = ['buyer', 'recipient'].map((role) => ({ role, strength: 0.7, marker: null }));
  if (isAddressee(page, block, top, blocks) || isSecond(page, block, top, blocks)) return recipients;
  if (block.oneLine) return issuers(y > footer || y < window.bottom ? 0.7 : 0.4);
  if (y > footer || y < header) return issuers(0.6);
  if (y < window.bottom && top.box[0] < page.width * 0.3 && top.box[2] < page.width * (window.right + 0.1)) {
    return recipients;
  }
  return issuers(0.35);
}

/** In the right half, as French letters have it, below another address at the head of the page: the upper one is the sender's. */
function isSecond(page: Page, block: AddressBlock, top: Piece, blocks: readonly AddressBlock[]): boolean {
  if (block.oneLine || top.box[0] < page.width * 0.45 || top.box[1] > page.height * window.bottom)
    return false;
  const height = top.box[3] - top.box[1];
  return blocks.some(({ oneLine, lines }) => {
    const last = lines.at(-1);
    return !oneLine && last !== undefined && last.box[3] < top.box[1] - height;
  });
}

const salutation =
  /^(?:herrn?|frau|firma|familie|an|mr|mrs|ms|mme|madame|monsieur|m\.|sig\.?|sig\.ra|señor|señora|to|à|a)[.:]?(?:\s|$)/iu;

/** Of a letter's addresses at the left of its head: one that greets somebody, or that stands below the sender's in one line. */
function isAddressee(page: Page, block: AddressBlock, top: Piece, blocks: readonly AddressBlock[]): boolean {
  if (block.oneLine || top.box[1] > page.height * window.bottom || top.box[0] > page.width * 0.3)
    return false;
  if (block.lines.slice(0, 2).some(({ text }) => salutation.test(text))) return true;
  const height = top.box[3] - top.box[1];
  const edge = Math.max(...block.lines.map(({ box }) => box[2]));
  return blocks.some(({ oneLine, lines: [line] }) => {
    if (line === undefined) return false;
    // The sender's head stands at the right.
    if (!oneLine) return line.box[0] > edge + page.width * 0.06 && line.box[1] <= top.box[1] + height;
    const gap = top.box[1] - line.box[3];
    return gap > -height * 0.5 && gap < 3 * height && Math.abs(line.box[0] - top.box[0]) <= 4;
  });
}
