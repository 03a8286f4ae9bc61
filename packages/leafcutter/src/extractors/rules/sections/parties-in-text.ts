/**
 * Parties that the text of an agreement introduces one after the other, as items of an array: `Larkfield, Inc., a
 * Delaware corporation (the "Parent"), and Ravenna GmbH, Lindenstraße 4, 04107 Leipzig (nachfolgend "Verkäufer")`.
 */
import type { Page } from '../../../document/types.ts';
import { readAddress } from '../address.ts';
import type { ArrayTask, Found, Item, Slot } from '../arrays/model.ts';
import { partyNamePattern, linesBetween } from '../prose.ts';
import { questionSimilarity } from '../similarity.ts';
import { isCaptionLike } from '../strings.ts';
import { splitIdentifier } from '../words.ts';

type Part = 'name' | 'role' | 'form' | 'jurisdiction' | 'address';

/** Offsets into the page's text, half-open. */
interface Span {
  readonly start: number;
  readonly end: number;
}
interface Party {
  readonly page: Page;
  readonly parts: ReadonlyMap<Part, Span>;
}

/** Parties are introduced where an agreement begins: behind its cover and its contents. */
const lastPage = 12;
const mostBefore = 400;
const leastRole = 0.8;
const certainty = 0.75;

/** `(the "Parent")`, `(nachfolgend „Vermieter“ genannt)`, `(ci-après « le Bailleur »)`: who is called so stands before it. */
const definition =
  /\((?![^()]{0,60}\b(?:collectively|together|zusammen|gemeinsam|ensemble)\b)[^()"“”„«»]{0,60}["“„«]\s*(?:(?:the|der|die|das|le|la|l['’])\s*)?(?<role>\p{Lu}[^()"“”«»]{1,40}?)\s*["”“»][^()]{0,40}\)/dgu;
/** Words before the first party, and between two. */
const opening =
  /(?:\b(?:by and (?:between|among)|between|among|by|with|zwischen|entre)\b[\s:,]*|[.;:]\s+|^)(?:\(?(?:\d{1,2}|[a-zA-Z])[.)]\s+)?(?=\p{Lu})/giu;
const joining =
  /^[\s,;.]*(?:(?:and|und|sowie|et|on the one hand|d['’]une part)[\s,]+)*(?:(?:between|among|zwischen|entre)[\s:]+)?(?:\(?(?:\d{1,2}|[a-zA-Z])[.)]\s+)?/iu;
/** Somebody, and not the agreement or its day. */
const entity =
  /\b(?:corporation|company|partnership|association|bank|trust|individual|natural person|limited|incorporated|organi[sz]ed|gesellschaft|verein|stiftung|vertreten|wohnhaft|geboren|société|association|demeurant|domicilié|représenté|Inc|LLC|L\.L\.C|L\.P|LLP|Ltd|N\.A|Corp|PLC|GmbH|AG|KG|SE|SARL|SAS|S\.A|S\.à\.? ?r\.l|B\.V|N\.V)\b/iu;
const described =
  /^[\s,]*an?\s+(?:(?<jurisdiction>\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+){0,2})\s+)?(?<form>\p{Ll}[\p{Ll}\s-]*?)(?=\s+(?:organi[sz]ed|incorporated|having|with|whose|located|duly|existing|formed)\b|\s*[,(]|\s*$)/du;
const underLaws =
  /\blaws? of (?:the )?(?<jurisdiction>(?:State|Commonwealth|Republic|Kingdom|Province) of \p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+)?|\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+)?)/du;

export class TextParties {
  readonly #tasks: readonly ArrayTask[];
  readonly #parties: Party[] = [];

  constructor(tasks: readonly ArrayTask[]) {
    this.#tasks = tasks.filter(
      (task) => task.levels.length === 1 && task.levels[0]?.slots.some((slot) => partOf(slot) === 'name'),
    );
  }

  read(page: Page): void {
    const last = this.#parties.at(-1)?.page.number ?? page.number;
    if (this.#tasks.length === 0 || page.number > lastPage || page.number > last + 1) return;
    this.#parties.push(...partiesIn(page));
  }

  items(task: ArrayTask): Item[] {
    const [level] = task.levels;
    if (level === undefined || !this.#tasks.includes(task)) return [];
    const anyone = level.question.subject.has('party');
    const own = this.#parties.filter(({ page, parts }) => {
      const role = textOf(page, parts.get('role'));
      return anyone || questionSimilarity(level.question, role) >= leastRole;
    });
    const slots = level.slots.filter(({ list }) => list === null);
    return own.map((party) => ({ found: slots.flatMap((slot) => valueOf(slot, party)), children: [] }));
  }
}

function partiesIn(page: Page): Party[] {
  const parties: Party[] = [];
  let from = 0;
  for (const match of page.text.matchAll(definition)) {
    const first = parties.length === 0;
    const start = Math.max(from, match.index - mostBefore);
    const begun = nameStart(page.text.slice(start, match.index), first || start > from);
    from = match.index + match[0].length;
    const role = match.indices?.groups?.['role'];
    const parts = begun === null ? null : partsOf(page, start + begun, match.index);
    if (parts === null || role === undefined) continue;
    parties.push({ page, parts: new Map([...parts, ['role', { start: role[0], end: role[1] }]]) });
  }
  return parties;
}

/** Where the name begins in the text before a definition: behind the last opening for the first party, else at once. */
function nameStart(text: string, isFirst: boolean): number | null {
  if (!isFirst) return joining.exec(text)?.[0].length ?? 0;
  const last = [...text.matchAll(opening)].at(-1);
  return last === undefined ? null : last.index + last[0].length;
}

/** Name and what is said of it; null when it is nobody. */
function partsOf(page: Page, start: number, end: number): Map<Part, Span> | null {
  const text = page.text.slice(start, end);
  const name = wholeName.exec(text)?.[0] ?? '';
  if (name.length < 3 || /^(?:this|the|that|dieser?|ce)\b/iu.test(name) || isCaptionLike(name)) return null;
  const about = text.slice(name.length);
  const parts = new Map<Part, Span>([['name', { start, end: start + name.length }]]);
  const add = (part: Part, place: readonly [number, number] | undefined): void => {
    const offset = start + name.length;
    if (place !== undefined && !parts.has(part))
      parts.set(part, { start: offset + place[0], end: offset + place[1] });
  };
  const said = described.exec(about)?.indices?.groups;
  add('jurisdiction', said?.['jurisdiction']);
  add('jurisdiction', underLaws.exec(about)?.indices?.groups?.['jurisdiction']);
  const address = addressIn(about);
  if (address !== null) add('address', address);
  if (!entity.test(text) && address === null) return null;
  add('form', said?.['form']);
  return parts;
}

const wholeName = new RegExp(`^${partyNamePattern}`, 'u');

/** All behind the first comma where it is an address with its city. */
function addressIn(about: string): readonly [number, number] | null {
  const lead = /^[\s,]+/u.exec(about)?.[0].length ?? 0;
  const text = about.slice(lead).trimEnd();
  const { street, city, name } = readAddress(text);
  return street === null || city === null || (name !== null && name.start < street.start)
    ? null
    : [lead, lead + text.length];
}

function valueOf(slot: Slot, { page, parts }: Party): Found[] {
  const part = partOf(slot);
  const span = part === null ? undefined : parts.get(part);
  if (span === undefined) return [];
  return [
    {
      slot,
      value: textOf(page, span),
      page: page.number,
      ranges: linesBetween(page, span.start, span.end),
      support: [],
      sure: certainty,
      alternatives: [],
      reasoning: `The text on page ${page.number} introduces the party with it.`,
    },
  ];
}

function textOf(page: Page, span: Span | undefined): string {
  return span === undefined ? '' : page.text.slice(span.start, span.end).replace(/\s+/gu, ' ');
}

/** What a leaf asks of a party: by its name, and only where any text will do. */
function partOf({ list, task: { leaf, kind } }: Slot): Part | null {
  if (list !== null || !leaf.types.includes('string') || leaf.enum !== null || leaf.format !== null)
    return null;
  const name = splitIdentifier(leaf.name).toLowerCase();
  if (/jurisdiction|\bstate\b|incorporat|organi[sz]ed|formation|\blaw\b/u.test(name)) return 'jurisdiction';
  if (/\b(?:type|form|kind)\b/u.test(name) && !/\b(?:party|role)\b/u.test(name)) return 'form';
  if (/\b(?:role|capacity|designation|defined|party type|type)\b/u.test(name)) return 'role';
  if (kind.kind === 'address') return 'address';
  return /\b(?:name|party|entity|company)\b/u.test(name) ? 'name' : null;
}
