/**
 * The few words of the contract LedgerAnchor that a verifier needs (contracts/ILedgerAnchor.sol), encoded by hand: a library for them would be larger than this page.
 * A test compares them with what ethers makes of the contract's own ABI.
 */

/** First four bytes of keccak256 of `head(bytes32)`. */
const HEAD = "f339e3b2";
/** Of `rootAt(bytes32,uint64)`. */
const ROOT_AT = "930b6ace";
/** keccak256 of `Anchored(bytes32,uint64,uint64,bytes32)`, of which the first two are indexed. */
const ANCHORED = "0x7cd1aecde99af6811cf75335397526e9c32ca8eed27035d2eee23d41062d837d";

/** A number as the contract's words have it: 32 bytes, big-endian. */
const word = (n: number): string => n.toString(16).padStart(64, "0");

export const headCall = (ledgerId: string): string => `0x${HEAD}${ledgerId.slice(2)}`;

export const rootAtCall = (ledgerId: string, size: number): string =>
  `0x${ROOT_AT}${ledgerId.slice(2)}${word(size)}`;

/** Topics of the one `Anchored` event of a ledger and size; without a size, of all of the ledger. */
export const anchoredTopics = (ledgerId: string, size: number | null): readonly string[] => [
  ANCHORED,
  ledgerId,
  ...(size === null ? [] : [`0x${word(size)}`]),
];
