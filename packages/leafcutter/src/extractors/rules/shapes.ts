/** What answers by its own form or word, without a caption: addresses of mail and web, account codes, "Men", "50 m". */
import type { Box, Page, Range } from '../../document/types.ts';
import { boxOf } from '../../layout/pieces.ts';
import type { Segment } from '../../layout/types.ts';
import { findCurrency, readDates } from '../../values/index.ts';
import type { Candidate } from './candidate.ts';
import { sameChoices } from './data/yes-no.ts';
import { phraseOf } from './lexicon.ts';
import { sectionsAt, type Marker } from './sections.ts';
import type { LeafTask } from './tasks.ts';
import { wordsOf } from './words.ts';

interface Form {
  readonly pattern: RegExp;
  /** Words of a caption that would stand before it. */
  readonly label: string;
  readonly strength: number;
}

const forms: readonly Form[] = [
  { pattern: /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu, label: 'email', strength: 0.45 },
  { pattern: /\b[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){3,7}(?: ?[\dA-Z]{1,4})?\b/gu, label: 'iban', strength: 0.45 },
  // With the country in front, and no fax.
  {
    pattern:
      /(?<!fax[^\n]{0,12})(?<![\d+])\+\d{1,3}[\s.-]?(?:\(0?\d{0,4}\)[\s.-]?)?\d(?:[\s./-]?\d){6,11}(?!\d)/giu,
    label: 'phone',
    strength: 0.45,
  },
  { pattern: /\b(?:https?:\/\/|www\.)[^\s,;]+/giu, label: 'website', strength: 0.3 },
  {
    pattern: /\b10\.\d{4,9}\/[^\s,;]+|\barXiv:\d{4}\.\d{4,5}(?:v\d+)?/gu,
    label: 'identifier',
    strength: 0.6,
  },
];
/** A length run, swum or rowed: "50m", "4x100m", "10 km". */
const distance = /^(?:\d{1,2}\s?[x×]\s?)?\d{1,5}\s?(?:m|km|yd|yds|yards|meters?|metres?|miles?|mi)\b\.?$/iu;
/** Pages on which a lone value is about the document, not about a row of it. */
const frontPages = 2;
const mostPerForm = 20;

export function shapeCandidates(
  page: Page,
  segments: readonly Segment[],
  markers: readonly Marker[],
  tasks: readonly LeafTask[],
): Candidate[] {
  const candidates: Candidate[] = [];
  const push = (label: string, range: Range, box: Box, strength: number): void => {
    candidates.push({
      page: page.number,
      label,
      labelRanges: [],
      text: page.text.slice(range.start, range.end),
      ranges: [{ start: range.start, end: range.end }],
      box,
      relation: 'shape',
      strength,
      sections: sectionsAt(box, markers, page.width),
      rowLabel: null,
      scale: null,
    });
  };
  for (const { pattern, label, strength } of forms) {
    for (const match of [...page.text.matchAll(pattern)].slice(0, mostPerForm)) {
      const range = { start: match.index, end: match.index + match[0].length };
      push(label, range, boxOfRange(page, range), strength);
    }
  }
  if (page.number > frontPages) return candidates;
  const currency = findCurrency(page.text);
  if (currency !== null) push('currency', currency, boxOfRange(page, currency), 0.1);
  const wanted = vocabularyOf(tasks);
  for (const segment of segments) {
    if (segment.text.length > 60) continue;
    for (const { label, strength } of wanted(segment.text)) push(label, segment, segment.box, strength);
    if (page.number === 1 && segment.box[3] < page.height * 0.45 && isDateLine(segment.text))
      push('date', segment, segment.box, 0.45);
  }
  return candidates;
}

/** "5 March 2024", or a letter's "Berlin, 5. März 2024". */
function isDateLine(text: string): boolean {
  const [date] = readDates(text);
  if (date === undefined) return false;
  const rest = (text.slice(0, date.start) + text.slice(date.end)).replace(/[\s,.]+/gu, ' ').trim();
  return rest === '' || /^(?:\p{Lu}[\p{L}.-]+ ?){1,3}(?:den|le|the|el|il)?$/iu.test(rest);
}

type Vocabulary = (text: string) => readonly { readonly label: string; readonly strength: number }[];

/** Which leaves a lone segment may answer by its words: an example of the schema, a sex, a distance, a style. */
function vocabularyOf(tasks: readonly LeafTask[]): Vocabulary {
  const examples = new Map<string, string[]>();
  for (const { examples: given, leaf, kind } of tasks) {
    if (kind.kind !== 'text' && kind.kind !== 'name' && kind.kind !== 'title') continue;
    for (const example of given) {
      if (example.length < 3 || /^\d+$/u.test(example)) continue;
      const names = examples.get(example) ?? [];
      names.push(leaf.name.replaceAll('_', ' '));
      examples.set(example, names);
    }
  }
  const sexes = new Set(
    sameChoices
      .slice(0, 3)
      .flat()
      .filter((word) => word.length >= 3),
  );
  return (text) => {
    const folded = wordsOf(text).join(' ');
    const found = (examples.get(folded) ?? []).map((label) => ({ label, strength: 0.5 }));
    if (sexes.has(folded)) found.push({ label: 'sex', strength: 0.5 });
    if (distance.test(text.trim())) found.push({ label: 'distance', strength: 0.5 });
    const { terms } = phraseOf(text);
    if (terms.length > 0 && terms.every((term) => term.concepts.has('stroke'))) {
      found.push({ label: 'event category stroke', strength: 0.5 });
    }
    return found;
  };
}

function boxOfRange(page: Page, range: Range): Box {
  return boxOf(page.words.filter((word) => word.start < range.end && word.end > range.start));
}
