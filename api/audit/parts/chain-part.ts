/** The chain, and the anchors that are stored. */
import { type CheckedAnchors, checkAnchors } from "../chain/check-anchors.ts";
import { checkLedgerOnChain } from "../chain/check-ledger.ts";
import { readChain } from "../chain/read-chain.ts";
import { isCount } from "../row.ts";
import { guarded } from "./guarded.ts";
import { sizeNow, type WholeAudit } from "./whole.ts";

const NO_ANCHORS: CheckedAnchors = {
  stored: 0,
  blocks: 0,
  blocksUntold: 0,
  anchors: [],
  finalTime: null,
  isPartial: true,
};

/** @param entries in the database */
export async function checkChain(audit: WholeAudit, entries: number): Promise<CheckedAnchors> {
  const { options, scene, fresh, limit } = audit;
  const { findings, policy, counted } = scene;
  const ask = options.openChain?.({ contract: policy.contract, ledgerId: policy.ledgerId }) ?? null;
  const facts = ask === null ? null : await readChain(ask);
  if (ask === null) limit("offline");
  if (facts === "unavailable") limit("chain_unavailable");
  const known = facts === null || facts === "unavailable" ? null : facts;
  if (known !== null) {
    const now = { entries, sizeNow: () => sizeNow(audit) };
    await guarded(findings, { place: "entries" }, () =>
      checkLedgerOnChain(scene, { facts: known, logKey: options.logKey, ...now }),
    );
    if (known.events === null) limit("chain_not_listed");
  }
  const chain = ask !== null && known !== null ? { ask, facts: known } : null;
  const checked = await guarded(findings, { place: "anchors" }, () =>
    checkAnchors(scene, {
      ...{ chain, counted: counted.anchors },
      storedSince: (sizes) =>
        fresh(async (ledger) => {
          const rows = await ledger.rows(
            "anchors",
            sizes.map((size) => [size]),
          );
          return new Set(rows.flatMap((row) => (isCount(row?.[0]) ? [row[0]] : [])));
        }),
    }),
  );
  if (checked !== null && checked.blocksUntold > 0) limit("blocks_untold", checked.blocksUntold);
  return checked ?? NO_ANCHORS;
}
