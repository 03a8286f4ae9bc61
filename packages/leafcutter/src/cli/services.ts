/**
 * What the commands need of the library. The real ones are loaded when they are first used: `--help` and a usage
 * error start no parser.
 */
import type { ModelList } from '@leafcutter/client';
import type { Page, ParsedDocument } from '../document/types.ts';
import type { EvaluationOptions, Row } from '../evaluation/run.ts';
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
  /** @param model null: the rules */
  planSchema(schema: CheckedSchema, model: string | null): Promise<Plan>;
  describePlan(plan: Plan): Promise<string>;
  layoutOf(page: Page): Promise<PageLayout>;
  /**
   * The page image with what was seen on it boxed in colours, and a legend.
   * @param image PNG at `dpi` dots an inch; null when the format has no page image
   */
  drawPage(page: Page, layout: PageLayout, image: Uint8Array | null, dpi: number): Promise<Uint8Array>;
  evaluate(directory: string, options: EvaluationOptions): Promise<readonly Row[]>;
  /** The table of scores, without a line break at its end. */
  describeRows(rows: readonly Row[]): Promise<string>;
  /** @param config file of settings; null: `LEAFCUTTER_CONFIG`, else none */
  models(config: string | null): Promise<ModelList>;
}

export function loadServices(): CliServices {
  return {
    extract: async (...given) => (await import('../app-library.ts')).extract(...given),
    parse: async (...given) => (await import('../app-library.ts')).parseDocument(...given),
    checkSchema: async (definition) => (await import('../schema/index.ts')).checkSchema(definition),
    planSchema: async (schema, model) =>
      model === null || model === 'rules'
        ? (await import('../planning/plan.ts')).planSchema(schema)
        : await (await import('../app-library.ts')).planForModel(schema, model),
    describePlan: async (plan) => (await import('../planning/plan.ts')).describePlan(plan),
    drawPage: async (...given) => (await import('../drawing/page.ts')).drawPage(...given),
    evaluate: async (...given) => (await import('../evaluation/run.ts')).evaluate(...given),
    describeRows: async (rows) => (await import('../evaluation/run.ts')).describeRows(rows),
    models: async (config) => (await (await import('../app-models.ts')).openModels(config)).list(),
    layoutOf: async (page) => (await import('../layout/page-layout.ts')).layoutOf(page),
  };
}
