/**
 * A job as a Temporal workflow: it holds the state, `advance` decides, activities do the work. It runs in Temporal's
 * sandbox: no Node built-ins, and only what is deterministic.
 *
 * Loop: take the inputs that have come, advance over each, record what changed in the store (law 6: events are written
 * with the state that they tell of), then give out the commands. It continues as new when its history has grown long.
 */
import {
  ActivityFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import {
  advance,
  apply,
  decodeState,
  encodeState,
  laneOf,
  type Command,
  type JobEvent,
  type JobInput,
  type JobSpec,
  type JobState,
  type Piece,
} from 'leafcutter/job';
import {
  accumulatedResultsQueryName,
  cancelSignalName,
  claimedSignalName,
  failedSubtreesQueryName,
  headerQueryName,
  priorityOf,
  progressQueryName,
  retrySignalName,
  stateQueryName,
  type Activities,
  type JobArguments,
  type WorkflowSettings,
} from './names.ts';
import { accumulatedResultsOf, failedSubtreesOf, progressOf } from './queries.ts';

/** Law 8. The server's own limit is higher; this keeps its queues short. */
const mostActivities = 500;

export async function leafcutterJob(given: JobArguments): Promise<void> {
  const job = new JobRun(given);
  setHandler(defineSignal(cancelSignalName), () => job.put({ type: 'cancel' }));
  setHandler(defineSignal(retrySignalName), () => job.put({ type: 'retry' }));
  setHandler(defineSignal<[string]>(claimedSignalName), (command) => job.put({ type: 'claimed', command }));
  setHandler(defineQuery(headerQueryName), () => job.state.header);
  setHandler(defineQuery(stateQueryName), () => encodeState(job.state));
  setHandler(defineQuery(progressQueryName), () => progressOf(job.state));
  setHandler(defineQuery(accumulatedResultsQueryName), () => accumulatedResultsOf(job.state));
  setHandler(defineQuery(failedSubtreesQueryName), () => failedSubtreesOf(job.state));
  // `temporal workflow cancel` is a cancel like ours: the job's end is decided and stored before the workflow closes.
  CancellationScope.current().cancelRequested.catch(() => job.put({ type: 'cancel' }));
  await CancellationScope.nonCancellable(() => job.run());
}

class JobRun {
  state: JobState;
  private readonly settings: WorkflowSettings;
  private readonly inbox: JobInput[];
  /** Given out and not answered, the running ones among them. */
  private readonly open = new Map<string, Command>();
  private running = 0;
  /** How many commands have come back: each may make room for another. */
  private landed = 0;
  /** Commands that are held back: too many run, or the history is too long. */
  private held: Command[] = [];
  /** By command id: how often a worker that had it was lost. */
  private readonly losses: Map<string, number>;
  private readonly scope = new CancellationScope();

  constructor(given: JobArguments) {
    this.state = decodeState(given.state);
    this.settings = given.settings;
    this.inbox = [...given.inputs];
    this.losses = new Map(given.losses);
    this.held = [...given.commands];
    for (const command of given.commands) this.open.set(command.id, command);
  }

  put(input: JobInput): void {
    this.inbox.push(input);
  }

  async run(): Promise<void> {
    while (this.state.header.stage !== 'ended' || this.inbox.length > 0) {
      this.giveOut();
      const { landed } = this;
      await condition(
        () => this.inbox.length > 0 || this.landed > landed || (this.isLong() && this.running === 0),
      );
      await this.takeInputs();
      if (this.isLong() && this.running === 0 && this.state.header.stage !== 'ended') await this.goOnAsNew();
    }
  }

  private async takeInputs(): Promise<void> {
    const changed = new Map<string, Piece>();
    const events: JobEvent[] = [];
    const before = this.state.header;
    for (const input of this.inbox.splice(0)) {
      const step = advance(this.state, input, Date.now());
      this.state = apply(this.state, step);
      for (const piece of step.changed) changed.set(piece.id, piece);
      events.push(...step.events);
      if (input.type === 'outcome') {
        this.open.delete(input.command);
        this.losses.delete(input.command);
      }
      if (step.drop === 'all') this.dropAll();
      for (const command of step.commands) {
        this.open.set(command.id, command);
        this.held.push(command);
      }
    }
    if (this.state.header === before) return;
    const { recordStep } = proxyLocalActivities<Activities>({
      // The store may be away for a while; nothing goes on before it has what was decided.
      startToCloseTimeout: '30 seconds',
      retry: { initialInterval: '100 milliseconds', maximumInterval: '2 seconds' },
    });
    await recordStep({ header: this.state.header, changed: [...changed.values()], events });
  }

  private dropAll(): void {
    this.held = [];
    this.open.clear();
    this.scope.cancel();
  }

  private isLong(): boolean {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    return continueAsNewSuggested || historyLength > this.settings.continueAfterEvents;
  }

  private giveOut(): void {
    if (this.isLong()) return;
    while (this.running < mostActivities) {
      const command = this.held.shift();
      if (command === undefined) break;
      this.start(command);
    }
  }

  private start(command: Command): void {
    // A command that sleeps is not running: the workflow may continue as new around it.
    const wait = Math.max(0, (command.notBefore ?? 0) - Date.now());
    if (wait === 0) this.running += 1;
    const done = this.scope.run(async () => {
      if (wait > 0) {
        await sleep(wait);
        this.running += 1;
      }
      try {
        await this.perform(command);
      } finally {
        this.running -= 1;
        this.landed += 1;
      }
    });
    done.catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  }

  private async perform(command: Command): Promise<void> {
    const { header } = this.state;
    const tellClaimed = header.status !== 'processing' || command.notBefore !== null;
    const { performCommand } = proxyActivities<Activities>(
      activityOptions(command, header.spec, this.settings),
    );
    try {
      const carried = await performCommand({
        jobId: header.spec.jobId,
        command,
        tellClaimed,
        losses: this.losses.get(command.id) ?? 0,
        maxTries: this.settings.maxClaims,
      });
      if (!this.open.has(command.id)) return;
      if (carried.status === 'given_back') this.held.push(command);
      else this.put({ type: 'outcome', command: command.id, outcome: carried.outcome });
    } catch (error) {
      if (this.scope.consideredCancelled || !(error instanceof ActivityFailure)) throw error;
      if (!this.open.has(command.id)) return;
      if (isCancellation(error)) {
        // Not by this workflow: its worker was shut down without giving it back.
        this.held.push(command);
        return;
      }
      // Whether that was a try of it is known where it worked.
      this.losses.set(command.id, (this.losses.get(command.id) ?? 0) + 1);
      this.held.push(command);
    }
  }

  private async goOnAsNew(): Promise<void> {
    const commands = [...this.open.values()];
    this.scope.cancel();
    const next: JobArguments = {
      version: 1,
      state: encodeState(this.state),
      commands,
      inputs: this.inbox.splice(0),
      losses: [...this.losses],
      settings: this.settings,
    };
    await continueAsNew<typeof leafcutterJob>(next);
  }
}

function activityOptions(
  command: Command,
  spec: JobSpec,
  settings: WorkflowSettings,
): Parameters<typeof proxyActivities>[0] {
  const { queues } = settings;
  const parseQueue = laneOf(command, spec.lane) === 'bulk' ? queues.parseBulk : queues.parse;
  return {
    // So that histories tell commands apart, and a replay sees when they come in another order.
    activityId: command.id,
    taskQueue: command.kind === 'parse' ? parseQueue : queues.jobs,
    // How long it waits for a free worker is not limited: a queue may be long, and a deployment may be down for a night.
    // Longer than any deadline inside: a stage that hangs ends itself; this is for one that cannot.
    startToCloseTimeout: '30 minutes',
    // The worker beats as long as its process lives, however long the work takes: silence is a dead worker.
    heartbeatTimeout: settings.heartbeatTimeoutMs,
    // A lost worker is the workflow's to judge; every other failure is an outcome, and `advance` decides.
    retry: { maximumAttempts: 1 },
    priority: priorityOf(spec),
    // The workflow goes on at once; the worker hears of it with its next heartbeat, well within law 5's 2 s.
    cancellationType: 'TRY_CANCEL',
  };
}
