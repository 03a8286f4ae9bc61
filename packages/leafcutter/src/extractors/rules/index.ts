/** The rules: offline, without cost, the same answer on every run. */
import type { ParsedDocument } from '../../document/types.ts';
import type { ArrayReport, Finding } from '../../findings/types.ts';
import { planSchema } from '../../planning/plan.ts';
import type { Answer, ExtractionOutcome, ExtractionRequest, Extractor } from '../extractor.ts';
import { withAgreement } from './agreement.ts';
import { answerLeaves } from './answer.ts';
import { extractArrays } from './arrays/index.ts';

/** What the rules say of a whole document; units are cut out of it. */
interface Whole {
  readonly findings: readonly Finding[];
  readonly arrays: readonly {
    readonly path: string;
    readonly report: ArrayReport;
    readonly warnings: readonly string[];
  }[];
}

/** One extractor may serve many documents; it keeps what it saw of one only as long as the document lives. */
export function createRulesExtractor(): Extractor {
  const seen = new WeakMap<ParsedDocument, Map<string, Promise<Whole>>>();
  return {
    id: 'rules',
    isSteerable: false,
    cost: () => 0,
    plan: ({ schema }) => Promise.resolve(planSchema(schema)),
    async extract(request, signal) {
      signal.throwIfAborted();
      const bySchema = seen.get(request.document) ?? new Map<string, Promise<Whole>>();
      seen.set(request.document, bySchema);
      const known = bySchema.get(request.schema.hash);
      const whole = known ?? answerAll(request, signal);
      bySchema.set(request.schema.hash, whole);
      // An aborted walk must not answer for the next request.
      whole.catch(() => bySchema.delete(request.schema.hash));
      return done(partOf(await whole, request));
    },
  };
}

/** All leaves and arrays at once: places are dealt out among all of them, whatever unit they are in. */
async function answerAll({ document, schema }: ExtractionRequest, signal: AbortSignal): Promise<Whole> {
  const leaves = await answerLeaves(document, schema, signal);
  const arrays = await extractArrays(document, schema, signal);
  const items = arrays.flatMap((array) => array.findings);
  const findings = [...withoutRepeats([...leaves.values()], items), ...items];
  return { findings: withAgreement(findings), arrays };
}

/**
 * A schema may ask for one thing in two forms: alone, or in each item of a list ("event" beside "events/…/event").
 * What the items took from a place is not the answer of the lone form, too.
 */
function withoutRepeats(leaves: readonly Finding[], items: readonly Finding[]): Finding[] {
  const taken = new Set(items.flatMap((finding) => placeOf(finding) ?? []));
  return leaves.map((finding) => {
    const place = placeOf(finding);
    if (place === null || !taken.has(place)) return finding;
    return {
      ...finding,
      value: null,
      nullReason: 'not_found',
      evidence: [],
      match: 'absent',
      confidence: { value: 0, read: 0, found: 0 },
      alternatives: [],
      reasoning: 'What stands there answers the items of a list.',
    };
  });
}

/** The last two names of the pointer with the place of the value; null for leaves of the root and values without a place. */
function placeOf({ pointer, value, evidence }: Finding): string | null {
  const names = pointer.split('/').filter((name) => name !== '' && !/^\d+$/u.test(name));
  const [first] = evidence;
  const start = first?.ranges[0]?.start;
  if (value === null || names.length < 2 || first === undefined || start === undefined) return null;
  return `${names.slice(-2).join('/')}:${first.page}:${start}`;
}

function partOf(whole: Whole, request: ExtractionRequest): Answer {
  const arrays = whole.arrays.filter((array) => isAsked(array.path, request));
  return {
    findings: whole.findings.filter((finding) => isAsked(finding.pointer, request)),
    arrays: arrays.map((array) => array.report),
    warnings: arrays.flatMap((array) => array.warnings),
    usage: { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
  };
}

/** Paths of a unit have `*` for items, which no unit of ours cuts through: an array's path is a prefix of its pointers. */
function isAsked(pointer: string, { unit }: ExtractionRequest): boolean {
  return unit.paths.some((path) => path === '' || path === pointer || pointer.startsWith(`${path}/`));
}

function done(answer: Answer): ExtractionOutcome {
  return { status: 'done', answer };
}
