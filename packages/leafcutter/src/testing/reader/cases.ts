/** The cases that a reader knows: documents with their gold, or with what a recorded system answered. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from '../../app.ts';
import { toFailure, type Failure } from '../../errors.ts';
import type { Page } from '../../document/types.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { lettersAndDigits } from '../../values/text.ts';
import { TextIndex } from './text-index.ts';
import { locateTruth, type TruthObject } from './truth.ts';

export interface KnownCase {
  /** `<set>/<case>` */
  readonly id: string;
  readonly text: TextIndex;
  readonly truth: TruthObject;
  /** SHA-256 (hex) of the document's bytes. */
  readonly contentHash: string;
  readonly pages: readonly Page[];
  /** What it answers from. */
  readonly gold: JsonValue;
  /** It answers what a recorded system answered, which had the whole document before it. */
  readonly recorded: boolean;
}

export interface LoadOptions {
  /** Chooses cases by `<set>/<case>`; default all. */
  readonly only?: (id: string) => boolean;
  /** `gold`, or the name of a recorded system: cases without its record are left out. */
  readonly answers?: string;
  /** Folder that keeps parsed pages from run to run; default: none are kept. */
  readonly cache?: string;
  readonly onCase?: (id: string) => void;
  /** A document that cannot be read has no case. */
  readonly onUnreadable?: (id: string, failure: Failure) => void;
}

/** From `<data>/<set>/<case>/{source.*, gold.json, recorded/<system>.json}`, one after another. */
export async function loadCases(data: string, options: LoadOptions = {}): Promise<readonly KnownCase[]> {
  const cases: KnownCase[] = [];
  for (const set of await foldersIn(data)) {
    for (const name of await foldersIn(path.join(data, set))) {
      const id = `${set}/${name}`;
      if (options.only !== undefined && !options.only(id)) continue;
      const folder = path.join(data, set, name);
      const gold = await answersOf(folder, options.answers ?? 'gold');
      const source = (await readdir(folder)).toSorted().find((file) => file.startsWith('source.'));
      if (gold === null || source === undefined) continue;
      options.onCase?.(id);
      const bytes = await readFile(path.join(folder, source));
      const contentHash = createHash('sha256').update(bytes).digest('hex');
      try {
        const pages = await readPages(path.join(folder, source), contentHash, options.cache ?? null);
        const recorded = options.answers !== undefined && options.answers !== 'gold';
        cases.push({ ...knownCase(id, pages, gold, contentHash), recorded });
      } catch (error) {
        options.onUnreadable?.(id, toFailure(error));
      }
    }
  }
  return cases;
}

export function knownCase(
  id: string,
  pages: readonly Page[],
  gold: JsonValue,
  contentHash: string,
): KnownCase {
  const text = new TextIndex(pages);
  return { id, text, truth: locateTruth(gold, text), contentHash, pages, gold, recorded: false };
}

async function answersOf(folder: string, answers: string): Promise<JsonValue | null> {
  const file = answers === 'gold' ? 'gold.json' : path.join('recorded', `${answers}.json`);
  const text = await readFile(path.join(folder, file), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed: JsonValue = JSON.parse(text);
  if (answers === 'gold') return parsed;
  return isJsonObject(parsed) ? (parsed['data'] ?? null) : null;
}

async function readPages(file: string, contentHash: string, cache: string | null): Promise<readonly Page[]> {
  const kept = cache === null ? null : path.join(cache, `${contentHash}.json`);
  if (kept !== null) {
    const text = await readFile(kept, 'utf8').catch(() => null);
    if (text !== null) {
      const pages: readonly Page[] = JSON.parse(text);
      return pages;
    }
  }
  await using document = await parseDocument(file);
  const pages: Page[] = [];
  for (const { number } of document.manifest.pages) pages.push(await document.page(number));
  if (kept !== null && cache !== null) {
    await mkdir(cache, { recursive: true });
    await writeFile(`${kept}.${process.pid}`, JSON.stringify(pages));
    await rename(`${kept}.${process.pid}`, kept);
  }
  return pages;
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

const shingle = 24;
/** Letters between two pieces of a long document; of a short one every piece is known. */
const step = 12;
const shortText = 4_000;

/** A piece that more cases have says nothing. */
const mostOwners = 3;

/** Tells which case a prompt is about by pieces of text that few cases have. */
export class CaseFinder {
  private readonly owners = new Map<string, KnownCase[]>();

  constructor(cases: readonly KnownCase[]) {
    for (const one of cases) {
      const { form } = one.text;
      const every = form.length <= shortText ? 1 : step;
      for (let at = 0; at + shingle <= form.length; at += every) this.own(form.slice(at, at + shingle), one);
      // Very short documents have less text than one piece.
      if (form.length < shingle && form !== '') this.own(form, one);
    }
  }

  /** Null when no known document stands in the prompt; of documents that say the same, the first. */
  find(prompt: string): KnownCase | null {
    const form = lettersAndDigits(prompt);
    const votes = new Map<KnownCase, number>();
    for (let at = 0; at < form.length; at += 1) {
      const owners = this.owners.get(form.slice(at, at + shingle)) ?? [];
      if (owners.length > mostOwners) continue;
      for (const owner of owners) votes.set(owner, (votes.get(owner) ?? 0) + 1 / owners.length);
    }
    const [best] = [...votes].toSorted(([, a], [, b]) => b - a);
    if (best !== undefined) return best[0];
    const short = [...this.owners].find(([piece]) => piece.length < shingle && form.includes(piece));
    return short?.[1][0] ?? null;
  }

  private own(piece: string, one: KnownCase): void {
    const owners = this.owners.get(piece);
    if (owners === undefined) this.owners.set(piece, [one]);
    else if (owners.length <= mostOwners && owners.at(-1) !== one) owners.push(one);
  }
}
