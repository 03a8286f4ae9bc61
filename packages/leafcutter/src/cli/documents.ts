/** Documents as the command line names them. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LeafcutterError } from '../errors.ts';
import type { DocumentInput } from '../stages/types.ts';
import { errnoOf, type CliContext } from './context.ts';
import { makeTemporaryFolder } from '../temporary/index.ts';

export interface GivenDocument extends AsyncDisposable {
  readonly input: DocumentInput;
}

/** How messages call a document: its path as given, or what `-` stands for. */
export function documentLabel(given: string): string {
  return given === '-' ? 'standard input' : given;
}

/**
 * A path as it is; `-` is standard input, spooled to a temporary file that goes with the handle.
 * @throws LeafcutterError store_full, document_unreadable; the signal's reason when aborted
 */
export async function takeDocument(
  context: CliContext,
  given: string,
  password: string | undefined,
): Promise<GivenDocument> {
  const secret = password === undefined ? {} : { password };
  if (given !== '-') {
    return { input: { path: given, name: given, ...secret }, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const folder = await makeTemporaryFolder('stdin').catch((error: unknown) => {
    throw spoolError(error);
  });
  const remove = () => rm(folder, { recursive: true, force: true });
  const file = path.join(folder, 'document');
  try {
    await pipeline(context.stdin, createWriteStream(file, { mode: 0o600 }), { signal: context.signal });
  } catch (error) {
    await remove();
    context.signal.throwIfAborted();
    throw spoolError(error);
  }
  return { input: { path: file, name: documentLabel(given), ...secret }, [Symbol.asyncDispose]: remove };
}

function spoolError(cause: unknown): LeafcutterError {
  if (errnoOf(cause) === 'ENOSPC' || errnoOf(cause) === 'EDQUOT') {
    return new LeafcutterError(
      'store_full',
      `Standard input does not fit into ${tmpdir()}; free some space there, or set TMPDIR.`,
      {
        cause,
      },
    );
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LeafcutterError('document_unreadable', `Standard input cannot be read: ${reason}.`, { cause });
}
