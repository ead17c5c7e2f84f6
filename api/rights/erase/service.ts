/** Erasures: looked at, begun, driven to their end, told of. The one door of this room; routes and the handler of requests call nothing else. */
import { erasureCodeKeys } from "../../../portal/verify/erasure-code.ts";
import { isRefusal } from "../../core/errors.ts";
import type { Erasure } from "../../store/erasures.ts";
import type { GivenRow } from "../../store/partner-store.ts";
import { eraseCopiesAgain } from "./again.ts";
import { begin, type Wanted } from "./begin.ts";
import { complete } from "./complete.ts";
import type { CopyName, ErasureContext } from "./context.ts";
import { erasureIdOf, type RequestName } from "./erasure-id.ts";
import { assertListable, type Looked, lookAt } from "./look.ts";
import type { FreeClass } from "./plan.ts";
import { createRun, unfinished } from "./run.ts";
import { sweep, sweepTimes } from "./sweep.ts";

/** What would go and stay, and who would hear of it. */
export interface Preview extends Looked {
  /** What partners were given and may still have. */
  readonly given: readonly GivenRow[];
  /** What goes beside ledger and keys. */
  readonly copies: readonly { readonly name: CopyName; readonly count: number }[];
}

export interface Begun {
  readonly erasure: Erasure;
  /** Opens the person's certificates; told once, to be handed over. `null`: the person has one already. */
  readonly code: string | null;
}

/** `publicKey` null: a code is made, unless an earlier erasure of the person has one. */
export type CarryOut = Omit<Wanted, "onlyOver">;

export interface Troubles {
  /** Erasures that have begun ten minutes ago or more, and are not done. */
  readonly unfinished: number;
  /** Those that were begun more than 31 days ago, and whose root key is still there. */
  readonly uncompleted: number;
}

const LATE_MS = 10 * 60_000;
/** The root key of what was destroyed is gone within 30 days; a day for who rolls it by hand. */
const OVERDUE_MS = 31 * 86_400_000;

export interface Erasures {
  /** @param mayName which identifiers are told of; left out: all of the person @throws Refusal as lookAt */
  preview(
    subject: string,
    goNow: ReadonlySet<FreeClass>,
    mayName?: (subject: string) => boolean,
  ): Promise<Preview>;
  /** Begins, and goes on by itself; resolves when it has begun. @throws Refusal as begin */
  carryOut(wanted: CarryOut): Promise<Begun>;
  find(id: string): Promise<Erasure | null>;
  /** Under which id an erasure grants a request. */
  idOf(request: RequestName): string;
  /** The newest first. @param below only of smaller numbers; `null`: all. `next`: below which the next page begins */
  newest(
    below: number | null,
    limit: number,
  ): Promise<{ readonly page: readonly Erasure[]; readonly next: number | null }>;
  /** Those that are not done, in the order in which they began. */
  unfinished(): Promise<readonly Erasure[]>;
  /** Everything that was begun, as far as it gets now, and what a backup has brought back; before anybody is let in. What a step has failed with is reported. */
  resume(): Promise<void>;
  /** What is unfinished is tried again; once a day, and when rules or holds were changed, what is over goes by itself. Returns how many it has begun. */
  tend(): Promise<number>;
  /** Records of each whose root key is gone that it is complete; how many that were. */
  complete(): Promise<number>;
  /** What somebody should be woken for, as {@link tend} has found it last. */
  troubles(): Troubles;
  /** Resolves when an erasure has got as far as it gets now. */
  settled(id: string): Promise<boolean>;
  /** Resolves when nothing that was begun is under way any more: before what it works with is closed. */
  rest(): Promise<void>;
}

const CODE_BYTES = 32;
/** Erasures that are driven together. */
const AT_ONCE = 16;

