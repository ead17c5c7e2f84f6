/** Streams that are very long, and readers who leave: what is read, and what is not. */

import { describe, expect, it } from "vitest";
import { cosignedNotes } from "../../../api/ledger/cosigned.ts";
import { historyEvidence } from "../../../api/ledger/evidence/history.ts";
import { kindsByName } from "../../../api/ledger/kinds/registry.ts";
import { stateAtTime } from "../../../api/ledger/state.ts";
import { entryOf, lastEntryOf, MOST_EVENTS, readStream } from "../../../api/ledger/stream-read.ts";
import { domainKindsByName } from "../../../api/rights/kinds/registry.ts";
import type { StoredEntry } from "../../../api/store/store.ts";
import { secretOf } from "../../../api/vault/secrets.ts";
import {
  asLeafIndex,
  asRecordRoot,
  asStreamKey,
  asStreamSeq,
  type LeafHash,
} from "../../../portal/verify/brands.ts";
import { encodeRecordEntry, NO_PREV } from "../../../portal/verify/entry.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import { newSubject, rejection, type TestLedger, testLedger } from "../../helpers/ledger.ts";

const key = asStreamKey(new Uint8Array(32).fill(5));
const SPACING = 3;

/** A stream of so many entries among those of others, and what was asked for. */
function longStream(count: number, streamKey = key) {
  const entries: StoredEntry[] = [];
  let prev: LeafHash = NO_PREV;
  for (let seq = 1; seq <= count; seq += 1) {
    const recordRoot = asRecordRoot(new Uint8Array(32).fill(seq % 251));
    const entry = encodeRecordEntry({ streamKey, seq: asStreamSeq(seq), prev, recordRoot });
    prev = leafHash(entry);
    const index = asLeafIndex(seq * SPACING);
    entries.push({ index, entry, leafHash: prev, recordedAt: 0, dueAt: 0 });
  }
  const read = { calls: 0, entries: 0 };
  const streamEntries: TestLedger["store"]["streamEntries"] = async (_, range) => {
    const from = Math.max(0, Math.ceil(range.from / SPACING) - 1);
    const found = entries.slice(from, from + range.limit).filter((e) => e.index < range.below);
    read.calls += 1;
    read.entries += found.length;
    return found;
  };
  return { entries, read, store: { streamEntries } as TestLedger["store"], streamEntries };
}

const below = 1_000_000;
const name = "consent";

describe("an entry of a stream", () => {
  it("is found by its number, and the last one at all, without reading the others", async () => {
    const stream = longStream(3_000);
    for (const seq of [1, 2, 1_499, 2_999, 3_000]) {
      const found = await entryOf(stream, { key }, seq, below);
      expect(found).toMatchObject({ seq, index: seq * SPACING });
    }
    expect(await entryOf(stream, { key }, 3_001, below)).toBeNull();
    expect((await lastEntryOf(stream, { key }, below))?.seq).toBe(3_000);
    expect((await lastEntryOf(stream, { key }, 301))?.seq).toBe(100);
    expect(await entryOf(stream, { key }, 101, 301)).toBeNull();
    expect(stream.read.calls).toBeLessThan(9 * 22);
    const none = longStream(0);
    expect(await lastEntryOf(none, { key }, below)).toBeNull();
    expect(await entryOf(none, { key }, 1, below)).toBeNull();
    const one = longStream(1);
    expect((await lastEntryOf(one, { key }, below))?.seq).toBe(1);
  });

  it("that is not what its hash says is named, not taken", async () => {
    const stream = longStream(8);
    const last = stream.entries[7]!;
    stream.entries[7] = { ...last, leafHash: stream.entries[6]!.leafHash };
    const damaged = { code: "damaged", details: { what: "entry", index: last.index } };
    expect(await rejection(entryOf(stream, { key }, 8, below))).toMatchObject(damaged);
    expect(await rejection(lastEntryOf(stream, { key }, below))).toMatchObject(damaged);
  });

  it("is read on behind one that is known, chained to it", async () => {
    const stream = longStream(2_500);
    const behind = await entryOf(stream, { key }, 2_000, below);
    stream.read.entries = 0;
    const rest = await readStream(stream, { key, name }, { below, behind });
    expect(rest.map(({ seq }) => seq)).toEqual(Array.from({ length: 500 }, (_, i) => 2_001 + i));
    expect(stream.read.entries).toBe(500);
    const other = { ...behind!, leafHash: stream.entries[0]!.leafHash };
    const broken = rejection(readStream(stream, { key, name }, { below, behind: other }));
    expect(await broken).toMatchObject({ code: "damaged", details: { what: "stream" } });
  });
});

