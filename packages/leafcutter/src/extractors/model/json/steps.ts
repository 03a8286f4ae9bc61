/** One reading's next steps: what each costs, and which are no more credible. Pure. */
import { withEdit } from './edits.ts';
import type { Shape } from './shape.ts';
import { afterSpace, type Frames, type State } from './state.ts';

export interface Surroundings {
  readonly text: string;
  readonly root: Shape;
  readonly frames: Frames;
  /** Whether the document says so, word for word: a text with quotes in it is believed then only. */
  readonly stands: (text: string) => boolean;
}

/** Where the text ends in what is open. */
export interface Ending {
  readonly kind: 'ended';
  readonly state: State;
  /** Offset of what is not whole. */
  readonly at: number;
}
export interface Whole {
  readonly kind: 'whole';
  readonly state: State;
}
export type Move = { readonly kind: 'on'; readonly state: State } | Ending | Whole;

export type Change = Partial<Omit<State, 'edits' | 'cost' | 'faultsAt'>> & {
  /** Where, how many characters go, what comes. */
  readonly edit?: readonly [number, number, string];
  /** How many faults it mends. Default 1 with an edit, else 0. */
  readonly cost?: number;
  /** It may come often. */
  readonly isUsual?: boolean;
};

/** A third fault within so many values is none: something else was written here. */
const valuesPerFaults = 3;

export abstract class Steps {
  protected readonly moves: Move[] = [];
  protected readonly text: string;
  protected readonly around: Surroundings;
  protected readonly state: State;

  constructor(state: State, around: Surroundings) {
    this.text = around.text;
    this.around = around;
    this.state = state.expects === 'text' ? state : afterSpace(state, around.text);
  }

  protected get sign(): string {
    return this.text[this.state.at] ?? '';
  }

  protected on(change: Change): void {
    const { edit, cost = edit === undefined ? 0 : 1, isUsual = cost === 0, ...rest } = change;
    const { state } = this;
    const [first, ...others] = state.faultsAt;
    if (!isUsual && first !== undefined && others.length > 0 && state.values - first < valuesPerFaults)
      return;
    const edits = edit === undefined ? state.edits : withEdit(state.edits, ...edit);
    const faultsAt = isUsual ? state.faultsAt : [...state.faultsAt, state.values].slice(-2);
    this.moves.push({ kind: 'on', state: { ...state, ...rest, edits, faultsAt, cost: state.cost + cost } });
  }

  /** What was mended shortly before the end is not confirmed by anything behind it. */
  protected ends(at: number): void {
    const { open, faultsAt, values } = this.state;
    const isMended = open !== null && (open.hasQuotes || open.isUnopened);
    const isConfirmed = values - (faultsAt.at(-1) ?? -Infinity) >= valuesPerFaults;
    if (!isMended && isConfirmed) this.moves.push({ kind: 'ended', state: this.state, at });
  }

  /** What is read from here on could be meant in another way. */
  protected doubt(from: number): Pick<State, 'doubtFrom'> {
    return { doubtFrom: Math.min(from, this.state.doubtFrom ?? from) };
  }
}
