/** What an audit must know before it can begin: whose ledger it is, and with which keys its rows are held. */
import { asContractAddress, asLedgerId, asTreeSize } from "../../portal/verify/brands.ts";
import { FormatError } from "../../portal/verify/errors.ts";
import { type Policy, policyOrigin } from "../../portal/verify/policy.ts";
import { isRefusal, Refusal } from "../core/errors.ts";
import type { Ranges } from "../log/recovered.ts";
import { recoveredRanges } from "../log/recovered.ts";
import type { AuditSnapshots } from "../store/audit-store.ts";
import { keyedRowMac } from "../vault/row-mac.ts";
import { type OwnCopy, openOwnCopy } from "./copy/own-copy.ts";
import { type Erasures, readErasures } from "./erasures/read-erasures.ts";
import type { Findings } from "./findings.ts";
import { type HandTools, handTools } from "./hands/hands.ts";
import { loadNamedKeys } from "./keys/named.ts";
import { logKeys } from "./log/log-keys.ts";
import type { AuditOptions } from "./options.ts";
import { guarded, unlessUnreadable } from "./parts/guarded.ts";
import { isCount } from "./row.ts";
import type { AuditScene } from "./scene.ts";
import type { Steps } from "./steps.ts";
import { type Counted, readCounters } from "./tables/counters.ts";
import { type Meta, readMeta } from "./tables/meta.ts";
import { assertOwnVersion } from "./tables/schema.ts";

export interface OpenedScene extends AuditScene, OwnCopy {
  readonly counted: Counted;
  /** Entries that the ledger took over from its predecessor. */
  readonly begin: number;
  readonly erasures: Erasures;
  /** Entries that came back without their records. */
  readonly recovered: Ranges;
  /** The origin that records are sealed under. */
  readonly label: string;
  readonly tools: HandTools;
}

/** Name of the row that says where the ledger began. */
const BEGIN = "begin";

const NOTHING_COUNTED: Counted = {
  meta: null,
  subjects: null,
  idempotency: null,
  checkpoints: null,
  cosignatures: null,
  standings: null,
  entries: null,
  anchors: null,
  erased: null,
  closed: null,
  vacated: null,
};

/** @throws Refusal `wrong_ledger`, `unknown_schema`, `invalid_setting` (`no_ledger`) */
export async function openScene(
  options: AuditOptions,
  snapshots: AuditSnapshots,
  findings: Findings,
  steps: Steps,
): Promise<OpenedScene> {
  const { provider, origin, logKey, retired, copyDirectory, directory } = options;
  const { ledger, keys } = snapshots;
  // What cannot be read of it is named later.
  await unlessUnreadable(() => assertOwnVersion(ledger));
  const map = typeof snapshots.map === "string" ? null : snapshots.map;
  const files = { ledger, keys, map, provider };
  const named = await loadNamedKeys(keys, provider);
  const rowMac = named.row === null ? null : keyedRowMac(named.row);
  const base = { snapshots, rowMac, findings };
  const counters = guarded(findings, { place: "counters" }, () => readCounters(base));
  const counted = (await counters) ?? NOTHING_COUNTED;
  const metaRows = guarded(findings, { place: "meta" }, () => readMeta(base, counted.meta));
  const meta: Meta = (await metaRows) ?? new Map();
  const own = meta.get("origin");
  if (own !== undefined && own !== origin) {
    throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
  }
  const begin = beginIn(meta, findings);
  assertOneLedger(options.pinned, placeIn(meta.get("ledger")));
  const policy = options.pinned ?? ownPolicy(options, meta, begin);
  if (policyOrigin(policy) !== logKey.name) {
    throw new Refusal("wrong_ledger", { setting: "COUNTERFOIL_ORIGIN" });
  }
  const label = meta.get("vault") ?? origin;
  return {
    ...{ ...base, policy, steps, directory, counted, begin, label },
    ...(await openOwnCopy(copyDirectory, logKey, findings)),
    logKeys: logKeys({ current: logKey, retired, begin }),
    erasures: await readErasures(base, counted),
    recovered: await rangesIn(meta),
    tools: await handTools({ ...files, label }, named),
  };
}

/** Without the key of the rows it may hold anything; 0, as of a ledger without a predecessor, where it is no number. */
function beginIn(meta: Meta, findings: Findings): number {
  const text = meta.get(BEGIN) ?? "0";
  const begin = Number(text);
  if (isCount(begin) && String(begin) === text) return begin;
  const key = { name: BEGIN };
  findings.add({ place: "meta", key, kind: "changed", cause: "row_form" });
  return 0;
}

type LedgerPlace = Pick<Policy, "chainId" | "contract" | "ledgerId">;

/** Nothing of this ledger is damaged because somebody brings another one's policy. */
function assertOneLedger(pinned: LedgerPlace | null, own: LedgerPlace | null): void {
  if (pinned === null || own === null) return;
  const isOne =
    pinned.chainId === own.chainId &&
    pinned.contract === own.contract &&
    pinned.ledgerId === own.ledgerId;
  if (!isOne) throw new Refusal("wrong_ledger", { setting: "--policy" });
}

/** What cannot be read accounts for nothing. */
async function rangesIn(meta: Meta): Promise<Ranges> {
  try {
    return await recoveredRanges({ meta: async (key) => meta.get(key) ?? null });
  } catch (error) {
    if (isRefusal(error, "damaged")) return [];
    throw error;
  }
}

function ownPolicy(options: AuditOptions, meta: Meta, begin: number): Policy {
  const { logKey, receiptKey, policyFile } = options;
  const fromSize = asTreeSize(begin);
  const keys = [
    { role: "log", vkey: logKey.vkey, fromSize },
    { role: "receipt", vkey: receiptKey, fromSize },
  ] as const;
  const place = placeIn(meta.get("ledger")) ?? placeIn(policyFile ?? undefined);
  if (place === null) {
    throw new Refusal("invalid_setting", { setting: "COUNTERFOIL_DATA", problem: "no_ledger" });
  }
  return { ...place, keys, maxAgeSeconds: null };
}

/** Where the ledger is, as the database remembers it; or, where that is damaged, the policy that was handed out. */
function placeIn(text: string | undefined): LedgerPlace | null {
  try {
    const { chainId, contract, ledgerId } = JSON.parse(text ?? "null") ?? {};
    return {
      chainId: asTreeSize(chainId),
      contract: asContractAddress(contract),
      ledgerId: asLedgerId(ledgerId),
    };
  } catch (error) {
    if (error instanceof FormatError || error instanceof SyntaxError) return null;
    throw error;
  }
}
