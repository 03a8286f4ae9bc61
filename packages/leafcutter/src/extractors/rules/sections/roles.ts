/** What part of an entry a leaf asks for: told by its name and kind. */
import { descriptionNames, organisationNames, placeNames, titleNames } from '../data/career-words.ts';
import { splitIdentifier, wordsOf } from '../words.ts';
import type { Slot } from '../arrays/model.ts';

export type EntryRole =
  | 'start'
  | 'end'
  | 'date'
  | 'organisation'
  | 'title'
  | 'place'
  | 'description'
  | 'authors'
  | 'link'
  | 'other';

const organisation = new Set(organisationNames.split(' '));
const title = new Set(titleNames.split(' '));
const place = new Set(placeNames.split(' '));
const description = new Set(descriptionNames.split(' '));

/** The last word of a name says what it is: a "company name" is a company's, a "job title" a title. */
export function roleOf({ task: { leaf, kind } }: Slot): EntryRole {
  if (kind.side !== null) return kind.side;
  const words = wordsOf(splitIdentifier(leaf.name));
  if (kind.kind === 'url' || words.some((word) => word === 'link' || word === 'doi')) return 'link';
  if (
    kind.kind === 'date' ||
    kind.kind === 'year' ||
    words.some((word) => word === 'year' || word === 'date')
  )
    return 'date';
  if (!leaf.types.includes('string') || leaf.enum !== null) return 'other';
  if (words.some((word) => /^authors?$/u.test(word))) return 'authors';
  const known = words.toReversed();
  if (known.some((word) => organisation.has(word))) return 'organisation';
  if (known.some((word) => description.has(word))) return 'description';
  if (known.some((word) => place.has(word))) return 'place';
  if (known.some((word) => title.has(word))) return 'title';
  return 'other';
}
