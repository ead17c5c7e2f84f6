/**
 * What a party of an agreement signs (FORMAT §16), as wallets get it by `eth_signTypedData_v4`: written, and read strictly, because
 * whoever signs relies on what is shown. One spelling only: addresses and hashes in lower case, numbers as JSON numbers.
 */
import { isDeepStrictEqual } from "node:util";
import { getAddress } from "ethers/address";
import { isObject } from "../rpc.ts";
import { type SignedType, sharingHashes, sharingTypedData } from "../sharing-terms.ts";
import { refuse } from "./refusals.ts";

/** Terms of a version, without the salt: the agreement's id stands for it. Times are seconds since 1970. */
export interface TermsMessage {
  readonly agreement: string;
  readonly version: number;
  readonly proposal: number;
  readonly controller: string;
  readonly recipient: string;
  readonly ledgerId: string;
  readonly termsHash: string;
  readonly validFrom: number;
  readonly validUntil: number;
  readonly deadline: number;
}

export interface WithdrawalMessage {
  readonly agreement: string;
  readonly proposal: number;
  readonly party: string;
}

export interface TerminationMessage {
  readonly agreement: string;
  readonly version: number;
  readonly party: string;
  readonly deadline: number;
}

/** For which contract on which chain. */
export interface SharingPlace {
  readonly chainId: number;
  /** Lower case. */
  readonly contract: string;
}

export type ToSign = SharingPlace &
  (
    | { readonly kind: "Terms"; readonly message: TermsMessage }
    | { readonly kind: "Withdrawal"; readonly message: WithdrawalMessage }
    | { readonly kind: "Termination"; readonly message: TerminationMessage }
  );

/** The salt of who names none. */
export const NO_SALT = `0x${"0".repeat(64)}`;

const KINDS: readonly SignedType[] = ["Terms", "Withdrawal", "Termination"];
const DOMAIN_TYPE = [
  { name: "name", type: "string" },
  { name: "version", type: "string" },
  { name: "chainId", type: "uint256" },
  { name: "verifyingContract", type: "address" },
];

const partsOf = ({ chainId, contract, kind, message }: ToSign) =>
  sharingTypedData(chainId, contract, kind, { ...message });

/** The whole document that a wallet takes. */
export function typedDataOf(toSign: ToSign) {
  const { domain, types, primaryType, message } = partsOf(toSign);
  return { types: { EIP712Domain: DOMAIN_TYPE, ...types }, primaryType, domain, message };
}

/** What is hashed and signed; a contract that is a party is asked about it. */
export const digestOf = (toSign: ToSign): string => sharingHashes(partsOf(toSign)).digest;

/** Who may sign it. */
export const signersOf = (toSign: ToSign): readonly string[] =>
  toSign.kind === "Terms"
    ? [toSign.message.controller, toSign.message.recipient]
    : [toSign.message.party];

/**
 * Takes only what {@link typedDataOf} writes.
 *
 * @throws Refusal `agreement_refused`: `bad_member`, `unknown_member`, `other_domain`, `other_types`
 */
export function readTypedData(value: unknown): ToSign {
  const { types, primaryType, domain, message } = membersOf(value, "", [
    ...["types", "primaryType", "domain", "message"],
  ]);
  const kind = KINDS.find((each) => each === primaryType);
  if (kind === undefined) throw refuse("bad_member", { field: "primaryType" });
  const place = readDomain(domain);
  const blank = sharingTypedData(place.chainId, place.contract, kind, {});
  if (!isDeepStrictEqual(types, { EIP712Domain: DOMAIN_TYPE, ...blank.types }))
    throw refuse("other_types");
  const fields = blank.types[kind] ?? [];
  const said = membersOf(
    message,
    "message",
    fields.map(({ name }) => name),
  );
  for (const { name, type } of fields) assertForm(type, said[name], `message.${name}`);
  // In the order of the type, whatever that of the document: so it is shown, too.
  const ordered = Object.fromEntries(fields.map(({ name }) => [name, said[name]]));
  return { ...place, kind, message: ordered } as unknown as ToSign;
}

function readDomain(value: unknown): SharingPlace {
  const domain = membersOf(
    value,
    "domain",
    DOMAIN_TYPE.map(({ name }) => name),
  );
  const { chainId, verifyingContract } = domain;
  assertForm("uint64", chainId, "domain.chainId");
  assertForm("address", verifyingContract, "domain.verifyingContract");
  const place = { chainId: chainId as number, contract: verifyingContract as string };
  const ours = sharingTypedData(place.chainId, place.contract, "Terms", {}).domain;
  for (const field of ["name", "version"] as const)
    if (domain[field] !== ours[field]) throw refuse("other_domain", { field });
  return place;
}

/** An object that has these members and no other. */
export function membersOf(
  value: unknown,
  place: string,
  names: readonly string[],
): Record<string, unknown> {
  if (!isObject(value)) throw refuse("bad_member", { field: place });
  const missing = names.find((name) => !Object.hasOwn(value, name));
  const path = (name: string): string => (place === "" ? name : `${place}.${name}`);
  if (missing !== undefined) throw refuse("bad_member", { field: path(missing) });
  // What does not belong there is not repeated: it may be anything.
  if (Object.keys(value).length !== names.length)
    throw refuse("unknown_member", { field: place === "" ? "{ }" : place });
  return value;
}

const FORMS: Readonly<Record<string, RegExp>> = {
  address: /^0x[0-9a-f]{40}$/,
  bytes32: /^0x[0-9a-f]{64}$/,
};

/** `type` as EIP-712 names it. Numbers beyond 2^53−1 are refused: JSON does not tell them apart. */
export function assertForm(type: string, value: unknown, field: string): void {
  const form = FORMS[type];
  const most = type === "uint32" ? 2 ** 32 - 1 : Number.MAX_SAFE_INTEGER;
  const holds =
    form === undefined
      ? Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
      : typeof value === "string" && form.test(value);
  if (!holds) throw refuse("bad_member", { field });
}

/** An account as people paste it, in lower case: capitals are a checksum (EIP-55), which must hold. `null`: it is none. */
export function accountOf(text: unknown): string | null {
  if (typeof text !== "string" || !/^0x[0-9a-fA-F]{40}$/.test(text)) return null;
  try {
    return getAddress(text).toLowerCase();
  } catch {
    return null;
  }
}
