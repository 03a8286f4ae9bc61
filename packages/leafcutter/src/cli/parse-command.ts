/** `leafcutter parse`: what the parser saw, page by page, so that a long document never stands in memory whole. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '../document/types.ts';
import type { PageLayout } from '../layout/types.ts';
import { parsePageSelection } from '../stages/page-selection.ts';
import type { ParseSettings } from '../stages/types.ts';
import { writeResultFile } from './atomic-file.ts';
import { BrokenPipeError, outputError, writeOut, type CliContext } from './context.ts';
import { documentLabel, takeDocument } from './documents.ts';
import { drawnPairs } from './drawn-pairs.ts';
import { jsonWriter, markdownWriter, textWriter, type PageWriter } from './page-writers.ts';
import { milestoneOf, progressLine } from './progress-line.ts';
import { createReporter, reportFailure, type Reporter } from './reporter.ts';
import type { ParsedHandle } from './services.ts';
import { plural } from './summary.ts';

export interface ParseCommandOptions {
  readonly format: 'text' | 'json' | 'markdown';
  readonly draw?: string;
  readonly pages?: string;
  readonly password?: string;
  readonly maxPages: number;
  readonly quiet?: true;
}

const writers: Readonly<Record<ParseCommandOptions['format'], PageWriter>> = {
  text: textWriter,
  json: jsonWriter,
  markdown: markdownWriter,
};

/** Dots an inch of drawn pages: small type can be read, a page stays below a megabyte or two. */
const drawDpi = 120;

/** @returns 0; 1 when a page could not be read; else the exit code of the failure */
export async function runParse(
  context: CliContext,
  given: string,
  options: ParseCommandOptions,
): Promise<number> {
  const reporter = createReporter(context, options.quiet === true);
  const name = documentLabel(given);
  try {
    if (options.pages !== undefined) parsePageSelection(options.pages);
    if (options.draw !== undefined) await makeDirectory(options.draw);
    await using source = await takeDocument(context, given, options.password);
    await using document = await context.services.parse(
      source.input,
      settingsOf(context, reporter, name, options),
    );
    reporter.clear();
    await printPages(context, given, document, options, reporter);
    return tellGaps(reporter, name, document);
  } catch (error) {
    reporter.clear();
    if (context.signal.aborted || error instanceof BrokenPipeError) throw error;
    return reportFailure(reporter, error, name);
  }
}

function settingsOf(
  context: CliContext,
  reporter: Reporter,
  name: string,
  options: ParseCommandOptions,
): ParseSettings {
  return {
    maxPages: options.maxPages,
    signal: context.signal,
    onProgress: (progress) => reporter.progress(progressLine(name, progress), milestoneOf(name, progress)),
    ...(options.pages === undefined ? {} : { pages: options.pages }),
  };
}

async function printPages(
  context: CliContext,
  given: string,
  document: ParsedHandle,
  options: ParseCommandOptions,
  reporter: Reporter,
): Promise<void> {
  const writer = writers[options.format];
  const { manifest } = document;
  const images = options.draw === undefined ? null : imageNames(options.draw, manifest.totalPages);
  await writeOut(context, writer.head(given, manifest));
  for (const [index, { number }] of manifest.pages.entries()) {
    context.signal.throwIfAborted();
    const page = await document.page(number);
    const needsLayout = writer.needsLayout || images !== null;
    const layout = needsLayout ? await context.services.layoutOf(page) : emptyLayout(page);
    await writeOut(context, writer.page(page, layout, index === 0));
    if (images === null) continue;
    const drawn = `${index + 1} of ${plural(manifest.pages.length, 'page')}`;
    reporter.progress(`${documentLabel(given)}: drawing, ${drawn}`, 'drawing');
    await writeResultFile(images(number), await drawing(context, document, page, layout));
    reporter.clear();
  }
  await writeOut(context, writer.tail());
}

async function drawing(
  context: CliContext,
  document: ParsedHandle,
  page: Page,
  layout: PageLayout,
): Promise<Uint8Array> {
  const image = page.geometry === 'page' ? await document.render(page.number, drawDpi) : null;
  const shown = { ...layout, pairs: drawnPairs(layout) };
  return await context.services.drawPage(page, shown, image, drawDpi);
}

/** `page-001.png`: as many digits as the last page needs, three at least. */
export function imageNames(directory: string, totalPages: number): (page: number) => string {
  const digits = Math.max(3, String(totalPages).length);
  return (page) => path.join(directory, `page-${String(page).padStart(digits, '0')}.png`);
}

function tellGaps(reporter: Reporter, name: string, { manifest }: ParsedHandle): number {
  for (const gap of manifest.gaps) {
    reporter.problem(
      `leafcutter: ${name}: page ${gap.page} was not read whole: ${gap.message} (${gap.code})`,
    );
  }
  return manifest.pages.some((page) => page.kind === 'unreadable') ? 1 : 0;
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw outputError(directory, error);
  }
}

function emptyLayout(page: Page): PageLayout {
  return { page: page.number, segments: [], blocks: [], tables: [], pairs: [], headings: [] };
}
