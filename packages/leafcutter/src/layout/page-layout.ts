/** Everything that the layout sees on one page. */
import type { Page } from '../document/types.ts';
import { headingsOf } from './headings.ts';
import { findPairs } from './pairs.ts';
import { blocksOf, segmentsOf } from './segments.ts';
import { tablesOf } from './tables/index.ts';
import type { PageLayout } from './types.ts';

/** A page is read for leaves and for arrays: its layout stays as long as it does. */
const known = new WeakMap<Page, PageLayout>();

/** Pure: the same page gives the same layout. */
export function layoutOf(page: Page): PageLayout {
  const layout = known.get(page) ?? seen(page);
  known.set(page, layout);
  return layout;
}

function seen(page: Page): PageLayout {
  const segments = segmentsOf(page);
  return {
    page: page.number,
    segments,
    blocks: blocksOf(segments, page.rules),
    tables: tablesOf(page, segments),
    pairs: findPairs(page, segments),
    headings: headingsOf(segments),
  };
}
