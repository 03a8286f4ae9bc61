/** Ids: UUIDs, version 7, so that they grow with time. */
import { v7 } from 'uuid';

export function newId(): string {
  return v7();
}

/** In lower case as stores have it; null when it is no UUID, and so no id of anything. */
export function readId(text: string): string | null {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
    ? text.toLowerCase()
    : null;
}
