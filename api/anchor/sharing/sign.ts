/** Signatures of parties: made with the key of a file, and kept as files that can be handed to whoever brings them to the chain. */
import { type DigestSigner, loadDigestSigner } from "../wallet.ts";
import { refuse } from "./refusals.ts";
import {
  assertForm,
  digestOf,
  membersOf,
  readTypedData,
  signersOf,
  type ToSign,
  typedDataOf,
} from "./typed-data.ts";

/** What a party has signed. */
export interface PartySignature {
  /** The party: the key's account, or the contract that the key signs for. Lower case. */
  readonly by: string;
  readonly toSign: ToSign;
  readonly signature: string;
}

/**
 * Signs with the key of a file, which only its owner may read. `account`: a party that is a contract and takes this key's signature
 * (ERC-1271); `null`: the key's own account.
 *
 * @throws Refusal `invalid_setting` of the file, under the name `setting`; `agreement_refused` `other_key` if it is not for this party to sign
 */
export async function signByKeyFile(
  toSign: ToSign,
  key: { readonly file: string; readonly setting: string; readonly account: string | null },
): Promise<PartySignature> {
  const signer: DigestSigner = await loadDigestSigner(key.file, key.setting);
  const by = key.account ?? signer.address;
  const expected = signersOf(toSign);
  if (!expected.includes(by))
    throw refuse("other_key", { account: by, expected: expected.join(", ") });
  return { by, toSign, signature: signer.sign(digestOf(toSign)) };
}

/** The file of a signature. `digest`, `kind` and `agreement` follow from `typedData`: they are for readers. */
export function signatureFile({ by, toSign, signature }: PartySignature) {
  const { kind } = toSign;
  const { agreement } = toSign.message;
  return {
    ...{ by, kind, agreement, digest: digestOf(toSign), signature },
    typedData: typedDataOf(toSign),
  };
}

/** As much as a contract's signature may be: some thousand signatures of keys. */
const SIGNATURE = /^0x(?:[0-9a-f]{2}){1,65536}$/;

/**
 * Takes only what {@link signatureFile} writes. Whether the signature holds, the contract judges.
 *
 * @throws Refusal `agreement_refused`: as `readTypedData`, and `other_digest`
 */
export function readSignature(value: unknown): PartySignature {
  const said = membersOf(value, "", [
    "by",
    "kind",
    "agreement",
    "digest",
    "signature",
    "typedData",
  ]);
  const toSign = readTypedData(said.typedData);
  assertForm("address", said.by, "by");
  if (typeof said.signature !== "string" || !SIGNATURE.test(said.signature))
    throw refuse("bad_member", { field: "signature" });
  if (said.digest !== digestOf(toSign)) throw refuse("other_digest");
  for (const [name, value] of [
    ["kind", toSign.kind],
    ["agreement", toSign.message.agreement],
  ] as const)
    if (said[name] !== value) throw refuse("bad_member", { field: name });
  return { by: said.by as string, toSign, signature: said.signature };
}
