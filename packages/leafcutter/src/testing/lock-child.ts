/** A process that takes a data folder's lock, says so, and holds it until it is killed. */
import { LeafcutterError } from '../errors.ts';
import { lockDataFolder } from '../storage/data-folder.ts';

try {
  await lockDataFolder(process.argv[2] ?? '');
  process.send?.('held');
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.send?.(error instanceof LeafcutterError ? error.code : String(error));
}
