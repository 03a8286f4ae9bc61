/**
 * Long lists of all shapes, taken in all ways: with a reader that skips rows, and with one that also repeats rows, makes rows
 * up, rewords and reorders. `npm run bench -- models-lists-shapes [arguments of models-lists]`
 */
import { run as runLists } from './models-lists.ts';

const all = ['--alone', '--rows', '200,800', '--seeds', '2'];
const shapesAndWays = ['--shapes', 'rows,tall,tables,totals,lines,prose', '--ways', 'agentic,ordinary,turns'];
const careless = ['--repeat', '0.01', '--invent', '0.01', '--reword', '0.02', '--reorder', '0.5'];

export async function run(args: readonly string[]): Promise<unknown> {
  return {
    skipping: await runLists([...all, ...shapesAndWays, ...args]),
    careless: await runLists([...all, ...shapesAndWays, ...careless, ...args]),
  };
}
