/**
 * The rules of ARCHITECTURE.md as functions: the tables are read from the document itself, so that the document and the
 * rule cannot differ. All of it works on a map of sources, so that a test can plant a violation.
 */
import { builtinModules } from 'node:module';
import path from 'node:path';

/** Path from the repository's root, with `/`, to the file's text. */
export type Sources = ReadonlyMap<string, string>;

export interface FolderRule {
  /** Top folder below `src/` without its slash, or a file of `src/`. */
  readonly name: string;
  /** Other rows by name; `types` allows `import type` alone. */
  readonly may: ReadonlyMap<string, 'all' | 'types'>;
  readonly everything: boolean;
  readonly pure: boolean;
  readonly typesOnly: boolean;
}
export interface PackageRule {
  readonly name: string;
  readonly may: readonly string[];
}
export interface Rules {
  readonly folders: ReadonlyMap<string, FolderRule>;
  /** Files of `src/` that all may import. */
  readonly shared: ReadonlySet<string>;
  /** By folder below `packages/`. */
  readonly packages: ReadonlyMap<string, PackageRule>;
}

export interface Import {
  readonly specifier: string;
  /** What stands between `import` and `from`; empty for a dynamic import. */
  readonly names: string;
  readonly types: boolean;
}

const library = 'packages/leafcutter/src';
const maxLines = 500;

/** @throws when the document has no such table, or a row names a folder that has no row */
export function readRules(architecture: string): Rules {
  const folders = new Map<string, FolderRule>();
  for (const [names = '', what = '', may = ''] of tableUnder(architecture, 'Folder')) {
    const allowed = new Map<string, 'all' | 'types'>();
    const above = may.includes('all of the above') ? [...folders.keys()] : [];
    for (const name of above) allowed.set(name, 'all');
    if (may.includes("the library's surface")) allowed.set('index.ts', 'all');
    for (const [, name = '', types] of may.matchAll(/`?([\w.-]+?)\/?`?( \(types\))?(?:, |$)/g)) {
      if (name !== 'everything' && !may.includes('the '))
        allowed.set(name, types === undefined ? 'all' : 'types');
    }
    for (const [, name = ''] of names.matchAll(/`([\w.-]+)\/?`/g)) {
      folders.set(name, {
        name,
        may: allowed,
        everything: may.trim() === 'everything',
        pure: /\bpure\b/.test(what),
        typesOnly: /\btypes only\b/.test(what),
      });
    }
  }
  for (const rule of folders.values()) {
    for (const name of rule.may.keys()) {
      if (!folders.has(name)) throw new Error(`the row of ${rule.name} names ${name}, which has no row`);
    }
  }
  const sharedSentence =
    /^(.*) may be imported by all/m.exec(architecture.replaceAll(/\. /g, '.\n'))?.[1] ?? '';
  const shared = new Set([...sharedSentence.matchAll(/`([\w.-]+)`/g)].map(([, name = '']) => name));
  const packages = new Map<string, PackageRule>();
  for (const [names = '', , may = ''] of tableUnder(architecture, 'Package')) {
    const name = /`packages\/([\w-]+)`/.exec(names)?.[1];
    if (name === undefined) throw new Error(`a row of the table of packages names no folder: ${names}`);
    packages.set(name, { name, may: [...may.matchAll(/[\w-]+/g)].map(([other]) => other) });
  }
  return { folders, shared, packages };
}

