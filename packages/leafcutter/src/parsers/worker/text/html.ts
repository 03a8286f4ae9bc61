/** HTML as a reader sees it. Nothing is loaded, scripts never run, and what the page's styles hide is marked as hidden. */
import { parse } from 'parse5';
import { attributeOf, textContent, type Element, type Node } from './css-rules.ts';
import type { GridBlock, GridTable } from './grid.ts';
import { Styles } from './html-styles.ts';
import { cellsOf, gridOf, headerRowsOf, rowsOf } from './html-table.ts';
import { styled } from './styled-text.ts';

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
const headings = new Set(['h1', 'h2', 'h3', 'title']);

export function htmlBlocks(text: string): GridBlock[] {
  const document = parse(text);
  const writer = new HtmlWriter(new Styles(document));
  writer.visit(document);
  writer.endLine();
  return writer.blocks;
}

class HtmlWriter {
  readonly blocks: GridBlock[] = [];
  private readonly styles: Styles;
  private line = '';
  /** Texts that nobody sees: they stand behind the line that they are found in. */
  private unseen: string[] = [];
  private large = false;

  constructor(styles: Styles) {
    this.styles = styles;
  }

  endLine(): void {
    const text = shortened(this.line);
    if (text !== '') this.blocks.push({ kind: 'text', text, large: this.large });
    for (const hidden of this.unseen.map(shortened).filter((one) => one !== ''))
      this.blocks.push({ kind: 'text', text: hidden, hidden: true });
    this.line = '';
    this.unseen = [];
  }

  visit(node: Node): void {
    if ('value' in node && node.nodeName === '#text') {
      const { parentNode } = node;
      if (parentNode !== null && 'tagName' in parentNode) this.write(node.value, parentNode);
    } else if ('tagName' in node) this.element(node);
    else if ('childNodes' in node) node.childNodes.forEach((child) => this.visit(child));
  }

  private write(text: string, element: Element): void {
    const { isHidden, isBold, isStruck } = this.styles.of(element);
    if (isHidden) this.unseen.push(text);
    // White space keeps no style: a word after it has its own.
    else if (text.trim() === '') this.line += text;
    else this.line += styled(text, { bold: isBold, struck: isStruck });
  }

  private element(element: Element): void {
    const { tagName } = element;
    if (skipped.has(tagName)) return;
    if (this.styles.of(element).isAbsent) return this.absent(element);
    if (tagName === 'br') return this.endLine();
    if (tagName === 'input' || tagName === 'textarea') {
      this.write(` ${inputText(element)} `, element);
      if (tagName === 'input') return;
    }
    if (tagName === 'select') return this.write(` ${chosenOf(element)} `, element);
    if (tagName === 'img') this.write(` ${attributeOf(element, 'alt') ?? ''} `, element);
    if (tagName === 'table' && isDataTable(element)) return this.table(element);
    if (tagName === 'dl') return this.descriptions(element);
    const isBlock = blocks.has(tagName);
    if (isBlock) this.endLine();
    const before = this.large;
    this.large ||= headings.has(tagName);
    // Cells of tables that only lay out the page are read one after another.
    if (tagName === 'td' || tagName === 'th') this.line += '  ';
    element.childNodes.forEach((child) => this.visit(child));
    if (isBlock) this.endLine();
    this.large = before;
  }

  /** It parts no lines, and what stands in it is one text. */
  private absent(element: Element): void {
    const writer = new HtmlWriter(this.styles);
    element.childNodes.forEach((child) => writer.visit(child));
    writer.endLine();
    this.unseen.push(writer.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join(' '));
  }

  private table(table: Element): void {
    this.endLine();
    for (const child of table.childNodes)
      if ('tagName' in child && child.tagName === 'caption') this.visit(child);
    this.endLine();
    const rows = rowsOf(table).filter((row) => !this.isUnseen(row));
    const cells = rows.map((row) => cellsOf(row).filter((cell) => !this.isUnseen(cell)));
    const grid = gridOf(cells, (cell) => this.textOf(cell));
    this.addTable(grid, headerRowsOf(cells));
  }

  /** Every term beside what is said of it. */
  private descriptions(list: Element): void {
    this.endLine();
    const rows: string[][] = [];
    for (const part of partsOfList(list)) {
      if (this.isUnseen(part)) continue;
      const last = rows.at(-1);
      const text = this.textOf(part);
      if (part.tagName === 'dt') rows.push([text, '']);
      else if (last?.[1] === '') last[1] = text;
      else rows.push(['', text]);
    }
    if (rows.length > 0) this.addTable(rows, 0);
  }

  /** A line of nothing keeps it apart from a table that follows. */
  private addTable(rows: GridTable['rows'], headerRows: number): void {
    this.blocks.push({ kind: 'table', rows, headerRows });
    this.endLine();
    this.blocks.push({ kind: 'text', text: '' });
  }

  /** Takes no place in a table; its text is kept as hidden. */
  private isUnseen(element: Element): boolean {
    const { isAbsent } = this.styles.of(element);
    if (isAbsent) this.absent(element);
    return isAbsent;
  }

  private textOf(cell: Element): string {
    const writer = new HtmlWriter(this.styles);
    cell.childNodes.forEach((child) => writer.visit(child));
    writer.endLine();
    const texts = writer.blocks.flatMap((block) => (block.kind === 'text' ? [block] : []));
    this.unseen.push(...texts.filter(({ hidden }) => hidden === true).map(({ text }) => text));
    return texts
      .filter(({ hidden }) => hidden !== true)
      .map(({ text }) => text)
      .join(' ');
  }
}

/** Terms and descriptions, also those that stand in groups. */
function partsOfList(list: Element): readonly Element[] {
  return list.childNodes.flatMap((child): readonly Element[] => {
    if (!('tagName' in child)) return [];
    return child.tagName === 'dt' || child.tagName === 'dd' ? [child] : partsOfList(child);
  });
}

function shortened(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
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

function inputText(element: Element): string {
  const type = attributeOf(element, 'type')?.toLowerCase() ?? 'text';
  if (type === 'checkbox' || type === 'radio') return attributeOf(element, 'checked') === null ? '☐' : '☒';
  return ['hidden', 'password', 'submit', 'button', 'reset', 'image', 'file'].includes(type)
    ? ''
    : (attributeOf(element, 'value') ?? '');
}

/** The options that a reader sees chosen: those marked so, else the first. */
function chosenOf(select: Element): string {
  const options = optionsOf(select);
  const marked = options.filter((option) => attributeOf(option, 'selected') !== null);
  return (marked.length > 0 ? marked : options.slice(0, 1))
    .map((option) => shortened(textContent(option)))
    .join(', ');
}

function optionsOf(element: Element): readonly Element[] {
  return element.childNodes.flatMap((child): readonly Element[] => {
    if (!('tagName' in child)) return [];
    return child.tagName === 'option' ? [child] : optionsOf(child);
  });
}
