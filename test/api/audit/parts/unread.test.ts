/** Which identities records account for of which nothing could be derived. */
import { describe, expect, it } from "vitest";
import { unreadRecords } from "../../../../api/audit/parts/unread.ts";
import type { RawKey, RawRow } from "../../../../api/store/audit-store.ts";

const NOTHING = { missing: [], faulty: [], unopened: [], suspects: [], unread: [] };
const SECOND = 1_000;

/** The id of a record that was made at this time. */
function idAt(time: number): string {
  const hex = time.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Where each entry was recorded as many seconds after the other ones as its index says. */
function asked(records: Partial<Parameters<typeof unreadRecords>[1]>) {
  const rows = async (_: string, keys: readonly RawKey[]): Promise<RawRow[]> =>
    keys.map(([index = null]) => [index, null, null, Number(index) * SECOND]);
  const ledger = { rows } as unknown as Parameters<typeof unreadRecords>[0]["snapshots"]["ledger"];
  const snapshots = { ledger } as Parameters<typeof unreadRecords>[0]["snapshots"];
  return unreadRecords({ snapshots }, { ...NOTHING, ...records });
}

describe("records of which nothing could be derived", () => {
  it("account for one identity each, of a time just before their own", async () => {
    const isUnread = await asked({ missing: [1_000, 2_000], faulty: [1_001] });
    const of = (seconds: number): boolean => isUnread(idAt(seconds * SECOND), null);
    expect([of(995), of(995), of(995)]).toEqual([true, true, false]);
    expect([of(1_800), of(2_006), of(2_005), of(2_005)]).toEqual([false, false, true, false]);
  });

  it("account for the identity of their index once", async () => {
    const isUnread = await asked({ unopened: [3] });
    expect([3, 3, 4].map((index) => isUnread("x", index))).toEqual([true, false, false]);
  });

  it("account for all of a stretch that could not be read", async () => {
    const unread = [[16, 24] as const, [0, 4] as const, [8, 16] as const];
    const isUnread = await asked({ unread });
    const of = (index: number | null): boolean => isUnread("x", index);
    expect([0, 3, 4, 7, 8, 15, 16, 23, 24].map(of)).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect([of(0), of(null)]).toEqual([true, true]);
  });

  it("are asked about as often as there are of them", async () => {
    const indexes = Array.from({ length: 150_000 }, (_, i) => 1_000 + i);
    const isUnread = await asked({ missing: indexes });
    const found = indexes.toReversed().filter((index) => isUnread(idAt(index * SECOND), null));
    // Who takes the earliest that fits leaves none to the earliest ones.
    expect(found.length).toBeGreaterThan(149_000);
  });
});
