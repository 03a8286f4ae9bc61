/** Decides where each result goes, before any work starts. */
import { access, constants, mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { LeafcutterError } from '../errors.ts';
import { outputError } from './context.ts';

export type ResultFormat = 'json' | 'jsonl';

export interface OutputRequest {
  /** As given; `-` is standard input. */
  readonly documents: readonly string[];
  /** `--out`; null is standard output. */
  readonly out: string | null;
  readonly format: ResultFormat;
  /** Files that no result may overwrite, beside the documents: the schema. */
  readonly inputs: readonly string[];
}

/** stdout: one after the other. shared: all lines in one file. files: one file a document, in their order. */
export type OutputPlan =
  | { readonly kind: 'stdout' }
  | { readonly kind: 'shared'; readonly path: string }
  | { readonly kind: 'files'; readonly paths: readonly string[] };

/**
 * Chooses names and makes the directory of `--out`.
 *
 * `--out` is a directory when it is one, ends with a separator, or stands for several documents; with jsonl a name that
 * ends in `.jsonl` takes all lines in one file.
 * @throws LeafcutterError usage (two results of one name, a result over an input, several without a place),
 *   output_unwritable
 */
export async function planOutput(request: OutputRequest): Promise<OutputPlan> {
  const { documents, out, format } = request;
  if (documents.filter((document) => document === '-').length > 1) {
    throw new LeafcutterError('usage', 'Standard input (-) can be read only once.');
  }
  if (out === null) {
    if (documents.length > 1 && format === 'json') {
      throw new LeafcutterError(
        'usage',
        `${documents.length} documents need a place for their results: --out <directory>, or --format jsonl for one line each.`,
      );
    }
    return { kind: 'stdout' };
  }
  if (out === '') throw new LeafcutterError('usage', '--out needs a name.');
  const plan = await placesIn(request, out);
  await refuseInputs(plan, request);
  return plan;
}

async function placesIn({ documents, format }: OutputRequest, out: string): Promise<OutputPlan> {
  const existing = await kindOf(out);
  const namesDirectory = existing === 'directory' || /[/\\]$/.test(out);
  if (!namesDirectory && (documents.length === 1 || (format === 'jsonl' && out.endsWith('.jsonl')))) {
    await mustBeWritable(out, existing);
    return format === 'jsonl' ? { kind: 'shared', path: out } : { kind: 'files', paths: [out] };
  }
  if (existing === 'file' || (existing === 'nothing' && !namesDirectory && /\.jsonl?$/.test(out))) {
    throw new LeafcutterError(
      'usage',
      `--out ${out} is one file, but there are ${documents.length} documents; name a directory.`,
    );
  }
  const names = documents.map((document) => resultName(document, format));
  refuseSameNames(documents, names);
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK);
  } catch (error) {
    throw outputError(out, error);
  }
  return { kind: 'files', paths: names.map((name) => path.join(out, name)) };
}

/** `scans/letter.pdf` becomes `letter.json`; standard input becomes `stdin.json`. */
export function resultName(document: string, format: ResultFormat): string {
  const stem = document === '-' ? 'stdin' : path.parse(path.resolve(document)).name;
  return `${stem}.${format}`;
}

function refuseSameNames(documents: readonly string[], names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const document = documents[index] ?? '';
    // The usual file systems of these two do not tell case apart: one result would overwrite the other.
    const key = process.platform === 'linux' ? name : name.normalize('NFC').toLowerCase();
    const other = seen.get(key);
    if (other !== undefined) {
      throw new LeafcutterError(
        'usage',
        `The results of ${other} and ${document} would both be named ${name}; run them into different directories.`,
      );
    }
    seen.set(key, document);
  }
}

async function refuseInputs(plan: OutputPlan, request: OutputRequest): Promise<void> {
  const targets = plan.kind === 'files' ? plan.paths : plan.kind === 'shared' ? [plan.path] : [];
  const inputs = new Set<string>();
  for (const input of [...request.documents, ...request.inputs]) {
    if (input !== '-') inputs.add(await resolved(input));
  }
  for (const target of targets) {
    if (inputs.has(await resolved(target)) && (await kindOf(target)) === 'file') {
      throw new LeafcutterError(
        'usage',
        `The result would overwrite ${target}, which is read here; choose another --out.`,
      );
    }
  }
}

async function resolved(file: string): Promise<string> {
  return await realpath(file).catch(() => path.resolve(file));
}

async function mustBeWritable(out: string, existing: Existing): Promise<void> {
  try {
    const directory = path.dirname(path.resolve(out));
    await access(existing === 'other' ? out : directory, constants.W_OK);
    if (!(await stat(directory)).isDirectory())
      throw Object.assign(new Error(directory), { code: 'ENOTDIR' });
  } catch (error) {
    throw outputError(out, error);
  }
}

type Existing = 'nothing' | 'file' | 'directory' | 'other';

async function kindOf(target: string): Promise<Existing> {
  try {
    const found = await stat(target);
    return found.isDirectory() ? 'directory' : found.isFile() ? 'file' : 'other';
  } catch {
    return 'nothing';
  }
}
