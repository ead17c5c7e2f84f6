import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** Deploys the sharing terms. They have no owner and no parameters: one serves all agreements of a chain. */
export default buildModule("SharingTerms", (m) => ({ sharingTerms: m.contract("SharingTerms") }));
