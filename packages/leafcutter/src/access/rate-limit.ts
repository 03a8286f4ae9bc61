/** A bucket a key: it fills at a steady rate, and each request takes one out. */

export interface RateLimit {
  /** Requests a second that a key may go on with; null: no limit. */
  readonly perSecond: number | null;
  /** Requests that it may make at once after a rest. */
  readonly burst: number;
}

interface Bucket {
  left: number;
  /** Monotonic milliseconds of the last fill. */
  filledAt: number;
}

/** Full buckets are as good as none: above this number they are thrown away. */
const maxBuckets = 10_000;

export class RateLimiter {
  private readonly limit: RateLimit;
  private readonly buckets = new Map<string, Bucket>();

  constructor(limit: RateLimit) {
    this.limit = limit;
  }

  /**
   * @param now monotonic milliseconds
   * @returns 0 when the request may go on, else the whole seconds after which one may
   */
  take(keyId: string, now: number): number {
    const { perSecond, burst } = this.limit;
    if (perSecond === null) return 0;
    const bucket = this.buckets.get(keyId) ?? { left: burst, filledAt: now };
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    if (!this.buckets.has(keyId)) this.add(keyId, bucket, now);
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond));
    bucket.left -= 1;
    return 0;
  }

  private add(keyId: string, bucket: Bucket, now: number): void {
    const { perSecond, burst } = this.limit;
    if (this.buckets.size >= maxBuckets) {
      for (const [id, { left, filledAt }] of this.buckets) {
        if (left + ((now - filledAt) / 1000) * (perSecond ?? 0) >= burst) this.buckets.delete(id);
      }
    }
    this.buckets.set(keyId, bucket);
  }
}
