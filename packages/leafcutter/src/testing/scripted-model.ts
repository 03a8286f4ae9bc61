/** A language model for tests: answers by a function, keeps what it was asked, and has the limits that it is given. */
import type { LanguageModel, ModelLimits, Question, Reply } from '../extractors/model/language-model.ts';

export interface ScriptedModel extends LanguageModel {
  readonly questions: readonly Question[];
}

export interface ScriptedReply {
  readonly text: string;
  readonly finish?: Reply['finish'];
  /** Default: none. */
  readonly warnings?: Reply['warnings'];
}

/** @param answer gets the question, its whole text and how many were asked before it */
export function scriptedModel(
  answer: (question: Question, text: string, index: number) => ScriptedReply | string,
  limits: ModelLimits = { contextTokens: 100_000, outputTokens: 8_000 },
): ScriptedModel {
  const questions: Question[] = [];
  return {
    id: 'scripted',
    limits,
    abilities: {
      pdf: false,
      images: false,
      structuredOutput: false,
      thinking: false,
      temperature: true,
      seed: true,
      thinkingOff: true,
      explicitContextCache: false,
    },
    pageInput: 'auto',
    questions,
    async ask(question, signal) {
      signal.throwIfAborted();
      questions.push(question);
      const given = answer(question, textOf(question), questions.length - 1);
      const reply: ScriptedReply = typeof given === 'string' ? { text: given } : given;
      return {
        text: reply.text,
        finish: reply.finish ?? 'stop',
        usage: {
          calls: 1,
          inputTokens: Math.ceil(textOf(question).length / 4),
          cachedTokens: 0,
          outputTokens: Math.ceil(reply.text.length / 4),
        },
        warnings: reply.warnings ?? [],
      };
    },
  };
}

/** Everything that is sent, in its order. */
export function textOf(question: Question): string {
  return [question.system, ...question.parts.map((part) => (part.type === 'text' ? part.text : ''))].join(
    '\n\n',
  );
}
