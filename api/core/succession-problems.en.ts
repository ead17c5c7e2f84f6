import type { SuccessionProblem } from "./errors.ts";

/** Why a ledger cannot be succeeded. */
export const successionProblems: Readonly<Record<SuccessionProblem, string>> = {
  same_origin: "The successor needs an origin of its own, not the one of this ledger",
  no_ledger_here:
    "The data directory has no ledger, or not the one of these settings. If its database is lost for good, say so: --size 0 gives up every entry",
  not_owner:
    "Only the ledger's owner can close it, and this key is not the owner's: name the owner's with --owner-key-file",
  origin_in_use: "The owner has a ledger of that origin already: choose another",
  closed: "This ledger is closed, and another one has succeeded it",
  size_not_anchored: "Nothing was anchored at that size",
  size_not_ours:
    "At that size the chain has another root than this database, or this database has no checkpoint of it",
  copy_has_more:
    "The second copy (COUNTERFOIL_COPY) has entries that the database has lost. Fill it up first: counterfoil recover. If the copy is worth nothing, move its directory away",
  anchorer_only_with_rpc:
    "--anchorer-key-file has a meaning only together with COUNTERFOIL_RPC_URL; on the embedded chain --new-anchorer makes a key",
  new_anchorer_only_embedded:
    "--new-anchorer has a meaning on the embedded chain only; elsewhere name a key's file with --anchorer-key-file",
  refused_by_contract: "The contract refuses it",
};
