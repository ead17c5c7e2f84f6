/** How the root key stands, who is told of it, and that each roll is recorded once. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Principal, Role } from "../../../../api/core/principal.ts";
import {
  createRootKey,
  type KeyCopy,
  type KeyFilesState,
  noKeyFiles,
} from "../../../../api/rights/root-key/service.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { erase, firm, somebody } from "../erase/scene.ts";

const [OLD, NOW] = ["00", "11"].map((byte) => byte.repeat(8)) as [string, string];
let ledger: TestLedger;
let who: Principal;
beforeEach(async () => {
  ledger = await testLedger({ recordReads: true, app: { authenticate: async () => who } });
  await firm(ledger);
});
afterEach(() => ledger.close());

const open = (change: Partial<KeyFilesState> = {}) =>
  createRootKey({ ...ledger, files: { ...noKeyFiles, ...change } });
const copy = (root: string, change: Partial<KeyCopy> = {}): KeyCopy => ({
  ...{ at: 0, file: root.repeat(4), for: "recipients", root, destroyedAt: null },
  ...change,
});
/** The first one is gone, and something was destroyed under `number`. */
const under = (number: number) =>
  ledger.tamper((db) => {
    db.exec(`UPDATE erasures SET root = ${number}`);
    db.exec("UPDATE root_keys SET retired_at = 2, gone_at = 3000 WHERE number = 1");
  }, "keys");

describe("the status", () => {
  it("tells of nothing where nothing is known", async () => {
    expect(await open().status()).toEqual({
      ...{ id: null, begunAt: null, rolling: false, failingSince: null, dueAt: null },
      ...{ waiting: 0, waitingSince: null, copies: [] },
    });
  });

  it("tells what waits, when it is due, and which copies must go", async () => {
    const { id } = await erase(ledger.rights, await somebody(ledger));
    const { begunAt } = (await ledger.rights.erasures.find(id))!;
    await ledger.keyStore.beginRoot(OLD, 1);
    await ledger.keyStore.beginRoot(NOW, 2_000);
    under(2);
    const files = {
      ...{ days: 10, isRolling: () => true, failingSince: () => 5_000 },
      copies: async () => [copy(OLD), copy(OLD, { destroyedAt: 4 }), copy(NOW), copy("22")],
    };
    expect(await open(files).status()).toEqual({
      ...{ id: NOW, begunAt: "1970-01-01T00:00:02.000Z", rolling: true, waiting: 1 },
      ...{ failingSince: "1970-01-01T00:00:05.000Z", dueAt: "1970-01-11T00:00:02.000Z" },
      waitingSince: new Date(begunAt).toISOString(),
      copies: [OLD, NOW, "22"].map((root) => ({
        ...{ file: root.repeat(4), root, for: "recipients", destroy: root !== NOW },
        madeAt: "1970-01-01T00:00:00.000Z",
      })),
    });
    // It waits for a copy of the old one alone: rolling would not help.
    under(1);
    expect(await open(files).status()).toMatchObject({ waiting: 1, dueAt: null });
  });

  it.each([
    ["administrator", 200],
    ["officer", 200],
    ["staff", 403],
    ["auditor", 403],
    ["customer", 403],
  ] as const)("is told to %s: %i", async (role: Role, status) => {
    who = {
      ...{ id: "person/1", role, scopes: null, subjects: new Set(), actsFor: new Set() },
      ...{ organization: null, given: null },
    };
    const response = await ledger.app.request("/v1/root-key");
    expect(response.status).toBe(status);
    if (status === 200) expect(await response.json()).toMatchObject({ id: null, copies: [] });
  });
});

describe("a roll", () => {
  it("is recorded once, with ids and nothing else, when the old root key is gone", async () => {
    await ledger.keyStore.beginRoot(OLD, 1);
    await ledger.keyStore.beginRoot(NOW, 2_000);
    const rootKey = open();
    expect(await rootKey.recordRolls()).toBe(0);
    under(1);
    expect([await rootKey.recordRolls(), await open().recordRolls()]).toEqual([1, 0]);
    const { events } = await ledger.ledger.events(ledger.ledger.firm, "administration");
    const rolls = events
      .map(({ record }) => record)
      .filter((one) => one?.event === "root-key-rolled");
    expect(rolls).toMatchObject([
      {
        ...{ actor: { id: "counterfoil" }, target: { type: "key", id: `root ${NOW}` } },
        changes: [{ name: "root-key", before: OLD, after: NOW }],
        "@occurredAt": "1970-01-01T00:00:03.000Z",
      },
    ]);
  });
});
