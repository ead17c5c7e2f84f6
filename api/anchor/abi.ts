/** The contract's own words: calls, events and errors of LedgerAnchor, encoded and decoded with ethers. */
import { Interface } from "ethers/abi";
import artifact from "./abi/LedgerAnchor.json" with { type: "json" };

export const ledgerAnchor = new Interface(artifact.abi);
export const creationCode: string = artifact.bytecode;

/** A refusal of the contract, as its custom error says it. */
export interface ContractRefusal {
  /** `SizeNotGrowing`, `NotAnchorer`, …; `unknown` for a revert that is none of the contract's. */
  readonly name: string;
  readonly args: readonly unknown[];
}

export function decodeRefusal(data: string | null): ContractRefusal {
  if (data !== null && data.length >= 10) {
    try {
      const error = ledgerAnchor.parseError(data);
      if (error !== null) return { name: error.name, args: error.args.toArray() };
    } catch {
      // A known selector with arguments that do not decode: somebody else's error.
    }
  }
  return { name: "unknown", args: [] };
}

/** Topics of the one `Anchored` event of a ledger and size. */
export function anchoredTopics(ledgerId: string, size: number): string[] {
  return ledgerAnchor.encodeFilterTopics("Anchored", [ledgerId, size]) as string[];
}
