/** A stream as its domain reads it: what was recorded, and where the next event goes. */
import type { LeafHash, LeafIndex } from "../../portal/verify/brands.ts";
import { Refusal } from "../core/errors.ts";
import type { JsonValue } from "../core/kind.ts";
import type { Store, StreamHead } from "../store/store.ts";
import type { Vault } from "../vault/vault.ts";
import { MOST_EVENTS, ownStream, readStream, recordsOf } from "./stream-read.ts";

export interface StreamEvent {
  readonly seq: number;
  readonly index: LeafIndex;
  readonly leafHash: LeafHash;
  /** `null`: it is gone (erased, or lost). */
  readonly record: Readonly<Record<string, JsonValue>> | null;
}

export interface StreamEvents {
  /** What the next event follows; `null`: there is no such stream. */
  readonly head: StreamHead | null;
  /** Oldest first. */
  readonly events: readonly StreamEvent[];
}

/** The first that was ever recorded in a stream; `null`: there is no such stream. @throws Refusal `not_found` (`subject`), `invalid_parameter`, `damaged` */
export async function firstEvent(
  context: { readonly store: Store; readonly vault: Vault },
  subject: string,
  name: string,
): Promise<StreamEvent | null> {
  const stream = await ownStream(context, subject, name);
  const entries = await readStream(context, stream, { below: await context.store.size(), most: 1 });
  for await (const { entry, opened } of recordsOf(context, entries)) {
    const { seq, index, leafHash } = entry;
    return { seq, index, leafHash, record: opened?.record ?? null };
  }
  return null;
}

/** @throws Refusal `not_found` (`subject`), `invalid_parameter`, `damaged`, `stream_too_long`, `client_left` */
export async function streamEvents(
  context: { readonly store: Store; readonly vault: Vault },
  subject: string,
  name: string,
  signal?: AbortSignal,
): Promise<StreamEvents> {
  const stream = await ownStream(context, subject, name);
  const below: number = await context.store.size();
  const entries = await readStream(context, stream, { below, most: MOST_EVENTS + 1, signal });
  if (entries.length > MOST_EVENTS)
    throw new Refusal("stream_too_long", { events: MOST_EVENTS, limit: null });
  const events: StreamEvent[] = [];
  for await (const { entry, opened } of recordsOf(context, entries, signal)) {
    const { seq, index, leafHash } = entry;
    events.push({ seq, index, leafHash, record: opened?.record ?? null });
  }
  const last = entries.at(-1);
  return { head: last ? { seq: last.seq, leafHash: last.leafHash } : null, events };
}
