/**
 * A person in a browser, for tests of the page: the system's own Chromium, or the one that LEAFCUTTER_CHROMIUM names. Where
 * there is none, `skip` is the reason to print; with LEAFCUTTER_REQUIRE_SERVERS=1 nothing is skipped, and `open` throws.
 */
import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

type Environment = Readonly<Record<string, string | undefined>>;

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** Waiting ends early when what is waited for is there: no machine is too slow for this. */
const patienceMs = 120_000;

export interface Person extends AsyncDisposable {
  readonly page: Page;
  /** Another tab of the same browser, watched like the first. */
  tab(): Promise<Page>;
  /**
   * Everything that a page must not do: errors and warnings in the console, uncaught exceptions, requests to other places.
   * @param refusals statuses of answers that the test brings about; browsers report each in the console
   */
  assertQuiet(refusals?: readonly number[]): void;
}

export interface PersonOptions extends Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'locale'> {
  /** Kept for each tab, as a person who was asked for a key has given it. Default: none. */
  readonly key?: string;
}

export const browser = {
  skip: skipReason(process.env),

  /** @param url what the person opens first, and the only place that its pages may speak to */
  async open(url: string, options: PersonOptions = {}): Promise<Person> {
    const { key, ...contextOptions } = options;
    const instance = await launch();
    const context = await instance.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      ...contextOptions,
    });
    context.setDefaultTimeout(patienceMs);
    if (key !== undefined)
      await context.addInitScript(
        `if (location.protocol === 'http:') sessionStorage.setItem('leafcutter-key', ${JSON.stringify(key)})`,
      );
    const { origin } = new URL(url);
    const faults: string[] = [];
    context.on('request', (request) => {
      const to = new URL(request.url());
      const isOwn = to.origin === origin || to.protocol === 'blob:' || to.protocol === 'data:';
      if (!isOwn) faults.push(`a request to ${to.href}`);
    });
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
    });
    context.on('weberror', (error) => faults.push(`uncaught: ${String(error.error())}`));
    const tab = async (): Promise<Page> => await context.newPage();
    const page = await tab();
    await page.goto(url);
    return {
      page,
      tab,
      assertQuiet: (refusals = []) => assert.deepEqual(withoutRefusals(faults, refusals), []),
      [Symbol.asyncDispose]: () => instance.close(),
    };
  },
};

async function launch(): Promise<Browser> {
  const executablePath = findChromium(process.env);
  if (executablePath === null)
    throw new Error('There is no Chromium; install it, or set LEAFCUTTER_CHROMIUM.');
  // Containers lack what its sandbox needs, and shared memory; and it shows nothing but our own page here.
  return await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}

function withoutRefusals(faults: readonly string[], refusals: readonly number[]): readonly string[] {
  return faults.filter((fault) => {
    const status = /^Failed to load resource: the server responded with a status of (\d+)/.exec(fault)?.[1];
    return status === undefined || !refusals.includes(Number(status));
  });
}

export function skipReason(environment: Environment): string | false {
  if (findChromium(environment) !== null || environment['LEAFCUTTER_REQUIRE_SERVERS'] === '1') return false;
  return 'no Chromium: install the package "chromium", or name one in LEAFCUTTER_CHROMIUM';
}

function findChromium(environment: Environment): string | null {
  const named = environment['LEAFCUTTER_CHROMIUM'] ?? '';
  if (named !== '') return isProgram(named) ? named : null;
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const files = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return files.find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
