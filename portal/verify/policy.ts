/** What the verifier trusts: it comes from the verifier, never from the file (docs/FORMAT.md §10). */
import {
  asContractAddress,
  asLedgerId,
  asTreeSize,
  type ContractAddress,
  type LedgerId,
  type TreeSize,
} from "./brands.ts";
import { FormatError } from "./errors.ts";
import { type JsonObject, type JsonValue, parseRelaxed } from "./jcs.ts";
import {
  type CosignerKey,
  KEY_TYPE_COSIGNATURE,
  parseAnyVkey,
  parseCosignerVkey,
  parseVkey,
  type VerifierKey,
} from "./note.ts";
import { at, constant, integer, list, members, text, wrongShape } from "./shape.ts";

export const POLICY_FORMAT = "counterfoil/policy/v1";
export const MAX_POLICY_BYTES = 65_536;
const MAX_KEYS = 64;

export const KEY_ROLES = ["log", "receipt", "auditor", "issuer"] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

export interface PolicyKey {
  readonly role: KeyRole;
  readonly vkey: string;
  /** The role is this key's from this size (of a receipt key: from this index) on. */
  readonly fromSize: TreeSize;
}

export interface Policy {
  readonly chainId: number;
  readonly contract: ContractAddress;
  readonly ledgerId: LedgerId;
  readonly keys: readonly PolicyKey[];
  readonly maxAgeSeconds: number | null;
}

const KEY_MEMBERS = ["fromSize", "role", "vkey"];

/** A policy is written by hand: one member that is missing is named. */
function keyMembers(value: JsonValue, where: string): JsonObject {
  if (value !== null && typeof value === "object") {
    const missing = KEY_MEMBERS.filter((name) => !Object.hasOwn(value, name));
    if (missing.length === 1) throw wrongShape(`${where}.${missing[0]}`);
  }
  return members(value, KEY_MEMBERS, where);
}

function parseKey(value: JsonValue, where: string): PolicyKey {
  const key = keyMembers(value, where);
  const role = KEY_ROLES.find((one) => one === key.role);
  if (role === undefined) throw wrongShape(`${where}.role`);
  const vkey = text(key.vkey, `${where}.vkey`);
  const { type } = at(`${where}.vkey`, () => parseAnyVkey(vkey));
  const cosigns = type === KEY_TYPE_COSIGNATURE;
  if (cosigns !== (role === "auditor")) {
    const code = cosigns ? "policy_key_type" : "policy_auditor_type";
    throw new FormatError(code, { where: `${where}.vkey` });
  }
  return { role, vkey, fromSize: asTreeSize(integer(key.fromSize, 0, `${where}.fromSize`)) };
}

/** What holds between the keys of one policy. */
function checkKeys(keys: readonly PolicyKey[]): void {
  const logs = keys.filter(({ role }) => role === "log");
  if (logs.length === 0) throw new FormatError("policy_no_log_key");
  if (new Set(logs.map(({ vkey }) => parseVkey(vkey).name)).size > 1) {
    throw new FormatError("policy_log_names");
  }
  for (const role of ["log", "receipt"] as const) {
    const starts = keys.filter((key) => key.role === role).map(({ fromSize }) => fromSize);
    if (new Set(starts).size < starts.length) throw new FormatError("policy_same_from_size");
  }
}

export function parsePolicy(source: string | Uint8Array): Policy {
  const policy = members(
    parseRelaxed(source, MAX_POLICY_BYTES),
    ["chainId", "contract", "format", "keys", "ledgerId", "maxAgeSeconds"],
    "policy",
  );
  constant(policy.format, POLICY_FORMAT, "unknown_format");
  const keys = list(policy.keys, MAX_KEYS, "keys").map((key, i) => parseKey(key, `keys[${i}]`));
  checkKeys(keys);
  return {
    chainId: integer(policy.chainId, 1, "chainId"),
    contract: at("contract", () => asContractAddress(text(policy.contract, "contract"))),
    ledgerId: at("ledgerId", () => asLedgerId(text(policy.ledgerId, "ledgerId"))),
    keys,
    maxAgeSeconds:
      policy.maxAgeSeconds === null ? null : integer(policy.maxAgeSeconds, 1, "maxAgeSeconds"),
  };
}

/** Laid out for people. Reading it again gives the same policy. */
export function formatPolicy(policy: Policy): string {
  const { chainId, contract, ledgerId, maxAgeSeconds } = policy;
  const keys = policy.keys.map(({ role, vkey, fromSize }) => ({ role, vkey, fromSize }));
  const file = { format: POLICY_FORMAT, chainId, contract, ledgerId, keys, maxAgeSeconds };
  const source = `${JSON.stringify(file, null, 2)}\n`;
  parsePolicy(source);
  return source;
}

/** The key whose `fromSize` is the greatest one not above `size`; null if none is. */
function keyFor(policy: Policy, role: KeyRole, size: number): VerifierKey | null {
  let best: PolicyKey | null = null;
  for (const key of policy.keys) {
    if (key.role !== role || key.fromSize > size) continue;
    if (best === null || key.fromSize > best.fromSize) best = key;
  }
  return best === null ? null : parseVkey(best.vkey);
}

/** Whether {@link logKeyFor} answers a key. */
export const hasLogKeyFor = (policy: Policy, size: number): boolean =>
  policy.keys.some(({ role, fromSize }) => role === "log" && fromSize <= size);

export function logKeyFor(policy: Policy, size: number): VerifierKey | null {
  return keyFor(policy, "log", size);
}

export function receiptKeyFor(policy: Policy, index: number): VerifierKey | null {
  return keyFor(policy, "receipt", index);
}

/** All auditors' keys that count for checkpoints of this size. */
export function auditorKeysFor(policy: Policy, size: number): readonly CosignerKey[] {
  return policy.keys
    .filter(({ role, fromSize }) => role === "auditor" && fromSize <= size)
    .map(({ vkey }) => parseCosignerVkey(vkey));
}

/** The name that all log keys of a policy share: the origin of the ledger it trusts. */
export function policyOrigin(policy: Policy): string {
  const log = policy.keys.find(({ role }) => role === "log");
  if (log === undefined) throw new FormatError("policy_no_log_key");
  return parseVkey(log.vkey).name;
}
