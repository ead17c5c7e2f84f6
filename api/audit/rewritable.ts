import { DEVELOPMENT_CHAINS } from "../../portal/verify/verdict.ts";

/** Whether whoever runs the ledger can rewrite its chain: it is the embedded one, or has the id of a chain for development, whatever the settings say. */
export const isRewritable = (chain: {
  readonly embedded: boolean;
  readonly chainId: number;
}): boolean => chain.embedded || DEVELOPMENT_CHAINS.includes(chain.chainId);
