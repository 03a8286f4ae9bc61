/** Result files that are either there whole or not at all. */
import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf, outputError } from './context.ts';

export interface ResultFile {
  /** @throws LeafcutterError output_unwritable */
  write(data: string | Uint8Array): Promise<void>;
  /** Puts the file under its name. @throws LeafcutterError output_unwritable, and then nothing is left behind */
  commit(): Promise<void>;
  /** Removes what was written; nothing happens after `commit`. */
  discard(): Promise<void>;
}

/**
 * Writes beside the target and renames at the end. A symbolic link stays one. Devices and pipes (`/dev/full`, a
 * FIFO) cannot be replaced and are written to as they are.
 * @throws LeafcutterError output_unwritable
 */
export async function openResultFile(target: string): Promise<ResultFile> {
  try {
    const existing = await statOrNull(target);
    if (existing !== null && !existing.isFile()) return inPlace(target, await open(target, 'w'));
    const real = existing === null ? target : await realpath(target);
    const temporary = path.join(
      path.dirname(real),
      `.${path.basename(real).slice(0, 100)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`,
    );
    const handle = await open(temporary, 'wx', existing === null ? 0o666 : existing.mode & 0o777);
    return renamedAtTheEnd(target, real, temporary, handle);
  } catch (error) {
    throw outputError(target, error);
  }
}

/** Writes one file whole. @throws LeafcutterError output_unwritable */
export async function writeResultFile(target: string, data: string | Uint8Array): Promise<void> {
  const file = await openResultFile(target);
  try {
    await file.write(data);
    await file.commit();
  } finally {
    await file.discard();
  }
}

/** What both kinds of file share: appending until one write fails, after which there is nothing to finish. */
function createAppender(target: string, handle: FileHandle) {
  let open = true;
  let failure: unknown = null;
  const fail = (error: unknown): never => {
    failure = outputError(target, error);
    throw failure;
  };
  return {
    throwIfFailed(): void {
      if (failure !== null) throw failure;
    },
    async write(data: string | Uint8Array): Promise<void> {
      if (failure !== null) throw failure;
      await handle.appendFile(data).catch(fail);
    },
    async close(): Promise<void> {
      if (!open) return;
      open = false;
      await handle.close();
    },
  };
}

function renamedAtTheEnd(target: string, real: string, temporary: string, handle: FileHandle): ResultFile {
  const appender = createAppender(target, handle);
  let present = true;
  const discard = async (): Promise<void> => {
    await appender.close().catch(() => undefined);
    if (present) await rm(temporary, { force: true }).catch(() => undefined);
    present = false;
  };
  return {
    write: appender.write,
    async commit() {
      appender.throwIfFailed();
      try {
        // A file system may find out only now that there is no room.
        await handle.sync();
        await appender.close();
        await rename(temporary, real);
        present = false;
      } catch (error) {
        await discard();
        throw outputError(target, error);
      }
    },
    discard,
  };
}

function inPlace(target: string, handle: FileHandle): ResultFile {
  const appender = createAppender(target, handle);
  return {
    write: appender.write,
    async commit() {
      appender.throwIfFailed();
      await appender.close().catch((error: unknown) => {
        throw outputError(target, error);
      });
    },
    discard: () => appender.close().catch(() => undefined),
  };
}

async function statOrNull(target: string): Promise<Stats | null> {
  try {
    return await stat(target);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}
