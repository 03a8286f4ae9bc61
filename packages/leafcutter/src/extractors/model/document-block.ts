/**
 * The document in a prompt, as data: between tags with a word that does not occur in it, each line quoted. So no text of it can
 * stand where instructions stand, whatever it says.
 */
import { createHash } from 'node:crypto';
import type { Window } from './window.ts';

/** In front of every line of the document, and of no other line of a prompt. */
export const lineMark = '>';

/** @param contentHash 64 hexadecimal digits: the same document has the same tags in all of its prompts, for caches of providers */
export function documentBlock(window: Window, contentHash: string): string {
  const tag = tagFor(window, contentHash);
  const out = [`<document-${tag} pages="${window.totalPages}">`];
  let page = 0;
  for (const line of window.lines) {
    if (line.page !== page) {
      if (page !== 0) out.push(`</page-${tag}>`);
      page = line.page;
      out.push(`<page-${tag} number="${page}">`);
    }
    out.push(lineMark + line.text);
  }
  if (page !== 0) out.push(`</page-${tag}>`);
  out.push(`</document-${tag}>`);
  return out.join('\n');
}

const tagLength = 8;

/** The first digits of the hash; of another one where they stand in the lines, as somebody may have made them. */
function tagFor({ lines }: Window, contentHash: string): string {
  let hash = contentHash;
  for (;;) {
    const tag = hash.slice(0, tagLength);
    if (!lines.some(({ text }) => text.toLowerCase().includes(tag))) return tag;
    hash = createHash('sha256').update(hash).digest('hex');
  }
}

/** What a prompt made by `documentBlock` shows, page by page: for stand-ins that answer like a reader. */
export function shownPages(prompt: string): readonly { readonly number: number; readonly text: string }[] {
  const [, tag] = /^<document-([0-9a-f]{8}) /mu.exec(prompt) ?? [];
  if (tag === undefined) return [];
  const pattern = new RegExp(`^<page-${tag} number="(\\d+)">\\n?([\\s\\S]*?)\\n?^</page-${tag}>`, 'gmu');
  return [...prompt.matchAll(pattern)].map(([, number = '0', text = '']) => ({
    number: Number(number),
    text: text.replaceAll(new RegExp(`^${lineMark}`, 'gmu'), ''),
  }));
}
