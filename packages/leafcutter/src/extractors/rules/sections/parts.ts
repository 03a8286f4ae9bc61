/** The head of an entry in parts: what is between strokes, commas and lines, and what each part looks like. */
import type { TextLine } from '../../../layout/lines.ts';
import { readTimeSpans, type TimeSpan } from '../../../values/index.ts';
import { looksLikeOrganisation } from '../address.ts';
import { organisationWords, positionWords } from '../data/career-words.ts';
import { wordsOf } from '../words.ts';
import { partOf, type SectionItem } from './lists.ts';

export interface HeadPart extends SectionItem {
  /** 0-1 each. */
  readonly organisation: number;
  readonly position: number;
}
export interface Head {
  readonly parts: readonly HeadPart[];
  /** The first span of time, with the line that it stands in. */
  readonly span: { readonly line: TextLine; readonly span: TimeSpan } | null;
}

const strong = /\s+[|•·]\s+|\s+[–—]\s*|\s*[–—]\s+|\s+-\s+|\s*-$|\s{2,}/gu;
const weak = /,\s+|\s+(?:at|bei|chez|en|presso|bij|@)\s+/u;

export function headOf(lines: readonly TextLine[]): Head {
  let span: Head['span'] = null;
  const parts: HeadPart[] = [];
  for (const line of lines) {
    const [found] = readTimeSpans(line.text);
    let from = 0;
    const cuts: [number, number][] = [...line.text.matchAll(strong)].map((match) => [
      match.index,
      match.index + match[0].length,
    ]);
    if (found !== undefined && span === null) {
      span = { line, span: found };
      cuts.push([found.start, found.end]);
    }
    cuts.sort((a, b) => a[0] - b[0]);
    for (const [start, end] of [...cuts, [line.text.length, line.text.length] as const]) {
      if (start > from) push(parts, line, from, start);
      from = Math.max(from, end);
    }
  }
  return {
    parts: parts.flatMap((part) => (parts.length === 1 || namesBoth(part) ? divided(part) : [part])),
    span,
  };
}

function push(parts: HeadPart[], line: TextLine, start: number, end: number): void {
  const part = line.text.slice(start, end);
  const lead = /^[\s,;:()\-–—|]*/u.exec(part)?.[0].length ?? 0;
  const text = part.slice(lead).replace(/[\s,;:(\-–—|]+$|(?<!\([^)]*)\)$/u, '');
  if (!/\p{L}{2}/u.test(text)) return;
  parts.push(rated(partOf([line], text, start + lead, start + lead + text.length)));
}

function rated(item: SectionItem): HeadPart {
  const words = wordsOf(item.text);
  return {
    ...item,
    organisation: looksLikeOrganisation(item.text) ? 1 : share(words, organisations),
    position: share(words, positions),
  };
}

/** A position and, behind a comma, where: "Senior Data Engineer, Correos Labs". */
function namesBoth(part: HeadPart): boolean {
  const [first, second, ...others] = divided(part);
  return (
    first !== undefined &&
    second !== undefined &&
    others.length === 0 &&
    first.position > second.position &&
    second.position === 0
  );
}

/** One part that names both: "BSc Biology, Springfield University". */
function divided(part: HeadPart): HeadPart[] {
  const [line] = part.lines;
  const cut = weak.exec(part.text);
  if (line === undefined || cut === null) return [part];
  const start = line.text.indexOf(part.text);
  if (start < 0) return [part];
  const parts: HeadPart[] = [];
  push(parts, line, start, start + cut.index);
  push(parts, line, start + cut.index + cut[0].length, start + part.text.length);
  return parts.length === 2 ? parts : [part];
}

const placeBehind = /,\s+(?<place>\p{Lu}[\p{L}.'’-]+(?:[ ]\p{Lu}[\p{L}.'’-]*){0,2}(?:,\s+\p{Lu}\p{L}+)?)$/u;
const legalTail = /^(?:inc|llc|ltd|limited|corp|co|plc|gmbh|ag|kg|se|sa|sas|sarl|bv|nv|lp|llp|na)\b/iu;

/** "Northgate Utilities, Leeds", "Acme Corp, Boston, MA": an organisation, and where it is. Null where no place stands behind it. */
export function withoutPlace(
  part: HeadPart,
): { readonly organisation: HeadPart; readonly place: HeadPart } | null {
  const [line] = part.lines;
  const found = placeBehind.exec(part.text);
  const place = found?.groups?.['place'] ?? '';
  const words = wordsOf(place);
  const start = line?.text.indexOf(part.text) ?? -1;
  if (line === undefined || found === null || part.lines.length > 1 || start < 0) return null;
  if (legalTail.test(place) || share(words, organisations) > 0 || share(words, positions) > 0) return null;
  const parts: HeadPart[] = [];
  push(parts, line, start, start + found.index);
  push(parts, line, start + part.text.length - place.length, start + part.text.length);
  const [organisation, where] = parts;
  return organisation === undefined || where === undefined ? null : { organisation, place: where };
}

interface Words {
  readonly whole: ReadonlySet<string>;
  readonly beginnings: readonly string[];
}

function listed(list: string): Words {
  const words = list.split(' ');
  return {
    whole: new Set(words.filter((word) => !word.endsWith('*'))),
    beginnings: words.filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1)),
  };
}
const organisations = listed(organisationWords);
const positions = listed(positionWords);

/** 0.8 for one word of the list, more for the first or last, where it weighs most. */
function share(words: readonly string[], { whole, beginnings }: Words): number {
  const at = words.findIndex((word) => whole.has(word) || beginnings.some((start) => word.startsWith(start)));
  if (at < 0) return 0;
  return at === 0 || at === words.length - 1 ? 0.9 : 0.75;
}
