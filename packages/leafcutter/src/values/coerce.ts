/** Any read or model-made value as a leaf of the schema wants it, or why it cannot be. */
import type { JsonPrimitive, JsonValue } from '../json.ts';
import type { LeafNode } from '../schema/types.ts';
import { readBoolean } from './booleans.ts';
import { readDates, readTime } from './dates.ts';
import { isCodeOf } from './codes.ts';
import { readWholeDate, wantsIsoDate } from './iso-dates.ts';
import { readNumber, readNumbers } from './numbers.ts';
import { lettersAndDigits, tidy, unwrap } from './text.ts';
import type { Locale } from './types.ts';

export type Coerced =
  | { readonly ok: true; readonly value: JsonPrimitive; readonly alternatives: readonly JsonPrimitive[] }
  /** `rule` is the JSON Schema keyword that the value cannot meet. */
  | { readonly ok: false; readonly rule: 'type' | 'enum' | 'format'; readonly message: string };

/** The value in the leaf's type, format and enum. Null stays null. */
export function coerce(value: JsonValue, leaf: LeafNode, locale?: Locale): Coerced {
  if (value === null) return { ok: true, value: null, alternatives: [] };
  if (typeof value === 'object') return refuse('type', 'A list or an object stands where one value belongs.');
  if (leaf.enum !== null) return coerceEnum(value, leaf.enum);
  let refusal: Coerced | null = null;
  for (const type of orderedTypes(value, leaf)) {
    const coerced = coerceType(value, type, leaf, locale);
    if (coerced.ok) return coerced;
    refusal ??= coerced;
  }
  return refusal ?? refuse('type', 'The leaf allows no value.');
}

/** A type that the value has already comes first; text, which takes everything, last. */
function orderedTypes(value: JsonPrimitive, leaf: LeafNode): readonly LeafNode['types'][number][] {
  const rank = (type: string): number => {
    if (type === 'string')
      return typeof value === 'string' && leaf.types.every((one) => one === 'string') ? 0 : 3;
    if (type === 'integer') return Number.isInteger(value) ? 0 : 1;
    return type === typeof value ? 0 : 2;
  };
  return leaf.types.toSorted((a, b) => rank(a) - rank(b));
}

function coerceType(
  value: string | number | boolean,
  type: LeafNode['types'][number],
  leaf: LeafNode,
  locale: Locale | undefined,
): Coerced {
  switch (type) {
    case 'boolean': {
      const read = typeof value === 'boolean' ? value : readBoolean(String(value));
      return read === null ? refuse('type', `"${shorten(value)}" is neither yes nor no.`) : accept(read);
    }
    case 'number':
    case 'integer':
      return coerceNumber(value, type, leaf.types.includes('string'), locale);
    case 'string':
      return leaf.format === null
        ? toText(String(value), leaf, locale)
        : toFormat(String(value), leaf.format, locale);
  }
}

/** As printed, but for a date that the description asks for in the ISO form, and codes that it writes in capitals. */
function toText(value: string, leaf: LeafNode, locale: Locale | undefined): Coerced {
  const date = wantsIsoDate(leaf) ? readWholeDate(value, locale) : null;
  if (date !== null) return accept(date.value, date.alternatives);
  const text = unwrap(value);
  return accept(isCodeOf(leaf, text) ? text.toUpperCase() : text);
}

/** @param whole the print must be a number and nothing else: words around it are text that the leaf takes too */
function coerceNumber(
  value: string | number | boolean,
  type: 'number' | 'integer',
  whole: boolean,
  locale: Locale | undefined,
): Coerced {
  if (typeof value === 'boolean') return refuse('type', 'Yes or no stands where a number belongs.');
  const reading =
    typeof value === 'number'
      ? { value, alternatives: [] }
      : whole && /\p{L}/u.test(value)
        ? null
        : (readNumber(value, locale) ?? (whole ? null : onlyNumber(value, locale)));
  if (reading === null || !Number.isFinite(reading.value))
    return refuse('type', `"${shorten(value)}" is no number.`);
  if (type === 'integer' && !Number.isInteger(reading.value)) {
    const integer = reading.alternatives.find(Number.isInteger);
    return integer === undefined
      ? refuse('type', `"${shorten(value)}" is no whole number.`)
      : accept(integer, [reading.value]);
  }
  const fits = type === 'integer' ? reading.alternatives.filter(Number.isInteger) : reading.alternatives;
  return accept(reading.value, fits);
}

/** "30 days": one number among words. */
function onlyNumber(
  text: string,
  locale: Locale | undefined,
): { value: number; alternatives: readonly number[] } | null {
  const readings = readNumbers(text, locale);
  return readings.length === 1 ? (readings[0] ?? null) : null;
}

