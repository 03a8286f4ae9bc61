/** Yes and no as printed: words of several languages, ticked and empty boxes. */
import { normalise } from './text.ts';

const yes = new Set([
  'yes',
  'y',
  'true',
  'ja',
  'oui',
  'si',
  'sí',
  'sì',
  'да',
  'sim',
  'tak',
  'x',
  '✓',
  '✔',
  '☒',
  '☑',
  '■',
  'checked',
  'on',
  'wahr',
  'vrai',
  '是',
  'はい',
  '有',
]);
const no = new Set([
  'no',
  'n',
  'false',
  'nein',
  'non',
  'nee',
  'não',
  'nie',
  'нет',
  '☐',
  '□',
  'unchecked',
  'off',
  'falsch',
  'faux',
  '否',
  'いいえ',
  '無',
]);

/** Null when the text says neither. */
export function readBoolean(text: string): boolean | null {
  if (/^\s*[[(]\s*[\])]\s*$/u.test(text)) return false;
  const plain = normalise(text)
    .replace(/^[[(]\s*|\s*[\])]$|[.:]$/g, '')
    .trim();
  if (yes.has(plain)) return true;
  if (no.has(plain)) return false;
  // "☑ no": the word beside the ticked box. An empty box beside a word says nothing of the other one.
  const ticked = /^[☑☒✓✔■]\s*(.+)$|^(.+?)\s*[☑☒✓✔■]$/u
    .exec(plain)
    ?.slice(1)
    .find((word) => word !== undefined);
  return ticked === undefined ? null : readBoolean(ticked);
}
