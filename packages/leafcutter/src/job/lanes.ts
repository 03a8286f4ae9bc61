/** Where a command is queued. */
import type { Command, Lane } from './types.ts';

/**
 * Page ranges behind this page are bulk work in any lane: who sends a book waits longer, and nobody with a letter waits
 * behind him.
 */
export const interactivePages = 200;

export function laneOf(command: Command, lane: Lane): Lane {
  return command.kind === 'parse' && command.first > interactivePages ? 'bulk' : lane;
}
