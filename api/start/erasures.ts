/** Erasures, put together: what holds something of people, and who drives them to their end. */
import type { Packs } from "../consent/packs/packs.ts";
import type { Clock } from "../core/clock.ts";
import { Refusal } from "../core/errors.ts";
import type { KindRegistry } from "../core/kind.ts";
import type { Random } from "../core/random.ts";
import type { Identity } from "../identity/service.ts";
import { kindsByName, ownKindsByName } from "../ledger/kinds/registry.ts";
import type { Ledger } from "../ledger/service.ts";
import type { RequestHandlers } from "../rights/cases/handlers.ts";
import { boundedCertificates } from "../rights/erase/bounded-certificates.ts";
import { type Certificates, createCertificates } from "../rights/erase/certificates.ts";
import { acknowledged } from "../rights/erase/complete.ts";
import type { Copy, ErasureContext } from "../rights/erase/context.ts";
import { erasureHandler } from "../rights/erase/handler.ts";
import { createErasures, type Erasures } from "../rights/erase/service.ts";
import { erasedTogether } from "../rights/erase/together.ts";
import type { Exports } from "../rights/export/exports.ts";
import { domainKindsByName } from "../rights/kinds/registry.ts";
import { createRetention, type Retention } from "../rights/retention/service.ts";
import {
  createRootKey,
  type KeyFilesState,
  noKeyFiles,
  type RootKey,
} from "../rights/root-key/service.ts";
import type { SignedFields } from "../sharing/push/acknowledge.ts";
import type { CaseStore } from "../store/case-store.ts";
import type { KeyStore } from "../store/key-store.ts";
import type { PartnerStore } from "../store/partner-store.ts";
import type { Store } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import { repeated } from "./repeated.ts";
import type { Undo } from "./stored.ts";

/** Where something of people lies beside ledger and keys; what is left out there is not. */
export interface Copies {
  readonly partners: Pick<
    PartnerStore,
    "givenOf" | "eraseSubjects" | "pruneErased" | "scrub" | "message"
  >;
  readonly cases: Pick<CaseStore, "eraseSubjects" | "scrub">;
  readonly identity?: Pick<Identity, "people">;
  readonly packs?: Pick<Packs, "of" | "forget">;
  readonly exports?: Pick<Exports, "forget">;
}

interface Needs extends Copies {
  readonly ledger: Ledger;
  readonly store: Store;
  readonly keyStore: KeyStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  /** The files of root keys; left out: there are none. */
  readonly keyFiles?: KeyFilesState;
  /** Who follow the log for partners, and for requests. */
  readonly followers: readonly { caughtUp(): Promise<void> }[];
  readonly onBug: (error: unknown) => void;
}

export interface OpenErasures {
  readonly erasures: Erasures;
  readonly retention: Retention;
  readonly certificates: Certificates;
  readonly rootKey: RootKey;
}

/** In the order in which they are erased. */
function copiesOf({ partners, cases, identity, packs, exports, clock }: Needs): readonly Copy[] {
  const nothing = async (): Promise<boolean> => true;
  const copies: (Copy | undefined)[] = [
    identity && {
      name: "accounts",
      count: async (subjects) => identity.people.count(subjects),
      erase: async (subjects) => identity.people.erase(subjects),
      scrub: () => identity.people.scrub(),
    },
    {
      name: "partners",
      count: async (subjects) => (await partners.givenOf(subjects)).length,
      async erase(subjects) {
        await partners.eraseSubjects(subjects);
        await partners.pruneErased(clock.now());
      },
      scrub: () => partners.scrub(),
    },
    {
      name: "requests",
      count: async () => 0,
      erase: async (subjects) => void (await cases.eraseSubjects(subjects)),
      scrub: () => cases.scrub(),
    },
    packs && {
      name: "packs",
      count: async (subjects) => packs.of(subjects),
      erase: (subjects) => packs.forget(subjects),
      scrub: nothing,
    },
    exports && {
      name: "exports",
      count: async () => 0,
      erase: (subjects) => exports.forget(subjects),
      scrub: nothing,
    },
  ];
  return copies.filter((copy) => copy !== undefined);
}

export function openErasures(needs: Needs): OpenErasures {
  const { ledger, store, keyStore, vault, clock, random, partners, followers } = needs;
  const caughtUp = async (): Promise<void> => {
    await Promise.all(followers.map((one) => one.caughtUp()));
  };
  const retention = createRetention({ ledger, clock });
  const files = needs.keyFiles ?? noKeyFiles;
  const context: ErasureContext = {
    ...{ ledger, retention, store, keyStore, vault, clock, random },
    kinds: allKinds,
    together: erasedTogether(keyStore),
    copies: copiesOf(needs),
    escrowedRoots: async () => {
      const held = (await files.copies()).filter(({ destroyedAt }) => destroyedAt === null);
      return new Set(held.map(({ root }) => root));
    },
    async given(subjects) {
      await caughtUp();
      return partners.givenOf(subjects);
    },
    prune: async () => void (await partners.pruneErased(clock.now())),
    told: caughtUp,
  };
  return {
    retention,
    rootKey: createRootKey({ ledger, keyStore, files }),
    erasures: createErasures(context, { onError: needs.onBug }),
    certificates: boundedCertificates(
      createCertificates(context, async (id) => (await partners.message(id))?.body ?? null),
      {
        clock,
        outcomes: async (id) =>
          (await ledger.events(ledger.firm, `erasure-outcome/${id}`)).events.length,
      },
    ),
  };
}

/** All that there are: what records of people may be of. */
export const allKinds: KindRegistry = new Map([
  ...kindsByName,
  ...domainKindsByName,
  ...ownKindsByName,
]);

/** What grants a request for erasure, for who is put together before erasures are. */
export function erasureGrants(of: () => Erasures | null): RequestHandlers {
  const erasures = (): Erasures => {
    const found = of();
    if (found === null) throw new Refusal("busy", {});
    return found;
  };
  const handler = erasureHandler({
    preview: (...asked) => erasures().preview(...asked),
    carryOut: (wanted) => erasures().carryOut(wanted),
    find: (id) => erasures().find(id),
    idOf: (request) => erasures().idOf(request),
  });
  return { erasure: handler };
}

/** What those who follow the log for partners must know of erasures. */
export const toldOfErasures = ({
  keyStore,
  ledger,
  clock,
}: Pick<Needs, "keyStore" | "ledger" | "clock">) => ({
  async erased(id: string): Promise<readonly string[]> {
    const { scopes = [] } = (await keyStore.erasure(id)) ?? {};
    return scopes.filter(({ secrets }) => secrets.length > 0).map(({ subject }) => subject);
  },
  ofErasure: (index: number, fields: SignedFields) =>
    acknowledged({ ledger, clock }, index, fields),
});

/** What is told of erasures to whoever is woken. */
export const erasureAlarms = (of: () => Erasures | null) => ({
  unfinished: () => of()?.troubles().unfinished ?? 0,
  uncompleted: () => of()?.troubles().uncompleted ?? 0,
});

/** What was interrupted goes on soon; what is over goes within a day. */
const TEND_MS = 60_000;

/** Tends erasures for as long as the server runs. */
export function tendErasures(
  { erasures }: Pick<OpenErasures, "erasures">,
  onBug: (error: unknown) => void,
  undo: Undo,
): { soon(): void } {
  const tending = repeated({
    work: async () => {
      await erasures.tend();
      return false;
    },
    ...{ everyMilliseconds: TEND_MS, onBug },
  });
  tending.start();
  undo.push(async () => {
    await tending.stop();
    await erasures.rest();
  });
  return { soon: tending.soon };
}
