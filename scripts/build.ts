/**
 * Builds a package to JavaScript and types: `npm run build` in its folder, and `npm pack` through `prepack`.
 * `src/` becomes `dist/` without tests; files that are no TypeScript are copied; the workspace's packages that it imports
 * are built first; LICENSE and README come along.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const compiler = path.join(
  path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
);
const folders = new Map(
  globSync('packages/*/package.json', { cwd: root }).map((file) => {
    const folder = path.join(root, path.dirname(file));
    return [nameOf(folder), folder] as const;
  }),
);

/** Packages that people use without the rest; the others bear the repository's. */
const withOwnReadme: ReadonlySet<string> = new Set(['@leafcutter/client']);

build(process.cwd(), new Set());

function build(folder: string, done: Set<string>): void {
  if (done.has(folder)) return;
  done.add(folder);
  for (const [name, other] of folders) if (dependsOn(folder, name)) build(other, done);
  const dist = path.join(folder, 'dist');
  rmSync(dist, { recursive: true, force: true });
  compile(folder, dist, {
    compilerOptions: { declaration: true },
    include: ['../src'],
    exclude: ['../src/**/*.test.ts', '../src/testing', '../src/web'],
  });
  if (existsSync(path.join(folder, 'src/web')))
    compile(folder, dist, {
      compilerOptions: { lib: ['esnext', 'dom', 'dom.iterable'], types: [] },
      include: ['../src/web'],
      exclude: [],
    });
  copyData(path.join(folder, 'src'), dist);
  const along = withOwnReadme.has(nameOf(folder)) ? ['LICENSE'] : ['LICENSE', 'README.md'];
  for (const file of along) cpSync(path.join(root, file), path.join(folder, file));
}

interface Part {
  readonly compilerOptions: object;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

function compile(folder: string, dist: string, { compilerOptions, ...files }: Part): void {
  // Below the package, so that its types and dependencies are found; the name is ignored by git.
  const project = path.join(folder, 'dist/tsconfig.json');
  mkdirSync(dist, { recursive: true });
  writeFileSync(
    project,
    JSON.stringify({
      extends: path.relative(dist, path.join(root, 'tsconfig.json')),
      compilerOptions: {
        noEmit: false,
        rootDir: '../src',
        outDir: '.',
        customConditions: [],
        ...compilerOptions,
      },
      ...files,
    }),
  );
  const run = spawnSync(process.execPath, [compiler, '-p', project], { stdio: 'inherit' });
  rmSync(project);
  if (run.status !== 0) process.exit(1);
}

/** Word lists and other data that the code reads beside itself. */
function copyData(source: string, dist: string): void {
  cpSync(source, dist, {
    recursive: true,
    filter: (file) => !/\.tsx?$|[\\/]tsconfig\.json$/.test(file) && !/[\\/](testing|fixtures)$/.test(file),
  });
}

function dependsOn(folder: string, name: string): boolean {
  const { dependencies } = manifestOf(folder);
  return typeof dependencies === 'object' && dependencies !== null && name in dependencies;
}

function nameOf(folder: string): string {
  const { name } = manifestOf(folder);
  if (typeof name !== 'string') throw new Error(`${folder} has no name`);
  return name;
}

function manifestOf(folder: string): { readonly name?: unknown; readonly dependencies?: unknown } {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) throw new Error(`${folder} is no package`);
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof manifest === 'object' && manifest !== null ? manifest : {};
}
