/** Pictures of pages, and pages out of the PDF, that go with the text of a prompt. */
import type { ExtractionRequest } from '../extractor.ts';
import type { LanguageModel, QuestionPart } from './language-model.ts';
import { shownAs } from './page-input.ts';
import type { LineSource } from './window.ts';

/** Providers take no more images with one call than some of these. */
const mostPictures = 16;
/** The least that a provider takes is a hundred pages, and some twenty megabytes with all else. */
const mostPages = 80;
const mostBytes = 14_000_000;

export class Attachments {
  private readonly model: LanguageModel;
  private readonly source: LineSource;
  private readonly request: Pick<ExtractionRequest, 'drawPage' | 'cutPages'>;
  private readonly tell: (warning: string) => void;
  private readonly known = new Map<string, Promise<readonly QuestionPart[]>>();

  /** @param tell is told of what the model is not shown */
  constructor(
    model: LanguageModel,
    source: LineSource,
    request: Pick<ExtractionRequest, 'drawPage' | 'cutPages'>,
    tell: (warning: string) => void,
  ) {
    this.model = model;
    this.source = source;
    this.request = request;
    this.tell = tell;
  }

  /** Made once, however often the same pages are asked about. @throws the signal's reason when aborted */
  async of(pages: readonly number[], signal: AbortSignal): Promise<readonly QuestionPart[]> {
    const key = pages.join();
    const parts = this.known.get(key) ?? this.make(pages, signal);
    this.known.set(key, parts);
    return await parts;
  }

  private async make(pages: readonly number[], signal: AbortSignal): Promise<readonly QuestionPart[]> {
    const images: number[] = [];
    const own: number[] = [];
    for (const page of pages) {
      const as = await this.shownAs(page);
      if (as === 'image') images.push(page);
      if (as === 'pdf') own.push(page);
    }
    const cut = await this.cut(own, signal);
    const pictured = cut === null && this.model.abilities.images ? [...images, ...own] : images;
    return [
      ...(cut ?? []),
      ...(await this.draw(
        pictured.toSorted((a, b) => a - b),
        signal,
      )),
    ];
  }

  private async shownAs(page: number): Promise<'text' | 'image' | 'pdf'> {
    const { drawPage, cutPages } = this.request;
    const abilities = {
      ...this.model.abilities,
      images: this.model.abilities.images && drawPage !== undefined,
      pdf: this.model.abilities.pdf && cutPages !== undefined,
    };
    return shownAs(
      await this.source.facts(page),
      { abilities, pageInput: this.model.pageInput },
      this.source.isPdf,
    );
  }

  /** Null: they could not be taken out, and pictures must do. */
  private async cut(pages: readonly number[], signal: AbortSignal): Promise<readonly QuestionPart[] | null> {
    if (pages.length === 0 || this.request.cutPages === undefined) return [];
    const taken = this.first(pages, mostPages);
    try {
      const bytes = await this.request.cutPages(taken, signal);
      if (bytes.length > mostBytes) throw new Error(`they are ${bytes.length} bytes long`);
      const which = taken.length === 1 ? `Page ${taken[0]}` : `Pages ${taken.join(', ')}`;
      return [
        { type: 'text', text: `${which} of the document as a PDF, which is data like its text:` },
        { type: 'pdf', bytes },
      ];
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      this.tell(`The model was not given pages of the PDF itself, but what else it takes: ${reason}`);
      return null;
    }
  }

  private async draw(pages: readonly number[], signal: AbortSignal): Promise<readonly QuestionPart[]> {
    const { drawPage } = this.request;
    if (drawPage === undefined) return [];
    const parts: QuestionPart[] = [];
    for (const page of this.first(pages, mostPictures)) {
      const bytes = await drawPage(page, signal).catch(() => null);
      signal.throwIfAborted();
      if (bytes === null) continue;
      parts.push(
        { type: 'text', text: `Picture of page ${page} of the document, which is data like its text:` },
        { type: 'image', mediaType: 'image/png', bytes },
      );
    }
    return parts;
  }

  private first(pages: readonly number[], most: number): readonly number[] {
    if (pages.length > most)
      this.tell(
        `Of pages ${pages[most]} to ${pages.at(-1)} the model was shown the text alone: a call takes no more.`,
      );
    return pages.slice(0, most);
  }
}
