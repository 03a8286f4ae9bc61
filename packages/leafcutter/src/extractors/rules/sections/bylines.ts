/** Who wrote a paper: the names between its title and its abstract, with the institutions that their marks point to. */
import { unwrap } from '../../../values/index.ts';
import type { TextLine } from '../../../layout/lines.ts';
import { looksLikeOrganisation, readCityLine } from '../address.ts';
import { isCaptionLike } from '../strings.ts';
import { fold, wordsOf } from '../words.ts';
import { partOf, type SectionItem } from './lists.ts';

export interface Author {
  readonly name: SectionItem;
  /** Null where nothing tells which of several it is, or where it has more than one. */
  readonly affiliation: SectionItem | null;
  /** Null where no address has the author's name in it. */
  readonly email: SectionItem | null;
}

/** Below the title, at the most. */
const mostLines = 16;
const largerThanText = 1.15;
/** Where the text of the paper begins. */
const opens =
  /^(?:abstract|summary|zusammenfassung|kurzfassung|résumé|resumen|riassunto|samenvatting|key\s?words|index terms|introduction|einleitung|1\.?\s+introduction)(?!\p{L})/iu;
const marks = /[\d*∗†‡§¶#]+/gu;
const email = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;
const particle = /^(?:van|von|der|den|de|da|di|del|della|dos|du|la|le|el|al|bin|ben|ibn|ter|zu|y)$/u;
const initials = /^(?:\p{Lu}\s?\.[\s-]?)+$/u;

/** Authors in their order; empty where the lines below the title name nobody. */
export function authorsOf(page: readonly TextLine[]): readonly Author[] {
  const lines = headOf(page);
  const first = lines.findIndex((line) => namesIn(line).length > 0);
  if (first < 0) return [];
  let end = first;
  while (end < lines.length && namesIn(lines[end]).length > 0) end += 1;
  const names = lines.slice(first, end).flatMap(namesIn);
  if (names.length === 0) return [];
  const below = lines.slice(end);
  const places = affiliationsOf(below);
  const emails = below.flatMap((line) =>
    [...line.text.matchAll(email)].map((match) =>
      partOf([line], match[0], match.index, match.index + match[0].length),
    ),
  );
  return names.map(({ name, signs }) => ({
    name,
    affiliation: affiliationFor(signs, places),
    email: emails.find(({ text }) => isAddressOf(text, name.text)) ?? null,
  }));
}

/** The lines below the title's, up to the abstract or the first sentence. */
function headOf(page: readonly TextLine[]): readonly TextLine[] {
  const sizes = page.map(({ size }) => size).sort((a, b) => a - b);
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const largest = Math.max(0, ...page.slice(0, mostLines).map(({ size }) => size));
  if (largest < usual * largerThanText) return [];
  const top = page.findIndex(({ size }) => size >= largest * 0.97);
  let start = top;
  while ((page[start]?.size ?? 0) >= largest * 0.97) start += 1;
  const rest = page.slice(start, start + mostLines);
  const stop = rest.findIndex(({ text }) => opens.test(text) || text.split(' ').length > 30);
  return stop < 0 ? [] : rest.slice(0, stop);
}

interface Named {
  readonly name: SectionItem;
  /** Marks behind the name that point to its notes. */
  readonly signs: readonly string[];
}

/** All names of a line; none where any part of it is no name. */
function namesIn(line: TextLine | undefined): Named[] {
  if (line === undefined || line.text.includes('@')) return [];
  const found: { name: SectionItem; signs: string[] }[] = [];
  for (const { text, start } of partsOf(line.text)) {
    const signs = text.match(marks) ?? [];
    const bare = text.replace(/[\s\d*∗†‡§¶#]+$/u, '');
    if (bare === '') {
      found.at(-1)?.signs.push(...signs);
      continue;
    }
    if (!isPerson(bare)) return [];
    const item = partOf([line], bare, start, start + bare.length);
    found.push({ name: { ...item, text: unwrap(bare).replace(/\s+\./gu, '.') }, signs: [...signs] });
  }
  return found;
}

/** Between commas, "and" and their like; each with its offset. */
function partsOf(text: string): { text: string; start: number }[] {
  const parts: { text: string; start: number }[] = [];
  let from = 0;
  const push = (end: number): void => {
    const part = text.slice(from, end);
    const lead = part.length - part.trimStart().length;
    if (part.trim() !== '') parts.push({ text: part.trim(), start: from + lead });
  };
  for (const cut of text.matchAll(
    /\s*[,;·•]\s*(?:(?:and|und|et|y|e|en)\s+|&\s*)?|\s+(?:and|und|et|y)\s+|\s*&\s*/gu,
  )) {
    push(cut.index);
    from = cut.index + cut[0].length;
  }
  push(text.length);
  return parts;
}

/** "Lena Hofstätter", "J. van der Berg", "C.O.S. Sorzano": two to five words, a family name among them. */
function isPerson(text: string): boolean {
  const close = text.replace(/\s+\./gu, '.').replace(/(?<=\p{Lu}\.)(?=\p{Lu})/gu, ' ');
  const words = close.split(/\s+/u);
  if (words.length < 2 || words.length > 6 || /\d|[:/()@]/u.test(text)) return false;
  if (looksLikeOrganisation(text) || readCityLine(text) !== null || isCaptionLike(text)) return false;
  const named = words.filter((word) => !particle.test(word));
  const family = named.some((word) => /^\p{Lu}[\p{L}'’-]+$/u.test(word));
  return (
    family &&
    named.length >= 2 &&
    named.every((word) => initials.test(word) || /^\p{Lu}[\p{L}'’.-]*$/u.test(word))
  );
}

interface Affiliation {
  readonly sign: string | null;
  readonly item: SectionItem;
}

/** "1 Institute of Geography, University of Innsbruck": one a line; further lines go on with the one above. */
function affiliationsOf(lines: readonly TextLine[]): readonly Affiliation[] {
  const found: { sign: string | null; lines: TextLine[]; skip: number }[] = [];
  for (const line of lines) {
    if (line.text.includes('@') || /^\W*(?:corresponding|equal|these authors|contact)/iu.test(line.text))
      continue;
    const sign = /^([\d*∗†‡§¶#]{1,2})\s*(?=\p{Lu})/u.exec(line.text);
    // A second mark within the line: which words are whose is not told.
    if (sign !== null && /\s[\d†‡§¶]\s?\p{Lu}/u.test(line.text.slice(sign[0].length))) return [];
    const open = found.at(-1);
    if (sign !== null) found.push({ sign: sign[1] ?? null, lines: [line], skip: sign[0].length });
    else if (open !== undefined && open.sign !== null && !looksLikeOrganisation(line.text))
      open.lines.push(line);
    else if (looksLikeOrganisation(line.text)) found.push({ sign: null, lines: [line], skip: 0 });
  }
  return found.map(({ sign, lines: own, skip }) => {
    const text = own.map((line) => line.text).join('\n');
    return { sign, item: partOf(own, text.slice(skip), skip, text.length) };
  });
}

function affiliationFor(signs: readonly string[], places: readonly Affiliation[]): SectionItem | null {
  const [only] = places;
  if (places.length === 1 && only !== undefined && (only.sign === null || signs.includes(only.sign)))
    return only.item;
  const own = places.filter(({ sign }) => sign !== null && signs.includes(sign));
  return own.length === 1 ? (own[0]?.item ?? null) : null;
}

/** The family name, or the name's beginning letters with it, stands before the sign. */
function isAddressOf(address: string, name: string): boolean {
  const local = fold(address.split('@')[0] ?? '').replace(/[^a-z]/gu, '');
  const words = wordsOf(name).filter((word) => word.length >= 3);
  const family = words.at(-1) ?? '';
  return family.length >= 4 && local.includes(family);
}
