/** Results as tables: one for each array, and `results` for what stands outside of arrays. Pure. */
import { isJsonObject, type JsonObject, type JsonPrimitive, type JsonValue } from '../json.ts';
import type { CheckedSchema, SchemaNode } from '../schema/types.ts';

export interface Table {
  /** Unique, at most 31 characters, without those that sheets cannot bear: `line_items`, `jobs.duties`. */
  readonly name: string;
  /**
   * `#jobs` counts the rows of an array from 1, and is there for every array around the table's own too; then the leaves,
   * in the schema's order, named by their way in the item: `address.city`. Items that are leaves: `value`.
   */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly JsonPrimitive[])[];
}

/** @param results plain values @returns `results` first, then the arrays in the schema's order */
export function tablesOf(schema: CheckedSchema, results: JsonObject): readonly Table[] {
  const tables = new Tables();
  const root = tables.table('');
  seed(tables, root, schema.root, '');
  fill(tables, root, root.row([]), results, '', []);
  return tables.all();
}

/** The table of this name; null when there is none. No name: the first array's, else `results`. */
export function chooseTable(tables: readonly Table[], name: string | undefined): Table | null {
  if (name === undefined) return tables[1] ?? tables[0] ?? null;
  return tables.find((table) => table.name === name) ?? null;
}

type Row = Map<string, JsonPrimitive>;

class Draft {
  readonly columns = new Set<string>();
  readonly rows: Row[] = [];
  private readonly counters: readonly string[];

  constructor(counters: readonly string[]) {
    this.counters = counters;
    for (const counter of counters) this.columns.add(counter);
  }

  row(counts: readonly number[]): Row {
    const row: Row = new Map(this.counters.map((name, index) => [name, counts[index] ?? 0]));
    this.rows.push(row);
    return row;
  }
}

class Tables {
  /** By the way of the array, without the indexes of items. */
  private readonly drafts = new Map<string, Draft>();

  table(way: string): Draft {
    const known = this.drafts.get(way);
    if (known !== undefined) return known;
    const arrays = [...this.drafts.keys()].filter(
      (other) => other !== '' && (way === other || way.startsWith(`${other}.`)),
    );
    const counters = way === '' ? [] : [...arrays, way].map((name) => `#${name}`);
    const draft = new Draft(counters);
    this.drafts.set(way, draft);
    return draft;
  }

  all(): readonly Table[] {
    const names = new Set<string>();
    return [...this.drafts].map(([way, { columns, rows }]) => ({
      name: uniqueName(way === '' ? 'results' : way, names),
      columns: [...columns],
      rows: rows.map((row) => [...columns].map((column) => row.get(column) ?? null)),
    }));
  }
}

/** Columns and tables that the schema promises, also where nothing was found. */
function seed(tables: Tables, table: Draft, node: SchemaNode, way: string, prefix = ''): void {
  switch (node.kind) {
    case 'leaf':
      table.columns.add(prefix === '' ? 'value' : prefix);
      break;
    case 'object':
      for (const child of node.properties)
        seed(tables, table, child, joined(way, child.name), joined(prefix, child.name));
      break;
    case 'array':
      seed(tables, tables.table(way), node.item, way);
      break;
    case 'union':
      for (const option of node.options) seed(tables, table, option, way, prefix);
      break;
  }
}

function fill(
  tables: Tables,
  table: Draft,
  row: Row,
  value: JsonValue | undefined,
  way: string,
  counts: readonly number[],
  prefix = '',
): void {
  if (Array.isArray(value)) {
    const own = tables.table(way);
    for (const [index, item] of value.entries()) {
      const inner = [...counts, index + 1];
      fill(tables, own, own.row(inner), item, way, inner);
    }
  } else if (isJsonObject(value)) {
    for (const [name, child] of Object.entries(value))
      fill(tables, table, row, child, joined(way, name), counts, joined(prefix, name));
  } else if (isPrimitive(value)) {
    const column = prefix === '' ? 'value' : prefix;
    // Null of something that is no leaf makes no column.
    if (value === null && !table.columns.has(column)) return;
    table.columns.add(column);
    row.set(column, value);
  }
}

function isPrimitive(value: JsonValue | undefined): value is JsonPrimitive {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}

function joined(way: string, name: string): string {
  return way === '' ? name : `${way}.${name}`;
}

const longestName = 31;

function uniqueName(wanted: string, taken: Set<string>): string {
  const safe = wanted.replaceAll(/[[\]:*?/\\']/g, '_');
  let name = safe.slice(0, longestName);
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) {
    const end = ` ${count}`;
    name = safe.slice(0, longestName - end.length) + end;
  }
  taken.add(name.toLowerCase());
  return name;
}
