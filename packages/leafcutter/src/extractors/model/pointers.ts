/** Whether a JSON Pointer is a path's own place, or one below it. */
export function isAtOrBelow(pointer: string, path: string): boolean {
  return pointer === path || pointer.startsWith(`${path}/`);
}
