/** Evidence as a writer would make it, with a hook at every step where a mutation may enter. */
import { base64Encode } from "../../portal/verify/bytes.ts";
import { canonicalBytes, type JsonValue } from "../../portal/verify/jcs.ts";
import { formatVkey } from "../../portal/verify/note.ts";
import { digestText, disclose, entryFor, type Field, orderFields, rootOf } from "./record.ts";
import {
  checkpointText,
  inclusionPath,
  type Log,
  logKey,
  logWith,
  type SigningKey,
  signedNote,
} from "./world.ts";

export const CHAIN_ID = 11155111;
export const CONTRACT = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
export const OTHER_CONTRACT = "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512";
export const LEDGER_ID = `0x${"1d".repeat(31)}01`;
export const OTHER_LEDGER_ID = `0x${"1d".repeat(31)}02`;
export const BLOCK = 7_300_000;
/** 2026-11-22T09:45:00Z */
export const BLOCK_TIME = 1_795_340_700;
export const NOW = "2026-11-22T10:00:00.000Z";

export type EvidenceJson = {
  anchor: { block: number; chainId: number; contract: string; ledgerId: string } | null;
  checkpoint: string;
  claim: string;
  format: string;
  record: {
    entry: string;
    fields: ({ disclosure: string } | { digest: string })[];
    inclusion: string[];
    index: number;
    names: string[];
  };
};

export interface Recipe {
  readonly fields?: Field[];
  /** Given the field, its disclosure: replaces the ordinary one. */
  readonly disclose?: (field: Field) => string;
  readonly withhold?: readonly string[];
  /** The n that the record root is made with. */
  readonly count?: number;
  readonly entry?: (entry: Uint8Array) => Uint8Array;
  readonly index?: number;
  readonly size?: number;
  readonly note?: (log: Log) => string;
  readonly keys?: readonly SigningKey[];
  readonly origin?: string;
}

export const WITHHELD = ["@subject", "billTo", "note", "shipTo"] as const;

export function evidence(recipe: Recipe = {}): EvidenceJson {
  const fields = recipe.fields ?? orderFields();
  const withhold: readonly string[] = recipe.withhold ?? WITHHELD;
  const disclosures = fields.map(recipe.disclose ?? disclose);
  const plain = entryFor(rootOf(disclosures, recipe.count ?? disclosures.length));
  const entry = recipe.entry?.(plain) ?? plain;
  const { index = 5, size = 11 } = recipe;
  const log = logWith(entry, index, size);
  const keys = recipe.keys ?? [logKey];
  return {
    anchor: { block: BLOCK, chainId: CHAIN_ID, contract: CONTRACT, ledgerId: LEDGER_ID },
    checkpoint: recipe.note?.(log) ?? signedNote(checkpointText(log, recipe.origin), ...keys),
    claim: "record",
    format: "counterfoil/evidence/v1",
    record: {
      entry: base64Encode(entry),
      fields: fields.map(([name], i) => {
        const text = disclosures[i] as string;
        return withhold.includes(name) ? { digest: digestText(text) } : { disclosure: text };
      }),
      inclusion: inclusionPath(index, log.leaves).map(base64Encode),
      index,
      names: fields.map(([name]) => name),
    },
  };
}

export function fileOf(file: EvidenceJson | JsonValue): Uint8Array {
  return canonicalBytes(file as JsonValue);
}

export type PolicyJson = {
  format: string;
  chainId: number;
  contract: string;
  ledgerId: string;
  keys: { role: string; vkey: string; fromSize: number }[];
  maxAgeSeconds: number | null;
};

export function policy(changes: Partial<PolicyJson> = {}): PolicyJson {
  return {
    format: "counterfoil/policy/v1",
    chainId: CHAIN_ID,
    contract: CONTRACT,
    ledgerId: LEDGER_ID,
    keys: [policyKey("log", logKey)],
    maxAgeSeconds: null,
    ...changes,
  };
}

export function policyKey(role: string, key: SigningKey, fromSize = 0) {
  return { role, vkey: formatVkey(key.name, key.publicKey), fromSize };
}
