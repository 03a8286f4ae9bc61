/**
 * What running text says of parties, dates and law, as agreements and letters put it: "Citibank, N.A., as
 * Administrative Agent", "dated as of March 22, 2019", `the "Borrower"`, `"Maturity Date" means ...`.
 */
import type { Page, Range } from '../../document/types.ts';
import { boxOf } from '../../layout/pieces.ts';
import type { Candidate } from './candidate.ts';
import { isCaptionLike } from './strings.ts';

const legalTail = String.raw`(?:N\.\s?A\.|Inc\.?|LLC|L\.L\.C\.|L\.P\.|LP|LLP|Ltd\.?|N\.V\.|S\.A\.|S\.A\.S\.|Corp\.?|CORP\.?|INC\.?|LTD\.?|Co\.|PLC|plc|National Association|GmbH|AG|B\.V\.|Limited|Incorporated)`;
const nameWord = String.raw`(?:[\p{Lu}\d][\p{L}\p{M}\d.&'’\-/]*|&|of|and|the|de|for|van|von|der)`;
/** A name as running text prints it, for expressions with the flag `u`. */
export const partyNamePattern = String.raw`(?:\p{Lu}[\p{L}\p{M}\d.&'’\-/]*)(?:\s+${nameWord})*(?:,\s*${legalTail})*`;
const role = String.raw`\p{Lu}[\p{L}\-]+(?:[ ](?:\p{Lu}[\p{L}\-]+|and|of|&)){0,4}`;

const jurisdiction = String.raw`(?:(?:State|Commonwealth|Province|Republic|Kingdom)\s+of\s+)?\p{Lu}\p{Ll}+(?:\s+(?:(?:and|of)\s+)?\p{Lu}\p{Ll}+){0,3}`;

const sum = String.raw`(?:U\.?S\.?\s?)?[$€£]\s?\d{1,3}(?:,\d{3}){2,}`;

interface Pattern {
  readonly expression: RegExp;
  /** Caption for what was found, where the text itself does not name it. */
  readonly label: string | null;
  readonly strength: number;
}

const patterns: readonly Pattern[] = [
  // NAME, as Role
  { expression: new RegExp(String.raw`(?<value>${partyNamePattern}),?\s+as\s+(?:the\s+|an?\s+|sole\s+)?(?<label>${role})`, 'dgu'), label: null, strength: 0.8 },
  // NAME, a Delaware corporation (the "Role")
  {
    expression: new RegExp(String.raw`(?<value>${partyNamePattern})(?:,\s+(?:an?|the)\s[^()"“”;]{3,90}?)?,?\s*\((?:the|each an?|an?|hereinafter(?: referred to as)?|collectively)?,?\s*["“”](?<label>[^"“”]{3,40})["“”]`, 'dgu'),
    label: null,
    strength: 0.85,
  },
  // "Term" means ...
  { expression: /["“](?<label>[^"“”]{3,50})["”]\s+(?:means?|shall mean|bedeutet|désigne)[,:]?\s+(?<value>[^;]{3,400}?)(?=[.;](?:\s|$))/dgu, label: null, strength: 0.75 },
  { expression: /\b(?:dated|made|entered into|effective|executed)(?:\s+and\s+entered\s+into)?(?:\s+as)?\s+of\s+(?:the\s+|this\s+)?(?<value>[^;():]{2,40}?\b\d{4})\b/dgiu, label: 'agreement date', strength: 0.75 },
  { expression: /\bdated(?:\s+this)?\s+(?<value>(?!as\b)[^;():]{2,40}?\b\d{4})\b/dgiu, label: 'agreement date', strength: 0.6 },
  // "Please pay by 15 April 2026", "überweisen Sie ... bis zum 15.04.2026"
  {
    expression: /(?<!\p{L})(?:pay(?:able|ment)?|transfer|remit|settle|due|überweis\p{L}*|zahl\p{L}*|begleich\p{L}*|fällig|pay(?:er|ez)|régl(?:er|ez)|pagar|abon(?:ar|e)|paga(?:re|mento)|betal\p{L}*)(?!\p{L})[^.!?]{0,120}?(?<!\p{L})(?:by|before|until|no later than|not later than|bis(?:\s+spätestens)?(?:\s+zum)?|spätestens(?:\s+am)?|avant\s+le|au\s+plus\s+tard\s+le|antes\s+del?|a\s+más\s+tardar\s+el|entro\s+il|uiterlijk(?:\s+op)?|vóór)\s+(?<value>(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}\.?\s+\p{L}{3,10}\.?,?\s+\d{4}|\p{L}{3,10}\.?\s+\d{1,2},?\s+\d{4}))/dgiu,
    label: 'payment due date',
    strength: 0.75,
  },
  // "bis 30.05.2025 ohne Abzug", after a date with a discount
  {
    expression: /(?<!\p{L})(?:by|until|bis|zum|avant le|le|antes del?|entro il)\s+(?<value>\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}\.?\s+\p{L}{3,10}\.?,?\s+\d{4})\s+(?:ohne\s+(?:jeden\s+)?abzug|rein\s+netto|netto\s+kasse|net\b|without\s+deduction|sans\s+escompte)/dgiu,
    label: 'payment due date',
    strength: 0.95,
  },
  // "$2,500,000,000 364-Day Credit Agreement", "the aggregate amount of the Commitments on the Closing Date is $3,000,000,000"
  { expression: new RegExp(String.raw`(?<value>${sum})\s+(?:[\p{L}\d-]+\s+){0,5}?(?:(?:Credit|Loan|Facility)\s+Agreement|(?:Credit|Loan)\s+Facility)\b`, 'dgu'), label: 'loan commitment amount', strength: 0.9 },
  { expression: new RegExp(String.raw`\b(?:[Aa]ggregate|[Tt]otal)\s+(?:(?:principal\s+)?amount\s+of\s+(?:the\s+)?)?(?:[\p{L}\d]+\s+){0,3}?Commitments?\b[^.;]{0,80}?\b(?:is|are|equals?|was)\s+(?:initially\s+)?(?<value>${sum})`, 'dgu'), label: 'loan commitment amount', strength: 0.9 },
  // "The proceeds of the Loans shall be used by the Borrower for ...": the whole clause
  { expression: /(?<value>\b(?:use\s+the\s+proceeds\s+of\s+[^.;]{3,120}?|(?:the\s+)?proceeds\s+(?:of|from)\s+[^.;]{3,120}?\s+(?:(?:shall|will|may|are\s+to)\s+(?:only\s+|solely\s+)?be|are|were)\s+(?:only\s+|solely\s+)?used(?:\s+by\s+[^.;]{3,80}?)?)\s*,?\s+(?:(?:only|solely|exclusively|directly or indirectly)\s+)?(?:for|to)\s+[^;]{8,600}?)(?=[.;](?:\s|$))/dgiu, label: 'use of proceeds', strength: 0.95 },
  { expression: new RegExp(String.raw`\bgoverned\s+by,?\s+(?:and\s+[^.]{3,80}?,?\s+)?(?:in\s+accordance\s+with,?\s+)?the\s+(?:internal\s+|substantive\s+)?laws?\s+of\s+(?:the\s+)?(?<value>${jurisdiction})`, 'dgu'), label: 'governing law', strength: 0.9 },
  { expression: new RegExp(String.raw`\bGOVERNED\s+BY,?\s+(?:AND\s+[^.]{3,80}?,?\s+)?(?:IN\s+ACCORDANCE\s+WITH,?\s+)?THE\s+(?:INTERNAL\s+)?LAWS?\s+OF\s+(?:THE\s+)?(?<value>(?:(?:STATE|COMMONWEALTH|PROVINCE)\s+OF\s+)?\p{Lu}+(?:\s(?!AND\b|WITHOUT\b|BUT\b|APPLICABLE\b|AS\b|EXCEPT\b|IN\b|OR\b)\p{Lu}+){0,2})`, 'dgu'), label: 'governing law', strength: 0.85 },
]; // prettier-ignore

