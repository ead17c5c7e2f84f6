/** What the app of a test ledger does beside records and consents: packs of evidence, audits that never come to an end by themselves, agreements on a contract of the same chain. */
import { join } from "node:path";
import { type AuditEnd, openAuditRuns, type StartAudit } from "../../api/audit/runs/runs.ts";
import { type MakeContext, packMaker } from "../../api/consent/packs/make.ts";
import { openPacks } from "../../api/consent/packs/packs.ts";
import type { Consents } from "../../api/consent/service.ts";
import { readConfig } from "../../api/core/config.ts";
import type { Random } from "../../api/core/random.ts";
import type { AppOptions } from "../../api/http/app.ts";
import { checkHere } from "../../api/ledger/evidence/checker.ts";
import { kindsByName, ownKindsByName } from "../../api/ledger/kinds/registry.ts";
import type { Ledger } from "../../api/ledger/service.ts";
import type { Issuer } from "../../api/log/issuer.ts";
import type { RequestHandlers } from "../../api/rights/cases/handlers.ts";
import { openExports } from "../../api/rights/export/exports.ts";
import { domainKindsByName } from "../../api/rights/kinds/registry.ts";
import { createRegisters } from "../../api/rights/register/service.ts";
import { createCounts } from "../../api/sharing/counts/service.ts";
import { createDelivery } from "../../api/sharing/delivery/service.ts";
import { createSharing, type Sharing } from "../../api/sharing/service.ts";
import {
  erasureGrants,
  type OpenErasures,
  openErasures,
  toldOfErasures,
} from "../../api/start/erasures.ts";
import { openPush } from "../../api/start/push.ts";
import { openCases } from "../../api/start/rights.ts";
import type { CaseStore } from "../../api/store/case-store.ts";
import type { KeyStore } from "../../api/store/key-store.ts";
import { openCasesFile } from "../../api/store/sqlite/cases.ts";
import { openPartnersFile, type PartnersFile } from "../../api/store/sqlite/partners.ts";
import type { Store } from "../../api/store/store.ts";
import type { Mac } from "../../api/vault/macs.ts";
import type { Vault } from "../../api/vault/vault.ts";
import { recordedChain } from "../api/sharing/recorded-chain.ts";

const endless: StartAudit = () => {
  const { promise, resolve } = Promise.withResolvers<AuditEnd>();
  return { end: promise, cancel: async () => resolve({ failure: "fault" }) };
};

export async function openJobs(
  directory: string,
  parts: Omit<MakeContext, "ledger" | "consents"> & {
    readonly consents: Consents;
    readonly ledger: Ledger;
    readonly random: Random;
    readonly issuer: Issuer;
    readonly mac: Mac;
    readonly store: Store;
    readonly keyStore: KeyStore;
    readonly vault: Vault;
    readonly onBug: (error: unknown) => void;
    /** What is done for what is granted; left out: nothing. */
    readonly handlers?: RequestHandlers | undefined;
    /** Of the terms; nothing is asked of it. */
    readonly sharingContract?: string | undefined;
  },
): Promise<
  Required<
    Pick<
      AppOptions,
      | "audits"
      | "packs"
      | "exports"
      | "sharing"
      | "delivery"
      | "counts"
      | "push"
      | "rights"
      | "registers"
    >
  > & {
    readonly partners: PartnersFile;
    readonly cases: CaseStore;
  }
> {
  const { clock, random, onBug, ledger, consents } = parts;
  const { chainId } = ledger.policy;
  const common = { clock, random, onBug };
  const partners = openPartnersFile({ file: join(directory, "partners.db") });
  const { store, keyStore, vault } = parts;
  const size = () => store.size();
  const { push, wasGiven, follower } = openPush({
    ...{ partners, ledger, clock, onBug, size },
    ...toldOfErasures({ keyStore, ledger, clock }),
    wake: () => {},
  });
  const place = { chainId, contract: parts.sharingContract ?? `0x${"c0".repeat(20)}` };
  const sharing: Sharing = createSharing({
    ...{ ledger, clock, random, registry: consents.registry },
    chain: place,
    relay: recordedChain(place, () => sharing.agreements()),
    hasOrganization: () => true,
  });
  const { inForce, agreements } = sharing;
  const cases = openCasesFile({ file: join(directory, "cases.db") });
  let erasing: OpenErasures | null = null;
  const opened = openCases({
    ...{ ledger, ...common, size, store: cases },
    handlers: { ...erasureGrants(() => erasing?.erasures ?? null), ...parts.handlers },
    settings: readConfig({}).rights,
  });
  const packs = await openPacks({
    ...{ ...common, directory: join(directory, "packs"), newId: ledger.newId },
    personNow: (asked) => asked,
    make: packMaker(parts),
  });
  const exports = await openExports({
    ...{ ...parts, directory: join(directory, "exports"), newId: ledger.newId },
    checker: checkHere,
    kinds: new Map([...kindsByName, ...domainKindsByName, ...ownKindsByName]),
    organizationName: () => null,
  });
  erasing = openErasures({
    ...{ ledger, store, keyStore, vault, clock, random, partners, cases, onBug },
    ...{ packs, exports, followers: [follower, opened.follower] },
  });
  return {
    ...{ partners, push, cases, packs, exports },
    rights: { ...opened.rights, ...erasing },
    registers: createRegisters({ ledger, consents, sharing, clock }),
    audits: await openAuditRuns({
      ...{ ...common, directory: join(directory, "audits"), start: endless },
      onReport: async () => {},
    }),
    delivery: createDelivery({ ledger, consents, clock, issuer: parts.issuer, wasGiven, inForce }),
    sharing,
    counts: createCounts({
      ...{ ledger, consents, clock, mac: parts.mac, inForce, agreements, threshold: 20 },
    }),
  };
}
