/** Settings of the library's functions, as a program without types may get them wrong. Pure. */
import { LeafcutterError } from '../errors.ts';
import type { ExtractSettings, ParseSettings } from './types.ts';

interface Kind {
  readonly fits: (value: unknown) => boolean;
  /** After "must be". */
  readonly said: string;
}

const text: Kind = { fits: (value) => typeof value === 'string', said: 'a text' };
const flag: Kind = { fits: (value) => typeof value === 'boolean', said: 'true or false' };
const oneOf = (...words: readonly string[]): Kind => ({
  fits: (value) => typeof value === 'string' && words.includes(value),
  said: words.join(' or '),
});

const parseKinds: Readonly<Record<keyof ParseSettings, Kind>> = {
  pages: text,
  maxPages: {
    fits: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
    said: 'a whole number from 1 on',
  },
  ocr: oneOf('auto', 'off'),
  languages: {
    fits: (value) => Array.isArray(value) && value.every((code) => typeof code === 'string'),
    said: 'a list of language codes',
  },
  signal: { fits: (value) => value instanceof AbortSignal, said: 'an AbortSignal' },
  onProgress: { fits: (value) => typeof value === 'function', said: 'a function' },
};

const extractKinds: Readonly<Record<keyof ExtractSettings, Kind>> = {
  ...parseKinds,
  model: text,
  instructions: text,
  extraction: { fits: (value) => typeof value === 'object' && value !== null, said: 'an object' },
  priority: oneOf('interactive', 'bulk'),
  attributions: flag,
};

/** @throws LeafcutterError usage */
export function checkParseSettings(settings: ParseSettings): void {
  check(settings, parseKinds);
}

/** @throws LeafcutterError usage */
export function checkExtractSettings(settings: ExtractSettings): void {
  check(settings, extractKinds);
}

function check(settings: object, kinds: Readonly<Record<string, Kind>>): void {
  for (const [name, value] of Object.entries(settings)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined)
      throw new LeafcutterError(
        'usage',
        `There is no setting "${name}"; there are: ${Object.keys(kinds).join(', ')}.`,
      );
    if (value !== undefined && !kind.fits(value))
      throw new LeafcutterError('usage', `The setting "${name}" must be ${kind.said}.`);
  }
}
