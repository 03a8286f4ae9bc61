/**
 * One turn of one unit: one question about a part of the document, further ones where its answer breaks the schema or
 * leaves out rows, and what is left to ask as the next turn's cursor.
 */
import { errorTable, LeafcutterError } from '../../errors.ts';
import { itemsPerPass, type Finding } from '../../findings/types.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { answerLimit } from '../../planning/model-plan.ts';
import type { SchemaNode } from '../../schema/types.ts';
import { arraysOf } from '../../schema/walk.ts';
import type { Answer, ExtractionOutcome, ExtractionRequest } from '../extractor.ts';
import { nullFinding, valueFinding } from './answer-findings.ts';
import { Attachments } from './attachments.ts';
import { askOnce, syntaxFaults, Spent, type Asked } from './ask.ts';
import { afterCut, halves, openPointer, type Task } from './cut.ts';
import { foldAnswer, type AnswerFault, type ReadAnswer, type ReadLeaf } from './fold.ts';
import type { LanguageModel } from './language-model.ts';
import { droppedWarnings, pagesEnded, reportOf } from './list-report.ts';
import { listsOf, openSpots, singlesOf, withAnswers, type List, type ListsOptions } from './lists.ts';
import type { Spot } from './marks.ts';
import { isAtOrBelow } from './pointers.ts';
import { ownHeads } from './row-count.ts';
import { buildQuestion, frameTokens, schemaTokens, type QuestionOptions } from './question.ts';
import { RowPlaces } from './row-evidence.ts';
import { passagesOf, type LineSource, type Window, type WindowLine } from './window.ts';
import { prune, reasonsKey, wireSchema } from './wire-schema.ts';

export interface TurnTools {
  readonly model: LanguageModel;
  readonly source: LineSource;
  readonly options: QuestionOptions;
  /** One re-ask when an answer breaks the schema. */
  readonly validateAnswers: boolean;
  readonly reasons: boolean;
}

interface Cursor {
  readonly tasks: readonly Task[];
  /** Items of the longest list so far: the next ones are numbered from here. */
  readonly items: number;
}

/** Questions about rows that gave no item, and then what is missing is told. */
const mostRowRounds = 3;
const fewRows = 3;
const neighbours = 2;
/** Tokens of an answer that there is always room for. */
const leastAnswer = 256;

export class Turn {
  private readonly tools: TurnTools;
  private readonly request: ExtractionRequest;
  private readonly signal: AbortSignal;
  private readonly spent = new Spent();
  private readonly attachments: Attachments;
  private readonly reasons = new Map<string, string>();
  private broken = 0;

  constructor(tools: TurnTools, request: ExtractionRequest, signal: AbortSignal) {
    this.tools = tools;
    this.request = request;
    this.signal = signal;
    const tell = (warning: string): void => void this.spent.warnings.add(warning);
    this.attachments = new Attachments(tools.model, tools.source, request, tell);
  }

  async run(): Promise<ExtractionOutcome> {
    const { unit } = this.request;
    const cursor = this.cursor();
    const [next, ...others] = cursor.tasks;
    if (next === undefined) return { status: 'done', answer: this.answer([], [], []) };
    const { task, window, rest } = await this.nextWindow(next);
    await this.tellAddresses(window);
    const later = [...rest, ...others];
    const paths = task.parts.map((part) => unit.paths[part] ?? '');
    const seen = await this.attachments.of([...window.pageLengths.keys()], this.signal);
    if (window.lines.length === 0 && seen.length === 0)
      return this.outcome(cursor, this.nothingToRead(paths), [], { lines: [], pages: [] }, later, task);
    const first = await this.ask(paths, window).catch((error: unknown) => {
      if (error instanceof LeafcutterError && error.code === 'model_context_exceeded') return null;
      throw error;
    });
    if (first === null) return this.smaller(cursor, task, window, later, false);
    const asked = await this.whole(paths, window, first);
    if (asked.broken > 0 && task.isHalf !== true) {
      const tasks = halves(task, window, true).map((half) => ({ ...half, isHalf: true }));
      if (tasks.length > 0) return this.more(cursor, [...tasks, ...later]);
    }
    this.broken += asked.broken;
    const read = first === asked ? await this.checked(paths, window, asked) : this.fold(paths, asked.value);
    const given = this.listsOf(read, window, asked.cut);
    const lists = await Promise.all(given.map((list) => this.completed(list, window)));
    if (asked.cut !== null) {
      const after = afterCut(task, unit.paths, { value: asked.value, at: asked.cut }, lists, window);
      if (after === null) return this.smaller(cursor, task, window, later, true);
      const done = after.done.map((part) => unit.paths[part] ?? '');
      const singles = singlesOf(read).filter(({ pointer }) =>
        done.some((path) => isAtOrBelow(pointer, path)),
      );
      return this.outcome(
        cursor,
        singles,
        after.lists,
        { lines: window.lines, pages: pagesEnded(after.read, window) },
        [...after.tasks, ...later],
        task,
      );
    }
    const shown = { lines: window.lines, pages: pagesEnded(window.lines, window) };
    return this.outcome(cursor, singlesOf(read), lists, shown, later, task);
  }

