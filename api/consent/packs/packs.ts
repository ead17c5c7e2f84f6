/** Packs of evidence as they are made, one after the other, and kept for a day in files of this server's owner alone. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Language } from "../../core/language.ts";
import type { Principal } from "../../core/principal.ts";
import type { Reach } from "../../core/reach.ts";
import type { Shown } from "../../ledger/access.ts";
import type { GatherProgress } from "./gather.ts";
import type { PackRequest } from "./schemas.ts";

type Who = Pick<Principal, "id" | "role">;

/** What somebody wants, and what comes with their request. */
export interface Order {
  readonly request: PackRequest;
  readonly by: Who;
  readonly reach: Reach;
  readonly reason: string | null;
  readonly language: Language;
  /** The record of who was shown what; to be waited for before anything goes out. */
  readonly show: (...shown: readonly Shown[]) => Promise<void>;
}

/** What came of it. */
export interface MadePack {
  /** Evidence files. */
  readonly files: number;
  readonly people: number;
  readonly gone: number;
  readonly verdicts: readonly { readonly verdict: string; readonly count: number }[];
  /** Of the ZIP. */
  readonly bytes: number;
  readonly sha256: string;
}

export type MakePack = (
  order: Order,
  job: {
    readonly id: string;
    readonly file: string;
    readonly signal: AbortSignal;
    readonly onProgress: (progress: GatherProgress) => void;
  },
) => Promise<MadePack>;

export interface Pack {
  readonly id: string;
  readonly by: Who;
  readonly request: PackRequest;
  readonly state: "waiting" | "running" | "done" | "failed";
  readonly createdAt: number;
  /** Milliseconds since 1970; `null`: there is no file yet. */
  readonly expiresAt: number | null;
  readonly progress: GatherProgress | null;
  /** `null` of one that failed: by a bug. */
  readonly failure: Refusal | null;
  readonly made: MadePack | null;
}

export interface PacksOptions {
  readonly directory: string;
  readonly make: MakePack;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onBug: (error: unknown) => void;
}

export interface Packs {
  /** Theirs, the newest first. */
  all(by: Who): readonly Pack[];
  /** @throws Refusal `not_found` (`pack`), also for what is somebody else's */
  get(id: string, by: Who): Pack;
  /** @throws Refusal `busy` where too many wait */
  begin(order: Order): Pack;
  /** Where the file is. @throws Refusal `not_found` (`pack`) where there is none, or none any more */
  file(id: string, by: Who): { readonly path: string; readonly made: MadePack };
  /** Ends what is being made, and removes all files. */
  close(): Promise<void>;
}

const KEPT_MS = 24 * 60 * 60 * 1_000;
const SWEEP_MS = 10 * 60 * 1_000;
/** Waiting, of everybody; and kept, done or failed. */
const MOST_WAITING = 8;
const MOST_KEPT = 40;

type Held = { -readonly [K in keyof Pack]: Pack[K] };

export async function openPacks(options: PacksOptions): Promise<Packs> {
  const { directory, clock, newId, onBug } = options;
  // Files of a server that was killed: nobody can ask for them any more.
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const packs = new Map<string, Held>();
  const ending = new AbortController();
  let turn: Promise<void> = Promise.resolve();
  const fileOf = (id: string): string => join(directory, `${id}.zip`);

  const drop = async (id: string): Promise<void> => {
    packs.delete(id);
    await rm(fileOf(id), { force: true }).catch(onBug);
  };

  async function sweep(): Promise<void> {
    const over = [...packs.values()].filter(({ state }) => state === "done" || state === "failed");
    const old = over.filter(({ expiresAt }) => (expiresAt ?? 0) <= clock.now());
    for (const { id } of new Set([...old, ...over.slice(0, -MOST_KEPT)])) await drop(id);
  }
  const timer = setInterval(() => void sweep(), SWEEP_MS).unref();

  async function make(pack: Held, order: Order): Promise<void> {
    if (ending.signal.aborted) return;
    pack.state = "running";
    try {
      pack.made = await options.make(order, {
        ...{ id: pack.id, file: fileOf(pack.id), signal: ending.signal },
        onProgress(progress) {
          pack.progress = progress;
        },
      });
      pack.state = "done";
    } catch (error) {
      pack.state = "failed";
      if (error instanceof Refusal) pack.failure = error;
      else onBug(error);
      await rm(fileOf(pack.id), { force: true }).catch(onBug);
    }
    pack.progress = null;
    pack.expiresAt = clock.now() + KEPT_MS;
    await sweep();
  }

  function get(id: string, by: Who): Held {
    const found = packs.get(id);
    const isOver = found?.expiresAt != null && found.expiresAt <= clock.now();
    // What others have made is not there, to the letter.
    if (found === undefined || isOver || found.by.id !== by.id)
      throw new Refusal("not_found", { what: "pack" });
    return found;
  }

  return {
    all: (by) => [...packs.values()].filter((pack) => pack.by.id === by.id).reverse(),
    get,
    begin(order) {
      const waiting = [...packs.values()].filter(({ state }) => state === "waiting").length;
      if (ending.signal.aborted) throw new Refusal("shutting_down", {});
      if (waiting >= MOST_WAITING) throw new Refusal("busy", {});
      const { request, by } = order;
      const pack: Held = {
        ...{ id: newId(), by: { id: by.id, role: by.role }, request, state: "waiting" },
        ...{ createdAt: clock.now(), expiresAt: null, progress: null, failure: null, made: null },
      };
      packs.set(pack.id, pack);
      turn = turn.then(() => make(pack, order));
      return pack;
    },
    file(id, by) {
      const { made } = get(id, by);
      if (made === null) throw new Refusal("not_found", { what: "pack" });
      return { path: fileOf(id), made };
    },
    async close() {
      clearInterval(timer);
      ending.abort();
      await turn;
      packs.clear();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
