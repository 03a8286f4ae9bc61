/**
 * One turn of one unit: one question about a part of the document, further ones where its answer breaks the schema or
 * leaves out rows, and what is left to ask as the next turn's cursor.
 */
import { errorTable, LeafcutterError } from '../../errors.ts';
import { itemsPerPass, type Finding } from '../../findings/types.ts';
import type { JsonObject } from '../../json.ts';
import { arraysOf } from '../../schema/walk.ts';
import type { Answer, ExtractionOutcome, ExtractionRequest } from '../extractor.ts';
import { listFindings, singleFinding } from './answer-findings.ts';
import type { Asked } from './ask.ts';
import { Asking, type TurnTools } from './asking.ts';
import { afterCut, atMostItems, halves, pieces, type Cut } from './cut.ts';
import type { ReadAnswer, ReadLeaf } from './fold.ts';
import { droppedWarnings, pagesEnded, reportOf } from './list-report.ts';
import { singlesOf, type List } from './lists.ts';
import { Mending } from './mending.ts';
import { isAtOrBelow } from './pointers.ts';
import { RowPlaces } from './row-evidence.ts';
import { askOpenRows } from './row-rounds.ts';
import { lookAgain } from './second-look.ts';
import { linesAroundTask, readCursor, writeCursor, type Cursor, type Task } from './tasks.ts';
import { askElsewhere } from './second-place.ts';
import { doubtfulPages, inDoubt, spokenWarnings } from './spoken.ts';
import { passagesOf, type LineSource, type Window, type WindowLine } from './window.ts';
import { itemsPerAnswer } from './wire-schema.ts';

/** What a question about a task gave. */
interface Gained {
  readonly singles: readonly ReadLeaf[];
  /** Pointers of those that only lines say which order something. */
  readonly doubted: ReadonlySet<string>;
  readonly lists: readonly List[];
  /** Lines that need not be read again for any part. */
  readonly lines: readonly WindowLine[];
  /** Of the same task. */
  readonly left: readonly Task[];
}

interface Full {
  readonly at: Cut['at'];
  readonly most: number;
}

/** So much more room for the answer of one part alone, and it is worth asking for it again over the same lines. */
const moreRoom = 1.5;

export class Turn {
  private readonly tools: TurnTools;
  private readonly request: ExtractionRequest;
  private readonly asking: Asking;
  private readonly mending: Mending;
  /** What could not be read of an answer is left out. */
  private isBroken = false;

  private readonly cursor: Cursor;

  /** @throws LeafcutterError internal, when the request's cursor is none of ours */
  constructor(tools: TurnTools, request: ExtractionRequest, signal: AbortSignal) {
    this.cursor = cursorOf(request, tools.source);
    const isDoubtful = this.cursor.tasks[0]?.isDoubtful === true;
    this.tools = isDoubtful ? { ...tools, source: tools.source.doubtful } : tools;
    this.request = request;
    this.asking = new Asking(this.tools, request, signal);
    this.mending = new Mending(this.asking, this.tools.source, request.unit.paths);
  }

  async run(): Promise<ExtractionOutcome> {
    const { cursor } = this;
    const [next, ...others] = cursor.tasks;
    if (next === undefined) return { status: 'done', answer: this.answer([], [], []) };
    const { task, window, rest } = await this.nextWindow(next);
    for (const warning of await spokenWarnings(this.tools.source, window))
      this.asking.spent.warnings.add(warning);
    const later = [...rest, ...others];
    const paths = this.pathsOf(task.parts);
    if (!(await this.asking.shows(window))) {
      const singles = singlesOf(this.asking.fold(paths, {}));
      return await this.outcome(
        cursor,
        task,
        { singles, doubted: new Set(), lists: [], lines: [], left: [] },
        window,
        later,
      );
    }
    const first = await this.asking.ask(paths, window).catch((error: unknown) => {
      if (error instanceof LeafcutterError && error.code === 'model_context_exceeded') return null;
      throw error;
    });
    if (first === null) return this.smaller(cursor, task, window, later, false);
    const asked = await this.mending.whole(task, window, first);
    const gained = await this.gain(task, window, asked);
    if (gained !== null) return await this.outcome(cursor, task, gained, window, later);
    if (asked.isCutOff) return this.smaller(cursor, task, window, later, true);
    return await this.brokenTwice(cursor, task, asked, window, later);
  }

