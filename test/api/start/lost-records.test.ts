/** The drill of OPERATING.md, "Putting a backup back", to its end: what was lost is sent again, and everything is provable again. */
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createChainReader } from "../../../api/anchor/reader.ts";
import { systemClock } from "../../../api/core/clock.ts";
import { recoverLedger } from "../../../api/start/recover.ts";
import type { RunningServer } from "../../../api/start/running-server.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { customerOf, orderOf, rejection, stored, write } from "../../helpers/ledger.ts";
import { installedRowMac } from "../../helpers/store/installed.ts";
import { authenticateAnew } from "../../helpers/store/row-mac.ts";
import { parsed } from "../ledger/evidence/fixtures.ts";
import { anchor, type Installation, install } from "./installation.ts";

const LIMIT = { timeout: 180_000 };

let chain: TestChain;
let place: Installation;
beforeAll(async () => {
  chain = await startTestChain();
});
beforeEach(async () => {
  place = await install(chain);
});
afterEach(() => place.remove());
afterAll(() => chain.stop());

const DATABASE = ["ledger.db", "ledger.db-wal", "ledger.db-shm"];

/** The stopped database as a backup has it. */
function putBack(name: string): void {
  for (const file of DATABASE) {
    rmSync(place.path("data", file), { force: true });
    if (existsSync(place.path(name, file)))
      cpSync(place.path(name, file), place.path("data", file));
  }
}

const recover = () => recoverLedger(place.config(), { dryRun: false, onProgress: () => undefined });

async function subjectOf({ ledger }: RunningServer): Promise<string> {
  const [found] = await ledger.ensureSubjects([{ source: "shop", externalNumber: "K-1" }]);
  return found!.subject;
}

const customer = (subject: string, name: string) => customerOf(subject, { name });
const order = (subject: string, note: string) => orderOf(subject, { externalNumber: "A-1", note });

const current = ({ ledger }: RunningServer, id: string) =>
  ledger.evidence({ claim: "current", id, version: null, fields: null, checkpoint: "final" });
const history = ({ ledger }: RunningServer, subject: string, stream: string) =>
  ledger.streamEvidence({
    ...{ claim: "history", subject, stream, fields: null, withhold: [], from: null, at: null },
    checkpoint: "final",
  });

/** As good as it gets while no auditor is there. */
async function holds(evidence: Uint8Array): Promise<void> {
  const ask = createChainReader(chain.rpcUrl);
  const options = { policy: place.policy(), ask, now: systemClock.now() };
  expect((await verifyEvidence(evidence, options)).word).toBe("NOT_REPLAYED");
}

describe("records that were lost after the last backup", () => {
  it("are sent again, and become the next versions", LIMIT, async () => {
    const { subject, customerId, orderId } = await place.during(async (server) => {
      const subject = await subjectOf(server);
      const { id: customerId } = await stored(server, customer(subject, "one"));
      const { id: orderId } = await stored(server, order(subject, "one"));
      await anchor(server, chain);
      return { subject, customerId, orderId };
    });
    place.backup("old");
    const head = await place.during(async (server) => {
      expect(await stored(server, customer(subject, "two"))).toMatchObject({ version: 2 });
      expect(await stored(server, order(subject, "two"))).toMatchObject({ version: 2 });
      return anchor(server, chain);
    });
    putBack("old");
    expect(await rejection(place.start())).toMatchObject({ code: "behind" });
    expect(await recover()).toMatchObject({ after: head, records: 2, missing: 0 });

    await place.during(async (server) => {
      for (const id of [customerId, orderId])
        expect(await rejection(current(server, id))).toMatchObject({ code: "content_lost" });
      await holds(await history(server, subject, "customer"));

      const repeated = { outcome: "equals_earlier", version: 1 };
      expect(await write(server, customer(subject, "one"))).toMatchObject(repeated);
      const third = { id: customerId, version: 3 };
      expect(await stored(server, customer(subject, "two"))).toMatchObject(third);
      const shipped = { id: orderId, version: 3 };
      expect(await stored(server, order(subject, "two"))).toMatchObject(shipped);
      await anchor(server, chain);

      for (const id of [customerId, orderId]) await holds(await current(server, id));
      const shown = async (stream: string) =>
        parsed(await history(server, subject, stream), "history").events.map((e) => !!e.record);
      expect(await shown("customer")).toEqual([true, false, true]);
      expect(await shown(`order/${orderId}`)).toEqual([false, true]);
      await holds(await history(server, subject, "customer"));
      await holds(await history(server, subject, `order/${orderId}`));
    });
    // What is recovered stays known, over starts and over another recovery.
    place.backup("newer");
    await place.during(async (server) => {
      expect(await stored(server, customer(subject, "three"))).toMatchObject({ version: 4 });
      await anchor(server, chain);
    });
    putBack("newer");
    expect(await recover()).toMatchObject({ records: 1 });
    await place.during(async (server) => {
      expect(await stored(server, customer(subject, "three"))).toMatchObject({ version: 5 });
    });
    expect(place.bugs).toEqual([]);
  });
});

/** All that a start may write of a ledger. */
function written(): Record<string, string> {
  const database = new Database(place.path("data", "ledger.db"), { readonly: true });
  const size = database.prepare("SELECT count(*) FROM entries").pluck().get();
  const batches = database.prepare("SELECT count(*) FROM checkpoints").pluck().get();
  const meta = database.prepare("SELECT * FROM meta ORDER BY key").all();
  database.close();
  const text = (...names: string[]) => readFileSync(place.path(...names), "utf8");
  return {
    database: JSON.stringify([size, batches, meta]),
    signer: text("keys", "signer-state.json"),
    policy: text("data", "policy.json"),
  };
}

describe("a database with entries that is not this ledger's", () => {
  /** As an operator's hand, or a program of another version, leaves it. */
  async function change(sql: string): Promise<void> {
    const rowMac = await installedRowMac(place.path("keys"));
    const database = new Database(place.path("data", "ledger.db"));
    const triggers = database
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .pluck()
      .all();
    for (const name of triggers) database.exec(`DROP TRIGGER ${name}`);
    database.exec(sql);
    authenticateAnew(database, rowMac);
    database.close();
  }

  it.each([
    [
      "another's name",
      `UPDATE meta SET value = json_set(value, '$.ledgerId', '0x${"1d".repeat(32)}') WHERE key = 'ledger'`,
      "not_this_ledger",
    ],
    ["no name", "DELETE FROM meta WHERE key = 'ledger'", "unknown_schema"],
    ["its own record gone", "DELETE FROM records WHERE idx = 0", "damaged"],
    [
      "its own record lost with a database",
      "DELETE FROM records WHERE idx = 0; INSERT INTO meta (key, value) VALUES ('recovered', '[[0,1]]')",
      "own_record_lost",
    ],
  ])("with %s is refused, and nothing was changed", LIMIT, async (_, sql, code) => {
    await place.during(async (server) => {
      await stored(server, order(await subjectOf(server), "one"));
    });
    // As after a crash: a start that went on would fill up, and seal.
    await change(`${sql}; UPDATE meta SET value = 'another' WHERE key = 'epoch'`);
    const before = written();
    expect(await rejection(place.start())).toMatchObject({ code });
    expect(written()).toEqual(before);
  });
});
