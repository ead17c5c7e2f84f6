import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** Deploys the ledger anchor. It has no owner and no parameters: one serves all ledgers of a chain. */
export default buildModule("LedgerAnchor", (m) => ({ ledgerAnchor: m.contract("LedgerAnchor") }));
