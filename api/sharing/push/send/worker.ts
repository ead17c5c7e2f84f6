/**
 * Sends what waits: of one person one message after the other, in the order in which they were made; of two people, and of two organizations, side by side. Each is sent until it is
 * taken or given up. What is under way when the process ends is sent again, under the same id.
 *
 * It never rejects and never ends the process: what goes wrong with a receiver is the outcome of an attempt, what goes wrong here is told, and tried again.
 */
import type { Clock } from "../../../core/clock.ts";
import type { Random } from "../../../core/random.ts";
import { signatureHeaders } from "../../../core/webhook-signature.ts";
import type { MessageQueue, QueuedMessage } from "../../../store/partner-store.ts";
import { nextAttempt } from "./back-off.ts";
import { createLanes } from "./lanes.ts";
import type { Posted, Poster } from "./post.ts";
import type { Destination, Webhooks } from "./webhooks.ts";

/** Runs something later, once; answers how to call that off. */
export type Timer = (milliseconds: number, run: () => void) => () => void;

const systemTimer: Timer = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
};

export interface SenderOptions {
  readonly queue: Omit<MessageQueue, "put">;
  readonly webhooks: Pick<Webhooks, "active" | "destination" | "told" | "gone" | "drain">;
  readonly post: Poster;
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds of a clock that only goes forward. */
  readonly stopwatch: () => number;
  readonly timer?: Timer;
  readonly onBug: (error: unknown) => void;
}

export interface Sender {
  /** There is something to be sent, perhaps. */
  wake(): void;
  /** An organization has another webhook, or its first one: whatever was amiss with the one before is forgotten. */
  changed(organization: string): void;
  /** Begins nothing any more, and resolves when nothing is under way; what does not end by itself soon is cut off, and sent again at the next start. */
  stop(): Promise<void>;
}

/** Clocks are set: so it looks again by itself, however far away the next is. */
const LOOK_MS = 3_600_000;
/** What is due may be kept back for now by whoever has the queue: then it does not look again and again. */
const LEAST_MS = 1_000;
/** After something went wrong here. */
const AGAIN_MS = 5_000;
/** What is under way at the end gets so long. */
const GRACE_MS = 2_000;

const GONE = 410;
/** There is nothing to sign with: the key store is another one than the secret was sealed under. */
const UNSIGNED: Posted = { status: null, failed: "secret", retryAfter: null };
const isTaken = ({ status }: Posted): boolean => status !== null && status >= 200 && status < 300;

export function startSender(options: SenderOptions): Sender {
  const { queue, webhooks, clock, onBug, timer = systemTimer } = options;
  const lanes = createLanes();
  const cut = new AbortController();
  const running = new Set<Promise<void>>();
  let stopped = false;
  let looking: Promise<void> | null = null;
  let again = false;
  let callOff = (): void => {};

  function wake(): void {
    again = true;
    if (stopped || looking !== null) return;
    callOff();
    looking = look()
      .catch((error) => {
        onBug(error);
        // Not at once, whoever wakes it.
        again = false;
        return AGAIN_MS;
      })
      .then((wait) => {
        looking = null;
        if (stopped) return;
        if (again) wake();
        else callOff = timer(wait, wake);
      });
  }

  /** Begins what there is room for. Answers in how many milliseconds there may be more, if nothing happens until then. */
  async function look(): Promise<number> {
    again = false;
    const now = clock.now();
    const active = webhooks.active();
    for (const organization of lanes.inTurn(active, now)) {
      const room = lanes.room(organization);
      if (room === 0 || stopped) continue;
      const limit = room + lanes.underWay(organization);
      for (const message of await queue.due([organization], now, limit)) {
        if (!stopped && lanes.take(message)) begin(message);
      }
    }
    const waits = [LOOK_MS];
    // Where something is under way, or others have all places, the end of that looks again.
    const free = active.filter((one) => lanes.underWay(one) === 0 && lanes.room(one) > 0);
    for (const organization of free) {
      const due = await queue.nextDue([organization]);
      if (due !== null) waits.push(Math.max(due, lanes.heldUntil(organization)) - clock.now());
    }
    return Math.max(LEAST_MS, Math.min(...waits));
  }

  function begin(message: QueuedMessage): void {
    const work: Promise<void> = send(message)
      .then((taken) => lanes.end(message, taken, clock.now()))
      .catch((error) => {
        onBug(error);
        // It waits still, and is due: not at once, though.
        lanes.end(message, false, clock.now());
      })
      .finally(() => {
        running.delete(work);
        wake();
      });
    running.add(work);
  }

  /** Whether it was taken; `null`: nothing is known of it. */
  async function send(message: QueuedMessage): Promise<boolean | null> {
    const to = webhooks.destination(message.organization);
    // Removed since it was looked for.
    if (to === null) return null;
    const began = options.stopwatch();
    const posted = to.keys.length === 0 ? UNSIGNED : await post(message, to);
    if (posted.failed === "stopped") return null;
    await note(message, to, posted, Math.round(options.stopwatch() - began));
    return isTaken(posted);
  }

  const post = ({ id, body }: QueuedMessage, { url, keys }: Destination): Promise<Posted> =>
    options.post(
      { url, body, headers: signatureHeaders({ id, at: clock.now(), body }, keys) },
      cut.signal,
    );

  async function note(
    { number, attempts, type }: QueuedMessage,
    to: Destination,
    posted: Posted,
    milliseconds: number,
  ): Promise<void> {
    const at = clock.now();
    const { status, failed, retryAfter } = posted;
    const outcome = failed ?? String(status);
    const delivered = isTaken(posted);
    const chance = options.random.bytes(2).readUInt16BE(0) / 0x10000;
    // Whoever tests waits for what comes of it, and tests again.
    const isOver = delivered || type === "webhook.test";
    const nextAt = isOver ? null : nextAttempt(attempts + 1, at, retryAfter, chance);
    await queue.attempted(number, { at, milliseconds, outcome, delivered, nextAt });
    webhooks.told(to, at, outcome);
    if (status !== GONE) return;
    webhooks.gone(to);
    // A ledger that takes nothing now takes the note of it later.
    await webhooks.drain().catch(onBug);
  }

  wake();
  return {
    wake,
    changed(organization) {
      lanes.forgive(organization);
      wake();
    },
    async stop() {
      stopped = true;
      callOff();
      const enough = timer(GRACE_MS, () => cut.abort());
      await looking;
      await Promise.all(running);
      enough();
    },
  };
}
