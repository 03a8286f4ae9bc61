/**
 * Draws the examples and writes beside them what must be found in them, from the same data: `npm run examples`.
 * The schemas are written by hand.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drawForm, expectedForm } from './drawing/form.ts';
import { drawInvoice, expectedInvoice } from './drawing/invoice.ts';
import { drawScannedLetter, expectedLetter } from './drawing/letter.ts';
import { drawStatement, expectedStatement } from './drawing/statement.ts';

export interface Example {
  /** File name without ending: `<name>.pdf`, `<name>.schema.json`, `<name>.expected.json`. */
  readonly name: string;
  readonly draw: () => Promise<Uint8Array>;
  readonly expected: object;
  /** False when the bytes go through a rasteriser, which another machine may round otherwise. */
  readonly sameEverywhere: boolean;
}

export const examples: readonly Example[] = [
  { name: 'invoice', draw: drawInvoice, expected: expectedInvoice, sameEverywhere: true },
  { name: 'statement', draw: drawStatement, expected: expectedStatement, sameEverywhere: true },
  { name: 'form', draw: drawForm, expected: expectedForm, sameEverywhere: true },
  { name: 'letter', draw: drawScannedLetter, expected: expectedLetter, sameEverywhere: false },
];

export function printExpected(example: Example): string {
  return `${JSON.stringify(example.expected, null, 2)}\n`;
}

if (import.meta.main) {
  for (const example of examples) {
    const file = path.join(import.meta.dirname, example.name);
    await writeFile(`${file}.pdf`, await example.draw());
    await writeFile(`${file}.expected.json`, printExpected(example));
    process.stdout.write(`${example.name}.pdf\n`);
  }
}
