/** Packs of evidence as they are made, one after the other, and kept for a day in files of this server's owner alone. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../core/clock.ts";
import { Refusal } from "../../core/errors.ts";
import type { Language } from "../../core/language.ts";
import type { Principal } from "../../core/principal.ts";
import { type Reach, reachOf } from "../../core/reach.ts";
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
  /** As those records have it. */
  readonly asked: string | null;
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
    /** To be called before what was collected becomes a file. @throws Refusal `forbidden` where they could not ask for it any more */
    readonly assertStillTheirs: () => void;
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
  /** A person as they are now: with less than when they asked, perhaps. `null`: nobody any more. */
  readonly personNow: (asked: Principal) => Principal | null;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onBug: (error: unknown) => void;
}

export interface Packs {
  /** Theirs, as far as they may still have them, the newest first. */
  all(by: Principal): readonly Pack[];
  /** @throws Refusal `not_found` (`pack`), also for what is somebody else's, and for what they could not ask for any more */
  get(id: string, by: Principal): Pack;
  /** @throws Refusal `too_many_requests` where too many of theirs wait, `busy` where too many do */
  begin(order: Order): Pack;
  /** Where the file is. @throws Refusal `not_found` (`pack`) where there is none, or none any more */
  file(id: string, by: Principal): { readonly path: string; readonly made: MadePack };
  /** How many there are that may hold something of these data subjects. */
  of(subjects: readonly string[]): number;
  /** Removes these, and ends the one that is being made: it fails. Of one that may be of anybody nobody looks whose is in it. Nothing of them is on the disk when it resolves. */
  forget(subjects: readonly string[]): Promise<void>;
  /** Ends what is being made, and removes all files. */
  close(): Promise<void>;
}

const KEPT_MS = 24 * 60 * 60 * 1_000;
const SWEEP_MS = 10 * 60 * 1_000;
/** Waiting or being made, of one person and of everybody. */
const MOST_WAITING_OF_ONE = 3;
const MOST_WAITING = 12;
/** Whoever waits for too many of their own is told to come again then. */
const AGAIN_SECONDS = 30;
/** Kept, done or failed, of one person and of everybody. */
const MOST_KEPT_OF_ONE = 10;
const MOST_KEPT = 60;

/** What there may be in a pack: never more than this, whatever is in it. */
interface Extent {
  readonly condition: Reach["condition"];
  /** `null`: of anybody. */
  readonly subjects: readonly string[] | null;
}

type Held = { -readonly [K in keyof Pack]: Pack[K] } & { readonly extent: Extent };

const isOver = ({ state }: Pack): boolean => state === "done" || state === "failed";

function extentOf({ request, reach }: Order): Extent {
  const { condition, principal } = reach;
  const given = principal.given?.subjects ?? null;
  return { condition, subjects: request.subjects ?? (given && [...given]) };
}

/** Whether they could ask for it today: a right that ended, or was narrowed, leaves nothing of what was made under it. */
function mayHave({ by, request, extent }: Held, asker: Principal, now: number): boolean {
  if (by.id !== asker.id || by.role !== asker.role) return false;
  if (extent.condition === "any") return true;
  const { period, isEmpty, mayName } = reachOf(asker, extent.condition, now);
  if (isEmpty || period === null) return false;
  if (Date.parse(request.from) < period.from || Date.parse(request.until) > period.until)
    return false;
  return extent.subjects === null
    ? asker.given?.subjects === null
    : extent.subjects.every((subject) => mayName(subject));
}

/** Of each person, and of all, the oldest beyond what is kept: of all, from whoever has the most. */
function tooMany(packs: readonly Held[]): readonly Held[] {
  const each = [...Map.groupBy(packs, ({ by }) => by.id).values()];
  const dropped = each.flatMap((own) => own.splice(0, Math.max(0, own.length - MOST_KEPT_OF_ONE)));
  for (let kept = packs.length - dropped.length; kept > MOST_KEPT; kept--)
    dropped.push(each.sort((a, b) => b.length - a.length)[0]!.shift()!);
  return dropped;
}

