/** A policy for people: fingerprints of its keys, and what differs from another. */
import {
  concat,
  hexEncode,
  type KeyRole,
  type Policy,
  type PolicyKey,
  parseAnyVkey,
  sha256,
} from "../../../verify/index.ts";

export interface KeyFacts {
  readonly role: KeyRole;
  readonly name: string;
  readonly fromSize: number;
  /** SHA-256 of type byte and public key, in groups of four: of the log's key it is what the contract holds. */
  readonly fingerprint: string;
}

export function grouped(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, "$1 ");
}

export function keyFacts({ role, vkey, fromSize }: PolicyKey): KeyFacts {
  const { name, type, publicKey } = parseAnyVkey(vkey);
  const hash = sha256(concat(Uint8Array.of(type), publicKey));
  return { role, name, fromSize, fingerprint: grouped(hexEncode(hash)) };
}

/** One name for one policy, whatever its spelling. */
export function policyId({ chainId, contract, ledgerId, keys, maxAgeSeconds }: Policy): string {
  const sorted = keys.map(({ role, vkey, fromSize }) => `${role} ${vkey} ${fromSize}`).toSorted();
  const text = JSON.stringify([chainId, contract, ledgerId, sorted, maxAgeSeconds]);
  return hexEncode(sha256(new TextEncoder().encode(text))).slice(0, 32);
}

const DIFFERENCES = ["ledger", "log", "receipt", "auditor", "issuer", "age"] as const;
/** `ledger`: chain, contract or ledger id: it is another ledger. */
export type Difference = (typeof DIFFERENCES)[number];

const keysOf = ({ keys }: Policy, role: KeyRole): string =>
  keys
    .filter((key) => key.role === role)
    .map(({ vkey, fromSize }) => `${fromSize} ${vkey}`)
    .toSorted()
    .join("\n");

/** In what the two differ; nothing: they say the same. */
export function differences(one: Policy, other: Policy): readonly Difference[] {
  const ledger = (["chainId", "contract", "ledgerId"] as const).some(
    (name) => one[name] !== other[name],
  );
  const roles = (["log", "receipt", "auditor", "issuer"] as const).filter(
    (role) => keysOf(one, role) !== keysOf(other, role),
  );
  return [
    ...(ledger ? (["ledger"] as const) : []),
    ...roles,
    ...(one.maxAgeSeconds === other.maxAgeSeconds ? [] : (["age"] as const)),
  ];
}
