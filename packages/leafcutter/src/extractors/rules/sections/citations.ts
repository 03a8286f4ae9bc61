/** References and publications in their usual forms: "Authors (2020). Title. Journal" and "Authors. Title. Journal, 2020." */

/** Half-open offsets into the text that was read. */
export interface CitationPart {
  readonly start: number;
  readonly end: number;
}
export interface Citation {
  readonly authors: CitationPart | null;
  readonly year: CitationPart | null;
  readonly title: CitationPart | null;
  readonly venue: CitationPart | null;
}

const yearFirst =
  /^(?<authors>.{3,400}?)\s*\((?:\p{L}+\.?\s+)?(?<year>(?:19|20)\d\d)[a-z]?(?:,[^)]*)?\)\s*[.,:]?\s*(?<rest>\S.*)$/dsu;
const quotedTitle = /["“«„](?<title>[^"”»“]{8,300}?)[.,]?["”»“]/du;
const anyYear = /(?<!\d)(?:19|20)\d\d(?!\d)/gu;
/** A full stop that ends a part: not that of an initial or of a short form. */
const stop =
  /(?<!\b\p{Lu}|\b(?:al|ed|eds|vol|no|pp|Prof|Dr|St|vs|Proc|Inc|Jr))\s*[.?!]\**\s+(?=["“*]?[\p{Lu}\d])/u;

/** Authors, then the year in brackets: the form that nothing else has. */
export function isCitation(text: string): boolean {
  return yearFirst.test(text) && /^\p{Lu}[\p{L}'’-]+,\s+\p{Lu}/u.test(text);
}

export function readCitation(text: string): Citation {
  const years = [...text.matchAll(anyYear)];
  const last = years.at(-1);
  const anywhere = last === undefined ? null : { start: last.index, end: last.index + 4 };
  const first = yearFirst.exec(text);
  if (first?.indices?.groups !== undefined) {
    const { authors, year, rest } = first.indices.groups;
    return { authors: span(text, authors), year: span(text, year), ...titled(text, rest?.[0] ?? 0) };
  }
  const quoted = quotedTitle.exec(text);
  if (quoted?.indices?.groups !== undefined) {
    const place = quoted.indices.groups['title'];
    const after = quoted.index + quoted[0].length;
    const before = span(text, [0, quoted.index]);
    return { authors: before, year: anywhere, title: span(text, place), venue: venueFrom(text, after) };
  }
  const end = stop.exec(text);
  if (end === null)
    return { authors: null, year: anywhere, title: span(text, [0, text.length]), venue: null };
  return {
    authors: span(text, [0, end.index]),
    year: anywhere,
    ...titled(text, end.index + end[0].length),
  };
}

function titled(text: string, from: number): Pick<Citation, 'title' | 'venue'> {
  const end = stop.exec(text.slice(from));
  if (end === null) return { title: span(text, [from, text.length]), venue: null };
  return {
    title: span(text, [from, from + end.index]),
    venue: venueFrom(text, from + end.index + end[0].length),
  };
}

/** Up to volume, pages or year. */
function venueFrom(text: string, from: number): CitationPart | null {
  const rest = text.slice(from);
  const end = /[,.;(]\s*(?=\(?\d|vol|pp|pages|doi|https?|in press)|\s+\(?(?:19|20)\d\d\b|[.;]\s/iu.exec(rest);
  return span(text, [from, from + (end?.index ?? rest.length)]);
}

/** Without quotes, stars and punctuation around; null when no letter or digit is left. */
function span(text: string, place: readonly [number, number] | undefined): CitationPart | null {
  if (place === undefined) return null;
  let [start, end] = place;
  while (start < end && /[\s"“”«»*.,;:–—-]/u.test(text[start] ?? '')) start += 1;
  while (end > start && /[\s"“”«»*,;:–—-]/u.test(text[end - 1] ?? '')) end -= 1;
  if (/\p{Ll}{3}\.$/u.test(text.slice(start, end))) end -= 1;
  return end - start < 2 ? null : { start, end };
}