/** Words of the sentence before a name that look like part of it where all is set in capitals. */
const connectors =
  /^(?:(?:.*\bpart(?:y|ies)\s+hereto|by and between|among|and|between|by|to|with|from|each of|whereas|the|dated as of)[\s,]+)+/iu;

/** Too much text to be a cover or a form: sentences are searched on every page, but each pattern only so often. */
const mostMatches = 40;

export function proseCandidates(page: Page): Candidate[] {
  const candidates: Candidate[] = [];
  if (!/\p{Ll}{3}\s+\p{Ll}{2}/u.test(page.text)) return candidates;
  for (const { expression, label, strength } of patterns) {
    let count = 0;
    for (const match of page.text.matchAll(expression)) {
      const groups = match.indices?.groups;
      const [from, end] = groups?.['value'] ?? [0, 0];
      const start =
        label === null ? from + (connectors.exec(page.text.slice(from, end))?.[0].length ?? 0) : from;
      const caption = label ?? match.groups?.['label'] ?? '';
      const value = page.text.slice(start, end);
      if (value.trim() === '' || caption === '' || (label === null && isCaptionLike(value))) continue;
      const ranges = linesBetween(page, start, end);
      const labelSpan = groups?.['label'];
      candidates.push({
        page: page.number,
        label: caption.replace(/\s+/gu, ' '),
        labelRanges:
          labelSpan === undefined
            ? [{ start: match.index, end: from }]
            : linesBetween(page, labelSpan[0], labelSpan[1]),
        text: ranges.map((range) => page.text.slice(range.start, range.end)).join(' '),
        ranges,
        box: boxOf(page.words.filter((word) => word.start < end && word.end > start)),
        relation: 'prose',
        strength,
        sections: [],
        rowLabel: null,
        scale: null,
      });
      count += 1;
      if (count >= mostMatches) break;
    }
  }
  return candidates.filter((candidate) => candidate.ranges.length > 0);
}

/** A span of the page's text as one range a visual line, without the spaces at their ends. */
export function linesBetween(page: Page, start: number, end: number): Range[] {
  const ranges: Range[] = [];
  let from = start;
  for (const line of page.text.slice(start, end).split('\n')) {
    const lead = line.length - line.trimStart().length;
    const text = line.trim();
    if (text !== '') ranges.push({ start: from + lead, end: from + lead + text.length });
    from += line.length + 1;
  }
  return ranges;
}
