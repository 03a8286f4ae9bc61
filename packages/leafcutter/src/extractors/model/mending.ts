/** A broken answer made whole: what of it is whole stays, and the rest alone is asked for. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Asked } from './ask.ts';
import type { Asking } from './asking.ts';
import { afterCut, tokensOf, valueAt } from './cut.ts';
import type { List } from './lists.ts';
import { linesAroundTask, type Task } from './tasks.ts';
import type { LineSource, Window } from './window.ts';

/** What of a broken answer is whole, and what is still to be asked. */
interface Kept {
  readonly value: JsonObject;
  readonly tasks: readonly Task[];
}

export class Mending {
  private readonly asking: Asking;
  private readonly source: LineSource;
  private readonly paths: readonly string[];

  /** @param paths of the unit */
  constructor(asking: Asking, source: LineSource, paths: readonly string[]) {
    this.asking = asking;
    this.source = source;
    this.paths = paths;
  }

  /**
   * The answer as if it had not been broken; one that is cut off by the output limit stays as it is, and so does one of
   * which nothing is whole, when asked again, too.
   */
  async whole(task: Task, window: Window, asked: Asked): Promise<Asked> {
    if (asked.openAt === null || asked.isCutOff) return asked;
    const kept = this.kept(task, window, asked);
    if (kept !== null) return await this.withRest(kept);
    const again = await this.asking.again(this.pathsOf(task), window, asked);
    if (again.openAt === null || again.isCutOff) return again;
    const keptNow = this.kept(task, window, again);
    return keptNow === null ? again : await this.withRest(keptNow);
  }

  private async withRest({ value, tasks }: Kept): Promise<Asked> {
    let joined = value;
    for (const task of tasks) {
      const window = await this.source.window(task.passages, linesAroundTask(task));
      const first = await this.asking.ask(this.pathsOf(task), window);
      const rest = await this.whole(task, window, first);
      joined = joinObjects(joined, rest.value);
      // What was not asked for yet is not in it, and so is still to be asked.
      if (rest.openAt !== null) return { ...rest, value: joined };
    }
    return { value: joined, openAt: null, isCutOff: false };
  }

  /** Null: nothing of it is whole. */
  private kept(task: Task, window: Window, { value, openAt }: Asked): Kept | null {
    const lists = this.asking.listsOf(this.asking.fold(this.pathsOf(task), value), window, openAt);
    const cut = {
      value,
      at: openAt ?? [],
      isCutOff: false,
      room: Infinity,
      isRoomier: () => true,
      mostItems: null,
    };
    const after = afterCut(task, this.paths, cut, lists, window);
    if (after === null) return null;
    const done = after.done.map((part) => this.paths[part] ?? '');
    const open = after.lists.find(
      ({ pointer }) => task.parts.some((part) => this.paths[part] === pointer) && !done.includes(pointer),
    );
    let kept: JsonObject = {};
    for (const path of done) kept = withValue(kept, tokensOf(path), valueAt(value, tokensOf(path)) ?? null);
    if (open !== undefined) kept = withValue(kept, tokensOf(open.pointer), itemsThrough(open, value));
    return { value: kept, tasks: after.tasks };
  }

  private pathsOf({ parts }: Task): readonly string[] {
    return parts.map((part) => this.paths[part] ?? '');
  }
}

/** The items of the answer to the last one of the list. */
function itemsThrough({ pointer, items }: List, answer: JsonObject): JsonValue {
  const given = valueAt(answer, tokensOf(pointer));
  const [leaf] = items.at(-1)?.leaves ?? [];
  const last = Number(leaf?.read.pointer.slice(pointer.length + 1).split('/', 1)[0] ?? -1);
  return Array.isArray(given) ? given.slice(0, last + 1) : [];
}

function withValue(object: JsonObject, [name, ...inner]: readonly string[], value: JsonValue): JsonObject {
  if (name === undefined) return object;
  const member = object[name];
  const changed = inner.length === 0 ? value : withValue(isJsonObject(member) ? member : {}, inner, value);
  return { ...object, [name]: changed };
}

/** Members of both, and items of the first before those of the second. */
function joinObjects(one: JsonObject, other: JsonObject): JsonObject {
  const joined = new Map(Object.entries(one));
  for (const [name, value] of Object.entries(other)) {
    const known = joined.get(name);
    if (isJsonObject(known) && isJsonObject(value)) joined.set(name, joinObjects(known, value));
    else if (Array.isArray(known) && Array.isArray(value)) joined.set(name, [...known, ...value]);
    else joined.set(name, known ?? value);
  }
  return Object.fromEntries(joined);
}
