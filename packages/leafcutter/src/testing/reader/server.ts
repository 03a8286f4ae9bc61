/** The stand-in reader as a server: Gemini's generateContent and OpenAI's chat completions, whole and streamed; JSON, or nfield's lines. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { KnownCase } from './cases.ts';
import { fateOf, noFaults, type Fate, type Faults } from './faults.ts';
import { charactersPerToken, Reader, type Prompt, type ReaderAnswer, type ReaderLimits } from './reader.ts';
import { gemini, openai, type Usage, type WireFormat } from './wire.ts';

export interface ReaderOptions {
  readonly cases: readonly KnownCase[];
  /** Default 1,048,576 and 65,536. */
  readonly limits?: ReaderLimits;
  readonly faults?: Partial<Faults>;
  readonly seed?: number;
  /** Default: at once. */
  readonly speed?: ReaderSpeed;
  /** Calls answered at once; more are refused with 429. Default: any number. */
  readonly concurrentCalls?: number;
  /** Seconds of `Retry-After`. Default 0. */
  readonly retryAfter?: number;
  /** Default: a free one. */
  readonly port?: number;
}
export interface ReaderSpeed {
  /** Until the first token, the reader's own work included. */
  readonly latencyMs: number;
  /** Of the answer. */
  readonly tokensPerSecond: number;
}

