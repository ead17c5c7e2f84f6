/** The Idempotency-Key header: the same key and request get the same answer, whatever happened in between. */
import { Refusal } from "../core/errors.ts";
import type { HashReader } from "../log/hash-reader.ts";
import type { IdempotencyMark, Store } from "../store/store.ts";
import type { Mac } from "../vault/macs.ts";
import type { OpenedRecord, Vault } from "../vault/vault.ts";
import { committedEntry } from "./committed.ts";
import type { Draft } from "./draft.ts";
import { contentText } from "./identity.ts";
import type { WriteOutcome } from "./outcome.ts";

/** As the client sent it; of a stream, with the line's number, so that each line has one of its own. */
export type IdempotencyKey = string;

interface Keyed {
  readonly draft: Draft;
  readonly insist: boolean;
  readonly idempotency: IdempotencyKey | null;
}

/** Keyed hashes of key and request; neither can be read back. */
export function idempotencyMark(
  mac: Mac,
  { draft, insist, idempotency }: Keyed,
): (IdempotencyMark & { keyMac: Buffer; bodyMac: Buffer }) | null {
  if (idempotency === null) return null;
  return { keyMac: keyMacOf(mac, idempotency), bodyMac: requestMac(mac, draft, insist) };
}

const keyMacOf = (mac: Mac, key: IdempotencyKey): Buffer => mac("idempotency", "records", key);

/**
 * The record that a request with this key made, or `null`. For who fills in what a request leaves out: what depends on when it came, or on what is there, is
 * filled in as it was then, so that the same request is the same again.
 */
export async function madeBefore(
  { store, vault }: { readonly store: Store; readonly vault: Vault },
  key: IdempotencyKey,
): Promise<OpenedRecord["record"] | null> {
  const found = await store.idempotency(keyMacOf(vault.mac, key));
  const row = found === null ? null : await store.record(found.id, found.version);
  return row === null ? null : (await vault.open(row)).record;
}

/** Stands for what was asked with a key. */
function requestMac(
  mac: Mac,
  draft: Pick<Draft, "kind" | "subject" | "occurredAt" | "source" | "canonical">,
  insist: boolean,
): Buffer {
  return requestMacOf(mac, draft, insist, contentText(draft));
}

/** The same of a content that is a text already (identity.ts). */
export function requestMacOf(
  mac: Mac,
  draft: Pick<Draft, "kind" | "subject" | "occurredAt" | "source">,
  insist: boolean,
  content: string,
): Buffer {
  const { kind, subject, occurredAt, source } = draft;
  const request = [kind.kind, subject, occurredAt, source, String(insist)];
  return mac("idempotency", ...request, content);
}

/** The first answer again, or a refusal if the key came with another request; `null` for a key never seen. */
export async function replay(
  context: { readonly store: Store; readonly vault: Vault; readonly read: HashReader },
  mark: { keyMac: Buffer; bodyMac: Buffer } | null,
): Promise<WriteOutcome | Refusal | null> {
  if (mark === null) return null;
  const found = await context.store.idempotency(mark.keyMac);
  if (found === null) return null;
  if (!mark.bodyMac.equals(found.bodyMac)) return new Refusal("idempotency_conflict", {});
  const { id, version, outcome } = found;
  if (outcome !== "stored") {
    return { outcome: outcome as Exclude<WriteOutcome["outcome"], "stored">, id, version };
  }
  const row = await context.store.record(id, version);
  if (row === null) return new Refusal("not_found", { what: "version" });
  const { entry, opened } = await committedEntry(context, row);
  return { outcome, id, version, entry, disclosures: opened.commitment.disclosures };
}
