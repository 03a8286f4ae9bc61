/** A parsed document as text, one page at a time. Pure: the command writes what these give. */
import type { Manifest, Page } from '../document/types.ts';
import type { PageLayout } from '../layout/types.ts';
import { pageMarkdown } from './page-markdown.ts';

export interface PageWriter {
  /** False: `page` does not look at the layout, which then need not be computed. */
  readonly needsLayout: boolean;
  head(document: string, manifest: Manifest): string;
  page(page: Page, layout: PageLayout, first: boolean): string;
  tail(): string;
}

/** Canonical text; a line `--- page 3 ---` stands before each page. */
export const textWriter: PageWriter = {
  needsLayout: false,
  head: () => '',
  page: (page) =>
    `--- page ${page.number}${page.sheet === undefined ? '' : ` ${page.sheet}`} ---\n${endLine(page.text)}`,
  tail: () => '',
};

/**
 * One JSON object, one line a page. Pages are those of the library, with what the layout step sees in them:
 * `tables` are all tables (those that the format declares have source `given`), `pairs` the label-value pairs.
 */
export const jsonWriter: PageWriter = {
  needsLayout: true,
  head: (document, { contentHash, format, totalPages, parseVersion }) => {
    const head = JSON.stringify({ document, contentHash, format, totalPages, parseVersion });
    return `${head.slice(0, -1)},"pages":[\n`;
  },
  page: (page, { tables, pairs, headings }, first) =>
    `${first ? '' : ',\n'}${JSON.stringify({ ...page, tables, pairs, headings })}`,
  tail: () => '\n]}\n',
};

export const markdownWriter: PageWriter = {
  needsLayout: true,
  head: () => '',
  page: (page, layout, first) =>
    `${first ? '' : '\n'}<!-- page ${page.number} -->\n\n${pageMarkdown(page, layout)}`,
  tail: () => '',
};

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
