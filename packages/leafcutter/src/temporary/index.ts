/**
 * Folders of this process in the system's temporary folder. Who makes one removes it; a process that is killed cannot, so the
 * names say whose they are, and the next process that makes one removes those of the dead first.
 */
import { readlinkSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

let swept: Promise<void> | null = null;

/** @param kind what it is for, in small letters @returns its path */
export async function makeTemporaryFolder(kind: string): Promise<string> {
  swept ??= sweep().catch(() => undefined);
  await swept;
  return await mkdtemp(path.join(tmpdir(), `leafcutter-${kind}-${processSpace()}-${process.pid}-`));
}

async function sweep(): Promise<void> {
  const space = processSpace();
  for (const name of await readdir(tmpdir())) {
    const [, of = '', pid = ''] = /^leafcutter-[a-z]+-(\d+)-(\d+)-\w{6}$/.exec(name) ?? [];
    if (of !== space || isAlive(Number(pid))) continue;
    await rm(path.join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Containers that share the folder do not see each other's processes: Linux names each such space by a number. */
function processSpace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be told anything, but lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
