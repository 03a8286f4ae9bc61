/**
 * Values that stand nowhere but in what is not the document's to say: lines that speak to the reader, words that nobody sees.
 * They keep their place, so that people can look, with little confidence and a warning.
 */
import type { Page, ParsedDocument } from '../document/types.ts';
import type { Finding } from '../findings/types.ts';
import { ground } from '../grounding/index.ts';
import { readablePage } from '../layout/addresses.ts';
import type { CheckedSchema } from '../schema/types.ts';

export interface Concealed {
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
}

/** Of what such a place says of a value. */
const trust = 0.2;

/** The document as it may be quoted: without what speaks to the reader. */
export function readableDocument(document: ParsedDocument): ParsedDocument {
  return {
    manifest: document.manifest,
    page: async (number) => readablePage(await document.page(number)).page,
  };
}

/** @param findings grounded in the readable document */
export async function withConcealedPlaces(
  findings: readonly Finding[],
  document: ParsedDocument,
  schema: CheckedSchema,
): Promise<Concealed> {
  const lost = findings.filter(({ value, match }) => value !== null && match === 'absent');
  if (lost.length === 0) return { findings, warnings: [] };
  const pages = await pagesWithConcealed(document);
  if (pages.size === 0) return { findings, warnings: [] };
  const manifest = {
    ...document.manifest,
    pages: document.manifest.pages.filter(({ number }) => pages.has(number)),
  };
  const open = { manifest, page: async (number: number) => concealedOf(await document.page(number)) };
  const placed = await ground(
    lost.map((finding) => ({ ...finding, evidence: [] })),
    open,
    schema,
  );
  const found = new Map(lost.map((finding, index) => [finding, placed[index] ?? finding]));
  const warnings: string[] = [];
  const all = findings.map((finding) => {
    const place = found.get(finding);
    const [first] = place?.evidence ?? [];
    if (place === undefined || first === undefined) return finding;
    warnings.push(
      `${finding.pointer}: what was given stands on page ${first.page} only in text that nobody sees or that may speak to the model; check it.`,
    );
    const { value, read, found: sure } = place.confidence;
    return {
      ...finding,
      evidence: place.evidence,
      match: place.match,
      confidence: { value: Math.min(trust, value), read, found: Math.min(trust, sure) },
      reasoning: `${finding.reasoning} It stands only in text that nobody sees or that may speak to the model.`,
    };
  });
  return { findings: all, warnings };
}

async function pagesWithConcealed(document: ParsedDocument): Promise<ReadonlySet<number>> {
  const pages = new Set<number>();
  for (const { number } of document.manifest.pages) {
    const { page } = readablePage(await document.page(number));
    if (page.words.some((word) => word.hidden)) pages.add(number);
  }
  return pages;
}

/** What the readable page hides, and nothing else. */
function concealedOf(page: Page): Page {
  const { words } = readablePage(page).page;
  return { ...page, words: words.map((word) => ({ ...word, hidden: !word.hidden })) };
}
