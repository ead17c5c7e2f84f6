/** What people are handed as files: packs of evidence, and exports of all that there is about a person. */
import { join } from "node:path";
import type { AskChain } from "../../portal/verify/chain.ts";
import { packMaker } from "../consent/packs/make.ts";
import { openPacks, type Packs } from "../consent/packs/packs.ts";
import { openPress, type Press } from "../consent/receipt/pdf/press.ts";
import type { Consents } from "../consent/service.ts";
import type { Clock } from "../core/clock.ts";
import type { Identity } from "../identity/service.ts";
import { openChecker } from "../ledger/evidence/checker.ts";
import { kindsByName, ownKindsByName } from "../ledger/kinds/registry.ts";
import type { Ledger } from "../ledger/service.ts";
import { type Exports, openExports } from "../rights/export/exports.ts";
import { domainKindsByName } from "../rights/kinds/registry.ts";
import type { Undo } from "./stored.ts";

interface Needs {
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly identity: Pick<Identity, "personNow" | "organizations">;
  readonly clock: Clock;
  readonly origin: string;
  readonly dataDirectory: string;
  readonly ask: AskChain;
  readonly onBug: (error: unknown) => void;
}

export interface Handouts {
  readonly press: Press;
  readonly packs: Packs;
  readonly exports: Exports;
}

export async function openHandouts(
  { ledger, consents, identity, clock, origin, dataDirectory, ask, onBug }: Needs,
  undo: Undo,
): Promise<Handouts> {
  const press = openPress();
  undo.push(() => press.close());
  const checker = openChecker();
  undo.push(() => checker.close());
  const { newId } = ledger;
  const packs = await openPacks({
    ...{ directory: join(dataDirectory, "packs"), clock, newId, onBug },
    personNow: ({ id }) => identity.personNow(id),
    make: packMaker({ ledger, consents, clock, origin, press, ask }),
  });
  undo.push(() => packs.close());
  const exports = await openExports({
    ...{ directory: join(dataDirectory, "exports"), newId },
    ...{ ledger, consents, origin, press, checker },
    kinds: new Map([...kindsByName, ...domainKindsByName, ...ownKindsByName]),
    organizationName: (id) =>
      identity.organizations.list().find((one) => one.id === id)?.name ?? null,
  });
  undo.push(() => exports.close());
  return { press, packs, exports };
}