  private pathsOf(parts: readonly number[]): readonly string[] {
    return parts.map((part) => this.request.unit.paths[part] ?? '');
  }

  /** The task's part of the document as far as it goes into one prompt and one turn; the rest are tasks of their own. */
  private async nextWindow(
    task: Task,
  ): Promise<{ readonly task: Task; readonly window: Window; readonly rest: readonly Task[] }> {
    const around = linesAroundTask(task);
    const window = await this.tools.source.window(task.passages, around);
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
    return { task: now, window: await this.tools.source.window(now.passages, around), rest: [rest] };
  }

  /** Null: an answer of which nothing is whole. */
  private async gain(task: Task, window: Window, asked: Asked): Promise<Gained | null> {
    const { value, openAt, isCutOff } = asked;
    const { paths } = this.request.unit;
    const asking = this.pathsOf(task.parts);
    const read = await this.asking.checked(asking, window, asked);
    const full = openAt === null ? this.fullAt(value, read, window) : null;
    const at = openAt ?? full?.at ?? null;
    const given = await this.given(asking, window, read, at, task.mark);
    if (at === null) return { ...given, lines: window.lines, left: [] };
    const room = this.asking.answerRoom(asking, window);
    const isRoomier = (part: number): boolean =>
      this.asking.answerRoom(this.pathsOf([part]), window) >= moreRoom * room;
    const cut = { value, at, isCutOff, room, isRoomier, mostItems: full?.most ?? null };
    const after = afterCut(task, paths, cut, given.lists, window);
    if (after === null) {
      const [list] = given.lists;
      const isAlone = asking.length === 1 && list?.pointer === asking[0];
      const left = full !== null || (isCutOff && isAlone) ? pieces(task, cut, list, window) : [];
      return left.length === 0 ? null : { ...given, lists: [], lines: [], left };
    }
    const done = this.pathsOf(after.done);
    return {
      singles: given.singles.filter(({ pointer }) => done.some((path) => isAtOrBelow(pointer, path))),
      doubted: given.doubted,
      lists: after.lists,
      lines: after.lines,
      left: after.tasks,
    };
  }

  /** What an answer says, with what was said when parts of it were asked for again. */
  private async given(
    asking: readonly string[],
    window: Window,
    read: ReadAnswer,
    openAt: Asked['openAt'],
    mark?: Task['mark'],
  ): Promise<Pick<Gained, 'singles' | 'doubted' | 'lists'>> {
    const { source } = this.tools;
    const { paths } = this.request.unit;
    const lists = await Promise.all(
      this.asking
        .listsOf(read, window, openAt, mark)
        .map((list) => askOpenRows(this.asking, source, paths, list, window)),
    );
    const singles = await askElsewhere(this.asking, source, asking, singlesOf(read), window);
    if (openAt !== null) return { ...singles, lists };
    const { agenticArrays } = this.tools;
    const isThorough = agenticArrays || this.request.unit.maxItemsPerTurn !== null;
    const nodes = arraysOf(this.request.schema.root);
    return { ...singles, lists: await lookAgain(this.asking, paths, nodes, lists, window, isThorough) };
  }

  /** In halves, once; what is broken then is kept as far as it goes, and told. */
  private async brokenTwice(
    cursor: Cursor,
    task: Task,
    { value, openAt }: Asked,
    window: Window,
    later: readonly Task[],
  ): Promise<ExtractionOutcome> {
    const tasks = task.isHalf === true ? [] : halves(task, window, true);
    if (tasks.length > 0)
      return this.more(cursor, [...tasks.map((half) => ({ ...half, isHalf: true })), ...later]);
    this.isBroken = true;
    const asking = this.pathsOf(task.parts);
    const given = await this.given(asking, window, this.asking.fold(asking, value), openAt);
    return await this.outcome(cursor, task, { ...given, lines: window.lines, left: [] }, window, later);
  }

  /**
   * Where the answer ended, having as many items as the schema lets a turn have; null where it may be whole. A table was shown
   * no further than it has rows for these.
   */
  private fullAt(value: JsonObject, read: ReadAnswer, window: Window): Full | null {
    const [path = ''] = this.request.unit.paths;
    const node = read.lists.find(({ pointer }) => pointer === path)?.node;
    const most = node === undefined ? null : itemsPerAnswer(node);
    const at = most === null ? null : atMostItems(value, path, most);
    if (most === null || at === null) return null;
    const [list] = this.asking.listsOf(read, window, null);
    const inRows = list?.items.every(({ line }) => line?.kind === 'row') === true;
    const canGoOn = window.lines.filter((line) => !line.context).length > 1;
    return inRows || !canGoOn ? null : { at, most };
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
    return { status: 'more', answer: this.answer([], [], []), cursor: writeCursor({ ...cursor, tasks }) };
  }

