/** The public surface of the library: names only. */
export { extract, parseDocument, planSchema, ground } from './app-library.ts';
export { LeafcutterError, errorTable, type ErrorCode, type Failure } from './errors.ts';
export type { JsonObject, JsonPrimitive, JsonValue } from './json.ts';
export type {
  DocumentDescription,
  DocumentInput,
  ExtractSettings,
  ParseSettings,
  Progress,
  SchemaInput,
} from './stages/types.ts';
export type {
  Box,
  DocumentFormat,
  FormField,
  Gap,
  GivenTable,
  Line,
  Manifest,
  Page,
  PageKind,
  PageSummary,
  ParsedDocument,
  Range,
  Rule,
  Span,
  Word,
} from './document/types.ts';
export type {
  Alternative,
  ArrayReport,
  Confidence,
  Evidence,
  Finding,
  Match,
  NullReason,
} from './findings/types.ts';
export type { Plan, PlanOptions, Unit } from './planning/types.ts';
export type {
  Attribution,
  Citation,
  ExtractionResult,
  FailedSubtree,
  ResultMetadata,
  Violation,
} from './merge/types.ts';
