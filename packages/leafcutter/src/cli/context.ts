/** Everything that a command touches outside of itself, so that tests can hand in their own. */
import type { Readable, Writable } from 'node:stream';
import { LeafcutterError } from '../errors.ts';
import type { CliServices } from './services.ts';

export interface CliContext {
  readonly services: CliServices;
  readonly stdin: Readable;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** Aborted when the user or the system asks the command to stop. */
  readonly signal: AbortSignal;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

export interface Terminal {
  readonly stream: Writable;
  readonly isTerminal: boolean;
  /** Columns of a terminal; 80 where there is none. */
  readonly columns: number;
}

/** Whoever read our standard output has gone (`| head`): not an error to talk about. */
export class BrokenPipeError extends Error {
  override readonly name = 'BrokenPipeError';
}

/**
 * Writes a result to standard output and waits until it is taken, so that a large one never piles up in memory.
 * @throws BrokenPipeError; LeafcutterError output_unwritable
 */
export async function writeOut(context: CliContext, text: string): Promise<void> {
  const { stream, isTerminal } = context.stdout;
  // A document must not steer the terminal that shows it.
  const shown = isTerminal ? text.replaceAll(/(?![\n\t])\p{Cc}/gu, '\u{fffd}') : text;
  await new Promise<void>((resolve, reject) => {
    stream.write(shown, (error) => {
      if (error === null || error === undefined) resolve();
      else if (errnoOf(error) === 'EPIPE' || errnoOf(error) === 'ERR_STREAM_DESTROYED')
        reject(new BrokenPipeError());
      else reject(outputError('Standard output', error));
    });
  });
}

/** The `code` of a system error (`ENOSPC`), else ''. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What a reader may do about a failed write, by the system's error code. */
const writeAdvice: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  EEXIST: 'a file of that name is in the way',
  ENOENT: 'its directory does not exist',
  ENAMETOOLONG: 'the name is too long',
  EBADF: 'it is closed',
  EIO: 'the device reports an error',
};

/** @param target "Standard output" or a path, as the sentence begins */
export function outputError(target: string, cause: unknown): LeafcutterError {
  const errno = errnoOf(cause);
  const reason = writeAdvice[errno] ?? (cause instanceof Error ? cause.message : String(cause));
  return new LeafcutterError('output_unwritable', `${target} cannot be written: ${reason}.`, { cause });
}
