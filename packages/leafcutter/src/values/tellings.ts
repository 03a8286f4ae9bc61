/** Choices of schemas that reports say by a word of their titles: "Consolidated" is the whole company, "ended" is past. */

interface Telling {
  /** What a choice of this meaning is called, folded to small letters and spaces. */
  readonly choice: RegExp;
  readonly said: RegExp;
}

const tellings: readonly Telling[] = [
  {
    choice:
      /^(?:(?:whole|total|entire) )?(?:company|group|entity|enterprise|consolidated)(?: (?:wide|total|level))?$/,
    said: /\bconsolidated\b|\band subsidiaries\b|konzern|\bconsolid[ée]e?s?\b|\bconsolidad[oa]s?\b|\bconsolidat[oaie]\b|\bgeconsolideerde?\b/iu,
  },
  {
    choice: /^(?:actuals?|reported|historical)(?: (?:figures?|values?))?$/,
    said: /\bended\b|\b(?:un)?audited\b|\bbeendet\b|\b(?:un)?geprüft\b|\bclos(?:e?s)?\b|\bterminad[oa]s?\b|\bchius[oi]\b|\bgeëindigd\b/iu,
  },
];

/** Where the text says the choice in such a way; null where it does not. */
export function findTelling(
  choice: string,
  text: string,
): { readonly start: number; readonly end: number } | null {
  const name = choice.toLowerCase().replaceAll(/[_-]/g, ' ').trim();
  const telling = tellings.find((one) => one.choice.test(name));
  const match = telling?.said.exec(text) ?? null;
  return match === null ? null : { start: match.index, end: match.index + match[0].length };
}
