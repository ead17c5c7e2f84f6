/** Whoever has SQL at hand changes what a claim about a stream rests on: it is noticed, named, and nothing is handed out. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRefusal } from "../../../../api/core/errors.ts";
import { merkleLeaf } from "../../../../api/core/hash.ts";
import {
  customerOf,
  flipped,
  newSubject,
  orderOf,
  rejection,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { absent, current, history, told } from "./fixtures.ts";

let ledger: TestLedger;
let subject: string;
let id: string;
/** Indexes of the three versions of the customer's record. */
const VERSIONS = [1, 3, 5];
const STATE = 7;

beforeEach(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger, "K-1");
  for (const name of ["one", "two", "three"]) {
    ({ id } = await stored(ledger, customerOf(subject, { name })));
    await stored(ledger, orderOf(subject));
  }
  await ledger.anchor();
});
afterEach(() => ledger.close());

const CLAIMS = {
  current: () => current(ledger, id),
  history: () => history(ledger, subject, "customer"),
  absent: () => absent(ledger, subject, "payment"),
};
type Claim = keyof typeof CLAIMS;

/** What the claim is refused with, in a ledger that remembers nothing of better days. */
async function refused(claim: Claim): Promise<Record<string, unknown>> {
  await ledger.restart();
  const error = await rejection(CLAIMS[claim]());
  if (!isRefusal(error)) throw error;
  return { code: error.code, ...error.details };
}

const entry = (index: number, change: (bytes: Buffer) => Buffer): void =>
  ledger.forge((db) => {
    const read = db.prepare<[number], Buffer>("SELECT entry FROM entries WHERE idx = ?").pluck();
    db.prepare("UPDATE entries SET entry = ? WHERE idx = ?").run(change(read.get(index)!), index);
  });

const rehash = (index: number): void =>
  ledger.forge((db) => {
    const read = db.prepare<[number], Buffer>("SELECT entry FROM entries WHERE idx = ?").pluck();
    const hash = merkleLeaf(read.get(index)!);
    db.prepare("UPDATE entries SET leaf_hash = ? WHERE idx = ?").run(hash, index);
  });

describe("untouched", () => {
  it("all claims hold", async () => {
    await ledger.cosign();
    for (const claim of Object.values(CLAIMS)) {
      expect(told(await ledger.verify(await claim()))).toBe("VERIFIED");
    }
  });
});

describe("the entries", () => {
  it.each([0, 1, 2])("changed, version %i + 1: the entry", async (version) => {
    const index = VERSIONS[version]!;
    entry(index, (bytes) => flipped(bytes, 5));
    expect(await refused("history")).toEqual({ code: "damaged", what: "entry", index });
  });

  it("changed, with a hash that fits: what no longer follows it, or the entry itself", async () => {
    entry(VERSIONS[0]!, (bytes) => flipped(bytes, 5));
    rehash(VERSIONS[0]!);
    expect(await refused("history")).toMatchObject({ what: "stream", index: VERSIONS[1] });
    entry(VERSIONS[2]!, (bytes) => flipped(bytes, 5));
    rehash(VERSIONS[2]!);
    expect(await refused("current")).toMatchObject({ code: "damaged", index: VERSIONS[2] });
  });

  it("taken away: the stream", async () => {
    const take = (index: number) =>
      ledger.forge((db) => {
        db.pragma("foreign_keys = OFF");
        db.exec(`DELETE FROM entries WHERE idx = ${index}`);
      });
    take(VERSIONS[1]!);
    expect(await refused("history")).toMatchObject({ what: "stream", index: VERSIONS[2] });
    take(VERSIONS[2]!);
    expect(await refused("history")).toMatchObject({ what: "stream", id: "customer" });
  });

  it("all taken away, so that the stream seems not to be there: the stream", async () => {
    ledger.forge((db) => {
      db.pragma("foreign_keys = OFF");
      db.exec(`DELETE FROM records WHERE idx IN (${VERSIONS.join()})`);
      db.exec(`DELETE FROM entries WHERE idx IN (${VERSIONS.join()})`);
    });
    await ledger.restart();
    const error = await rejection(absent(ledger, subject, "customer"));
    expect(error).toMatchObject({ code: "damaged", details: { what: "stream", id: "customer" } });
  });

  it("of the map's state changed: that entry", async () => {
    for (const at of [0, 1, 40, 48]) {
      entry(STATE, (bytes) => flipped(bytes, at));
      for (const claim of ["current", "history", "absent"] as const) {
        expect(await refused(claim)).toEqual({ code: "damaged", what: "entry", index: STATE });
      }
      entry(STATE, (bytes) => flipped(bytes, at));
    }
    entry(STATE, (bytes) => flipped(bytes, 40));
    rehash(STATE);
    expect(await refused("absent")).toMatchObject({ what: "entry", index: STATE });
  });
});

