/** Puts the parts together: `app*.ts` alone know which parsers, extractors and models there are. Here: over a store. */
import { chooseExtractor, parseDefaults } from './app-library.ts';
import { extractorChooser } from './app-models.ts';
import type { JobSpec, Perform } from './job/index.ts';
import type { ExtractionResult } from './merge/types.ts';
import type { AnswerStore } from './models/kept-answers.ts';
import type { ModelRegistry } from './models/registry.ts';
import { createDocumentParser } from './parsers/index.ts';
import type { DocumentParser } from './parsers/parser.ts';
import type { ChooseExtractor } from './stages/job-data.ts';
import { partialResult, type MergeTools } from './stages/merge-job.ts';
import { createPerform } from './stages/perform.ts';
import { createStoreDocuments } from './stages/store-documents.ts';
import { createStoreRecords } from './stages/store-records.ts';
import { readModelAnswer, writeModelAnswer } from './storage/caches.ts';
import type { Store } from './storage/store.ts';

export { chooseExtractor, createDocumentParser, extractorChooser, parseDefaults };
export { extract, parseDocument } from './app-library.ts';
export { modelsOf } from './app-models.ts';

/** A tenant's answers in the store. */
function storedAnswers({ database }: Pick<Store, 'database'>, tenant: string): AnswerStore {
  return {
    read: (key) => database.run((query) => readModelAnswer(query, tenant, key)),
    write: (key, body) =>
      database.runLoosely((query) => writeModelAnswer(query, tenant, key, body, Date.now())),
  };
}

export interface StorePerformOptions {
  /** Gives a document's password back as it was typed. Default: passwords are not sealed. */
  readonly unsealPassword?: (sealed: string) => string;
  /** Default: the rules alone. */
  readonly models?: ModelRegistry;
  /** In place of the rules and `models`. */
  readonly chooseExtractor?: ChooseExtractor;
  /** Default: one of its own, which `close` closes. */
  readonly parser?: DocumentParser;
}

export interface StorePerform {
  readonly perform: Perform;
  /** What it reads and keeps, and how it chooses its extractor. */
  readonly tools: MergeTools;
  /** What there is of a job without a result of its own. @see partialResult */
  partialResult(spec: JobSpec, signal: AbortSignal): Promise<ExtractionResult>;
  /** After the engine has stopped: closes held documents and the parser's processes. */
  close(): Promise<void>;
}

/** What engines over a store run: the stages, with parser processes of its own. */
export function createStorePerform(
  store: Pick<Store, 'database' | 'blobs'>,
  options: StorePerformOptions = {},
): StorePerform {
  const parser = options.parser ?? createDocumentParser();
  const documents = createStoreDocuments({
    store,
    parser,
    limits: { deadlineMs: parseDefaults.deadlineMs, memoryMb: parseDefaults.memoryMb },
    unsealPassword: options.unsealPassword ?? ((sealed) => sealed),
  });
  const tools = {
    documents,
    records: createStoreRecords(store.database),
    chooseExtractor:
      options.chooseExtractor ??
      (options.models === undefined
        ? chooseExtractor
        : extractorChooser(options.models, (tenant) => storedAnswers(store, tenant))),
  };
  return {
    perform: createPerform({ ...tools, whenStoreIsAway: 'wait' }),
    tools,
    partialResult: (spec, signal) => partialResult(tools, spec, signal),
    async close() {
      await documents.close();
      if (options.parser === undefined) await parser.close();
    },
  };
}
