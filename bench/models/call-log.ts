/** Which calls of a job had to wait for which, and how fast a machine without weight could have made them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { ModelRegistry } from '../../packages/leafcutter/src/models/registry.ts';
import type { ChooseExtractor } from '../../packages/leafcutter/src/stages/job-data.ts';
import { parentOf } from '../../packages/leafcutter/src/stages/kept-answers.ts';
import type { ReaderSpeed } from '../../packages/leafcutter/src/testing/reader/index.ts';

interface LoggedCall {
  readonly unit: string;
  /** When it was wanted, which may be before there was a place for it. Milliseconds, as `performance.now()`. */
  readonly askedAt: number;
  readonly endedAt: number;
  readonly outputTokens: number;
}

export class CallLog {
  readonly calls: LoggedCall[] = [];
  private readonly unit = new AsyncLocalStorage<string>();

  models(models: ModelRegistry): ModelRegistry {
    return {
      ...models,
      open: (id, use) => {
        const model = models.open(id, use);
        return {
          ...model,
          ask: async (question, signal) => {
            const unit = this.unit.getStore() ?? '';
            const askedAt = performance.now();
            const reply = await model.ask(question, signal);
            const { outputTokens } = reply.usage;
            this.calls.push({ unit, askedAt, endedAt: performance.now(), outputTokens });
            return reply;
          },
        };
      },
    };
  }

  units(choose: ChooseExtractor): ChooseExtractor {
    return (request, job) => {
      const extractor = choose(request, job);
      return {
        ...extractor,
        extract: (asked, signal) => this.unit.run(asked.unit.id, () => extractor.extract(asked, signal)),
      };
    };
  }

  /**
   * The least milliseconds that these calls take, each as long as the reader's speed says: the longest chain of calls that
   * waited for one another, or all of them spread over the places, whichever is more. A call waited for those of its own
   * unit, and of the units that it is a part of, which had ended before it was asked; all others could have run beside it.
   */
  best(
    { latencyMs, tokensPerSecond }: ReaderSpeed,
    places: number,
  ): { readonly chain: number; readonly spread: number; readonly longest: number } {
    const chains = new Map<LoggedCall, number>();
    let [total, longest] = [0, 0];
    for (const call of this.calls.toSorted((a, b) => a.askedAt - b.askedAt)) {
      const length = latencyMs + (call.outputTokens / tokensPerSecond) * 1_000;
      const before = [...chains].filter(
        ([other]) => other.endedAt <= call.askedAt && isOfLineage(call.unit, other.unit),
      );
      chains.set(call, length + Math.max(0, ...before.map(([, chain]) => chain)));
      total += length;
      longest = Math.max(longest, length);
    }
    return { chain: Math.max(0, ...chains.values()), spread: total / places, longest };
  }
}

function isOfLineage(unit: string, ancestor: string): boolean {
  for (let one: string | null = unit; one !== null; one = parentOf(one)) if (one === ancestor) return true;
  return false;
}
