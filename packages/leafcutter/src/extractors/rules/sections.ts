/** What a place of a page stands under: the caption of a party ("Bill to", "Verkäufer") and the heading above. */
import type { Box } from '../../document/types.ts';
import type { Piece } from '../../layout/pieces.ts';
import type { Segment } from '../../layout/types.ts';
import { partyRoles } from './data/relations.ts';
import { phraseOf } from './lexicon.ts';

export interface Marker {
  readonly text: string;
  readonly box: Box;
  /** Concepts of parties that it names; empty for other headings. */
  readonly roles: ReadonlySet<string>;
  readonly piece: Piece | null;
}

const mostMarkerWords = 5;
/** People of a party head no section: what stands below "Contact: Jane Doe" is still the party's. */
const sectionRoles = partyRoles.filter(
  (role) => !['contact', 'salesperson', 'doctor', 'owner'].includes(role),
);

/** Pieces that head a section: captions of parties, and headings. In the order of the page. */
export function markersOf(
  pieces: readonly Piece[],
  headings: readonly Segment[],
  pageWidth: number,
): Marker[] {
  const markers: Marker[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'value' || piece.text.length > 50 || /\d/u.test(piece.text)) continue;
    const { terms } = phraseOf(headOf(piece.text));
    if (terms.length === 0 || terms.length > mostMarkerWords) continue;
    const roles = new Set<string>();
    for (const term of terms) for (const role of sectionRoles) if (term.concepts.has(role)) roles.add(role);
    if (roles.size === 0 || asksForPart(piece.text)) continue;
    if (!terms.every((term) => [...term.concepts].some((concept) => !concept.startsWith('=')))) continue;
    const inline = pieces[index + 1];
    if (piece.kind === 'label' && inline?.label === index && !nameLike(inline.text)) continue;
    markers.push({ text: piece.text, box: piece.box, roles, piece });
  }
  for (const heading of headings) {
    if (heading.box[2] - heading.box[0] > pageWidth * 0.8) continue;
    if (markers.some((marker) => marker.box[0] === heading.box[0] && marker.box[1] === heading.box[1]))
      continue;
    markers.push({ text: heading.text, box: heading.box, roles: new Set(), piece: null });
  }
  return markers;
}

/** "Tax agent of the seller" heads a section about the agent. */
function headOf(text: string): string {
  return text.split(/\s(?:of|des|der|du|de la|de l['’]|del|della|van de|van het|do|da)\s/iu)[0] ?? text;
}

/** "Customer No." names a number of the customer; it does not head a section about one. */
function asksForPart(text: string): boolean {
  const { concepts } = phraseOf(text);
  return ['number', 'identifier', 'code', 'date', 'amount', 'reference', 'customernumber', 'suppliernumber', 'total', 'email', 'phone', 'rate', 'signed', 'terms', 'price', 'quantity']
    .some((concept) => concepts.has(concept)); // prettier-ignore
}

function nameLike(text: string): boolean {
  return /^\p{Lu}/u.test(text);
}

/** Texts of the nearest party caption and the nearest heading that `box` stands under or right of. */
export function sectionsAt(box: Box, markers: readonly Marker[], pageWidth: number): string[] {
  const sections: string[] = [];
  const party = nearest(
    box,
    markers.filter((marker) => marker.roles.size > 0),
    pageWidth,
  );
  if (party !== null) sections.push(party.text);
  const heading = nearest(
    box,
    markers.filter((marker) => marker.roles.size === 0),
    pageWidth,
  );
  if (heading !== null) sections.push(heading.text);
  return sections;
}

export function nearest(box: Box, markers: readonly Marker[], pageWidth: number): Marker | null {
  let best: Marker | null = null;
  let least = Infinity;
  for (const marker of markers) {
    const distance = distanceUnder(box, marker.box, pageWidth);
    if (distance < least) [best, least] = [marker, distance];
  }
  return best;
}

/** Points between a marker and what it heads; infinite when the marker is beside the point, below or in another column. */
function distanceUnder(box: Box, marker: Box, pageWidth: number): number {
  if (box[0] === marker[0] && box[1] === marker[1]) return Infinity;
  const height = marker[3] - marker[1];
  const sameRow = Math.abs((box[1] + box[3]) / 2 - (marker[1] + marker[3]) / 2) < height * 0.6;
  if (sameRow)
    return marker[2] <= box[0] + 2 && box[0] - marker[2] < pageWidth * 0.25
      ? (box[0] - marker[2]) / 4
      : Infinity;
  const gap = box[1] - marker[3];
  if (gap < -height * 0.4) return Infinity;
  const left = box[0] - marker[0];
  if (left < -24) return Infinity;
  if (box[0] > marker[2] + pageWidth * 0.3) return Infinity;
  const aside = Math.max(0, box[0] - marker[2]);
  return Math.max(0, gap) + aside / 2 + (left < 0 ? 10 : 0);
}
