/** `leafcutter models`: what can fill a schema here, and what is missing. */
import type { ModelInfo, ModelList } from '@leafcutter/client';
import { BrokenPipeError, writeOut, type CliContext } from './context.ts';
import { createReporter, reportFailure } from './reporter.ts';

export interface ModelsOptions {
  readonly format: 'text' | 'json';
  /** A path; absent: `LEAFCUTTER_CONFIG`, else none. */
  readonly config?: string;
}

export async function runModels(context: CliContext, options: ModelsOptions): Promise<number> {
  try {
    const list = await context.services.models(options.config ?? null);
    await writeOut(
      context,
      options.format === 'json' ? `${JSON.stringify(list, null, 2)}\n` : describeModels(list),
    );
    return 0;
  } catch (error) {
    if (error instanceof BrokenPipeError) throw error;
    return reportFailure(createReporter(context, false), error, null);
  }
}

/** A table, one line a model, and which is the default; ends with a line break. */
export function describeModels({
  models,
  default_model: defaultModel,
  default_reason: reason,
}: ModelList): string {
  const rows = [
    ['model', 'provider', 'reads', 'answers', 'state'],
    ...models.map((model) => [
      model.id,
      model.provider,
      tokens(model.context_tokens),
      tokens(model.output_tokens),
      stateOf(model),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const table = rows
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
  return `${table}\nDefault: ${defaultModel}. ${reason}\n`;
}

function tokens(count: number | null): string {
  return count === null ? '-' : count.toLocaleString('en-US');
}

function stateOf({ available, alias_of: servedBy, key_variable: variable }: ModelInfo): string {
  if (servedBy === null) return available ? 'ready' : `set ${String(variable)}`;
  return available ? `served by ${servedBy}` : `served by ${servedBy}, which cannot be used`;
}
