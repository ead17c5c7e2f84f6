/** An erasure whose line in the list of the erased cannot be written: it has begun, and waits; nothing is declared, and nothing goes. */
import { mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { withErasedList } from "../../../../api/store/erased-list.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { firm, OFFICER, somebody } from "./scene.ts";

let ledger: TestLedger | null = null;
afterEach(async () => {
  await ledger?.close();
  ledger = null;
});

it("an erasure that cannot be listed waits, and ends as soon as it can", async () => {
  let path = "";
  let listed: ReturnType<typeof withErasedList> | null = null;
  ledger = await testLedger({
    // Opened with the first call, since the place is not known before.
    wrapKeyStore: (inner) =>
      new Proxy(inner, {
        get(target, name, receiver) {
          if (path === "" || name === "then") return Reflect.get(target, name, receiver);
          return async (...given: unknown[]) => {
            listed ??= withErasedList(inner, path);
            const { store } = await listed;
            return (Reflect.get(store, name) as (...all: unknown[]) => unknown)(...given);
          };
        },
      }),
  });
  path = join(ledger.directory, "keys", "erased");
  await firm(ledger);
  const subject = await somebody(ledger);
  const { erasures } = ledger.rights;
  const { hash } = await erasures.preview(subject, new Set());
  // As on a full disk.
  rmSync(path);
  mkdirSync(path);
  const erasureId = ledger.ledger.newId();
  await erasures.carryOut({
    ...{ erasureId, subject, planHash: hash, goNow: new Set(), cause: "request" },
    ...{ publicKey: null, order: OFFICER },
  });
  await expect(erasures.settled(erasureId)).rejects.toThrow("EISDIR");
  const { firm: own } = ledger.ledger;
  expect((await erasures.find(erasureId))?.state).toBe("begun");
  expect((await ledger.ledger.events(own, "erasure")).events).toEqual([]);
  expect((await ledger.keyStore.sealingKeysOf([subject])).length).toBeGreaterThan(1);
  rmdirSync(path);
  writeFileSync(path, "");
  expect(await erasures.settled(erasureId)).toBe(true);
  expect((await ledger.ledger.events(own, "erasure")).events).toHaveLength(1);
});
