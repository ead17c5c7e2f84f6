/** Vectors of what the parties of SharingTerms sign (docs/FORMAT.md §16): one story, and what does not belong to it. */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import {
  agreementIdOf,
  type SharingTypedData,
  type SignedType,
  sharingHashes,
  sharingTypedData,
} from "../../../api/anchor/sharing-terms.ts";
import { hexDecode, hexEncode } from "../../../portal/verify/bytes.ts";

const CHAIN = 31_337;
const CONTRACT = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
/** Keys for nothing but these vectors, with their addresses. */
const CONTROLLER = { key: "11".repeat(32), address: "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a" };
const RECIPIENT = { key: "22".repeat(32), address: "0x1563915e194d8cfba1943570603f7606a3115508" };
const PARTIES = {
  controller: CONTROLLER.address,
  recipient: RECIPIENT.address,
  salt: `0x${"5a".repeat(32)}`,
};
const AGREEMENT = agreementIdOf(CHAIN, CONTRACT, PARTIES);
const BEGIN = 2_000_000_000;

interface SharingCase {
  readonly name: string;
  readonly en: string;
  readonly zh: string;
  readonly by: { readonly key: string; readonly address: string };
  readonly data: SharingTypedData;
  /** Whether it holds for the contract of the story when its turn comes. */
  readonly holds: boolean;
}

function terms(
  version: number,
  proposal: number,
  letter: string,
  contract = CONTRACT,
  chain = CHAIN,
) {
  return sharingTypedData(chain, contract, "Terms", {
    agreement: AGREEMENT,
    version,
    proposal,
    controller: PARTIES.controller,
    recipient: PARTIES.recipient,
    ledgerId: `0x${"2c".repeat(32)}`,
    termsHash: `0x${letter.repeat(64)}`,
    validFrom: BEGIN + 1_000 * proposal,
    validUntil: BEGIN + 31_536_000,
    deadline: BEGIN + 604_800,
  });
}

const of = (type: SignedType, message: SharingTypedData["message"]): SharingTypedData =>
  sharingTypedData(CHAIN, CONTRACT, type, { agreement: AGREEMENT, ...message });

/** In the order in which they can be brought to the contract. */
const CASES: readonly SharingCase[] = [
  [
    "01-other-chain",
    "for another chain",
    "另一条链",
    CONTROLLER,
    terms(1, 1, "a", CONTRACT, 1),
    false,
  ],
  [
    "02-other-contract",
    "for another contract",
    "另一个合约",
    CONTROLLER,
    terms(1, 1, "a", PARTIES.salt.slice(0, 42)),
    false,
  ],
  [
    "03-proposed",
    "the controller signs the first version",
    "控制者签署第一版",
    CONTROLLER,
    terms(1, 1, "a"),
    true,
  ],
  [
    "04-accepted",
    "the recipient signs the same",
    "接收方签署同一内容",
    RECIPIENT,
    terms(1, 1, "a"),
    true,
  ],
  [
    "05-amendment-proposed",
    "the recipient signs a second version",
    "接收方签署第二版",
    RECIPIENT,
    terms(2, 2, "b"),
    true,
  ],
  [
    "06-amendment-accepted",
    "the controller signs the same",
    "控制者签署同一内容",
    CONTROLLER,
    terms(2, 2, "b"),
    true,
  ],
  [
    "07-proposed-again",
    "the controller proposes a third version",
    "控制者提议第三版",
    CONTROLLER,
    terms(3, 3, "c"),
    true,
  ],
  [
    "08-withdrawn",
    "the recipient refuses it",
    "接收方拒绝该提议",
    RECIPIENT,
    of("Withdrawal", { proposal: 3, party: RECIPIENT.address }),
    true,
  ],
  [
    "09-terminated",
    "the recipient ends the agreement",
    "接收方终止协议",
    RECIPIENT,
    of("Termination", { version: 2, party: RECIPIENT.address, deadline: BEGIN + 604_800 }),
    true,
  ],
].map(([name, en, zh, by, data, holds]) => ({ name, en, zh, by, data, holds }) as SharingCase);

/** The 65 bytes r, s, v. */
function sign(digest: string, key: string): string {
  const bytes = secp256k1.sign(hexDecode(digest.slice(2)), hexDecode(key), {
    prehash: false,
    format: "recovered",
  });
  const [recovery = 0, ...rs] = bytes;
  return `0x${hexEncode(Uint8Array.of(...rs, 27 + recovery))}`;
}

export function allSharingVectors(): Map<string, string> {
  return new Map(
    CASES.map(({ name, en, zh, by, data, holds }) => {
      const hashes = sharingHashes(data);
      const vector = {
        description: { en, zh },
        parties: PARTIES,
        domain: data.domain,
        primaryType: data.primaryType,
        message: data.message,
        ...hashes,
        signer: by.address,
        key: `0x${by.key}`,
        signature: sign(hashes.digest, by.key),
        holds,
      };
      return [`${name}.json`, `${JSON.stringify(vector, null, 2)}\n`];
    }),
  );
}
