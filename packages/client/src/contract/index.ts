/** The HTTP contract in one place: what the server validates by, what the client is typed by, what OpenAPI is made from. */
export * from './common.ts';
export * from './documents.ts';
export * from './schemas.ts';
export * from './jobs.ts';
export * from './results.ts';
export * from './events.ts';
export * from './system.ts';
