/** What Prometheus may know: routes, statuses and counts; no tenant, no name, no id. */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { routeOf } from './logging.ts';

/** Counts that are asked for when somebody looks. */
export interface MetricSources {
  /** Jobs that have not ended, by status. */
  runningJobs(): Promise<Readonly<Record<string, number>>>;
  /** Commands that wait for a place or are at work, by pool. */
  openWork(): Promise<Readonly<Record<string, number>>>;
}

export interface Metrics {
  readonly registry: Registry;
  /** Streams that are open. */
  readonly watchers: Gauge;
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const watchers = new Gauge({
    name: 'leafcutter_watchers',
    help: 'Event streams that are open.',
    registers,
  });
  countedBy('leafcutter_jobs_running', 'Jobs that have not ended.', 'status', sources.runningJobs, registry);
  countedBy(
    'leafcutter_work_open',
    'Pieces of work that wait or are done now.',
    'pool',
    sources.openWork,
    registry,
  );
  return { registry, watchers };
}

/** A store that does not answer leaves its figures out and the rest in. */
function countedBy(
  name: string,
  help: string,
  label: string,
  read: () => Promise<Readonly<Record<string, number>>>,
  registry: Registry,
): void {
  const gauge = new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [],
    async collect() {
      const counts = await read().catch(() => ({}));
      this.reset();
      for (const [value, count] of Object.entries(counts)) this.set({ [label]: value }, count);
    },
  });
  registry.registerMetric(gauge);
}

/** Counts and times every request, and answers `/metrics`. */
export function addMetrics(app: FastifyInstance, { registry }: Metrics): void {
  const labelNames = ['method', 'route', 'status'] as const;
  const answered = new Counter({
    name: 'leafcutter_requests_total',
    help: 'Requests that were answered.',
    labelNames,
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'leafcutter_request_seconds',
    help: 'Seconds until the last byte of an answer; of streams, as long as they are open.',
    labelNames: ['method', 'route'],
    buckets: seconds,
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    const { method } = request;
    answered.inc({ method, route, status: String(reply.statusCode) });
    duration.observe({ method, route }, reply.elapsedTime / 1000);
    done();
  });
  app.get('/metrics', async (_request, reply) => {
    reply.type(registry.contentType);
    return await registry.metrics();
  });
}
