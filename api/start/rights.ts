/** People's rights, put together: their requests as cases, the file of them, what carries them out, and who is reminded, or told. */
import { join } from "node:path";
import type { Config } from "../core/config.ts";
import { isRefusal } from "../core/errors.ts";
import type { Identity } from "../identity/service.ts";
import { createFollowing, type Follower, type FollowingOptions } from "../ledger/following.ts";
import { type Carrier, createCarrier, passesByItself } from "../rights/cases/carry.ts";
import type { CaseContext } from "../rights/cases/context.ts";
import { createNews } from "../rights/cases/news.ts";
import { remind } from "../rights/cases/reminders.ts";
import { createRequests } from "../rights/cases/service.ts";
import { createCaseWalk, type WalkContext } from "../rights/cases/walk.ts";
import type { Rights } from "../rights/service.ts";
import type { CaseStore } from "../store/case-store.ts";
import { openCasesFile } from "../store/sqlite/cases.ts";
import { repeated } from "./repeated.ts";
import type { Undo } from "./stored.ts";
import { addressesOf } from "./written-to.ts";

type CaseNeeds = Omit<CaseContext, "caughtUp" | "inHand"> &
  Pick<FollowingOptions, "onBug" | "onConcluded"> &
  Pick<WalkContext, "size" | "erasedAmong">;

export interface OpenCases {
  readonly rights: Pick<Rights, "requests">;
  readonly follower: Follower;
  readonly carrier: Carrier;
}

/** Requests over an open file. Nothing is followed before the follower is started, or somebody waits for it. */
export function openCases(needs: CaseNeeds): OpenCases {
  const walk = createCaseWalk(needs);
  const follower = createFollowing({ ...needs, walk });
  const context: CaseContext = { ...needs, caughtUp: follower.caughtUp, inHand: new Set() };
  const carrier = createCarrier(context);
  return { follower, carrier, rights: { requests: createRequests(context, carrier) } };
}

interface Needs extends Omit<CaseNeeds, "store" | "settings" | "onConcluded"> {
  readonly config: Pick<Config, "dataDirectory" | "publicUrl" | "rights">;
  readonly identity: Pick<Identity, "accounts" | "contacts" | "mailer">;
  /** A reminder, or news, was not taken by the mail server. */
  readonly onUnsent: () => void;
}

export interface RunningRights extends Pick<OpenCases, "rights"> {
  /** Of which erasing takes away whose a request was. */
  readonly cases: CaseStore;
  /** Follows, carries out and reminds from now on. */
  start(): void;
  /** Something was recorded. */
  poke(): void;
  /** Resolves when all that was recorded before it was called is followed. @throws Refusal `busy` */
  caughtUp(): Promise<void>;
}

/** How often what was granted is gone on with, where it is not done at once. */
const CARRY_MS = 5_000;
/** How often it is looked who is to be reminded. */
const REMIND_MS = 60_000;

/** Opens the file beside the ledger's. */
export function openRights(
  { config, identity, onUnsent, ...needs }: Needs,
  undo: Undo,
): RunningRights {
  const { clock, onBug } = needs;
  const cases = openCasesFile({ file: join(config.dataDirectory, "cases.db") });
  undo.push(async () => cases.close());
  const { rights, follower, carrier } = openCases({
    ...{ ...needs, store: cases, settings: config.rights },
    onConcluded: () => carrying.soon(),
  });
  undo.push(() => follower.stop());
  const told = new Set<string>();
  const mailing = {
    ...{ store: cases, clock, onUnsent, publicUrl: config.publicUrl, mailer: identity.mailer },
    officers: () => officersOf(identity),
    addressesOf: addressesOf(identity),
  };
  const news = createNews({ ...mailing, onBug });
  const carrying = repeated({
    // All of it is tried again; what does not pass by itself is told once of a request.
    async work() {
      // Before it is carried out: whoever is erased has no address any more.
      await news.round().catch((error) => void (isRefusal(error) || onBug(error)));
      return carrier.round((error, requestId) => {
        if (passesByItself(error) || told.has(requestId)) return;
        told.add(requestId);
        onBug(error);
      });
    },
    ...{ everyMilliseconds: CARRY_MS, onBug },
  });
  const reminding = repeated({
    work: () => remind(mailing),
    ...{ everyMilliseconds: REMIND_MS, onBug },
  });
  undo.push(async () => {
    await Promise.all([carrying.stop(), reminding.stop()]);
    await news.settle();
  });
  return {
    ...{ cases, rights, poke: follower.poke, caughtUp: follower.caughtUp },
    start() {
      follower.start();
      carrying.start();
      reminding.start();
    },
  };
}

/** Officers with an address of e-mail; there are few. */
function officersOf({ accounts }: Needs["identity"]): { id: string; email: string }[] {
  const officers: { id: string; email: string }[] = [];
  for (let after = ""; ; ) {
    const page = accounts.list({ customers: false, after, limit: PAGE });
    for (const { id, role, email } of page) {
      after = id;
      if (role === "officer" && email !== null) officers.push({ id: `person/${id}`, email });
    }
    if (page.length < PAGE) return officers;
  }
}

const PAGE = 200;
