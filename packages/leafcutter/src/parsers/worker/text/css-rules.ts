/** Which declarations of a page's style sheets and attributes reach an element: the cascade, for what a reader sees. */
import { compile, type Options } from 'css-select';
import { parse as parseSelector, type Selector } from 'css-what';
import type { DefaultTreeAdapterMap } from 'parse5';
import postcss, { type AtRule, type ChildNode, type Declaration } from 'postcss';

export type Node = DefaultTreeAdapterMap['node'];
export type Element = DefaultTreeAdapterMap['element'];
/** Values by property, both in small letters. */
export type Declarations = ReadonlyMap<string, string>;

interface Rule {
  readonly fits: (element: Element) => boolean;
  readonly specificity: number;
  readonly declarations: readonly Declaration[];
}

/** More rules than this make no page that a reader would wait for. */
const mostRules = 20_000;

/** Rules of all `<style>` elements of one page. Sheets that would have to be loaded are not known. */
export class StyleRules {
  /** By the last part of the selector that is cheap to look up: `#id`, `.class`, `tag` or `*`; in the order of the sheets. */
  private readonly rules = new Map<string, Rule[]>();
  private count = 0;

  constructor(sheets: readonly string[]) {
    for (const sheet of sheets) this.add(childrenOf(sheet));
  }

  /** What the rules and the `style` attribute say of the element; `defaults` give way to both. */
  declarationsFor(element: Element, defaults: readonly (readonly [string, string])[]): Declarations {
    const found = keysOf(element)
      .flatMap((key) => this.rules.get(key) ?? [])
      .filter((rule) => rule.fits(element))
      .toSorted((a, b) => a.specificity - b.specificity)
      .flatMap((rule) => rule.declarations);
    const own = attributeOf(element, 'style');
    const all = own === null ? found : [...found, ...childrenOf(own).filter(isDeclaration)];
    const declarations = new Map(defaults);
    const important = all.filter((declaration) => declaration.important === true);
    for (const { prop, value } of [...all, ...important])
      declarations.set(prop.toLowerCase(), value.trim().toLowerCase());
    return declarations;
  }

  private add(nodes: readonly ChildNode[]): void {
    for (const node of nodes) {
      if (this.count >= mostRules) return;
      if (node.type === 'atrule' && appliesToScreens(node)) this.add(node.nodes ?? []);
      if (node.type !== 'rule') continue;
      const declarations = node.nodes.filter(isDeclaration);
      if (declarations.length === 0) continue;
      for (const selector of selectorsOf(node.selector)) this.addRule(selector, declarations);
    }
  }

  private addRule(selector: Selector[], declarations: readonly Declaration[]): void {
    const fits = predicateOf(selector);
    if (fits === null) return;
    const key = keyOf(selector);
    const rules = this.rules.get(key) ?? [];
    this.count += 1;
    // Of equal weight the later one counts, whichever key it is found by.
    rules.push({ fits, specificity: specificityOf(selector) + this.count / mostRules / 2, declarations });
    this.rules.set(key, rules);
  }
}

function isDeclaration(node: ChildNode): node is Declaration {
  return node.type === 'decl';
}

/** Nothing where it is no CSS. */
function childrenOf(css: string): readonly ChildNode[] {
  try {
    return postcss.parse(css).nodes;
  } catch {
    return [];
  }
}

/** Conditions on the size of a window are taken as not met: nobody knows the reader's. */
function appliesToScreens({ name, params }: AtRule): boolean {
  const asked = params.trim().toLowerCase();
  if (name === 'layer') return true;
  return name === 'media' && /^(?:only\s+)?(?:all|screen)?$/u.test(asked);
}

function selectorsOf(selector: string): readonly Selector[][] {
  try {
    return parseSelector(selector);
  } catch {
    return [];
  }
}

/** Null for selectors that a page at rest never meets, and unknown ones. */
function predicateOf(selector: Selector[]): Rule['fits'] | null {
  try {
    return compile<Node, Element>([selector], { adapter, cacheResults: false });
  } catch {
    return null;
  }
}

const adapter: NonNullable<Options<Node, Element>['adapter']> = {
  isTag: (node): node is Element => 'tagName' in node,
  getAttributeValue: (element, name) => attributeOf(element, name) ?? undefined,
  hasAttrib: (element, name) => attributeOf(element, name) !== null,
  getChildren: (node) => ('childNodes' in node ? node.childNodes : []),
  getName: (element) => element.tagName,
  getParent: (element) => element.parentNode,
  getSiblings: (node) => ('parentNode' in node ? (node.parentNode?.childNodes ?? [node]) : [node]),
  getText: textContent,
  removeSubsets: (nodes) => nodes,
};

function keyOf(selector: readonly Selector[]): string {
  const last = selector.slice(selector.findLastIndex(isCombinator) + 1);
  const named = (name: string): string | undefined =>
    last.flatMap((part) =>
      part.type === 'attribute' && part.name === name && /^(?:equals|element)$/u.test(part.action)
        ? [part.value]
        : [],
    )[0];
  const [id, className] = [named('id'), named('class')];
  if (id !== undefined) return `#${id}`;
  if (className !== undefined) return `.${className}`;
  return last.flatMap((part) => (part.type === 'tag' ? [part.name] : []))[0] ?? '*';
}

function keysOf(element: Element): readonly string[] {
  const classes = (attributeOf(element, 'class') ?? '').split(/\s+/u).filter((name) => name !== '');
  return ['*', element.tagName, ...classes.map((name) => `.${name}`), `#${attributeOf(element, 'id') ?? ''}`];
}

function isCombinator({ type }: Selector): boolean {
  return ['adjacent', 'child', 'descendant', 'parent', 'sibling', 'column-combinator'].includes(type);
}

/** Ids, classes, tags as digits of a number (https://www.w3.org/TR/selectors-4/#specificity-rules). */
function specificityOf(selector: readonly Selector[]): number {
  return selector.reduce((sum, part) => {
    if (part.type === 'attribute') return sum + (part.name === 'id' && part.action !== 'exists' ? 1e6 : 1e3);
    if (part.type === 'tag' || part.type === 'pseudo-element') return sum + 1;
    if (part.type !== 'pseudo') return sum;
    if (!Array.isArray(part.data)) return sum + 1e3;
    return sum + (part.name === 'where' ? 0 : Math.max(0, ...part.data.map(specificityOf)));
  }, 0);
}

export function attributeOf(element: Element, name: string): string | null {
  return element.attrs.find((one) => one.name === name)?.value ?? null;
}

export function textContent(node: Node): string {
  if ('value' in node && node.nodeName === '#text') return node.value;
  return 'childNodes' in node ? node.childNodes.map(textContent).join('') : '';
}
