/** An agreement's two identifiers: a short one, which the ledger makes, and the one under which the contract knows it, which follows from that. */
import { keccak_256 } from "@noble/hashes/sha3.js";
import { sha256 } from "../core/hash.ts";
import type { Random } from "../core/random.ts";

/** 160 bits in hex: nobody else's, and short enough for a stream's name. */
export const newAgreementId = (random: Random): string => random.bytes(20).toString("hex");

/** What both parties and the contract's id rest on. */
interface Signed {
  readonly chainId: number;
  /** Addresses in hex of 20 bytes. */
  readonly contract: string;
  readonly controller: string;
  readonly recipient: string;
}

/** The `salt` that agreements of the same two parties are told apart by (FORMAT §17). */
export const saltOf = (agreementId: string): string =>
  `0x${sha256(`counterfoil/agreement-salt/v1\0${agreementId}`).toString("hex")}`;

/** One word of the contract's ABI. */
const word = (hex: string): string => hex.padStart(64, "0");

/** As `agreementIdOf` of the contract computes it: `0x` and 64 digits. */
export function agreementOnChain(agreementId: string, signed: Signed): string {
  const { chainId, contract, controller, recipient } = signed;
  const addresses = [contract, controller, recipient].map((address) => word(address.slice(2)));
  const words = [word(chainId.toString(16)), ...addresses, saltOf(agreementId).slice(2)];
  return `0x${Buffer.from(keccak_256(Buffer.from(words.join(""), "hex"))).toString("hex")}`;
}