  private async outcome(
    cursor: Cursor,
    task: Task,
    { singles, doubted, lists, lines, left }: Gained,
    window: Window,
    later: readonly Task[],
  ): Promise<ExtractionOutcome> {
    const found = singles.filter(({ value }) => value !== null);
    const again = this.nextLook(task, found) ?? (await this.doubtfulLook(task, singles, window));
    const unsaid = this.pathsOf(again?.parts ?? []);
    const nulls = singles.filter(
      ({ value, pointer }) => value === null && !unsaid.some((path) => isAtOrBelow(pointer, path)),
    );
    const { id } = this.tools.model;
    const base = this.request.unit.pass * itemsPerPass + cursor.items;
    const places = new RowPlaces(window.lines);
    const pages = pagesEnded(lines, window);
    const findings = [
      ...[...found, ...nulls].map((leaf) => singleFinding(leaf, id, this.asking.reasonFor(leaf.pointer))),
      ...lists.flatMap((list) => listFindings(list, base, places, id)),
    ];
    const answer = this.answer(
      findings.map((one) => (task.isDoubtful === true || doubted.has(one.pointer) ? inDoubt(one) : one)),
      lists.map((list) => reportOf(list, pages, this.isBroken)),
      [
        ...droppedWarnings(lists),
        ...[...doubted].map((pointer) => `${pointer}: only text that orders something says it; check it.`),
      ],
    );
    const tasks = [...left, ...later, ...(again === null ? [] : [again])];
    if (tasks.length === 0) return { status: 'done', answer };
    const items = cursor.items + Math.max(0, ...lists.map((list) => list.items.length));
    return { status: 'more', answer, cursor: writeCursor({ tasks, items }) };
  }

  /** What came back empty is asked about in the unit's next look; null where there is none of either. */
  private nextLook(task: Task, found: readonly ReadLeaf[]): Task | null {
    const { paths, looks } = this.request.unit;
    const passages = looks?.[task.look + 1];
    const parts = task.parts.filter(
      (part) => !found.some(({ pointer }) => isAtOrBelow(pointer, paths[part] ?? '')),
    );
    return passages === undefined || parts.length === 0 ? null : { parts, passages, look: task.look + 1 };
  }

  /**
   * Single values that nothing else gave are asked for once more where lines were held back, with those; null where there are
   * none of either.
   */
  private async doubtfulLook(task: Task, singles: readonly ReadLeaf[], window: Window): Promise<Task | null> {
    if (task.isDoubtful === true) return null;
    const { paths } = this.request.unit;
    const parts = task.parts.filter((part) => {
      const own = singles.filter(({ pointer }) => isAtOrBelow(pointer, paths[part] ?? ''));
      return own.length > 0 && own.every(({ value }) => value === null);
    });
    const passages = parts.length === 0 ? [] : await doubtfulPages(this.tools.source, window);
    return passages.length === 0 ? null : { parts, passages, look: task.look, isDoubtful: true };
  }

  private answer(findings: readonly Finding[], arrays: Answer['arrays'], dropped: readonly string[]): Answer {
    const { spent } = this.asking;
    const warnings = [...spent.warnings, ...dropped];
    if (this.isBroken)
      warnings.push(
        `An answer of ${this.tools.model.id} was broken, and when asked again, too; what could not be read of it was left out.`,
      );
    return { findings, arrays, warnings, usage: spent.total() };
  }
}

function cursorOf({ cursor, unit }: ExtractionRequest, source: LineSource): Cursor {
  if (cursor !== null) return readCursor(cursor);
  const parts = unit.paths.map((_, index) => index);
  const passages = unit.looks?.[0] ?? [source.whole()];
  return { tasks: [{ parts, passages, look: 0, overlaps: true }], items: 0 };
}

/** A failure as the outcome that it is. */
export function outcomeOf(error: LeafcutterError): ExtractionOutcome {
  const failure = error.toFailure();
  return errorTable[error.code].retryable && error.code !== 'extraction_failed'
    ? { status: 'retry', afterMs: error.retryAfterMs ?? 0, failure }
    : { status: 'failed', failure };
}