  private listsOf(
    read: ReadAnswer,
    window: Window,
    cut: Asked['cut'],
    mark: List['mark'] = null,
  ): readonly List[] {
    const { root } = this.request.schema;
    const lists = arraysOf(root);
    const isOwn: ListsOptions['isOwn'] = (list, words) => ownHeads(list, lists)(words);
    return listsOf(read, window, { isOwn, open: cut === null ? null : openPointer(cut), mark });
  }

  private cursor(): Cursor {
    const { cursor, unit } = this.request;
    if (isJsonObject(cursor)) return cursor as unknown as Cursor;
    const parts = unit.paths.map((_, index) => index);
    const passages = unit.looks?.[0] ?? [this.tools.source.whole()];
    return { tasks: [{ parts, passages, look: 0 }], items: 0 };
  }

  /** The task's part of the document as far as it goes into one prompt and one turn; the rest are tasks of their own. */
  private async nextWindow(
    task: Task,
  ): Promise<{ readonly task: Task; readonly window: Window; readonly rest: readonly Task[] }> {
    const overlaps = task.overlaps ?? this.request.cursor === null;
    const window = await this.tools.source.window(task.passages, overlaps);
    const most = this.request.unit.maxItemsPerTurn;
    if (most === null) return { task, window, rest: [] };
    let rows = 0;
    const end = window.lines.findIndex((line) => {
      if (line.kind === 'row' && !line.context) rows += 1;
      return rows > most;
    });
    if (end < 0) return { task, window, rest: [] };
    const passages = (lines: readonly WindowLine[]): Task['passages'] =>
      passagesOf(lines, window.pageLengths);
    const now = { ...task, passages: passages(window.lines.slice(0, end)) };
    const rest = { ...task, passages: passages(window.lines.slice(end)) };
    return { task: now, window: await this.tools.source.window(now.passages, overlaps), rest: [rest] };
  }

  private async ask(
    paths: readonly string[],
    window: Window,
    faults: readonly AnswerFault[] = [],
    attempt = 0,
  ): Promise<Asked> {
    const { model, options, reasons } = this.tools;
    const { document, schema } = this.request;
    const wire = wireSchema(schema.root, paths, { reasons });
    const attached = await this.attachments.of([...window.pageLengths.keys()], this.signal);
    const question = buildQuestion(model, window, document.manifest.contentHash, attached, wire, options, {
      attempt,
      faults,
      maxOutputTokens: this.answerRoom(window, wire),
    });
    const asked = await askOnce(model, question, this.spent, this.signal);
    this.takeReasons(asked.value);
    return asked;
  }

  /** The answer, or where it is no whole JSON the better one of it and of what was said when asked again, once. */
  private async whole(paths: readonly string[], window: Window, asked: Asked): Promise<Asked> {
    if (asked.broken === 0) return asked;
    const again = await this.ask(paths, window, syntaxFaults(asked));
    const better = again.cut === null && again.broken <= asked.broken ? again : asked;
    const best = asked.isUnreadable && !again.isUnreadable ? again : better;
    if (best.isUnreadable)
      throw new LeafcutterError(
        'extraction_failed',
        `${this.tools.model.id} gave no JSON that can be read, nor when asked again; try another model.`,
      );
    return best;
  }

