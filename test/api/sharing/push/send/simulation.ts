/**
 * Days of sending in a moment: time, timers and receivers are made up, the store is the real one. The sender may be killed at any of its steps, before or after what it does to the store
 * has taken effect, and begins again.
 */
import { join } from "node:path";
import type { Posted, Poster } from "../../../../../api/sharing/push/send/post.ts";
import type { Destination } from "../../../../../api/sharing/push/send/webhooks.ts";
import { type Sender, startSender } from "../../../../../api/sharing/push/send/worker.ts";
import type { MessageQueue, NewMessage } from "../../../../../api/store/partner-store.ts";
import { openPartnersFile } from "../../../../../api/store/sqlite/partners.ts";
import { START, seededRandom } from "../../../../helpers/repeatable.ts";
import { newPlace } from "../../../../helpers/store/places.ts";

/** One POST, as the receiver saw it. */
export interface Seen {
  readonly id: string;
  readonly organization: string;
  readonly subject: string | null;
  /** In milliseconds since the beginning. */
  readonly from: number;
  /** `null`: the sender was killed before there was an answer. */
  until: number | null;
  readonly status: number;
  /** Which life of the sender. */
  readonly life: number;
  /** Others of the same life that were under way then. */
  readonly beside: readonly Seen[];
  /** Messages of the same person with a smaller number that still waited then. */
  readonly before: number;
}

export interface Simulated {
  readonly seen: Seen[];
  readonly bugs: unknown[];
  readonly paused: Set<string>;
  readonly sender: () => Sender;
  readonly store: ReturnType<typeof openPartnersFile>;
  now(): number;
  /** How often the queue was asked for what is due. */
  looks(): number;
  put(organization: string, subject: string | null, id?: string, type?: string): Promise<void>;
  /** Lets time pass until nothing waits, or for so long. */
  run(milliseconds?: number): Promise<void>;
  /** Kills the sender, and starts another. */
  kill(): void;
  rows(): readonly Row[];
  close(): Promise<void>;
}

interface Row {
  readonly number: number;
  readonly id: string;
  readonly organization: string;
  readonly subject: string | null;
  readonly state: string;
  readonly attempts: number;
}

export interface SimulationOptions {
  readonly organizations: readonly string[];
  /** Of the nth POST to an organization; a number of the answer. */
  readonly answer: (organization: string, nth: number, id: string) => number;
  readonly retryAfter?: (organization: string) => string | null;
  /** How long it takes, likewise. */
  readonly takes?: (nth: number) => number;
  /** Whether the queue keeps back what is due. */
  readonly keepsBack?: () => boolean;
  /** What signs. */
  readonly keys?: readonly Buffer[];
  /** At which of its calls to the store the sender is killed, counted over all lives, and whether the call takes effect. */
  readonly kills?: ReadonlyMap<number, "before" | "after">;
}

