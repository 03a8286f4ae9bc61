/** The secret by which a server seals what it must be able to read again, such as the password of a document. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LeafcutterError } from '../errors.ts';
import { toStoreError } from '../storage/store-errors.ts';

/** Less can be guessed. */
export const shortestSecret = 16;

/**
 * The secret of the settings, else the one in the data folder, made there (mode 0600) when it is missing. Several servers on one
 * store need the same one.
 * @throws LeafcutterError settings_invalid (the file is too short), store_readonly
 */
export async function serverSecret(folder: string, given: string | null): Promise<string> {
  if (given !== null) return given;
  const file = path.join(folder, 'secret');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process has made it, or it stands from the last run.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw toStoreError(error);
  }
  return await written(file);
}

/** The file of a process that is just writing it is short for a moment. */
async function written(file: string): Promise<string> {
  for (let tries = 0; tries < 20; tries += 1) {
    const secret = (await readFile(file, 'utf8')).trim();
    if (secret.length >= shortestSecret) return secret;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new LeafcutterError(
    'settings_invalid',
    `${file} holds no secret of ${shortestSecret} characters or more; set "secret", or remove the file to have a new one made.`,
  );
}