  private async tellAddresses(window: Window): Promise<void> {
    for (const page of new Set(window.lines.map((line) => line.page))) {
      const [first] = await this.tools.source.addresses(page);
      if (first !== undefined)
        this.spent.warnings.add(
          `Page ${page} has text that speaks to the model ("${first.length > 50 ? `${first.slice(0, 49)}…` : first}"); it was not shown to it.`,
        );
    }
  }

  /** The model's limit, as far as the window has room for it beside the prompt. */
  private answerRoom(window: Window, wire: JsonObject): number {
    const { model, options } = this.tools;
    const prompt = window.tokens + frameTokens(options.instructions) + schemaTokens(model, wire);
    return Math.max(
      leastAnswer,
      Math.min(answerLimit(model.limits), Math.floor(model.limits.contextTokens - prompt)),
    );
  }

  private fold(paths: readonly string[], answer: JsonObject): ReadAnswer {
    const pruned: SchemaNode | null = prune(this.request.schema.root, paths);
    if (pruned?.kind !== 'object') return { leaves: [], lists: [], faults: [] };
    return foldAnswer(pruned, answer);
  }

  /** The answer, where single values or lists without rows broke the schema with what was said of them when asked again. */
  private async checked(paths: readonly string[], window: Window, asked: Asked): Promise<ReadAnswer> {
    const read = this.fold(paths, asked.value);
    if (!this.tools.validateAnswers || asked.cut !== null || read.faults.length === 0) return read;
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
    if (second.cut !== null) return read;
    const again = this.fold(faulty, second.value);
    // A part is taken whole from the answer that breaks less.
    const better = faulty.filter((path) => faultsAt(again, path) < faultsAt(read, path));
    const isBetter = (pointer: string): boolean => better.some((path) => isAtOrBelow(pointer, path));
    return {
      leaves: [
        ...read.leaves.filter((one) => !isBetter(one.pointer)),
        ...again.leaves.filter((one) => isBetter(one.pointer)),
      ],
      lists: [
        ...read.lists.filter((one) => !isBetter(one.pointer)),
        ...again.lists.filter((one) => isBetter(one.pointer)),
      ],
      faults: [
        ...read.faults.filter((one) => !isBetter(one.pointer)),
        ...again.faults.filter((one) => isBetter(one.pointer)),
      ],
    };
  }

  /** The list with what its left-out and faulty rows gave when they were asked about alone. */
  private async completed(list: List, window: Window): Promise<List> {
    let current = list;
    for (let round = 0; round < mostRowRounds; round += 1) {
      const spots = openSpots(current);
      const rows = linesOf(spots, window);
      const [path] = this.request.unit.paths.filter((one) => isAtOrBelow(current.pointer, one));
      if (rows.length === 0 || path === undefined || current.pointer !== path) break;
      const small = await this.tools.source.window(
        // A row says all of itself; running text says it in the lines around.
        passagesOf(
          round === 0 && current.mark === null ? rows : withNeighbours(rows, window),
          window.pageLengths,
        ),
        false,
      );
      const second = await this.ask([path], small, [], round);
      const more = this.listsOf(this.fold([path], second.value), small, second.cut, current.mark).find(
        ({ pointer }) => pointer === path,
      );
      const before = current.items.length;
      current = withAnswers(current, spots, more?.items ?? []);
      // Rows that say nothing to a reader who sees nothing else are headings or sums, mostly; a few may have been missed twice.
      if (current.items.length === before && rows.length > fewRows) break;
    }
    return current;
  }

  /** The same in smaller questions; what cannot be made smaller fails. */
  private smaller(
    cursor: Cursor,
    task: Task,
    window: Window,
    later: readonly Task[],
    byParts: boolean,
  ): ExtractionOutcome {
    const tasks = halves(task, window, byParts);
    if (tasks.length === 0) {
      const message = `The answer for ${this.request.unit.paths.slice(0, 3).join(', ')} is longer than ${this.tools.model.id} can write; use a model with a higher output limit.`;
      throw new LeafcutterError('extraction_failed', message);
    }
    return this.more(cursor, [...tasks, ...later]);
  }

  /** Nothing of this turn is kept. */
  private more(cursor: Cursor, tasks: readonly Task[]): ExtractionOutcome {
    return { status: 'more', answer: this.answer([], [], []), cursor: this.kept({ ...cursor, tasks }) };
  }

  private nothingToRead(paths: readonly string[]): readonly ReadLeaf[] {
    return singlesOf(this.fold(paths, {}));
  }

