/** Headings of sports results: "Event 3 Girls 11-12 100 LC Meter Butterfly" says number, sex, age group, distance and stroke. */
import { sameChoices } from '../data/yes-no.ts';
import { wordsOf } from '../words.ts';

/** A part of a heading with the caption that its place or form stands for; half-open offsets into the heading. */
export interface HeadingPart {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

const distance =
  /(?<!\p{L})(?<distance>(?:\d{1,2}\s?[x×*]\s?)?\d{2,5}\s?(?:(?:LC|SC)\s?)?(?:m|meters?|metres?|mètres|metros|metri|y|yd|yards?|km)\.?)(?!\p{L})[\s,]*(?<stroke>\p{L}[\p{L}\s./-]*\p{L})?/diu;
const number =
  /(?<!\p{L})(?:event|race|wettkampf|wk|lauf|épreuve|prueba|gara)\s*(?:no\.?|nr\.?|#)?\s*(?<number>\d{1,3})(?!\d)/diu;
const ages =
  /(?<![\d.:-])(?<ages>\d{1,2}\s?[-–]\s?\d{1,2}|\d{1,2}\s?(?:&|and|und|et|y)\s?(?:under|over|younger|older|jünger|älter|moins|plus|menores|mayores)|U\d{1,2}|\d{1,2}\+|(?<=\s)(?:open|offen|masters|senior[ens]*|junior[ens]*)(?!\p{L}))(?![\d.:])/diu;

const sexes: ReadonlySet<string> = new Set(
  sameChoices
    .slice(0, 3)
    .flat()
    .filter((word) => word.length >= 3),
);

/** Words for men, women or both, folded. */
export function isSex(word: string): boolean {
  return sexes.has(word);
}

/** Empty where the text tells no distance: it heads something else. */
export function headingParts(text: string): readonly HeadingPart[] {
  const main = distance.exec(text);
  const far = main?.indices?.groups?.['distance'];
  if (main === null || far === undefined) return [];
  const parts: HeadingPart[] = [{ label: 'distance', start: far[0], end: far[1] }];
  const add = (label: string, place: readonly [number, number] | undefined): void => {
    if (place !== undefined && !parts.some(({ start, end }) => place[0] < end && place[1] > start))
      parts.push({ label, start: place[0], end: place[1] });
  };
  add('stroke', main.indices?.groups?.['stroke']);
  add('event number', number.exec(text)?.indices?.groups?.['number']);
  const sex = [...text.matchAll(/\p{L}+/gu)].find(([word]) => isSex(wordsOf(word).join(' ')));
  if (sex !== undefined) add('gender', [sex.index, sex.index + sex[0].length]);
  add('age group', ages.exec(text.slice(0, far[0]))?.indices?.groups?.['ages']);
  return parts;
}
