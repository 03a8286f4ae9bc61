/** Typed readings of printed text: names only. */
export { readBoolean } from './booleans.ts';
export { coerce, toFormat, type Coerced } from './coerce.ts';
export { readDates, readTime, type DateOptions } from './dates.ts';
export { readWholeDate, wantsIsoDate, wholeDate } from './iso-dates.ts';
export { localeOf, unknownLocale } from './locale.ts';
export { currencyOfSign, currencySigns, findCurrency, findScale, type Scale } from './money.ts';
export { monthOf } from './months.ts';
export { readNumber, readNumbers } from './numbers.ts';
export { saidForm } from './said.ts';
export { lettersAndDigits, normalise, plainDigits, tidy, unwrap } from './text.ts';
export type { DateReading, Locale, NumberReading } from './types.ts';
export { readTimeSpans, type Moment, type TimeSpan } from './spans.ts';
export { fiscalLabel, fiscalYearEnd, readPeriod, type Period } from './periods.ts';
export { codeFor, standsFor } from './equivalents.ts';
export { findTelling } from './tellings.ts';