describe("the records", () => {
  it("changed: the record", async () => {
    ledger.forge((db) =>
      db.exec(`UPDATE records SET sealed = zeroblob(100) WHERE idx = ${VERSIONS[1]}`),
    );
    expect(await refused("history")).toMatchObject({ what: "record", index: VERSIONS[1] });
    expect(
      await rejection(ledger.ledger.stateAt({ subject, stream: "customer", at: null })),
    ).toMatchObject({ code: "damaged", details: { what: "record", index: VERSIONS[1] } });
  });

  it("the newest taken away: an older one is not claimed to be the newest", async () => {
    ledger.forge((db) => db.exec(`DELETE FROM records WHERE idx = ${VERSIONS[2]}`));
    expect(await refused("current")).toMatchObject({ code: "damaged", what: "stream" });
  });

  it("the newest taken away, and the stream set back to fit: the stream", async () => {
    ledger.forge((db) => {
      db.exec(`DELETE FROM records WHERE idx = ${VERSIONS[2]}`);
      const older = db
        .prepare<[], Buffer>(`SELECT leaf_hash FROM entries WHERE idx = ${VERSIONS[1]}`)
        .pluck()
        .get();
      db.prepare(`UPDATE streams SET seq = 2, leaf_hash = ? WHERE seq = 3`).run(older);
    });
    expect(await refused("current")).toMatchObject({ code: "damaged", what: "stream" });
  });
});

describe("the map", () => {
  it("changed: the map", async () => {
    ledger.tamper((db) => {
      const page = db.prepare<[], { id: number; bytes: Buffer }>("SELECT id, bytes FROM pages");
      for (const { id: number, bytes } of page.all()) {
        db.prepare("UPDATE pages SET bytes = ? WHERE id = ?").run(flipped(bytes, -1), number);
      }
    }, "map");
    for (const claim of ["current", "history", "absent"] as const) {
      expect(await refused(claim)).toMatchObject({ code: "damaged", what: "map" });
    }
  });

  it("lost: the map; evidence of records needs none", async () => {
    ledger.tamper((db) => db.exec("DELETE FROM pages; DELETE FROM versions;"), "map");
    expect(await refused("history")).toMatchObject({ code: "damaged", what: "map" });
    const file = await ledger.ledger.evidence({
      ...{ id, version: null, fields: null, checkpoint: "final" },
    });
    expect(told(await ledger.verify(file))).toBe("VERIFIED");
  });
});

describe("tiles and checkpoint", () => {
  it("changed: named", async () => {
    ledger.forge((db) => {
      const read = db.prepare<[], Buffer>("SELECT hashes FROM tiles").pluck();
      db.prepare("UPDATE tiles SET hashes = ?").run(flipped(read.get()!, 3 * 32));
    });
    expect(await refused("history")).toMatchObject({ code: "damaged", what: "tile" });
    expect(
      await rejection(ledger.ledger.stateAt({ subject, stream: "customer", at: null })),
    ).toMatchObject({ code: "damaged", details: { what: "entry", index: 3 } });
  });

  it("signed by nobody: the checkpoint", async () => {
    ledger.forge((db) => {
      const note = db.prepare<[], string>("SELECT note FROM checkpoints").pluck().get()!;
      const [text = "", line = ""] = note.split("\n\n");
      const [dash, name, signature = ""] = line.trim().split(" ");
      const other = flipped(Buffer.from(signature, "base64"), 30).toString("base64");
      const forged = `${text}\n\n${dash} ${name} ${other}\n`;
      db.prepare("UPDATE checkpoints SET note = ?").run(forged);
    });
    for (const claim of ["current", "history", "absent"] as const) {
      expect(await refused(claim)).toMatchObject({ code: "damaged", what: "checkpoint" });
    }
  });
});
