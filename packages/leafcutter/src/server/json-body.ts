/** JSON bodies: `__proto__` is a name like any other, and nesting has an end. */
import { LeafcutterError } from '../errors.ts';

/** Deeper than any schema or result of ours; what recurses over a body stays far from the end of its stack. */
const maxDepth = 500;

export class JsonInvalid extends LeafcutterError {}

/** @throws JsonInvalid */
export function parseJsonBody(text: string): unknown {
  if (text.trim() === '') throw invalid('The body is empty; send JSON.');
  if (depthOf(text) > maxDepth) throw invalid(`The body is nested deeper than ${maxDepth} levels.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = /position \d+(?: \(line \d+ column \d+\))?/.exec(String(error))?.[0];
    throw invalid(`The body is no JSON${place === undefined ? '' : ` from ${place} on`}.`);
  }
}

function invalid(message: string): JsonInvalid {
  return new JsonInvalid('request_invalid', message);
}

/** Of brackets outside of texts. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inText) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inText = false;
    } else if (code === 0x22) inText = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}
