/** Whatever is handed to a method, its error never repeats it. And the database holds nothing it was not given. */
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { KeyStore } from "../../../../api/store/key-store.ts";
import { openSqliteKeyStore } from "../../../../api/store/sqlite/sqlite-key-store.ts";
import { openSqliteStore } from "../../../../api/store/sqlite/sqlite-store.ts";
import type { Store } from "../../../../api/store/store.ts";
import { VOID_ENTRY } from "../../../../portal/verify/entry.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { testRowMac } from "../../../helpers/store/row-mac.ts";
import { stateOf, unit } from "../../../helpers/store/units.ts";

const SECRET = "zhang.wei@example.com";
/** Something that no driver can bind, but prints itself. */
const unbindable = { toString: () => SECRET, toJSON: () => SECRET, secret: SECRET } as never;

let store: Store;
let keys: KeyStore;
let remove: () => void;
beforeEach(async () => {
  const place = newPlace();
  remove = place.remove;
  store = await openSqliteStore({ file: join(place.directory, "ledger.db"), rowMac: testRowMac });
  keys = await openSqliteKeyStore({ file: join(place.directory, "keys.db") });
});
afterEach(async () => {
  await store.close();
  await keys.close();
  remove();
});

type Call = [name: string, run: (store: Store, keys: KeyStore) => Promise<unknown>];
const calls: Call[] = [
  ["meta", (s) => s.meta(unbindable)],
  ["setMeta", (s) => s.setMeta(SECRET, unbindable)],
  ["commit with an unbindable", (s) => s.commit([unit("a", { kind: unbindable })])],
  ["commit with text for bytes", (s) => s.commit([unit("a", { sealed: SECRET as never })])],
  [
    "commit with bytes for text",
    (s) => s.commit([unit("a", { kind: Buffer.from(SECRET) as never })]),
  ],
  ["commit without", (s) => s.commit([unit("a", { subject: undefined as never })])],
  [
    "commit with a short root",
    (s) => s.commit([unit("a", { recordRoot: Buffer.from(SECRET) as never })]),
  ],
  ["commit with a version of 0", (s) => s.commit([unit("a", { version: 0, subject: SECRET })])],
  [
    "addSubjects",
    (s) => s.addSubjects([{ subject: SECRET, referenceMac: SECRET as never, createdAt: 1 }]),
  ],
  ["subjectsByReference", (s) => s.subjectsByReference([unbindable])],
  ["record", (s) => s.record(unbindable, null)],
  ["list", (s) => s.list({ subject: SECRET, kind: unbindable, after: -1, limit: 1 })],
  ["putAnchor", (s) => s.putAnchor({ size: 1, state: SECRET, transaction: SECRET } as never)],
  ["swapMeta", (s) => s.swapMeta(SECRET, null, unbindable)],
  ["appendState with a short root", (s) => s.appendState({ ...stateOf(0), mapRoot: unbindable })],
  ["appendState with text for a time", (s) => s.appendState({ ...stateOf(0), time: unbindable })],
  ["fillWithVoid", (s) => s.fillWithVoid(3, unbindable)],
  [
    "restore",
    (s) => s.restore(0, [{ entry: VOID_ENTRY, recordedAt: unbindable, dueAt: unbindable }]),
  ],
  ["standings", (s) => s.standings([unbindable])],
  [
    "commit with a standing",
    (s) =>
      s.commit([
        {
          ...unit("a"),
          standings: [{ key: SECRET as never, subject: SECRET, sealed: unbindable, last: 0 }],
        },
      ]),
  ],
  ["recordsAt", (s) => s.recordsAt([unbindable])],
  ["newestRecords", (s) => s.newestRecords([unbindable, 1n as never])],
  ["entry", (s) => s.entry(unbindable)],
  ["entriesAt", (s) => s.entriesAt([unbindable])],
  [
    "putCosignatures",
    (s) => s.putCosignatures([{ size: 1, vkey: SECRET, line: unbindable } as never]),
  ],
  ["cosignatures", (s) => s.cosignatures(unbindable)],
  ["newestCosignedAnchor", (s) => s.newestCosignedAnchor([unbindable], ["pending"], 0)],
  ["anchorGap", (s) => s.anchorGap(unbindable)],
  ["anchorsAround", (s) => s.anchorsAround(unbindable)],
  ["addSecrets", (_, k) => k.addSecrets([{ subject: SECRET, secrets: {} as never }])],
  ["addNamed", (_, k) => k.addNamed(SECRET, SECRET as never)],
];

it.each(calls)("%s fails without repeating a parameter", async (_, run) => {
  const error = await run(store, keys).then(
    () => "no error",
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ name: "StoreFault" });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
  expect(inspect(error)).not.toContain(Buffer.from(SECRET).toString("hex").slice(0, 8));
  expect(await store.size()).toBe(0);
});

it("a failed commit leaves none of its units", async () => {
  const bad = unit("b", { kind: unbindable });
  await expect(store.commit([unit("a"), bad, unit("c")])).rejects.toThrow("commit failed");
  expect(await store.size()).toBe(0);
  expect(await store.commit([unit("a")])).toMatchObject([{ ok: true, entries: [{ index: 0 }] }]);
});
