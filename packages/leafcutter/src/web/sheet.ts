/** The page of the document beside the values, with the places of values boxed. */
import type { Citation, PageView } from '@leafcutter/client';
import { blobOf, call } from './api.ts';
import { make, sentenceOf } from './dom.ts';

export interface Mark {
  readonly pointer: string;
  readonly citation: Citation;
}

interface Loaded {
  readonly view: PageView;
  /** Null: a text format, which has no pictures. */
  readonly picture: string | null;
}

/** Pixels; enough for small print on a wide screen. */
const pictureWidth = 1600;
const keptPages = 12;

export class Sheet {
  readonly element: HTMLElement;
  private readonly documentId: string;
  private readonly pages: number;
  private readonly onPick: (pointer: string) => void;
  private readonly paper = make('div', { class: 'paper' });
  private readonly number = make('input', { type: 'number', min: 1, 'aria-label': 'Page' });
  private readonly loaded = new Map<number, Promise<Loaded>>();
  private marks: readonly Mark[] = [];
  private selected = '';
  private page = 0;

  constructor(documentId: string, pages: number, onPick: (pointer: string) => void) {
    this.documentId = documentId;
    this.pages = pages;
    this.onPick = onPick;
    this.number.max = String(pages);
    this.number.addEventListener('change', () => this.turnTo(Number(this.number.value)));
    const step = (by: number, label: string, sign: string): HTMLElement =>
      make('button', { type: 'button', 'aria-label': label, click: () => this.turnBy(by) }, sign);
    this.element = make(
      'section',
      { class: 'sheet', 'aria-label': 'The document' },
      make(
        'div',
        { class: 'bar' },
        step(-1, 'Page before', '‹'),
        this.number,
        make('span', {}, `of ${pages}`),
        step(1, 'Next page', '›'),
        make(
          'label',
          {},
          make('input', { type: 'checkbox', change: () => this.paper.classList.toggle('large') }),
          ' large',
        ),
      ),
      make('div', { class: 'scroll', tabindex: 0 }, this.paper),
    );
  }

  /** All places that may be boxed. */
  setMarks(marks: readonly Mark[]): void {
    this.marks = marks;
    this.draw();
  }

  /** Shows where the value stands; a value without a place leaves the page as it is. */
  select(pointer: string): void {
    this.selected = pointer;
    const own = this.marks.filter((mark) => mark.pointer === pointer);
    const place = own.find(({ citation }) => citation.role === 'value') ?? own[0];
    if (place !== undefined && place.citation.page !== this.page) this.turnTo(place.citation.page);
    else this.draw();
  }

  turnBy(by: number): void {
    this.turnTo(this.page + by);
  }

  turnTo(page: number): void {
    this.page = Math.min(Math.max(1, Math.round(page) || 1), this.pages);
    this.number.value = String(this.page);
    this.draw();
  }

  private draw(): void {
    const { page } = this;
    if (page === 0) return;
    void this.load(page).then(
      (loaded) => {
        if (page === this.page) this.lay(loaded);
      },
      (error: unknown) => {
        if (page === this.page) this.paper.replaceChildren(make('p', { class: 'empty' }, sentenceOf(error)));
      },
    );
  }

  private load(page: number): Promise<Loaded> {
    const known = this.loaded.get(page);
    if (known !== undefined) return known;
    const path = `/extract/documents/${this.documentId}/pages/${page}`;
    const loading = loadPage(path);
    // What failed is asked for again at the next look.
    loading.catch(() => this.loaded.delete(page));
    this.loaded.set(page, loading);
    const [oldest] = this.loaded.keys();
    if (this.loaded.size > keptPages && oldest !== undefined) {
      void this.loaded.get(oldest)?.then(({ picture }) => picture !== null && URL.revokeObjectURL(picture));
      this.loaded.delete(oldest);
    }
    return loading;
  }

  private lay({ view, picture }: Loaded): void {
    const marks = this.marks.filter(({ citation }) => citation.page === view.page);
    if (picture === null) this.layText(view, marks);
    else this.layPicture(view, picture, marks);
    this.paper.querySelector('.selected')?.scrollIntoView({ block: 'center', inline: 'nearest' });
  }

  private layPicture(view: PageView, picture: string, marks: readonly Mark[]): void {
    const percent = (part: number, of: number): string => `${(100 * part) / of}%`;
    const boxes = marks.flatMap((mark) =>
      (mark.citation.boxes ?? []).map(([x0, y0, x1, y1]) => {
        const box = make('button', {
          type: 'button',
          tabindex: -1,
          class: this.classOf(mark),
          'aria-label': mark.citation.quote,
          title: mark.pointer,
          'data-pointer': mark.pointer,
          click: () => this.onPick(mark.pointer),
        });
        // Not by a style attribute, which the page's policy forbids.
        box.style.left = percent(x0, view.width);
        box.style.top = percent(y0, view.height);
        box.style.width = percent(x1 - x0, view.width);
        box.style.height = percent(y1 - y0, view.height);
        return box;
      }),
    );
    const image = make('img', { src: picture, alt: `Page ${view.page}` });
    image.style.aspectRatio = `${view.width} / ${view.height}`;
    this.paper.replaceChildren(image, ...boxes);
  }

  /** Ranges are UTF-16 code units, as in JavaScript's own texts. Where two overlap, the selected value's counts. */
  private layText(view: PageView, marks: readonly Mark[]): void {
    const ranges = marks
      .flatMap((mark) => mark.citation.ranges.map(([start, end]) => ({ start, end, mark })))
      .toSorted(
        (a, b) => Number(b.mark.pointer === this.selected) - Number(a.mark.pointer === this.selected),
      );
    const free: typeof ranges = [];
    for (const range of ranges)
      if (!free.some(({ start, end }) => start < range.end && range.start < end)) free.push(range);
    const children: (Node | string)[] = [];
    let at = 0;
    for (const { start, end, mark } of free.toSorted((a, b) => a.start - b.start)) {
      children.push(
        view.text.slice(at, start),
        make(
          'mark',
          {
            class: this.classOf(mark),
            'data-pointer': mark.pointer,
            click: () => this.onPick(mark.pointer),
          },
          view.text.slice(start, end),
        ),
      );
      at = end;
    }
    this.paper.replaceChildren(make('pre', { dir: 'auto' }, ...children, view.text.slice(at)));
  }

  private classOf({ pointer, citation }: Mark): string {
    return `place${citation.role === 'support' ? ' beside' : ''}${pointer === this.selected ? ' selected' : ''}`;
  }
}

/** Page and picture are asked for one after the other: only the page says whether there is a picture. */
async function loadPage(path: string): Promise<Loaded> {
  const view = await call<PageView>('GET', path);
  if (view.geometry === 'grid') return { view, picture: null };
  const image = await blobOf(`${path}/image?width=${pictureWidth}`);
  return { view, picture: URL.createObjectURL(image) };
}
