/** What drivers and file systems throw, as codes of the closed table. */
import { LeafcutterError, type ErrorCode } from '../errors.ts';

const messages = {
  store_full: 'The disk of the store is full; free some space, then everything accepted goes on.',
  store_readonly: 'The store can only be read; make its folder or database writable, then start again.',
  store_unavailable:
    'The store does not answer; what was accepted is safe, and work goes on when it is back.',
  store_locked: 'Another process holds the store; wait until it has ended, or use another data folder.',
} as const satisfies Partial<Record<ErrorCode, string>>;
type StoreCode = keyof typeof messages;

/** Primary result codes of SQLite: https://www.sqlite.org/rescode.html */
const sqliteCodes: Readonly<Record<number, StoreCode>> = {
  5: 'store_unavailable', // BUSY, after the busy timeout
  6: 'store_unavailable', // LOCKED
  8: 'store_readonly', // READONLY
  10: 'store_unavailable', // IOERR
  13: 'store_full', // FULL
  14: 'store_unavailable', // CANTOPEN
};

/** SQLSTATEs of Postgres, whole or their class: https://www.postgresql.org/docs/15/errcodes-appendix.html */
const postgresCodes: Readonly<Record<string, StoreCode>> = {
  '53100': 'store_full',
  '25006': 'store_readonly',
  '08': 'store_unavailable',
  '40': 'store_unavailable', // deadlock, serialization: the same transaction may succeed
  '53': 'store_unavailable',
  '57P': 'store_unavailable',
  '58': 'store_unavailable',
};

const systemCodes: Readonly<Record<string, StoreCode>> = {
  ENOSPC: 'store_full',
  EDQUOT: 'store_full',
  EROFS: 'store_readonly',
  EACCES: 'store_readonly',
  EPERM: 'store_readonly',
  EIO: 'store_unavailable',
  ECONNREFUSED: 'store_unavailable',
  ECONNRESET: 'store_unavailable',
  ENOTFOUND: 'store_unavailable',
  EPIPE: 'store_unavailable',
  ETIMEDOUT: 'store_unavailable',
  EHOSTUNREACH: 'store_unavailable',
};

/** Sentences of `pg` that come without a code when a connection breaks. */
const brokenConnection =
  /^(Connection terminated|timeout expired|Query read timeout|timeout exceeded|Client has encountered a connection error)/;

/** The error as ours where its cause is the store's place or state; any other error as it is. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof LeafcutterError || !(error instanceof Error)) return error;
  const code = storeCodeOf(error);
  return code === undefined ? error : new LeafcutterError(code, messages[code], { cause: error });
}

/** True when the same write may succeed once the store is back or has room: it is kept and tried again. */
export function isPassing(error: unknown): boolean {
  const ours = toStoreError(error);
  return (
    ours instanceof LeafcutterError &&
    (ours.code === 'store_full' || ours.code === 'store_unavailable' || ours.code === 'store_readonly')
  );
}

function storeCodeOf(error: Error): StoreCode | undefined {
  if ('errcode' in error && typeof error.errcode === 'number') {
    return sqliteCodes[error.errcode & 0xff];
  }
  if ('code' in error && typeof error.code === 'string') {
    const { code } = error;
    const found = systemCodes[code] ?? postgresCodes[code];
    if (found !== undefined) return found;
    if (/^[0-9A-Z]{5}$/.test(code)) return postgresCodes[code.slice(0, 3)] ?? postgresCodes[code.slice(0, 2)];
  }
  if (error.cause instanceof Error) return storeCodeOf(error.cause);
  return brokenConnection.test(error.message) ? 'store_unavailable' : undefined;
}
