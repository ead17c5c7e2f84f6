/** Records of what was done to the ledger itself: in the firm's own stream, and as provable as everything else. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AdministrationEvent } from "../../../api/ledger/administration.ts";
import { rejection, type TestLedger, testLedger } from "../../helpers/ledger.ts";
import {
  FAULT_MODES,
  type Faults,
  faultyStore,
  type StoreWrite,
} from "../../helpers/store/faulty-store.ts";

let ledger: TestLedger;
let faults: Faults<StoreWrite>;
beforeAll(async () => {
  ledger = await testLedger({
    wrapStore(store) {
      const faulty = faultyStore(store);
      faults = faulty.faults;
      return faulty.store;
    },
  });
});
afterAll(() => ledger.close());

const granted: AdministrationEvent = {
  event: "role-granted",
  actor: { id: "person/1", role: "administrator" },
  target: { type: "account", id: "person/2" },
  changes: [{ name: "role", before: "staff", after: "officer" }],
  reason: "stands in for a colleague",
};

const events = async () =>
  (await ledger.ledger.events(ledger.ledger.firm, "administration")).events.map(
    ({ record }) => record!,
  );

describe("what is done to the ledger", () => {
  it("is recorded in the firm's stream, with who did it", async () => {
    const id = await ledger.ledger.recordAdministration(granted);
    const [record] = await events();
    expect(record).toMatchObject({
      "@id": id,
      "@kind": "administration",
      "@stream": "administration",
      "@subject": ledger.ledger.firm,
      "@source": "counterfoil",
      ...granted,
      ...{ count: null, from: null, hash: null, note: null, organization: null, until: null },
    });
  });

  it("by the ledger itself is said to be so", async () => {
    await ledger.ledger.recordAdministration({
      ...{ event: "sign-ins-failed", actor: null, count: 20 },
      ...{ from: "2026-11-22T09:00:00.000Z", until: "2026-11-22T09:05:00.000Z" },
    });
    expect((await events()).at(-1)).toMatchObject({
      actor: { id: "counterfoil", role: "system" },
      changes: [],
      count: 20,
    });
  });

  it("before it could be recorded is said to have been done then, never later than now", async () => {
    const now = ledger.clock.now();
    const times = [now - 60_000, now + 60_000];
    for (const at of times) await ledger.ledger.recordAdministration(granted, at);
    const occurred = (await events()).slice(-2).map((record) => record["@occurredAt"]);
    expect(occurred).toEqual([now - 60_000, now].map((at) => new Date(at).toISOString()));
  });

  it("at the same time by several is all there", async () => {
    const before = (await events()).length;
    const made = await Promise.all(
      Array.from({ length: 30 }, () => ledger.ledger.recordAdministration(granted)),
    );
    const ids = (await events()).slice(before).map((record) => record["@id"]);
    expect([...ids].sort()).toEqual([...made].sort());
  });

  it("is refused where it says nothing that can be, and then nothing is recorded", async () => {
    const before = (await events()).length;
    for (const change of [{ event: "coffee-made" }, { count: -1 }, { hash: "x" }]) {
      const input = { ...granted, ...change } as AdministrationEvent;
      expect(await rejection(ledger.ledger.recordAdministration(input))).toMatchObject({
        code: "invalid_record",
      });
    }
    expect(await events()).toHaveLength(before);
  });

  it.each(FAULT_MODES)("and cannot be recorded (%s) is told to whoever waits", async (mode) => {
    faults.failNext("commit", mode);
    const error = await rejection(ledger.ledger.recordAdministration(granted));
    expect(error).toMatchObject({ name: "InjectedFault" });
  });

  it("is proven complete by the history of its stream, for everybody", async () => {
    await ledger.anchor();
    await ledger.cosign();
    const file = await ledger.ledger.streamEvidence({
      ...{ claim: "history", subject: ledger.ledger.firm, stream: "administration" },
      ...{ fields: ["event", "actor"], withhold: [], from: null, at: null, checkpoint: "final" },
    });
    const verdict = await ledger.verify(file);
    expect(verdict.word).toBe("VERIFIED");
    expect(verdict.events).toHaveLength((await events()).length);
  });
});