export function simulation(options: SimulationOptions): Simulated {
  const { takes = () => 100, kills = new Map(), keys = [Buffer.from("key")] } = options;
  const place = newPlace();
  const store = openPartnersFile({ file: join(place.directory, "partners.db") });
  let now = START;
  let timers: { readonly at: number; readonly run: () => void; readonly life: number }[] = [];
  const seen: Seen[] = [];
  const bugs: unknown[] = [];
  const paused = new Set<string>();
  const counts = new Map<string, number>();
  let life = 0;
  let calls = 0;
  let made = 0;
  let looks = 0;

  function at(milliseconds: number, run: () => void, of: number): () => void {
    const timer = { at: now + milliseconds, run, life: of };
    timers.push(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  }

  /** Of one life: what comes after its end never does. */
  function mortal<A extends unknown[], R>(own: number, call: (...all: A) => Promise<R>) {
    return async (...all: A): Promise<R> => {
      if (own !== life) return new Promise(() => {});
      calls += 1;
      const kill = kills.get(calls);
      if (kill === "before") {
        begin();
        return new Promise(() => {});
      }
      const done = await call(...all);
      if (kill === "after") begin();
      return own === life ? done : new Promise(() => {});
    };
  }

  const rows = (): readonly Row[] =>
    store.client
      .prepare<[], Row>(
        "SELECT number, id, organization, subject, state, attempts FROM message ORDER BY number",
      )
      .all();

  const poster =
    (own: number): Poster =>
    ({ url, headers }, signal) => {
      const organization = new URL(url).hostname.split(".")[0]!;
      const nth = (counts.get(organization) ?? 0) + 1;
      counts.set(organization, nth);
      const id = headers["webhook-id"]!;
      const all = rows();
      const row = all.find((one) => one.id === id)!;
      const isBefore = (one: Row): boolean =>
        one.organization === organization &&
        one.subject === row.subject &&
        one.number < row.number &&
        one.state === "waiting";
      const status = options.answer(organization, nth, id);
      const one: Seen = {
        ...{ id, organization, subject: row.subject, status, life: own },
        ...{ from: now - START, until: null, before: all.filter(isBefore).length },
        beside: seen.filter((other) => other.life === own && other.until === null),
      };
      seen.push(one);
      return new Promise<Posted>((resolve) => {
        const callOff = at(
          takes(nth),
          () => {
            one.until = now - START;
            const retryAfter = options.retryAfter?.(organization) ?? null;
            resolve({ status, failed: null, retryAfter });
          },
          own,
        );
        signal.addEventListener("abort", () => {
          callOff();
          one.until = now - START;
          resolve({ status: null, failed: "stopped", retryAfter: null });
        });
      });
    };

  let sender: Sender;
  function begin(): void {
    life += 1;
    const own = life;
    timers = timers.filter((timer) => timer.life === own);
    const queue: Omit<MessageQueue, "put"> = {
      due: mortal(own, async (...asked) => {
        looks += 1;
        return options.keepsBack?.() === true ? [] : store.due(...asked);
      }),
      nextDue: mortal(own, store.nextDue),
      attempted: mortal(own, store.attempted),
    };
    const destination = (organization: string): Destination => ({
      ...{ organization, url: `https://${organization}.example/`, keys },
    });
    sender = startSender({
      ...{ queue, post: poster(own), clock: { now: () => now }, stopwatch: () => now },
      random: seededRandom(String(own)),
      timer: (milliseconds, run) => at(milliseconds, run, own),
      onBug: (error) => void bugs.push(error),
      webhooks: {
        active: () => options.organizations.filter((one) => !paused.has(one)),
        destination: (organization) =>
          paused.has(organization) ? null : destination(organization),
        told: () => {},
        gone: ({ organization }) => void paused.add(organization),
        drain: async () => {},
      },
    });
  }
  begin();

  /** Whatever can happen at this moment has happened. */
  const settled = async (): Promise<void> => {
    // All of it is of this thread, in promises alone.
    await new Promise(setImmediate);
  };

  return {
    ...{ seen, bugs, paused, store, rows, looks: () => looks },
    sender: () => sender,
    now: () => now - START,
    kill: begin,
    async put(organization, subject, id, type = "consent.withdrawn") {
      made += 1;
      const message: NewMessage = {
        id: id ?? `msg_${String(made).padStart(32, "0")}`,
        ...{ organization, subject, type, version: 1 },
        agreement: type === "webhook.test" ? "" : "a",
        ...{ body: `{"n":${made}}`, madeAt: now, deleteBy: null, acknowledgeBy: null },
      };
      await store.put(message);
      sender.wake();
      await settled();
    },
    async run(milliseconds = Number.POSITIVE_INFINITY) {
      const end = now + milliseconds;
      await settled();
      while (
        milliseconds < Number.POSITIVE_INFINITY ||
        rows().some((row) => row.state === "waiting")
      ) {
        timers.sort((a, b) => a.at - b.at);
        const next = timers[0];
        if (next === undefined || next.at > end) break;
        timers.shift();
        now = Math.max(now, next.at);
        next.run();
        await settled();
      }
      if (milliseconds < Number.POSITIVE_INFINITY) now = end;
    },
    async close() {
      // Whatever it would still do it does no more: the store is gone.
      life += 1;
      void sender.stop();
      await settled();
      store.close();
      place.remove();
    },
  };
}