export function createErasures(
  context: ErasureContext,
  { onError }: { readonly onError: (error: unknown) => void },
): Erasures {
  const { keyStore, random, together } = context;
  const run = createRun(context);
  const times = sweepTimes(() => context.retention.changes());
  const underWay = new Set<Promise<void>>();
  let found: Troubles = { unfinished: 0, uncompleted: 0 };

  async function go(wanted: Wanted): Promise<Erasure> {
    const lift = await begin(context, wanted);
    if (lift !== null) run.bar(wanted.erasureId, lift);
    const erasure = await keyStore.erasure(wanted.erasureId);
    if (erasure === null) throw new Error("an erasure that has begun is not in the journal");
    return erasure;
  }

  /** Whoever asked need not wait for it; what fails is tried again by {@link tend}. */
  const goOn = (erasure: Erasure): void => {
    const driven = run.drive(erasure).then(
      () => {},
      (error: unknown) => onError(error),
    );
    underWay.add(driven);
    void driven.then(() => underWay.delete(driven));
  };

  /** Several at a time: the last step reads whole files, once for all that wait for it. */
  async function driveAll(
    all: readonly Erasure[],
    onFailure: (error: unknown) => void,
  ): Promise<void> {
    for (let first = 0; first < all.length; first += AT_ONCE)
      await Promise.all(
        all.slice(first, first + AT_ONCE).map((one) => run.drive(one).catch(onFailure)),
      );
  }

  async function carryOut(wanted: CarryOut): Promise<Begun> {
    const known = await together.of(wanted.subject);
    const before = wanted.publicKey === null ? await together.certificateOf(known) : null;
    const isOwn = wanted.publicKey !== null || before !== null;
    const code = isOwn ? null : random.bytes(CODE_BYTES).toString("base64url");
    const publicKey = code === null ? wanted.publicKey : erasureCodeKeys(code).publicKey;
    const wasThere = (await keyStore.erasure(wanted.erasureId)) !== null;
    const erasure = await go({ ...wanted, publicKey });
    goOn(erasure);
    return { erasure, code: wasThere ? null : code };
  }

  return {
    async preview(subject, goNow, mayName = () => true) {
      const whole = await lookAt(context, subject, goNow);
      assertListable(whole);
      const of = <T extends { readonly subject: string }>(all: readonly T[]): readonly T[] =>
        all.filter((one) => mayName(one.subject));
      const subjects = whole.subjects.filter(mayName);
      const looked = { ...whole, subjects, planned: of(whole.planned), scopes: of(whole.scopes) };
      const copies = [];
      for (const copy of context.copies)
        copies.push({ name: copy.name, count: await copy.count(subjects) });
      return { ...looked, given: await context.given(subjects), copies };
    },
    carryOut,
    find: (id) => keyStore.erasure(id),
    idOf: (request) => erasureIdOf(context.vault.mac, request),
    async newest(below, limit) {
      const end = Math.min((below ?? Number.POSITIVE_INFINITY) - 1, await keyStore.erasureCount());
      const after = Math.max(0, end - limit);
      const page = await keyStore.erasures({ which: "all", after, limit: end - after });
      return { page: [...page].reverse(), next: after === 0 ? null : after + 1 };
    },
    unfinished: () => unfinished(context),
    async resume() {
      await eraseCopiesAgain(context);
      const all = await unfinished(context);
      for (const one of all) run.barAnew(one);
      // What cannot be done for now goes on later, and keeps nobody else from being erased; until then it stays barred. Whoever is woken hears of it ({@link troubles}).
      await driveAll(all, (error) => {
        if (!isRefusal(error)) onError(error);
      });
    },
    async tend() {
      await driveAll(await unfinished(context), onError);
      const now = context.clock.now();
      // What cannot be completed keeps nothing from going.
      const waiting = await complete(context).then(
        (outcome) => outcome.waiting,
        (error: unknown) => void onError(error),
      );
      const open = await unfinished(context);
      found = {
        unfinished: open.filter(({ begunAt }) => begunAt < now - LATE_MS).length,
        uncompleted:
          waiting === undefined
            ? found.uncompleted
            : waiting.filter((begunAt) => begunAt < now - OVERDUE_MS).length,
      };
      if (!times.isDue(now)) return 0;
      await context.prune();
      const began = { at: now, changes: context.retention.changes() };
      const goOne = async (wanted: Wanted): Promise<void> => goOn(await go(wanted));
      const { begun, again } = await sweep(context, goOne, onError);
      if (!again) times.done(began);
      return begun;
    },
    troubles: () => found,
    complete: async () => (await complete(context)).completed,
    async settled(id) {
      const erasure = await keyStore.erasure(id);
      return erasure !== null && (await run.drive(erasure));
    },
    async rest() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