  private outcome(
    cursor: Cursor,
    singles: readonly ReadLeaf[],
    lists: readonly List[],
    shown: { readonly lines: readonly WindowLine[]; readonly pages: readonly number[] },
    later: readonly Task[],
    task: Task,
  ): ExtractionOutcome {
    const { unit } = this.request;
    const found = singles.filter(({ value }) => value !== null);
    const looks = unit.looks ?? [];
    const next = looks[task.look + 1];
    const empty =
      next === undefined
        ? []
        : task.parts.filter(
            (part) => !found.some(({ pointer }) => isAtOrBelow(pointer, unit.paths[part] ?? '')),
          );
    const tasks =
      next === undefined || empty.length === 0
        ? later
        : [...later, { parts: empty, passages: next, look: task.look + 1 }];
    const nulls = singles.filter(
      ({ value, pointer }) =>
        value === null && !empty.some((part) => isAtOrBelow(pointer, unit.paths[part] ?? '')),
    );
    const base = unit.pass * itemsPerPass + cursor.items;
    const places = new RowPlaces(shown.lines);
    const findings = [
      ...[...found, ...nulls].map((leaf) => this.single(leaf)),
      ...lists.flatMap((list) => this.listFindings(list, base, places)),
    ];
    const answer = this.answer(
      findings,
      lists.map((list) => reportOf(list, shown.pages, this.broken > 0)),
      droppedWarnings(lists),
    );
    if (tasks.length === 0) return { status: 'done', answer };
    const items = cursor.items + Math.max(0, ...lists.map((list) => list.items.length));
    return { status: 'more', answer, cursor: this.kept({ tasks, items }) };
  }

  private single(leaf: ReadLeaf): Finding {
    const { pointer, value } = leaf;
    const { id } = this.tools.model;
    if (value === null)
      return nullFinding(pointer, 'not_found', `${id} read the pages and found that they do not state it.`);
    return valueFinding(pointer, leaf, null, this.reasons.get(pointer) ?? `Read by ${id}.`);
  }

  private listFindings(list: List, base: number, places: RowPlaces): readonly Finding[] {
    return list.items.flatMap((item, index) => {
      const row = item.line;
      const where =
        row === null ? '' : row.table === null ? ` on page ${row.page}` : ` in a row on page ${row.page}`;
      const values = item.leaves.map((leaf) => leaf.value);
      const evidence = row === null ? [] : places.of(values, row);
      return item.leaves.map(({ rest, read }, at) =>
        valueFinding(
          `${list.pointer}/${base + index}${rest}`,
          read,
          evidence[at] ?? null,
          `Read by ${this.tools.model.id}${where}.`,
        ),
      );
    });
  }

  private answer(findings: readonly Finding[], arrays: Answer['arrays'], told: readonly string[]): Answer {
    const warnings = [...this.spent.warnings, ...told];
    if (this.broken > 0)
      warnings.push(
        `${this.broken} parts of an answer of ${this.tools.model.id} could not be read and were left out.`,
      );
    return { findings, arrays, warnings, usage: this.spent.total() };
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

  private kept(cursor: Cursor): JsonValue {
    return cursor as unknown as JsonValue;
  }
}

function linesOf(spots: readonly Spot[], window: Window): readonly WindowLine[] {
  const wanted = new Set(spots.map(({ line }) => line));
  return window.lines.filter((line) => wanted.has(line));
}

/** The rows with the lines around them: a row alone may not be understood. */
function withNeighbours(rows: readonly WindowLine[], window: Window): readonly WindowLine[] {
  const wanted = new Set(rows);
  return window.lines.filter((_, at) =>
    window.lines.slice(Math.max(0, at - neighbours), at + neighbours + 1).some((line) => wanted.has(line)),
  );
}

function faultsAt(read: ReadAnswer, path: string): number {
  return read.faults.filter((fault) => isAtOrBelow(fault.pointer, path)).length;
}

/** A failure as the outcome that it is. */
export function outcomeOf(error: LeafcutterError): ExtractionOutcome {
  const failure = error.toFailure();
  return errorTable[error.code].retryable && error.code !== 'extraction_failed'
    ? { status: 'retry', afterMs: error.retryAfterMs ?? 0, failure }
    : { status: 'failed', failure };
}