/** The listed value that is printed so, but for case, spaces and punctuation. */
function coerceEnum(value: string | number | boolean, allowed: readonly JsonPrimitive[]): Coerced {
  const exact = allowed.find((one) => one === value);
  if (exact !== undefined) return accept(exact);
  const form = lettersAndDigits(String(value));
  const alike = allowed.filter((one) => one !== null && lettersAndDigits(String(one)) === form);
  const [only] = alike;
  if (only !== undefined && alike.length === 1 && form !== '') return accept(only);
  return refuse('enum', `"${shorten(value)}" is none of the values that the schema lists.`);
}

/** The text in a `format` of JSON Schema. Dates in any printed form become ISO 8601. */
export function toFormat(given: string, format: string, locale?: Locale): Coerced {
  const text = tidy(given);
  switch (format) {
    case 'date': {
      const [date] = readDates(text, locale);
      return date === undefined
        ? refuse('format', `"${shorten(text)}" is no date.`)
        : accept(date.value, date.alternatives);
    }
    case 'date-time': {
      if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i.test(text))
        return accept(/[zZ]$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
      const [date] = readDates(text, locale);
      if (date === undefined) return refuse('format', `"${shorten(text)}" is no date with a time.`);
      const time = date.time ?? '00:00:00';
      return accept(
        `${date.value}T${time.length === 5 ? `${time}:00` : time}Z`,
        date.alternatives.map((day) => `${day}T${time.length === 5 ? `${time}:00` : time}Z`),
      );
    }
    case 'time': {
      const time = readTime(text)?.value;
      return time === undefined
        ? refuse('format', `"${shorten(text)}" is no time of day.`)
        : accept(time.length === 5 ? `${time}:00` : time);
    }
    case 'email':
      return byPattern(text, /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/u, 'e-mail address');
    case 'uri': {
      const match =
        /\b(?:https?:\/\/|www\.|mailto:)[^\s<>"']+[^\s<>"'.,;:)]/iu.exec(text) ??
        /^[a-z][a-z0-9+.-]*:[^\s]+$/iu.exec(text) ??
        /^(?:[\w-]+\.)+[a-z]{2,}(?:\/\S*)?$/iu.exec(text);
      if (match === null) return refuse('format', `"${shorten(text)}" is no URI.`);
      return accept(/^[a-z][a-z0-9+.-]*:/iu.test(match[0]) ? match[0] : `https://${match[0]}`);
    }
    case 'uuid':
      return byPattern(text, /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/iu, 'UUID');
    case 'ipv4':
      return byPattern(
        text,
        /\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b/u,
        'IPv4 address',
      );
    case 'ipv6':
      return byPattern(text, /(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}/iu, 'IPv6 address');
    case 'hostname':
      return byPattern(
        text,
        /(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}|^[a-z0-9-]{1,63}$/iu,
        'host name',
      );
    case 'duration':
      return toDuration(text);
    default:
      return accept(text);
  }
}

const durationUnits: readonly (readonly [RegExp, string, boolean])[] = [
  [/^(?:years?|yrs?|jahre?n?|ans?|années?|años?)$/iu, 'Y', false],
  [/^(?:months?|monate?n?|mois|meses|mes)$/iu, 'M', false],
  [/^(?:weeks?|wochen?|semaines?|semanas?)$/iu, 'W', false],
  [/^(?:days?|tage?n?|jours?|días?|dias?)$/iu, 'D', false],
  [/^(?:hours?|hrs?|h|stunden?|heures?|horas?)$/iu, 'H', true],
  [/^(?:minutes?|mins?|minuten?|minutos?)$/iu, 'M', true],
  [/^(?:seconds?|secs?|s|sekunden?|secondes?|segundos?)$/iu, 'S', true],
];

/** ISO 8601 durations: "30 days" is P30D. */
function toDuration(text: string): Coerced {
  if (
    /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/.test(text)
  )
    return accept(text);
  const match = /^(\d+)\s?(\p{L}+)$/u.exec(text);
  const unit = durationUnits.find(([pattern]) => pattern.test(match?.[2] ?? ''));
  if (match === null || unit === undefined)
    return refuse('format', `"${shorten(text)}" is no length of time.`);
  return accept(`P${unit[2] ? 'T' : ''}${match[1]}${unit[1]}`);
}

function byPattern(text: string, pattern: RegExp, what: string): Coerced {
  const match = pattern.exec(text);
  return match === null ? refuse('format', `"${shorten(text)}" is no ${what}.`) : accept(match[0]);
}

function accept(value: JsonPrimitive, alternatives: readonly JsonPrimitive[] = []): Coerced {
  return { ok: true, value, alternatives };
}

function refuse(rule: 'type' | 'enum' | 'format', message: string): Coerced {
  return { ok: false, rule, message };
}

function shorten(value: string | number | boolean): string {
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
