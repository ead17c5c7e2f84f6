/** Before entries are written into the second copy, they are held against the tree that was signed. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkCopy } from "../../../api/log/copy-check.ts";
import { type EntryCopy, openEntryCopy } from "../../../api/log/entry-copy.ts";
import type { StoredEntry } from "../../../api/store/store.ts";
import { leafHash } from "../../../portal/verify/merkle.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { rejection, seal, type TestLog, testLog } from "./fixtures.ts";
import { recordOfItsOwn } from "./memory-store.ts";

const { signer } = testLog();
let directory: string;
let remove: () => void;
let open: EntryCopy[];

beforeEach(() => {
  ({ directory, remove } = newPlace());
  open = [];
});
afterEach(async () => {
  for (const copy of open) await copy.close();
  remove();
});

async function openCopy(): Promise<EntryCopy> {
  const copy = await openEntryCopy(directory, signer);
  open.push(copy);
  return copy;
}

const check = async (log: TestLog): Promise<EntryCopy> => {
  const copy = await openCopy();
  await checkCopy({ copy, store: log.store, signer, signed: log.signerState.record });
  return copy;
};

describe("a start writes nothing into the second copy that the tree does not have", () => {
  type Change = (row: StoredEntry, entry: Uint8Array) => StoredEntry;
  const bytesOnly: Change = (row, entry) => ({ ...row, entry });
  const hashToo: Change = (row, entry) => ({ ...row, entry, leafHash: leafHash(entry) });
  const damagedAt = (index: number) => ({ code: "damaged", details: { what: "entry", index } });

  it.each([
    ["its bytes", bytesOnly, 3],
    ["its bytes", bytesOnly, 1_500],
    ["its bytes and its leaf hash", hashToo, 5_999],
  ])("where a new copy is written, and %s were changed (%#)", async (_, change, index) => {
    const log = testLog(6_000);
    await seal(log);
    const row = log.store.rows[index]!;
    log.store.rows[index] = change(row, recordOfItsOwn(77_777));
    expect(await rejection(check(log))).toMatchObject(damagedAt(index));
    expect((await openCopy()).size()).toBeLessThanOrEqual(index);
    log.store.rows[index] = row;
    expect((await check(log)).size()).toBe(6_001);
  });

  it("where the copy lags behind", async () => {
    const log = testLog(600);
    await seal(log);
    await (await openCopy()).extend(log.store, 300);
    log.store.rows[400] = hashToo(log.store.rows[400]!, recordOfItsOwn(77_777));
    expect(await rejection(check(log))).toMatchObject(damagedAt(400));
    expect((await openCopy()).size()).toBe(300);
  });

  it("where an entry of the database is missing, or its tile", async () => {
    const log = testLog(600);
    await seal(log);
    const entries = log.store.entries;
    log.store.entries = async (from, to) =>
      (await entries(from, to)).filter(({ index }) => index !== 77);
    expect(await rejection(check(log))).toMatchObject(damagedAt(77));
    log.store.entries = entries;
    log.store.tileMap.delete("0/1");
    expect(await rejection(check(log))).toMatchObject({ code: "damaged" });
    expect((await openCopy()).size()).toBe(0);
  });

  it("and calls the database damaged where it differs from the copy for that reason", async () => {
    const log = testLog(300);
    await seal(log, { copy: await openCopy() });
    log.store.rows[257] = hashToo(log.store.rows[257]!, recordOfItsOwn(77_777));
    expect(await rejection(check(log))).toMatchObject(damagedAt(257));
  });
});
