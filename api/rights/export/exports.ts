/** Exports as they are made and handed over: files of this server's owner alone, there as long as somebody fetches them. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../../core/errors.ts";
import { createLying, type Lying } from "./lying.ts";
import { type ExportOrder, eventsOf, type Made, type MakeContext, makeExport } from "./make.ts";
import { createShares } from "./shares.ts";

/** One that is made. */
export interface HeldExport extends Made {
  readonly path: string;
  /** Ends reading of it: the person is erased, it was fetched for too long, others have come, or the server stops. */
  readonly signal: AbortSignal;
  /** To be called when it has been handed over, or will not be. */
  release(): Promise<void>;
}

export interface Exports {
  /**
   * Makes one, and keeps it until it is released. What is shown of whom is to be recorded before anything of it goes out.
   *
   * @param signal of whoever waits for it
   * @param by account or key that asks; `null`: the ledger itself, which waits behind nobody
   * @throws Refusal of {@link makeExport}; `too_many_requests` where several of this person are not made yet, or several for this account not fetched; `busy` where too many wait, `shutting_down`
   */
  make(order: ExportOrder, signal?: AbortSignal, by?: string | null): Promise<HeldExport>;
  /** Whether one could be made: of somebody of whom there is little without making it. @throws Refusal of {@link makeExport} */
  tryOut(order: ExportOrder): Promise<void>;
  /** Ends and removes all exports of these data subjects, also those that are being fetched. Nothing of them is on the disk when it resolves. */
  forget(subjects: readonly string[]): Promise<void>;
  /** Ends what is being made, and removes all files. */
  close(): Promise<void>;
}

/** Made at a time; and so many wait. */
const AT_ONCE = 2;
const MOST_WAITING = 16;
/** With fewer events than these no export is too large, however long each is. */
const FEW_EVENTS = 5_000;

/** Whether there is a checkpoint at all. */
const NOTHING = { streams: [], index: -1 } as const;

/** What gives back the places that were taken. */
interface Admitted {
  made(): void;
  fetched(): void;
}

interface Held {
  /** `null`: it is not known yet who they all are. */
  identifiers: readonly string[] | null;
  readonly ending: AbortController;
  readonly ended: Promise<void>;
  end(): void;
}

export async function openExports(
  context: MakeContext & {
    readonly directory: string;
    readonly newId: () => string;
    readonly lying?: Lying;
  },
): Promise<Exports> {
  const { directory, newId, lying = createLying() } = context;
  // Of a server that was killed: nobody fetches them any more.
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const all = new Set<Held>();
  const waiting: (() => void)[] = [];
  const shares = createShares();
  let running = 0;
  let closed = false;

  async function turn(): Promise<void> {
    if (running >= AT_ONCE) {
      if (waiting.length >= MOST_WAITING) throw new Refusal("busy", {});
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
  }
  /** Hands the turn on, or gives it back. */
  function next(): void {
    const first = waiting.shift();
    if (first === undefined) running--;
    else first();
  }

  function hold(signal: AbortSignal | undefined): Held {
    const ending = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    const held: Held = { identifiers: null, ending, ended: promise, end: resolve };
    if (signal?.aborted) ending.abort();
    signal?.addEventListener("abort", () => ending.abort(), { once: true });
    all.add(held);
    return held;
  }

  async function end(which: (held: Held) => boolean): Promise<void> {
    const ended = [...all].filter(which);
    for (const { ending } of ended) ending.abort();
    await Promise.all(ended.map((held) => held.ended));
  }

  /** Who keeps a file waiting keeps nobody else from theirs: the person's place is given back when it is made, the account's when it is fetched. @throws Refusal `shutting_down`, `too_many_requests`, `busy` */
  async function admit({ subject }: ExportOrder, by: string | null): Promise<Admitted> {
    if (closed) throw new Refusal("shutting_down", {});
    if (by === null) return { made: () => {}, fetched: () => {} };
    const fetched = shares.take(`account ${by}`);
    let made = (): void => {};
    try {
      made = shares.take(`subject ${subject}`);
      await turn();
    } catch (error) {
      made();
      fetched();
      throw error;
    }
    return { made, fetched };
  }

  const exports: Exports = {
    async make(order, signal, by = null) {
      const admitted = await admit(order, by);
      const held = hold(signal);
      const { ending } = held;
      const id = newId();
      const path = join(directory, `${id}.zip`);
      let gone = (): void => {};
      const release = async (): Promise<void> => {
        gone();
        await rm(path, { force: true });
        all.delete(held);
        admitted.fetched();
        held.end();
      };
      try {
        if (closed) throw new Refusal("shutting_down", {});
        const made = await makeExport(context, order, {
          ...{ directory: join(directory, id), file: path, signal: ending.signal },
          onIdentifiers(identifiers) {
            held.identifiers = identifiers;
          },
        });
        if (ending.signal.aborted) throw new Refusal("client_left", {});
        // Whoever fetches it may stop at any time: then nobody would remove it.
        ending.signal.addEventListener("abort", () => void release(), { once: true });
        gone = lying.add(made.bytes, () => ending.abort());
        return { ...made, path, signal: ending.signal, release };
      } catch (error) {
        await release();
        if (ending.signal.aborted) throw new Refusal("client_left", {});
        throw error;
      } finally {
        admitted.made();
        if (by !== null) next();
      }
    },
    async tryOut(order) {
      const few = (await eventsOf(context, order)) < FEW_EVENTS;
      if (few) await context.ledger.pinnedEvidence({ ...NOTHING, ...order }, context.checker);
      else await (await exports.make(order)).release();
    },
    forget: (subjects) =>
      end(({ identifiers }) => identifiers?.some((one) => subjects.includes(one)) ?? true),
    async close() {
      closed = true;
      await end(() => true);
      await rm(directory, { recursive: true, force: true });
    },
  };
  return exports;
}