/** One call, in the order in which they ended. Times are milliseconds since the server began. */
export interface CallRecord {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly fate: Fate | 'tooMany' | 'tooLong' | 'abandoned';
  readonly finish: 'stop' | 'length' | null;
  readonly caseId: string | null;
  /** SHA-256 (hex) of everything that was asked. */
  readonly question: string;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

export interface ReaderStats {
  readonly calls: number;
  readonly answered: number;
  /** Answered before, word for word. */
  readonly repeated: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly byFate: Readonly<Record<string, number>>;
}

export interface RunningReader extends AsyncDisposable {
  /** Without a path: `GEMINI_BASE_URL` and `OPENAI_BASE_URL`. */
  readonly url: string;
  readonly calls: readonly CallRecord[];
  readonly inFlight: number;
  stats(): ReaderStats;
  close(): Promise<void>;
}

/** Reads the text layer of the PDFs that it is given, as models do; of what is no PDF, nothing. */
async function withPdfText(prompt: Prompt): Promise<Prompt> {
  const texts: string[] = [];
  for (const { mediaType, bytes } of prompt.files)
    if (mediaType === 'application/pdf') texts.push(await textOfPdf(bytes).catch(() => ''));
  return texts.length === 0 ? prompt : { ...prompt, fileText: texts.join('\n') };
}

async function textOfPdf(bytes: Uint8Array): Promise<string> {
  const { extractText } = await import('unpdf');
  const { text } = await extractText(new Uint8Array(bytes));
  return text.join('\n');
}

export async function startReader(options: ReaderOptions): Promise<RunningReader> {
  const desk = new Desk(options);
  const server = createServer((request, response) => {
    void desk.serve(request, response).catch((error: unknown) => response.destroy(asError(error)));
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return {
    url: `http://127.0.0.1:${port}`,
    calls: desk.calls,
    get inFlight() {
      return desk.inFlight;
    },
    stats: () => statsOf(desk.calls),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Letters of a prompt between two places where a provider's own cache may begin to hit. */
const cacheBlock = 2_048;

class Desk {
  readonly calls: CallRecord[] = [];
  inFlight = 0;
  private readonly options: ReaderOptions;
  private readonly reader: Reader;
  private readonly faults: Faults;
  private readonly began = performance.now();
  private readonly asked = new Map<string, number>();
  private readonly prefixes = new Set<string>();
  private readonly kept = new Map<string, JsonObject>();

  constructor(options: ReaderOptions) {
    this.options = options;
    this.faults = { ...noFaults, ...options.faults };
    const limits = options.limits ?? { contextTokens: 1_048_576, outputTokens: 65_536 };
    this.reader = new Reader(options.cases, limits, this.faults, options.seed ?? 0);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === '/stats')
      return sendJson(response, 200, { ...statsOf(this.calls) });
    if (request.method === 'GET' && path === '/calls')
      return sendJson(response, 200, { calls: this.calls.map((call) => ({ ...call })) });
    const body = await readJson(request);
    if (path.endsWith('/cachedContents')) {
      const name = `cachedContents/${this.kept.size + 1}`;
      this.kept.set(name, body);
      return sendJson(response, 200, { name });
    }
    const format = path.includes('generateContent') || path.includes('GenerateContent') ? gemini : openai;
    if (format === openai && !path.endsWith('/chat/completions')) {
      return sendJson(response, 404, openai.error(404, `there is no ${path}`));
    }
    await this.call(format, path, body, response);
  }

  private async call(
    format: WireFormat,
    path: string,
    body: JsonObject,
    response: ServerResponse,
  ): Promise<void> {
    const startedAt = this.now();
    const question = createHash('sha256').update(path).update(JSON.stringify(body)).digest('hex');
    const attempt = this.asked.get(question) ?? 0;
    this.asked.set(question, attempt + 1);
    const prompt = await withPdfText(format.promptOf(body, (name) => this.kept.get(name) ?? null));
    const record = (fate: CallRecord['fate'], answer: ReaderAnswer | null, usage: Usage | null): void => {
      this.calls.push({
        startedAt,
        endedAt: this.now(),
        fate,
        question,
        finish: answer?.kind === 'answer' ? answer.finish : null,
        caseId: answer?.kind === 'answer' ? answer.caseId : null,
        inputTokens: usage?.inputTokens ?? 0,
        cachedTokens: usage?.cachedTokens ?? 0,
        outputTokens: usage?.outputTokens ?? 0,
      });
    };
    if (this.inFlight >= (this.options.concurrentCalls ?? Infinity)) {
      record('tooMany', null, null);
      return this.refuse(format, response, 429, 'too many calls at once');
    }
    this.inFlight += 1;
    try {
      const fate = fateOf(this.faults, this.options.seed ?? 0, question, attempt);
      if (fate === 'rateLimit' || fate === 'serverError') {
        record(fate, null, null);
        return this.refuse(format, response, fate === 'rateLimit' ? 429 : 500, 'as it was told to');
      }
      if (fate === 'hang') {
        record(fate, null, null);
        await once(response, 'close');
        return;
      }
      const answer = this.reader.answer(prompt, attempt);
      if (answer.kind === 'too_long') {
        record('tooLong', answer, null);
        const most = this.reader.limits.contextTokens;
        return this.refuse(
          format,
          response,
          400,
          `This model's maximum context length is ${most} tokens; the prompt has ${answer.inputTokens}. The input token count exceeds the maximum number of tokens allowed.`,
        );
      }
      const usage = {
        inputTokens: answer.inputTokens,
        cachedTokens: this.cachedTokens(prompt),
        outputTokens: answer.outputTokens,
      };
      const stream = format.wantsStream(path, body);
      const model = String(body['model'] ?? path);
      const how = { startedAt, stream, model, cut: fate === 'cut' };
      const sent = await this.send(format, response, answer, usage, how);
      record(sent ? fate : 'abandoned', answer, usage);
    } finally {
      this.inFlight -= 1;
    }
  }

  /** False when whoever asked went away before the end. */
  private async send(
    format: WireFormat,
    response: ServerResponse,
    answer: Extract<ReaderAnswer, { kind: 'answer' }>,
    usage: Usage,
    how: {
      readonly startedAt: number;
      readonly stream: boolean;
      readonly model: string;
      readonly cut: boolean;
    },
  ): Promise<boolean> {
    const { stream, model, cut } = how;
    const { latencyMs, tokensPerSecond } = this.options.speed ?? { latencyMs: 0, tokensPerSecond: Infinity };
    // The reader's own work is a part of its latency.
    let due = how.startedAt + latencyMs;
    await this.until(due);
    const pieces = piecesOf(answer.text, Number.isFinite(tokensPerSecond) ? 25 : 4_000);
    if (stream) response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const [index, piece] of pieces.entries()) {
      if (response.destroyed) return false;
      due += (piece.length / charactersPerToken / tokensPerSecond) * 1_000;
      await this.until(due);
      if (stream) response.write(event(format.piece(piece, model)));
      if (cut && index >= Math.floor(pieces.length / 2)) {
        // What was written must leave before the connection breaks.
        await sleep(5);
        response.destroy();
        return true;
      }
    }
    if (response.destroyed) return false;
    if (stream) {
      response.end(format.end(answer.finish, usage, model).map(event).join('') + format.lastWord);
    } else sendJson(response, 200, format.whole(answer.text, answer.finish, usage, model));
    return true;
  }

  private refuse(format: WireFormat, response: ServerResponse, status: number, message: string): void {
    const headers: Record<string, string> =
      status === 429 ? { 'retry-after': String(this.options.retryAfter ?? 0) } : {};
    sendJson(response, status, format.error(status, message), headers);
  }

  /** Tokens of the longest beginning that an earlier prompt had too, as providers' own caches count them. */
  private cachedTokens({ text }: Prompt): number {
    const hash = createHash('sha256');
    let cached = 0;
    for (let end = cacheBlock; end <= text.length; end += cacheBlock) {
      const key = hash
        .update(text.slice(end - cacheBlock, end))
        .copy()
        .digest('hex');
      if (this.prefixes.has(key)) cached = end;
      this.prefixes.add(key);
    }
    return Math.floor(cached / charactersPerToken);
  }

  private async until(due: number): Promise<void> {
    const wait = due - this.now();
    if (wait > 0) await sleep(wait);
  }

  private now(): number {
    return performance.now() - this.began;
  }
}

function statsOf(calls: readonly CallRecord[]): ReaderStats {
  const answered = calls.filter((call) => call.fate === 'answered');
  const seen = new Set<string>();
  let repeated = 0;
  for (const { question } of answered) {
    if (seen.has(question)) repeated += 1;
    seen.add(question);
  }
  const sum = (of: (call: CallRecord) => number): number =>
    calls.reduce((total, call) => total + of(call), 0);
  return {
    calls: calls.length,
    answered: answered.length,
    repeated,
    inputTokens: sum((call) => call.inputTokens),
    cachedTokens: sum((call) => call.cachedTokens),
    outputTokens: sum((call) => call.outputTokens),
    byFate: Object.fromEntries(
      [...Map.groupBy(calls, (call) => call.fate)].map(([fate, of]) => [fate, of.length]),
    ),
  };
}

function piecesOf(text: string, tokens: number): readonly string[] {
  const length = tokens * charactersPerToken;
  const count = Math.max(1, Math.ceil(text.length / length));
  return Array.from({ length: count }, (_, index) => text.slice(index * length, (index + 1) * length));
}

function event(data: JsonObject): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString() || '{}');
  return isJsonObject(body) ? body : {};
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
