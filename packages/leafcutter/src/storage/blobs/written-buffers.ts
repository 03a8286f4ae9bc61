/**
 * Frees buffers whose bytes were written. V8 looks after young objects by their own small size and sees the bytes behind buffers
 * late: some 70 MB of dead ones pile up beside a large upload. A collection of the young ones alone takes about a millisecond.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of dead buffers that may wait. */
const everyBytes = 8 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | null | undefined;

/** Told of written bytes; collects now and then. */
export class WrittenBuffers {
  private waiting = 0;

  add(bytes: number): void {
    this.waiting += bytes;
    if (this.waiting < everyBytes) return;
    this.waiting = 0;
    collect ??= findCollector();
    collect?.({ type: 'minor' });
  }
}

/** Null where the engine has none. */
function findCollector(): Collect | null {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  return isCollector(found) ? found : null;
}

/** https://nodejs.org/api/cli.html#--expose-gc */
function isCollector(value: unknown): value is Collect {
  return typeof value === 'function';
}
