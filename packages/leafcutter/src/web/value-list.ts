/** The values of a result as a list that is gone through with the keyboard: groups, tables, a button for each value. */
import { make, sentenceOf } from './dom.ts';
import { doubtOf, type Doubt, type Part, type Primitive, type Value } from './values.ts';

export type Filter = 'all' | 'doubtful' | 'missing';

export interface ListActions {
  readonly select: (value: Value) => void;
  /** Resolves when it is kept. @throws when the server refuses it */
  readonly change: (value: Value, text: string) => Promise<void>;
}

/** Characters: what is shorter is never broken, what is longer needs room in a table. */
const shortText = 20;
const longText = 30;

const whys: Readonly<Record<Exclude<Doubt, null>, string>> = {
  missing: 'not found',
  nowhere: 'stands nowhere in the document',
  unsure: 'unsure',
  'other-reading': 'can be read another way',
};

export class ValueList {
  readonly element = make('div', { class: 'values', role: 'group', 'aria-label': 'Values' });
  private readonly actions: ListActions;
  private buttons: HTMLButtonElement[] = [];
  private readonly values = new Map<HTMLButtonElement, Value>();

  constructor(actions: ListActions) {
    this.actions = actions;
    this.element.addEventListener('keydown', (event) => this.onKey(event));
  }

  show(parts: readonly Part[]): void {
    this.values.clear();
    this.element.replaceChildren(...parts.map((part) => this.partOf(part)));
    this.listed([...this.values.keys()]);
  }

  filter(filter: Filter, words: string): void {
    const wanted = words.toLowerCase();
    for (const [button, value] of this.values) {
      const doubt = doubtOf(value);
      const fits =
        (filter === 'all' ||
          (filter === 'missing' ? doubt === 'missing' : doubt !== null && doubt !== 'missing')) &&
        (wanted === '' || `${value.pointer} ${printed(value.value)}`.toLowerCase().includes(wanted));
      (button.closest<HTMLElement>('.field') ?? button).classList.toggle('away', !fits);
    }
    const narrowed = filter !== 'all' || wanted !== '';
    for (const block of this.element.querySelectorAll<HTMLElement>('.block, tbody tr'))
      block.hidden = narrowed && block.querySelector('.value:not(.away), .field:not(.away)') === null;
    this.listed([...this.values.keys()].filter((button) => button.closest('.away, [hidden]') === null));
  }

  private listed(buttons: HTMLButtonElement[]): void {
    this.buttons = buttons;
    if (!buttons.some((button) => button.tabIndex === 0) && buttons[0] !== undefined) this.stopAt(buttons[0]);
  }

  /** The tab key leads to this value from now on. */
  private stopAt(button: HTMLButtonElement): void {
    for (const other of this.element.querySelectorAll<HTMLElement>('.value[tabindex="0"]'))
      other.tabIndex = -1;
    button.tabIndex = 0;
  }

  /** @returns whether there is such a value */
  select(pointer: string): boolean {
    const found = [...this.values].find(([, value]) => value.pointer === pointer);
    if (found === undefined) return false;
    this.reach(found[0]);
    return true;
  }

  /** What is folded away cannot have the focus. */
  private reach(button: HTMLButtonElement | undefined): void {
    for (let fold = button?.closest('details'); fold; fold = fold.parentElement?.closest('details'))
      fold.open = true;
    button?.focus();
  }

  private partOf(part: Part): HTMLElement {
    if (part.kind === 'value')
      return make('div', { class: 'field' }, make('span', { class: 'name' }, part.name), this.buttonOf(part));
    const head = make('summary', {}, part.name);
    if (part.kind === 'group') {
      if (part.parts.length === 0) head.append(make('span', { class: 'count' }, 'empty'));
      return make(
        'details',
        { class: 'block', open: true },
        head,
        ...part.parts.map((inner) => this.partOf(inner)),
      );
    }
    head.append(make('span', { class: 'count' }, `${part.rows.length}`));
    const rows = part.rows.map((row, index) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, String(index + 1)),
        ...row.map((cell) => make('td', {}, cell === undefined ? null : this.buttonOf(cell))),
      ),
    );
    const columns = part.columns.map((name) => make('th', { scope: 'col' }, name));
    return make(
      'details',
      { class: 'block', open: true },
      head,
      make(
        'div',
        { class: 'wide' },
        make(
          'table',
          {},
          make('thead', {}, make('tr', {}, make('th'), ...columns)),
          make('tbody', {}, ...rows),
        ),
      ),
    );
  }

  private buttonOf(value: Value): HTMLElement {
    const doubt = doubtOf(value);
    const { length } = printed(value.value);
    const width = length <= shortText ? ' short' : length >= longText ? ' long' : '';
    const button = make(
      'button',
      {
        type: 'button',
        // One stop of the tab key for all values; arrows go from one to the next.
        tabindex: -1,
        dir: 'auto',
        'data-pointer': value.pointer,
        class: `value${width}${doubt === null ? '' : ` ${doubt}`}`,
        title: titleOf(value, doubt),
      },
      printed(value.value),
    );
    button.addEventListener('focus', () => this.focused(button));
    button.addEventListener('dblclick', () => this.edit(button, value));
    this.values.set(button, value);
    return button;
  }

  private focused(button: HTMLButtonElement): void {
    const value = this.values.get(button);
    this.element.querySelector('.current')?.classList.remove('current');
    button.classList.add('current');
    this.stopAt(button);
    if (value !== undefined) this.actions.select(value);
  }

  private onKey(event: KeyboardEvent): void {
    const { target, key } = event;
    if (!(target instanceof HTMLButtonElement)) return;
    const value = this.values.get(target);
    if (value === undefined) return;
    const by = key === 'ArrowDown' || key === 'j' ? 1 : key === 'ArrowUp' || key === 'k' ? -1 : 0;
    if (by !== 0) this.reach(this.buttons[this.buttons.indexOf(target) + by]);
    else if (key === 'Enter' || key === 'e') this.edit(target, value);
    else return;
    event.preventDefault();
  }

  private edit(button: HTMLButtonElement, value: Value): void {
    const input = make('input', {
      class: 'edit',
      dir: 'auto',
      'aria-label': `New value of ${value.pointer}; Enter keeps it, Escape leaves it as it was`,
    });
    input.value = value.value === null ? '' : String(value.value);
    const close = (): void => {
      input.replaceWith(button);
      button.focus();
    };
    input.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') close();
      if (key !== 'Enter') return;
      input.disabled = true;
      this.actions.change(value, input.value).catch((error: unknown) => {
        input.disabled = false;
        input.setCustomValidity(sentenceOf(error));
        input.reportValidity();
        input.focus();
      });
    });
    input.addEventListener('input', () => input.setCustomValidity(''));
    button.replaceWith(input);
    input.select();
    input.focus();
  }
}

export function printed(value: Primitive): string {
  if (value === null) return '–';
  return value === '' ? '“”' : String(value);
}

function titleOf({ pointer, attribution }: Value, doubt: Doubt): string {
  const sure =
    attribution === null || doubt === 'missing' ? '' : `, ${Math.round(attribution.confidence * 100)} % sure`;
  return `${pointer}${doubt === null ? '' : `: ${whys[doubt]}`}${sure}`;
}
