/** What the description of a leaf says of the caption that it has in a document. */

const examples = /\((?:e\.?\s?g\.?|i\.?e\.?|such as|like|for example|z\.\s?b\.|par ex)[^)]*\)?/giu;
const quoted = /['"“”‘’«»„]([^'"“”‘’«»„]{2,40})['"“”‘’«»„]/gu;

/** Captions that a description spells out, in quotes, brackets or capitals: "(TOTALE COMPETENZE)", "the QTY column". */
export function literalsOf(description: string): string[] {
  const text = description
    .replace(examples, ' ')
    .replace(/\b(?:e\.g\.|such as|for example|like)[^.;]*/giu, ' ');
  const found: string[] = [];
  for (const [, inner] of text.matchAll(/\(([^()]{2,48})\)/gu)) {
    if (
      inner !== undefined &&
      inner.split(/\s+/u).length <= 5 &&
      !/^(?:if|as|in|or|and|not|the|may)\b/iu.test(inner)
    ) {
      found.push(inner);
    }
  }
  for (const [, inner] of text.matchAll(quoted)) if (inner !== undefined) found.push(inner);
  for (const [, caption] of text.matchAll(/\b([\p{L}.'/ ]{2,30}?)\s+(?:column|field|box|row)\b/gu)) {
    const words = (caption ?? '').split(/\s+/u).filter((word) => /^\p{Lu}/u.test(word));
    if (words.length > 0) found.push(words.join(' '));
  }
  for (const [capitals] of text.matchAll(/\b\p{Lu}{3,}(?:[ '.]+\p{Lu}{2,})*\b/gu)) {
    if (capitals.length >= 5 && !/^(?:YYYY|NULL|JSON|NOT|ALL)\b/u.test(capitals)) found.push(capitals);
  }
  return [...new Set(found)];
}

export function firstSentence(description: string): string {
  return (description.replace(examples, ' ').split(/[.;:](?:\s|$)|\n/u)[0] ?? '').slice(0, 200);
}

/** The head of a description as captions: "Number of the contract, order or invoice" asks in three ways. */
export function clausesOf(description: string): string[] {
  const head = firstSentence(description)
    .replace(/\([^)]*\)?/gu, ' ')
    .split(
      /,?\s+(?:as|if|in|that|which|who|where|when|from|at|on|used|printed|excluding|including|who)\s/iu,
    )[0];
  if (head === undefined) return [];
  const choice = /^(.*?)\b(?:of|for)\s+(?:the\s+|an?\s+)?(.+)$/iu.exec(head);
  if (choice !== null) {
    const [, kind = '', things = ''] = choice;
    const parts = things.split(/\s*(?:,|\/|\bor\b|\band\b)\s*/iu).filter((part) => part !== '');
    if (parts.length > 1 && parts.every((part) => part.split(/\s+/u).length <= 3)) {
      return parts.map((part) => `${kind.trim()} ${part}`);
    }
  }
  return head
    .split(/\s+\/\s+|\s*,\s*/u)
    .filter((part) => part !== '' && part.split(/\s+/u).length <= 9)
    .slice(0, 2);
}
