/** The questions of one turn, and what is asked again because an answer was no JSON or broke the schema. */
import { LeafcutterError } from '../../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { answerLimit } from '../../planning/room.ts';
import { arraysOf } from '../../schema/walk.ts';
import type { ExtractionRequest } from '../extractor.ts';
import { askOnce, isUnreadable, Spent, syntaxFaults, type Asked } from './ask.ts';
import { Attachments } from './attachments.ts';
import { openPointer } from './cut.ts';
import { foldAnswer, type AnswerFault, type ReadAnswer } from './fold.ts';
import type { LanguageModel } from './language-model.ts';
import { listsOf, type List, type ListsOptions } from './lists.ts';
import { isAtOrBelow } from './pointers.ts';
import { buildQuestion, frameTokens, schemaTokens, type QuestionOptions } from './question.ts';
import { ownHeads } from './row-count.ts';
import { printedIn, type LineSource, type Window } from './window.ts';
import { prune, reasonsKey, wireSchema } from './wire-schema.ts';

export interface TurnTools {
  readonly model: LanguageModel;
  readonly source: LineSource;
  readonly options: QuestionOptions;
  /** One re-ask when an answer breaks the schema. */
  readonly validateAnswers: boolean;
  readonly reasons: boolean;
  /** Lists are wanted whole, whatever it takes. */
  readonly agenticArrays: boolean;
}

/** Tokens of an answer that there is always room for. */
const leastAnswer = 256;

export class Asking {
  readonly spent = new Spent();
  private readonly tools: TurnTools;
  private readonly request: ExtractionRequest;
  private readonly signal: AbortSignal;
  private readonly attachments: Attachments;
  private readonly reasons = new Map<string, string>();
  private readonly isOwn: ListsOptions['isOwn'];

  constructor(tools: TurnTools, request: ExtractionRequest, signal: AbortSignal) {
    this.tools = tools;
    this.request = request;
    this.signal = signal;
    const tell = (warning: string): void => void this.spent.warnings.add(warning);
    this.attachments = new Attachments(tools.model, tools.source, request, tell);
    const lists = arraysOf(request.schema.root);
    this.isOwn = (list, words) => ownHeads(list, lists)(words);
  }

  /** Whether a prompt of this window shows anything: lines, pictures, or pages themselves. */
  async shows(window: Window): Promise<boolean> {
    return window.lines.length > 0 || (await this.attached(window)).length > 0;
  }

  /**
   * @param faults of an earlier answer, which the question names
   * @param attempt see `Question`
   */
  async ask(
    paths: readonly string[],
    window: Window,
    faults: readonly AnswerFault[] = [],
    attempt = 0,
  ): Promise<Asked> {
    const { model, options, reasons } = this.tools;
    const { document, schema } = this.request;
    const wire = wireSchema(schema.root, paths, { reasons });
    const attached = await this.attached(window);
    const maxOutputTokens = this.answerRoom(paths, window);
    const question = buildQuestion(model, window, document.manifest.contentHash, attached, wire, options, {
      attempt,
      faults,
      maxOutputTokens,
    });
    const context = { schema: wire, stands: printedIn(window) };
    const asked = await askOnce(model, question, context, this.spent, this.signal);
    this.takeReasons(asked.value);
    return asked;
  }

  /**
   * An answer of which nothing could be kept, asked for once more with what was wrong.
   * @throws LeafcutterError extraction_failed, when there is no JSON in either
   */
  async again(paths: readonly string[], window: Window, broken: Asked): Promise<Asked> {
    const second = await this.ask(paths, window, syntaxFaults(broken));
    if (!isUnreadable(second)) return second;
    if (!isUnreadable(broken)) return broken;
    throw new LeafcutterError(
      'extraction_failed',
      `${this.tools.model.id} gave no JSON that can be read, nor when asked again; try another model.`,
    );
  }

  /** The answer, where single values or lists without rows broke the schema with what was said of them when asked again. */
  async checked(paths: readonly string[], window: Window, asked: Asked): Promise<ReadAnswer> {
    const read = this.fold(paths, asked.value);
    if (!this.tools.validateAnswers || asked.openAt !== null || read.faults.length === 0) return read;
    const rowLists = this.listsOf(read, window, null).filter((list) =>
      list.items.every((item) => !item.isFaulty || item.line !== null),
    );
    const faults = read.faults.filter(
      (fault) => !rowLists.some((list) => fault.pointer.startsWith(`${list.pointer}/`)),
    );
    if (faults.length === 0) return read;
    const faulty = paths.filter((path) =>
      faults.some((fault) => isAtOrBelow(fault.pointer, path) || fault.pointer === ''),
    );
    const second = await this.ask(faulty, window, faults);
    return second.openAt === null ? better(read, this.fold(faulty, second.value), faulty) : read;
  }

  fold(paths: readonly string[], answer: JsonObject): ReadAnswer {
    const pruned = prune(this.request.schema.root, paths);
    if (pruned?.kind !== 'object') return { leaves: [], lists: [], faults: [] };
    return foldAnswer(pruned, answer);
  }

  /** @param mark what the items are known by, from a first answer about them */
  listsOf(
    read: ReadAnswer,
    window: Window,
    openAt: Asked['openAt'],
    mark: List['mark'] = null,
  ): readonly List[] {
    return listsOf(read, window, {
      isOwn: this.isOwn,
      open: openAt === null ? null : openPointer(openAt),
      mark,
    });
  }

  /** Tokens of an answer for these: the model's limit, as far as the window has room for it beside the prompt. */
  answerRoom(paths: readonly string[], window: Window): number {
    const { model, options, reasons } = this.tools;
    const wire = wireSchema(this.request.schema.root, paths, { reasons });
    const prompt = window.tokens + frameTokens(options.instructions) + schemaTokens(model, wire);
    return Math.max(
      leastAnswer,
      Math.min(answerLimit(model.limits), Math.floor(model.limits.contextTokens - prompt)),
    );
  }

  /** Of the value, as the model gave it. */
  reasonFor(pointer: string): string | undefined {
    return this.reasons.get(pointer);
  }

  private async attached(window: Window): ReturnType<Attachments['of']> {
    return await this.attachments.of([...window.pageLengths.keys()], this.signal);
  }

  private takeReasons(answer: JsonObject): void {
    const given = answer[reasonsKey];
    for (const one of Array.isArray(given) ? (given as readonly JsonValue[]) : []) {
      if (!isJsonObject(one)) continue;
      const { path, reason } = one;
      if (typeof path === 'string' && typeof reason === 'string' && reason !== '')
        this.reasons.set(path.startsWith('/') ? path : `/${path.replaceAll('.', '/')}`, reason);
    }
  }
}

/** Each part is taken whole from the answer that breaks less; the first one where both break as much. */
function better(first: ReadAnswer, second: ReadAnswer, parts: readonly string[]): ReadAnswer {
  const mended = parts.filter((path) => faultsAt(second, path) < faultsAt(first, path));
  const isMended = ({ pointer }: { readonly pointer: string }): boolean =>
    mended.some((path) => isAtOrBelow(pointer, path));
  const of = <One extends { readonly pointer: string }>(
    before: readonly One[],
    after: readonly One[],
  ): readonly One[] => [...before.filter((one) => !isMended(one)), ...after.filter(isMended)];
  return {
    leaves: of(first.leaves, second.leaves),
    lists: of(first.lists, second.lists),
    faults: of(first.faults, second.faults),
  };
}

function faultsAt(read: ReadAnswer, path: string): number {
  return read.faults.filter((fault) => isAtOrBelow(fault.pointer, path)).length;
}
