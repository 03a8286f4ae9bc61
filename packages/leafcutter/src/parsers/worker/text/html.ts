/** HTML as a reader without styles sees it. Nothing is loaded, scripts never run, hidden elements are left out. */
import { parse, type DefaultTreeAdapterMap } from 'parse5';
import { struckEnd, struckStart, type GridBlock, type GridCell } from './grid.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const skipped = new Set([
  'script',
  'style',
  'template',
  'head',
  'noscript',
  'svg',
  'math',
  'iframe',
  'object',
  'canvas',
]);
const blocks = new Set(
  'address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tr ul'.split(
    ' ',
  ),
);
const struck = new Set(['s', 'del', 'strike']);
const headings = new Set(['h1', 'h2', 'h3', 'title']);

export function htmlBlocks(text: string): GridBlock[] {
  const writer = new HtmlWriter();
  writer.visit(parse(text));
  writer.endLine();
  return writer.blocks;
}

class HtmlWriter {
  readonly blocks: GridBlock[] = [];
  private line = '';
  private large = false;

  endLine(): void {
    const text = this.line.replace(/\s+/g, ' ').trim();
    if (text !== '') this.blocks.push({ kind: 'text', text, large: this.large });
    this.line = '';
  }

  visit(node: Node): void {
    if ('value' in node && node.nodeName === '#text') {
      this.line += node.value;
      return;
    }
    if ('tagName' in node) this.element(node);
    else if ('childNodes' in node) node.childNodes.forEach((child) => this.visit(child));
  }

  private element(element: Element): void {
    const { tagName } = element;
    if (skipped.has(tagName) || isHidden(element)) return;
    if (tagName === 'br') return this.endLine();
    if (tagName === 'input' || tagName === 'textarea') {
      this.line += ` ${inputText(element)} `;
      if (tagName === 'input') return;
    }
    if (tagName === 'select') {
      this.line += ` ${chosenOf(element)} `;
      return;
    }
    if (tagName === 'img') this.line += ` ${attribute(element, 'alt') ?? ''} `;
    if (tagName === 'table' && isDataTable(element)) return this.table(element);
    const isBlock = blocks.has(tagName);
    if (isBlock) this.endLine();
    const before = this.large;
    this.large ||= headings.has(tagName);
    // Cells of tables that only lay out the page are read one after another.
    if (tagName === 'td' || tagName === 'th') this.line += '  ';
    const isStruck = struck.has(tagName);
    if (isStruck) this.line += struckStart;
    element.childNodes.forEach((child) => this.visit(child));
    if (isStruck) this.line += struckEnd;
    if (isBlock) this.endLine();
    this.large = before;
  }

  private table(table: Element): void {
    this.endLine();
    for (const child of table.childNodes)
      if ('tagName' in child && child.tagName === 'caption') this.visit(child);
    this.endLine();
    const rows = rowsOf(table);
    const grid: (GridCell | null)[][] = rows.map(() => []);
    for (const [index, row] of rows.entries()) {
      let column = 0;
      for (const cell of cellsOf(row)) {
        while (grid[index]?.[column] !== undefined) column += 1;
        const rowSpan = spanOf(cell, 'rowspan', rows.length - index);
        const columnSpan = spanOf(cell, 'colspan', 1000);
        for (let down = 0; down < rowSpan; down += 1) {
          for (let across = 0; across < columnSpan; across += 1) {
            const target = grid[index + down];
            if (target !== undefined)
              target[column + across] =
                down + across === 0 ? { text: textOf(cell), rowSpan, columnSpan } : null;
          }
        }
        column += columnSpan;
      }
    }
    const width = grid.reduce((most, row) => Math.max(most, row.length), 0);
    const full = grid.map((row) =>
      Array.from({ length: width }, (_, column) => (row[column] === undefined ? '' : row[column])),
    );
    const isHead = rows.map(
      (row) => cellsOf(row).length > 0 && cellsOf(row).every((cell) => cell.tagName === 'th'),
    );
    const firstBody = isHead.indexOf(false);
    this.blocks.push({ kind: 'table', rows: full, headerRows: firstBody < 0 ? 0 : firstBody });
  }
}

/** More than one column, and no table inside: others lay out a page. */
function isDataTable(table: Element): boolean {
  const rows = rowsOf(table);
  return rows.some((row) => cellsOf(row).length > 1) && !rows.some((row) => cellsOf(row).some(holdsTable));
}

function holdsTable(node: Node): boolean {
  return (
    'childNodes' in node &&
    node.childNodes.some((child) => ('tagName' in child && child.tagName === 'table') || holdsTable(child))
  );
}

function rowsOf(table: Element): readonly Element[] {
  return table.childNodes.flatMap((child): readonly Element[] => {
    if (!('tagName' in child) || isHidden(child)) return [];
    if (child.tagName === 'tr') return [child];
    return ['thead', 'tbody', 'tfoot'].includes(child.tagName) ? rowsOf(child) : [];
  });
}

function cellsOf(row: Element): readonly Element[] {
  return row.childNodes.filter(
    (child): child is Element => 'tagName' in child && (child.tagName === 'td' || child.tagName === 'th'),
  );
}

function textOf(element: Element): string {
  return htmlOf(element)
    .map((block) => (block.kind === 'text' ? block.text : ''))
    .join(' ')
    .trim();
}

function htmlOf(element: Element): readonly GridBlock[] {
  const writer = new HtmlWriter();
  element.childNodes.forEach((child) => writer.visit(child));
  writer.endLine();
  return writer.blocks;
}

function inputText(element: Element): string {
  const type = attribute(element, 'type')?.toLowerCase() ?? 'text';
  if (type === 'checkbox' || type === 'radio') return attribute(element, 'checked') === null ? '☐' : '☒';
  return ['hidden', 'password', 'submit', 'button', 'reset', 'image', 'file'].includes(type)
    ? ''
    : (attribute(element, 'value') ?? '');
}

/** The options that a reader sees chosen: those marked so, else the first. */
function chosenOf(select: Element): string {
  const options = optionsOf(select);
  const marked = options.filter((option) => attribute(option, 'selected') !== null);
  return (marked.length > 0 ? marked : options.slice(0, 1)).map(textOf).join(' ');
}

function optionsOf(element: Element): readonly Element[] {
  return element.childNodes.flatMap((child): readonly Element[] => {
    if (!('tagName' in child)) return [];
    return child.tagName === 'option' ? [child] : optionsOf(child);
  });
}

function isHidden(element: Element): boolean {
  const style = attribute(element, 'style') ?? '';
  return attribute(element, 'hidden') !== null || /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
}

function attribute(element: Element, name: string): string | null {
  return element.attrs.find((one) => one.name === name)?.value ?? null;
}

function spanOf(cell: Element, name: string, most: number): number {
  const span = Number.parseInt(attribute(cell, name) ?? '1', 10);
  return Number.isFinite(span) ? Math.min(Math.max(1, span), most) : 1;
}