export async function openPacks(options: PacksOptions): Promise<Packs> {
  const { directory, clock, newId, onBug } = options;
  // Files of a server that was killed: nobody can ask for them any more.
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const packs = new Map<string, Held>();
  const ending = new AbortController();
  /** Of the one that is being made. */
  let making: { readonly id: string; readonly controller: AbortController } | null = null;
  let turn: Promise<void> = Promise.resolve();
  const fileOf = (id: string): string => join(directory, `${id}.zip`);

  const drop = async (id: string): Promise<void> => {
    packs.delete(id);
    await rm(fileOf(id), { force: true }).catch(onBug);
  };

  async function sweep(): Promise<void> {
    const over = [...packs.values()].filter(isOver);
    const old = new Set(over.filter(({ expiresAt }) => (expiresAt ?? 0) <= clock.now()));
    const others = over.filter((pack) => !old.has(pack));
    for (const { id } of [...old, ...tooMany(others)]) await drop(id);
  }
  const timer = setInterval(() => void sweep(), SWEEP_MS).unref();

  async function make(pack: Held, order: Order): Promise<void> {
    if (ending.signal.aborted || !packs.has(pack.id)) return;
    pack.state = "running";
    const controller = new AbortController();
    making = { id: pack.id, controller };
    const assertStillTheirs = (): void => {
      const asker = options.personNow(order.reach.principal);
      if (asker === null || !mayHave(pack, asker, clock.now()))
        throw new Refusal("forbidden", { problem: "target" });
    };
    try {
      // Its turn may have come when what was given has ended, or was narrowed.
      assertStillTheirs();
      pack.made = await options.make(order, {
        ...{
          id: pack.id,
          file: fileOf(pack.id),
          signal: AbortSignal.any([ending.signal, controller.signal]),
          assertStillTheirs,
        },
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
    making = null;
    pack.progress = null;
    pack.expiresAt = clock.now() + KEPT_MS;
    await sweep();
  }

  function get(id: string, by: Principal): Held {
    const found = packs.get(id);
    const hasEnded = found?.expiresAt != null && found.expiresAt <= clock.now();
    // What others have made is not there, to the letter.
    if (found === undefined || hasEnded || !mayHave(found, by, clock.now()))
      throw new Refusal("not_found", { what: "pack" });
    return found;
  }

  const mayHold =
    (subjects: readonly string[]) =>
    ({ extent }: Held): boolean =>
      extent.subjects === null || extent.subjects.some((one) => subjects.includes(one));

  return {
    of: (subjects) => [...packs.values()].filter(mayHold(subjects)).length,
    async forget(subjects) {
      const gone = [...packs.values()].filter(mayHold(subjects));
      for (const { id } of gone) packs.delete(id);
      if (gone.some(({ id }) => id === making?.id)) making?.controller.abort();
      // Whatever was being made has ended then, and what it left is removed.
      await turn;
      for (const { id } of gone) await drop(id);
    },
    all: (by) => [...packs.values()].filter((pack) => mayHave(pack, by, clock.now())).reverse(),
    get,
    begin(order) {
      const { request, by } = order;
      const waiting = [...packs.values()].filter((pack) => !isOver(pack));
      if (ending.signal.aborted) throw new Refusal("shutting_down", {});
      if (waiting.filter((pack) => pack.by.id === by.id).length >= MOST_WAITING_OF_ONE)
        throw new Refusal("too_many_requests", { seconds: AGAIN_SECONDS });
      if (waiting.length >= MOST_WAITING) throw new Refusal("busy", {});
      const pack: Held = {
        ...{ id: newId(), by: { id: by.id, role: by.role }, request, state: "waiting" },
        ...{ createdAt: clock.now(), expiresAt: null, progress: null, failure: null, made: null },
        extent: extentOf(order),
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
