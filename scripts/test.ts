/**
 * `npm test`: runs every `*.test.ts` of the workspace with node:test and ends with one line,
 * `N passed, N failed, N skipped`. Arguments are globs that choose files.
 *
 * A file that crashes, has no test, or ends before its tests have ended counts as failed.
 */
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { glob } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';

const root = path.resolve(import.meta.dirname, '..');
const everything = [
  'packages/*/{src,test}/**/*.test.ts',
  'bench/**/*.test.ts',
  'examples/**/*.test.ts',
  'scripts/**/*.test.ts',
  '*.test.ts',
];
const patterns = process.argv.length > 2 ? process.argv.slice(2) : everything;
const found = new Set<string>();
for (const pattern of patterns) {
  for await (const file of glob(pattern, { cwd: root })) found.add(path.resolve(root, file));
}
const files = [...found].sort();
if (files.length === 0) {
  process.stderr.write(`no test file matches ${patterns.join(' ')}\n`);
  process.stdout.write('0 passed, 1 failed, 0 skipped\n');
  process.exit(1);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const problems: string[] = [];
/** Tests that were begun and have not ended, by file. */
const unfinished = new Map<string, number>();
const count = (file: string | undefined, step: 1 | -1): void => {
  if (file !== undefined) unfinished.set(file, (unfinished.get(file) ?? 0) + step);
};
/** node:test reports a file as a test of that name when the file has none of its own, or crashed. */
const isFile = (event: { readonly name: string; readonly nesting: number }): boolean =>
  event.nesting === 0 && found.has(path.resolve(root, event.name));

// Tests start hundreds of processes: what one has compiled, the others need not.
process.env['NODE_COMPILE_CACHE'] ??= path.join(tmpdir(), 'leafcutter-compile-cache');

const stream = run({ files, cwd: root, concurrency: 2, timeout: 10 * 60_000 });
stream.on('test:enqueue', (event) => {
  if (!isFile(event)) count(event.file, 1);
});
stream.on('test:complete', (event) => {
  if (!isFile(event)) count(event.file, -1);
});
stream.on('test:pass', (event) => {
  if (event.skip !== undefined || event.todo !== undefined) counts.skipped += 1;
  else if (isFile(event)) problems.push(`${event.name} has no test`);
  else if (event.details.type !== 'suite') counts.passed += 1;
});
stream.on('test:fail', (event) => {
  // A suite fails with its tests; it counts only when it broke outside of them.
  const error: unknown = event.details.error;
  const onlySubtests =
    error instanceof Error && 'failureType' in error && error.failureType === 'subtestsFailed';
  if (event.todo !== undefined) counts.skipped += 1;
  else if (!onlySubtests) counts.failed += 1;
});
const report = stream.compose(spec);
report.pipe(process.stdout, { end: false });
await once(report, 'end');

for (const [file, tests] of unfinished) {
  if (tests > 0) problems.push(`${path.relative(root, file)} ended before ${tests} of its tests had ended`);
}
for (const problem of problems) process.stdout.write(`${problem}\n`);
counts.failed += problems.length;
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
