/**
 * A way of extracting for tests that costs nothing and is slow like a model: words of the document, the same for the same
 * request; arrays in turns, a page each.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '../document/types.ts';
import type { Answer, ExtractionRequest, Extractor } from '../extractors/extractor.ts';
import type { Finding } from '../findings/types.ts';
import type { JsonPrimitive } from '../json.ts';
import { planSchema } from '../planning/plan.ts';
import type { LeafNode } from '../schema/types.ts';
import { leavesOf, nodeAt } from '../schema/walk.ts';

export interface StandInOptions {
  /** Each call takes this long. Default 0. */
  readonly workMs?: number;
  /** Told before each call. */
  readonly onCall?: (request: ExtractionRequest) => void;
}

/** Items of a turn. */
const rowsPerTurn = 3;

export function createStandInExtractor({ workMs = 0, onCall }: StandInOptions = {}): Extractor {
  return {
    id: 'stand-in',
    isSteerable: false,
    cost: () => 0,
    plan: async ({ schema }) => planSchema(schema),
    async extract(request, signal) {
      onCall?.(request);
      if (workMs > 0) await sleep(workMs, undefined, { signal });
      return request.unit.kind === 'array' ? await turnOf(request) : await objectOf(request);
    },
  };
}

async function objectOf({ document, schema, unit }: ExtractionRequest): ReturnType<Extractor['extract']> {
  const page = await document.page(document.manifest.pages[0]?.number ?? 1);
  const leaves = unit.paths.flatMap((path) => {
    const node = nodeAt(schema.root, path);
    return node === null ? [] : leavesOf(node).filter((leaf) => !leaf.path.includes('*'));
  });
  const findings = leaves.map((leaf, index) => findingOf(leaf, leaf.path, page, index));
  return { status: 'done', answer: answerOf(findings, []) };
}

async function turnOf({
  document,
  schema,
  unit,
  cursor,
}: ExtractionRequest): ReturnType<Extractor['extract']> {
  const [path = ''] = unit.paths;
  const done = typeof cursor === 'number' ? cursor : 0;
  const { pages } = document.manifest;
  const page = await document.page(pages[done]?.number ?? 1);
  const node = nodeAt(schema.root, path);
  const leaves = node === null ? [] : leavesOf(node);
  const findings = Array.from({ length: rowsPerTurn }, (_, row) =>
    leaves.map((leaf, index) => {
      const pointer = leaf.path.replace('*', String(done * rowsPerTurn + row)).replaceAll('*', '0');
      return findingOf(leaf, pointer, page, row * leaves.length + index);
    }),
  ).flat();
  const report = {
    pointer: path,
    items: rowsPerTurn,
    pagesCovered: [page.number],
    state: 'counted',
    reason: null,
  } as const;
  const answer = answerOf(findings, [report]);
  return done + 1 < pages.length ? { status: 'more', answer, cursor: done + 1 } : { status: 'done', answer };
}

function findingOf(leaf: LeafNode, pointer: string, page: Page, index: number): Finding {
  const value = valueOf(leaf, page, index);
  return {
    pointer,
    value,
    nullReason: value === null ? 'not_found' : null,
    evidence: [],
    match: 'absent',
    confidence: { value: 0.5, read: 1, found: 0.5 },
    alternatives: [],
    reasoning: 'The stand-in took a word of the page.',
  };
}

function valueOf(leaf: LeafNode, { words }: Page, index: number): JsonPrimitive {
  const word = words[index % Math.max(1, words.length)];
  if (word === undefined || leaf.enum !== null || leaf.format !== null) return null;
  if (leaf.types.includes('string')) return word.text;
  const number = Number(word.text);
  return Number.isInteger(number) && !leaf.types.includes('boolean') ? number : null;
}

function answerOf(findings: Answer['findings'], arrays: Answer['arrays']): Answer {
  return {
    findings,
    arrays,
    warnings: [],
    usage: { calls: 1, inputTokens: 10, cachedTokens: 0, outputTokens: findings.length },
  };
}
