/** Postal addresses: the parts of a block of lines, each with its place in the text. */
import { attentionWords, countries, legalForms, streetEndings, streetWords } from './data/places.ts';
import { fold, wordsOf } from './words.ts';

/** Half-open offsets into the text that was given. */
export interface Part {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
export interface Address {
  readonly name: Part | null;
  readonly street: Part | null;
  readonly postcode: Part | null;
  readonly city: Part | null;
  readonly state: Part | null;
  readonly country: Part | null;
  /** ISO 3166-1 alpha-2 of the country line or prefix, else null. */
  readonly countryCode: string | null;
  /** Street to country: the block without its name lines; null when there is neither street nor city. */
  readonly whole: Part | null;
}

const countryCodes: ReadonlyMap<string, string> = new Map(
  Object.entries(countries).flatMap(([code, names]) => [
    [code.toLowerCase(), code] as const,
    ...names.split(';').map((name) => [wordsOf(name).join(' '), code] as const),
  ]),
);
const provinces = 'AB BC MB NB NL NS NT NU ON PE QC SK YT';
const states =
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR';
const stateCodes: ReadonlySet<string> = new Set(`${states} ${provinces}`.split(' '));

/** ISO code of a country as printed ("Deutschland", "USA", "DE"), else null. */
export function countryOf(text: string): string | null {
  return countryCodes.get(wordsOf(text).join(' ')) ?? null;
}

interface CityLine {
  readonly postcode: Part;
  readonly city: Part;
  readonly state: Part | null;
  readonly country: Part | null;
}

const cityName = String.raw`\p{Lu}[\p{L}.'’\-/() ]{1,40}`;
const prefix = String.raw`(?:(?<country>[A-Z]{1,3})(?:\s*-\s*|\s+))?`;
const cityPatterns: readonly RegExp[] = [
  // US and Canada: City, ST 12345-6789; City ON K1A 0B1
  new RegExp(
    String.raw`^(?<city>${cityName}?),?\s+(?<state>[A-Z]{2})\.?,?\s+(?<postcode>\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?=\s|,|$)`,
    'u',
  ),
  // Netherlands: 1234 AB City
  new RegExp(String.raw`^${prefix}(?<postcode>[1-9]\d{3} ?[A-Z]{2})\s+(?<city>${cityName})`, 'u'),
  // Portugal, Poland, Czechia, Sweden, Japan: 1234-567, 12-345, 123 45 City
  new RegExp(
    String.raw`^${prefix}(?<postcode>\d{4}-\d{3}|\d{2}-\d{3}|\d{3} \d{2})\s+(?<city>${cityName})`,
    'u',
  ),
  // Most of Europe: D-12345 City
  new RegExp(String.raw`^${prefix}(?<postcode>\d{4,5})\s+(?<city>${cityName})`, 'u'),
  // Britain: SW1A 1AA City
  new RegExp(String.raw`^${prefix}(?<postcode>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\s+(?<city>${cityName})`, 'u'),
  // Britain: City SW1A 1AA, or the code alone on its line
  new RegExp(
    String.raw`^(?<city>${cityName}?)?,?\s*(?<postcode>[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})(?=\s|,|$)`,
    'u',
  ),
];

/** Reads `City, ST 12345`, `D-12345 City`, `1234 AB City` and their like at the start of a line. */
export function readCityLine(line: string, offset = 0): CityLine | null {
  for (const pattern of cityPatterns) {
    const match = new RegExp(pattern.source, 'du').exec(line);
    const spans = match?.indices?.groups;
    if (match === null || spans === undefined) continue;
    const part = (name: string): Part | null => {
      const [start, end] = spans[name] ?? [0, 0];
      const text = line.slice(start, end).replace(/[\s,.(/-]+$/u, '');
      return text === '' ? null : { text, start: offset + start, end: offset + start + text.length };
    };
    const state = part('state');
    if (state !== null && !stateCodes.has(state.text)) continue;
    const postcode = part('postcode');
    const city = part('city');
    if (postcode === null || city === null) continue;
    const country = part('country');
    // "1420 Harbor Ave" is a street.
    if (state === null && /^\d{4,5}\s/u.test(line) && namesStreet(line)) continue;
    if (country !== null && countryOf(country.text) === null && !/^[DAFILSN]$|^FL$|^FIN$/u.test(country.text))
      continue;
    return { postcode, city, state, country };
  }
  return null;
}

/** A street word or ending with a number, or a house number at either end beside letters. */
export function looksLikeStreet(line: string): boolean {
  const text = line.trim();
  if (text.length < 4 || text.length > 60 || /[@:]|\bwww\b/u.test(text)) return false;
  if (namesStreet(text)) return true;
  const numbered =
    /^\d{1,5}[a-z]?[\s,]+\p{L}/iu.test(text) ||
    /\p{L}[\p{L}.'’\- ]*,?\s+\d{1,5}\s?[a-z]?(?:\s?[-/]\s?\d+\s?[a-z]?)?$/iu.test(text);
  return numbered && wordsOf(text).length <= 6;
}

/** Not only numbered, but with a word that streets are called by. */
export function namesStreet(text: string): boolean {
  if (looksLikeOrganisation(text)) return false;
  const words = wordsOf(text);
  const numbered = /\d/u.test(text);
  // "Dr. Moreno" is a doctor; a drive stands at the end.
  const word = words.some((one, at) => streetWords.has(one) && !(at === 0 && one === 'dr'));
  const ending = words.some(
    (one, at) => one.length > 5 && streetEndings.test(one) && /^\d/u.test(words[at + 1] ?? ''),
  );
  return (word && (numbered || words.length >= 2) && words.length <= 8) || ending;
}

export function looksLikeOrganisation(line: string): boolean {
  const words = fold(line)
    .replaceAll('.', '')
    .split(/[\s,&()]+/u);
  return words.some((word) => legalForms.has(word));
}

/**
 * Splits a block of address lines (divided by `\n`, or one line divided by bullets, bars or commas) into its parts.
 * A block without a city line gives nothing but its country.
 */
export function readAddress(text: string): Address {
  const lines = linesOf(text);
  const at = lines.findLastIndex((line) => readCityLine(line.text) !== null);
  const found = at < 0 ? null : readCityLine(lines[at]?.text ?? '', lines[at]?.start ?? 0);
  const before = at < 0 ? lines : lines.slice(0, at);
  const streets = before.flatMap((line, index) => (looksLikeStreet(line.text) ? [index] : []));
  const streetAt = streets.find((index) => index > 0) ?? streets[0] ?? -1;
  const street = at < 0 && streetAt < 0 ? null : (before[streetAt] ?? null);
  const after = at < 0 ? [] : lines.slice(at + 1, at + 3);
  const countryLine = after.find((line) => countryOf(line.text) !== null) ?? null;
  const names = (streetAt >= 0 ? before.slice(0, streetAt) : before).filter((line) => !isNoName(line.text));
  const name = at >= 0 || streetAt >= 0 ? (names[0] ?? null) : null;
  const country = countryLine ?? found?.country ?? null;
  const last = countryLine ?? (at < 0 ? street : (lines[at] ?? null));
  const first = street ?? (at < 0 ? null : (lines[at] ?? null));
  return {
    name,
    street,
    postcode: found?.postcode ?? null,
    city: found?.city ?? null,
    state: found?.state ?? null,
    country,
    countryCode: country === null ? null : countryOf(country.text),
    whole:
      first === null || last === null
        ? null
        : { text: text.slice(first.start, last.end), start: first.start, end: last.end },
  };
}

function isNoName(line: string): boolean {
  return !/\p{L}{2}/u.test(line) || attentionWords.test(line) || line.endsWith(':') || looksLikeStreet(line);
}

/** Lines, or the parts of a one-line address. */
function linesOf(text: string): Part[] {
  const divider = text.includes('\n')
    ? /\n/u
    : /\s+[·•|∙–—]\s+|(?<!\d)\s[-*]\s(?!\d)|,\s+(?!(?:[A-Z]{2})\s+\d|LLC|Inc|Ltd|LP\b|LLP|GmbH|S\.|N\.)|;\s/u;
  const parts: Part[] = [];
  let from = 0;
  const push = (start: number, end: number): void => {
    const raw = text.slice(start, end);
    const lead = raw.length - raw.trimStart().length;
    const line = raw.trim();
    if (line !== '') parts.push({ text: line, start: start + lead, end: start + lead + line.length });
  };
  for (const match of text.matchAll(new RegExp(divider.source, 'gu'))) {
    push(from, match.index);
    from = match.index + match[0].length;
  }
  push(from, text.length);
  return parts;
}
