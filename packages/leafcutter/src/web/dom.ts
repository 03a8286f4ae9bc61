/** Elements from data. Texts are set as text: nothing of a document is ever read as HTML. */

type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean | null | ((event: Event) => void)>>;

/** Functions become listeners, true an empty attribute, false and null none. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function show(...children: readonly Child[]): void {
  view().replaceChildren(...children.filter((child) => child !== null));
}

export function view(): HTMLElement {
  const main = document.getElementById('view');
  if (main === null) throw new Error('the page has no #view');
  return main;
}

let timer = 0;

/** A sentence at the foot of the page; it goes by itself. */
export function notice(sentence: string): void {
  const place = document.getElementById('notice');
  if (place === null) return;
  place.textContent = sentence;
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (place.hidden = true), 10_000);
}

/** What a person is told of an error. */
export function sentenceOf(error: unknown): string {
  // What browsers say when there is no answer differs, and helps nobody.
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message))
    return 'The server does not answer. Is it still running?';
  return error instanceof Error ? error.message : String(error);
}