describe("whoever leaves", () => {
  it("ends the reading between two pieces", async () => {
    const stream = longStream(5_000);
    const reader = new AbortController();
    const { streamEntries } = stream.store;
    const store = {
      ...stream.store,
      streamEntries: (...args: Parameters<typeof streamEntries>) => {
        if (stream.read.calls === 1) reader.abort();
        return streamEntries(...args);
      },
    };
    const { signal } = reader;
    const left = rejection(readStream({ store }, { key, name }, { below, signal }));
    expect(await left).toMatchObject({ code: "client_left" });
    expect(stream.read).toEqual({ calls: 2, entries: 2_000 });
  });
});

describe("a stream of more events than are told at once", () => {
  const COUNT = 3 * MOST_EVENTS;
  type Parts = Pick<TestLedger, "store" | "vault" | "clock" | "map" | "policy" | "close">;

  /** A ledger whose every stream is very long. */
  async function ledgerOf(count: number) {
    const ledger: Parts & TestLedger = await testLedger();
    const subject = await newSubject(ledger);
    const { streamKey } = await import("../../../portal/verify/subject.ts");
    const secrets = await ledger.vault.streamSecrets(subject);
    const stream = longStream(count, streamKey(secretOf(secrets, "statutory"), "order"));
    const store = { ...ledger.store, streamEntries: stream.streamEntries, size: async () => below };
    const { vault, clock, map, policy } = ledger;
    const context = { store: store as unknown as TestLedger["store"], vault, clock, map, policy };
    const unread = async (): Promise<never> => {
      throw new Error("read too far");
    };
    return {
      ledger,
      subject,
      stream,
      context: {
        ...{ ...context, read: unread, assertSigned: () => {}, assertWhole: () => {} },
        ...{ path: unread, later: null },
        ...{ kinds: kindsByName, domainKinds: domainKindsByName },
        notes: cosignedNotes({ ...context, witnesses: [] }),
      },
    };
  }
  const asked = (subject: string, seq: number | null, leaf: Uint8Array | null) => ({
    ...{ claim: "history" as const, subject, stream: "order", fields: null, at: null },
    ...{ withhold: "all" as const, checkpoint: "final" as const },
    from: seq === null || leaf === null ? null : { seq, leafHash: leaf },
  });

  it("is refused, and not read to its end", { timeout: 180_000 }, async () => {
    const { ledger, subject, stream, context } = await ledgerOf(COUNT);
    const limit = { code: "stream_too_long", details: { events: MOST_EVENTS } };
    expect(
      await rejection(stateAtTime(context, { subject, stream: "order", at: null })),
    ).toMatchObject({ ...limit, details: { limit: null } });
    expect(stream.read.entries).toBe(MOST_EVENTS + 1);
    stream.read.entries = 0;
    const whole = historyEvidence(context, asked(subject, null, null));
    expect(await rejection(whole)).toMatchObject(limit);
    expect(stream.read.entries).toBe(MOST_EVENTS + 1);

    // Behind one that is known it is read from there, however long it is before.
    stream.read.entries = 0;
    const at = COUNT - MOST_EVENTS - 1;
    const tooMany = historyEvidence(context, asked(subject, at, stream.entries[at - 1]!.leafHash));
    expect(await rejection(tooMany)).toMatchObject(limit);
    expect(stream.read.entries).toBeLessThan(MOST_EVENTS + 40);
    const enough = historyEvidence(context, asked(subject, at + 1, stream.entries[at]!.leafHash));
    // Nothing of it is sealed: it is not too long.
    expect(await rejection(enough)).toMatchObject({ code: "not_sealed" });
    const unknown = historyEvidence(context, asked(subject, at + 1, stream.entries[0]!.leafHash));
    expect(await rejection(unknown)).toMatchObject({ code: "invalid_parameter" });
    await ledger.close();
  });
});