/** The cells of the rows of the first table whose heading begins with `heading`. */
export function tableUnder(markdown: string, heading: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  if (start < 0) throw new Error(`no table headed ${heading}`);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .slice(1, line.lastIndexOf('|'))
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** What a module imports and exports again, static and dynamic, without comments. */
export function importsOf(source: string): readonly Import[] {
  const code = withoutComments(source);
  const found: Import[] = [];
  for (const [, type, names = '', specifier = ''] of code.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:([^'";=]*?)\sfrom\s+)?'([^'\n]+)'/gm,
  )) {
    found.push({ specifier, names, types: type !== undefined });
  }
  for (const [, specifier = ''] of code.matchAll(/\bimport\(\s*'([^'\n]+)'/g)) {
    found.push({ specifier, names: '', types: false });
  }
  return found;
}

/** Comments only at the start of a line or after a space, so that `https://` in a text stays. */
function withoutComments(source: string): string {
  return source.replaceAll(/(^|\s)\/\*[\s\S]*?\*\//g, '$1').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

/** Every breach of the rules, one sentence each, in the order of the files. */
export function violations(sources: Sources, rules: Rules): readonly string[] {
  const found: string[] = [];
  for (const [file, source] of sources) {
    if (!file.endsWith('.ts') && !file.endsWith('.tsx')) continue;
    const lines = source.split('\n').length;
    if (lines > maxLines) found.push(`${file} has ${lines} lines, more than ${maxLines}`);
    found.push(...packageViolations(file, source, sources, rules));
    if (file.startsWith(`${library}/`) && !isTest(file)) found.push(...folderViolations(file, source, rules));
  }
  found.push(...cycles(sources).map((cycle) => `a cycle of imports: ${cycle.join(' -> ')}`));
  return found;
}

export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file.includes('/test/') || file.includes('/src/testing/');
}

function folderViolations(file: string, source: string, rules: Rules): readonly string[] {
  const own = file.slice(library.length + 1);
  const folder = rowOf(own);
  if (rules.shared.has(folder)) return sharedViolations(file, source);
  const rule = rules.folders.get(folder);
  if (rule === undefined) return [`${file}: ${folder} has no row in the table of ARCHITECTURE.md`];
  const found: string[] = [];
  for (const { specifier, types, names } of importsOf(source)) {
    if (!specifier.startsWith('.')) {
      if (rule.pure && isBuiltin(specifier) && !isHash(names)) {
        found.push(`${file} imports ${specifier}, and ${folder} is pure`);
      }
      continue;
    }
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(own), specifier));
    const problem = importProblem(own, target, types, rule, rules);
    if (problem !== null) found.push(`${file} imports ${target}: ${problem}`);
  }
  if (rule.pure) {
    const effect = effectIn(source);
    if (effect !== null) found.push(`${file} uses ${effect}, and ${folder} is pure`);
  }
  return found;
}

function importProblem(
  own: string,
  target: string,
  types: boolean,
  rule: FolderRule,
  rules: Rules,
): string | null {
  const folder = rowOf(target);
  if (target.startsWith('..')) return 'it lies outside of src';
  if (folder === 'testing' || isTest(`/${target}`)) return 'only tests import tests';
  if (rule.name === folder) return adapterProblem(own, target);
  if (rule.typesOnly && !types) return `${rule.name} imports types only`;
  if (rules.shared.has(folder)) return null;
  const allowed = rule.everything ? 'all' : rule.may.get(folder);
  if (allowed === undefined) {
    return `${rule.name} may import ${[...rule.may.keys()].join(', ') || 'nothing but the shared files'}`;
  }
  if (allowed === 'types' && !types) return `${rule.name} may import only types from ${folder}`;
  const port = ports.get(folder);
  if (port !== undefined && !port.includes(target) && !knowsAdapters.has(own)) {
    return `only app.ts knows the adapters in ${folder}; others import ${port.join(' or ')}`;
  }
  return null;
}

/** `app.ts` and its parts: what a document and the rules need, and what models need. */
const knowsAdapters: ReadonlySet<string> = new Set(['app.ts', 'app-library.ts', 'app-models.ts']);

/** What others than `app.ts` may know of the folders that hold adapters. */
const ports: ReadonlyMap<string, readonly string[]> = new Map([
  ['parsers', ['parsers/parser.ts']],
  ['extractors', ['extractors/extractor.ts', 'extractors/model/language-model.ts']],
]);

/** The subfolders of `parsers/` and `extractors/` are adapters side by side; `shared` is what they share. */
function adapterProblem(own: string, target: string): string | null {
  const [folder = '', from, ...belowFrom] = own.split('/');
  const [, to, ...belowTo] = target.split('/');
  if (!ports.has(folder) || belowFrom.length === 0 || belowTo.length === 0) return null;
  return from === to || to === 'shared' ? null : `the adapters of ${folder} do not import each other`;
}

function sharedViolations(file: string, source: string): readonly string[] {
  return importsOf(source)
    .filter(({ specifier, types }) => !types && (specifier.startsWith('.') || isBuiltin(specifier)))
    .map(({ specifier }) => `${file} imports ${specifier}: what all may import imports nothing itself`);
}

function rowOf(pathInSource: string): string {
  return pathInSource.split('/')[0] ?? pathInSource;
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0] ?? specifier);
}

/** A hash of an argument is no effect. */
function isHash(names: string): boolean {
  return /^\{\s*createHash\s*\}$/.test(names);
}

/** Effects that need no import. Arguments of the same name are fine: only the global form is looked for. */
function effectIn(source: string): string | null {
  const match =
    /(?<![.\w'"`])(?:Date\.now\(|Math\.random\(|new Date\(\)|performance\.now\(|process\.\w|setTimeout\(|setInterval\(|fetch\(|console\.\w|globalThis\.\w|crypto\.\w)/.exec(
      withoutComments(source),
    );
  return match === null ? null : match[0].replace(/\($/, '');
}

function packageViolations(file: string, source: string, sources: Sources, rules: Rules): readonly string[] {
  const name = /^packages\/([\w-]+)\//.exec(file)?.[1];
  if (name === undefined) return [];
  const rule = rules.packages.get(name);
  if (rule === undefined) return [`${file}: packages/${name} has no row in the table of ARCHITECTURE.md`];
  const found: string[] = [];
  for (const { specifier } of importsOf(source)) {
    const other = packageNamed(specifier, sources);
    if (other !== null && other !== name && !rule.may.includes(other)) {
      found.push(
        `${file} imports ${specifier}: ${name} may import ${rule.may.join(', ') || 'no other package'}`,
      );
    }
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
    if (specifier.startsWith('.') && !target.startsWith(`packages/${name}/`) && !isTest(file)) {
      found.push(`${file} imports ${specifier}: it lies outside of packages/${name}`);
    }
  }
  return found;
}

/** The folder below `packages/` of the package that a specifier names, null for all others. */
function packageNamed(specifier: string, sources: Sources): string | null {
  for (const [file, source] of sources) {
    const folder = /^packages\/([\w-]+)\/package\.json$/.exec(file)?.[1];
    if (folder === undefined) continue;
    const name = /"name": "([^"]+)"/.exec(source)?.[1];
    if (name !== undefined && (specifier === name || specifier.startsWith(`${name}/`))) return folder;
  }
  return null;
}

/** Each cycle of imports between files once, types included; tests import but are never imported. */
export function cycles(sources: Sources): readonly (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      found.push([...trail.slice(start), file]);
      return;
    }
    if (done.has(file)) return;
    for (const { specifier } of importsOf(sources.get(file) ?? '')) {
      const target = path.posix.join(path.posix.dirname(file), specifier);
      if (specifier.startsWith('.') && sources.has(target)) visit(target, [...trail, file]);
    }
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return found;
}
