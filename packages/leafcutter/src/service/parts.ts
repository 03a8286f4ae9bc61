/** What the use cases are made over: ports only. */
import type { Engine } from '../engines/engine.ts';
import type { DocumentParser, ParseOptions } from '../parsers/parser.ts';
import type { MergeTools } from '../stages/merge-job.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import type { Database } from '../storage/database.ts';
import type { Models } from './models.ts';
import type { Sealer } from './seal.ts';

export interface ServiceParts {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly engine: Engine;
  readonly parser: DocumentParser;
  /** What the work of jobs reads and keeps, and how it chooses its extractor. */
  readonly stages: MergeTools;
  readonly models: Models;
  readonly sealer: Sealer;
  /** How documents are read where a request says nothing of it. */
  readonly parse: ParseOptions;
  readonly limits: ServiceLimits;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ServiceLimits {
  /** Bytes of one document. Default of the server: 200,000,000. */
  readonly maxUploadBytes: number;
  /** Pages of one document. */
  readonly maxPages: number;
}

/** In whose name something is done. */
export interface Caller {
  readonly tenant: string;
  /** Id of the API key; told as who edited results. */
  readonly keyId: string;
}
