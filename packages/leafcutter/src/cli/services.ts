/**
 * What the commands need of the library. The real ones are loaded when they are first used: `--help` and a usage
 * error start no parser.
 */
import type { Page, ParsedDocument } from '../document/types.ts';
import type { JsonObject } from '../json.ts';
import type { PageLayout } from '../layout/types.ts';
import type { ExtractionResult } from '../merge/types.ts';
import type { Plan } from '../planning/types.ts';
import type { CheckedSchema } from '../schema/types.ts';
import type { DocumentInput, ExtractSettings, ParseSettings } from '../stages/types.ts';

export interface ParsedHandle extends ParsedDocument, AsyncDisposable {
  /** The page as a PNG at `dpi` dots an inch. */
  render(page: number, dpi?: number): Promise<Uint8Array>;
}

export interface CliServices {
  extract(document: DocumentInput, schema: JsonObject, settings: ExtractSettings): Promise<ExtractionResult>;
  parse(document: DocumentInput, settings: ParseSettings): Promise<ParsedHandle>;
  /** @throws LeafcutterError schema_invalid with one `details` entry a fault */
  checkSchema(definition: JsonObject): Promise<CheckedSchema>;
  planSchema(schema: CheckedSchema): Promise<Plan>;
  describePlan(plan: Plan): Promise<string>;
  layoutOf(page: Page): Promise<PageLayout>;
  /**
   * The page image with what was seen on it boxed in colours, and a legend.
   * @param image PNG at `dpi` dots an inch; null when the format has no page image
   */
  drawPage(page: Page, layout: PageLayout, image: Uint8Array | null, dpi: number): Promise<Uint8Array>;
  /** @returns the table of scores, as printed */
  evaluate(directory: string, settings: EvaluateSettings): Promise<string>;
}

export interface EvaluateSettings {
  readonly model?: string;
  readonly out?: string;
  readonly only?: string;
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: {
    readonly done: number;
    readonly total: number;
    readonly name: string | null;
  }) => void;
}

export function loadServices(): CliServices {
  return {
    extract: async (...given) => (await import('../app.ts')).extract(...given),
    parse: async (...given) => (await import('../app.ts')).parseDocument(...given),
    checkSchema: async (definition) => (await import('../schema/index.ts')).checkSchema(definition),
    planSchema: async (schema) => (await import('../planning/plan.ts')).planSchema(schema),
    describePlan: async (plan) => (await import('../planning/plan.ts')).describePlan(plan),
    layoutOf: async (page) => (await import('../layout/page-layout.ts')).layoutOf(page),
    drawPage: async (...given) => (await import('../drawing/page.ts')).drawPage(...given),
    evaluate: async (directory, settings) => await evaluateFolder(directory, settings),
  };
}

async function evaluateFolder(directory: string, settings: EvaluateSettings): Promise<string> {
  const [{ extract }, { evaluate, describeRows }] = await Promise.all([
    import('../app.ts'),
    import('../evaluation/index.ts'),
  ]);
  const rows = await evaluate(directory, {
    out: settings.out ?? null,
    only: settings.only ?? null,
    jobs: settings.jobs,
    signal: settings.signal,
    extract: async (document, schema) => {
      const model = settings.model === undefined ? {} : { model: settings.model };
      return (await extract(document, schema, { ...model, signal: settings.signal })).results;
    },
    onRow: (row, done, total) => settings.onProgress({ done, total, name: `${row.set}/${row.name}` }),
  });
  return `${describeRows(rows)}\n`;
}
