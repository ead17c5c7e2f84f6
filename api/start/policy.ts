/** What a verifier who trusts this ledger pins (docs/FORMAT.md §10); the server writes it at each start. */
import { join } from "node:path";
import { asTreeSize } from "../../portal/verify/brands.ts";
import { formatPolicy, type Policy } from "../../portal/verify/policy.ts";
import { writeDurably } from "../core/files.ts";
import type { Issuer } from "../log/issuer.ts";
import type { NoteSigner } from "../log/keys.ts";

type Place = Pick<Policy, "chainId" | "contract" | "ledgerId">;

export interface PolicyKeys {
  readonly logSigner: Pick<NoteSigner, "vkey">;
  readonly receiptSigner: Pick<NoteSigner, "vkey">;
  readonly issuer: Pick<Issuer, "vkey">;
}

/**
 * @param auditors vkeys of those whom the ledger asks for cosignatures: what they cosign, they have replayed from the first entry on, so they count from
 * where the ledger's own checkpoints begin
 * @param begin entries that the ledger took over from its predecessor: not one of them was promised, and none of its checkpoints signed,
 * under this ledger's keys
 */
export function policyFor(
  { chainId, contract, ledgerId }: Place,
  { logSigner, receiptSigner, issuer }: PolicyKeys,
  begin: number,
  auditors: readonly string[],
): Policy {
  const fromSize = asTreeSize(begin);
  return {
    chainId,
    contract,
    ledgerId,
    keys: [
      { role: "log", vkey: logSigner.vkey, fromSize },
      { role: "receipt", vkey: receiptSigner.vkey, fromSize },
      { role: "issuer", vkey: issuer.vkey, fromSize },
      ...auditors.map((vkey) => ({ role: "auditor" as const, vkey, fromSize })),
    ],
    maxAgeSeconds: null,
  };
}

export const policyFile = (dataDirectory: string): string => join(dataDirectory, "policy.json");

/** It is made to be handed on. */
const READABLE = 0o644;

/** Answers where it is. */
export async function writePolicy(dataDirectory: string, policy: Policy): Promise<string> {
  const file = policyFile(dataDirectory);
  await writeDurably(file, formatPolicy(policy), READABLE);
  return file;
}
