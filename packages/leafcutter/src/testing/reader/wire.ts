/** The two wire formats that a reader speaks, as prompts in and answers out. Pure. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Prompt, ReaderAnswer } from './reader.ts';

export interface Usage {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}
type Finish = Extract<ReaderAnswer, { kind: 'answer' }>['finish'];

export interface WireFormat {
  promptOf(body: JsonObject, cached: (name: string) => JsonObject | null): Prompt;
  wantsStream(path: string, body: JsonObject): boolean;
  /** The answer in one piece. */
  whole(text: string, finish: Finish, usage: Usage, model: string): JsonObject;
  /** One piece of a streamed answer. */
  piece(text: string, model: string): JsonObject;
  /** What follows the last piece, each an event of its own. */
  end(finish: Finish, usage: Usage, model: string): readonly JsonObject[];
  /** Sent after the last event. */
  readonly lastWord: string;
  error(status: number, message: string): JsonObject;
}

export const gemini: WireFormat = {
  promptOf(body, cached) {
    const kept = typeof body['cachedContent'] === 'string' ? cached(body['cachedContent']) : null;
    const config = objectAt(body, 'generationConfig');
    const schema = config['responseJsonSchema'] ?? config['responseSchema'];
    const parts = [...(kept === null ? [] : partsOf(kept)), ...partsOf(body)];
    return {
      text: parts.flatMap((part) => (typeof part['text'] === 'string' ? [part['text']] : [])).join('\n'),
      files: parts.flatMap((part) => {
        const { mimeType, data } = objectAt(part, 'inlineData');
        return typeof data === 'string' ? [fileOf(String(mimeType), data)] : [];
      }),
      schema: isJsonObject(schema) ? schema : null,
      maxOutputTokens: numberAt(config, 'maxOutputTokens'),
    };
  },
  wantsStream: (path) => path.includes(':streamGenerateContent'),
  whole: (text, finish, usage, model) => ({
    candidates: [{ ...candidate(text), finishReason: finish === 'stop' ? 'STOP' : 'MAX_TOKENS' }],
    usageMetadata: geminiUsage(usage),
    modelVersion: model,
  }),
  piece: (text, model) => ({ candidates: [candidate(text)], modelVersion: model }),
  end: (finish, usage, model) => [
    {
      candidates: [{ ...candidate(''), finishReason: finish === 'stop' ? 'STOP' : 'MAX_TOKENS' }],
      usageMetadata: geminiUsage(usage),
      modelVersion: model,
    },
  ],
  lastWord: '',
  error: (code, message) => ({ error: { code, message, status: geminiStatus[code] ?? 'UNKNOWN' } }),
};

const geminiStatus: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
};

function candidate(text: string): JsonObject {
  return { content: { role: 'model', parts: [{ text }] }, index: 0 };
}

function geminiUsage({ inputTokens, cachedTokens, outputTokens }: Usage): JsonObject {
  return {
    promptTokenCount: inputTokens,
    candidatesTokenCount: outputTokens,
    totalTokenCount: inputTokens + outputTokens,
    ...(cachedTokens > 0 ? { cachedContentTokenCount: cachedTokens } : {}),
  };
}

function partsOf(body: JsonObject): readonly JsonObject[] {
  const contents = Array.isArray(body['contents']) ? body['contents'] : [];
  return [body['systemInstruction'], ...contents].flatMap((content: JsonValue | undefined) => {
    const parts = isJsonObject(content) ? content['parts'] : undefined;
    return Array.isArray(parts) ? parts.filter(isJsonObject) : [];
  });
}

export const openai: WireFormat = {
  promptOf(body) {
    const messages = Array.isArray(body['messages']) ? body['messages'].filter(isJsonObject) : [];
    const parts = messages.flatMap(({ content }): readonly JsonObject[] =>
      typeof content === 'string'
        ? [{ type: 'text', text: content }]
        : Array.isArray(content)
          ? content.filter(isJsonObject)
          : [],
    );
    const format = objectAt(objectAt(body, 'response_format'), 'json_schema');
    const { schema } = format;
    return {
      text: parts.flatMap((part) => (typeof part['text'] === 'string' ? [part['text']] : [])).join('\n'),
      files: parts.flatMap((part) => {
        const url = objectAt(part, 'image_url')['url'] ?? objectAt(part, 'file')['file_data'];
        const [, mediaType, data] = /^data:([^;]+);base64,(.*)$/s.exec(String(url)) ?? [];
        return mediaType === undefined || data === undefined ? [] : [fileOf(mediaType, data)];
      }),
      schema: isJsonObject(schema) ? schema : null,
      maxOutputTokens: numberAt(body, 'max_completion_tokens') ?? numberAt(body, 'max_tokens'),
    };
  },
  wantsStream: (_, body) => body['stream'] === true,
  whole: (text, finish, usage, model) => ({
    ...chat('chat.completion', model),
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: finish }],
    usage: openaiUsage(usage),
  }),
  piece: (text, model) => ({
    ...chat('chat.completion.chunk', model),
    choices: [{ index: 0, delta: { role: 'assistant', content: text }, finish_reason: null }],
  }),
  end: (finish, usage, model) => [
    {
      ...chat('chat.completion.chunk', model),
      choices: [{ index: 0, delta: {}, finish_reason: finish }],
    },
    { ...chat('chat.completion.chunk', model), choices: [], usage: openaiUsage(usage) },
  ],
  lastWord: 'data: [DONE]\n\n',
  error: (status, message) => ({
    error: {
      message,
      type: status === 429 ? 'rate_limit_error' : 'invalid_request_error',
      code: String(status),
    },
  }),
};

function chat(object: string, model: string): JsonObject {
  return { id: 'chatcmpl-reader', object, created: 0, model };
}

function openaiUsage({ inputTokens, cachedTokens, outputTokens }: Usage): JsonObject {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
}

function fileOf(mediaType: string, base64: string): Prompt['files'][number] {
  return { mediaType, bytes: Buffer.from(base64, 'base64') };
}

function objectAt(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}

function numberAt(object: JsonObject, name: string): number | null {
  const value = object[name];
  return typeof value === 'number' ? value : null;
}
