/** Milliseconds since 1970 as the contract has times: ISO 8601, UTC, `Z`. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
