/**
 * `npm test`: runs every `*.test.ts` of the workspace with node:test and ends with one line,
 * `N passed, N failed, N skipped`. Arguments are globs that choose files.
 */
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { once } from 'node:events';

const root = path.resolve(import.meta.dirname, '..');
const patterns = process.argv.slice(2);
const files: string[] = [];
for (const pattern of patterns.length > 0
  ? patterns
  : [
      'packages/*/{src,test}/**/*.test.ts',
      'bench/**/*.test.ts',
      'examples/**/*.test.ts',
      'scripts/**/*.test.ts',
      '*.test.ts',
    ]) {
  for await (const file of glob(pattern, { cwd: root })) files.push(path.resolve(root, file));
}
files.sort();
if (files.length === 0) {
  process.stderr.write(`no test file matches ${patterns.join(' ')}\n`);
  process.stdout.write('0 passed, 1 failed, 0 skipped\n');
  process.exit(1);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({ files, cwd: root, concurrency: 2, timeout: 10 * 60_000 });
stream.on('test:pass', (event) => {
  if (event.details.type === 'suite') return;
  if (event.skip !== undefined || event.todo !== undefined) counts.skipped += 1;
  else counts.passed += 1;
});
stream.on('test:fail', (event) => {
  // A suite fails with its tests; it counts only when it broke outside of them.
  const error: unknown = event.details.error;
  const onlySubtests =
    error instanceof Error && 'failureType' in error && error.failureType === 'subtestsFailed';
  if (!onlySubtests) counts.failed += 1;
});
const report = stream.compose(spec);
report.pipe(process.stdout, { end: false });
await once(report, 'end');
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
