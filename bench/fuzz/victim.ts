/** A caller of the library that may hang, grow or die: one document at a time, over the channel to its parent. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { extract, LeafcutterError, type JsonObject } from '../../packages/leafcutter/src/index.ts';

export interface Order {
  readonly file: string;
  readonly name: string;
  readonly schema: JsonObject;
}
export interface Report {
  /** Code of the error; null for a result. */
  readonly code: string | null;
  readonly message: string;
  /** Resident memory of this process, MiB. */
  readonly memory: number;
}

const examples = path.resolve(import.meta.dirname, '../../examples');
export const exampleSchemas = ['invoice', 'statement', 'form', 'letter'] as const;

export async function exampleSchema(name: string): Promise<JsonObject> {
  return JSON.parse(await readFile(path.join(examples, `${name}.schema.json`), 'utf8'));
}

async function attempt({ file, name, schema }: Order): Promise<Report> {
  const memory = (): number => Math.round(process.memoryUsage.rss() / 2 ** 20);
  try {
    await extract({ path: file, name }, schema, { attributions: true });
    return { code: null, message: '', memory: memory() };
  } catch (error) {
    const code = error instanceof LeafcutterError ? error.code : 'not ours';
    return { code, message: error instanceof Error ? error.message : String(error), memory: memory() };
  }
}

if (process.send !== undefined) {
  process.on('message', (order: Order) => void attempt(order).then((report) => process.send?.(report)));
  process.on('disconnect', () => process.exit(0));
}
