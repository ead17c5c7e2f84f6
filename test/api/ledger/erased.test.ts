/** What a reader is told of who is erased, in part or whole: the rows are gone, the entries are not, and nothing of anybody else changes. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RowScope } from "../../../api/store/row-erasure.ts";
import { RETENTION_CLASSES } from "../../../portal/verify/subject.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  rejection,
  stored,
  type TestLedger,
  TOKEN,
  testLedger,
  write,
} from "../../helpers/ledger.ts";
import { history, publish, told } from "./evidence/fixtures.ts";

let ledger: TestLedger;
let subject: string;
let other: string;
/** Indexes of the subject's orders, of which the first two have another year of expiry. */
let orders: number[];

beforeEach(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger, "K-1");
  other = await newSubject(ledger, "K-2");
  for (const one of [subject, other]) await stored(ledger, customerOf(one));
  orders = [];
  for (const n of [1, 2, 3, 4]) {
    if (n === 3) ledger.clock.advance(400 * 86_400_000);
    for (const one of [subject, other]) {
      const made = await stored(ledger, orderOf(one, { externalNumber: `A-${one}-${n}` }));
      if (one === subject) orders.push(made.entry.index);
    }
  }
  await publish(ledger);
});
afterEach(() => ledger.close());

/** All keys of the subject of these classes, and of statutory ones only those of a year, if one is given. */
async function scopeOf(classes: readonly string[], year?: string): Promise<RowScope> {
  const keys = (await ledger.keyStore.sealingKeysOf([subject])).filter(
    ({ retentionClass, expiry }) =>
      classes.includes(retentionClass) && (year === undefined || expiry === year),
  );
  const closes = year === undefined ? RETENTION_CLASSES.filter((one) => classes.includes(one)) : [];
  return {
    subject,
    keys: keys.map(({ retentionClass, expiry }) => ({ retentionClass, expiry })),
    closes,
  };
}

const ask = (path: string): Promise<Response> =>
  ledger.fetch(path, { headers: { authorization: `Bearer ${TOKEN}` } });
const codeOf = async (path: string): Promise<string> => {
  const response = await ask(path);
  return `${response.status} ${((await response.json()) as { code?: string }).code ?? ""}`;
};

describe("some years of somebody", () => {
  beforeEach(async () => {
    const [row] = await ledger.store.recordsAt([orders[0]!]);
    await ledger.store.erase([await scopeOf(["statutory"], row!.expiry)], []);
  });

  it("are told apart from what was lost", async () => {
    ledger.tamper((db) => db.prepare("DELETE FROM records WHERE idx = ?").run(orders[2]));
    const { entries } = await ledger.ledger.chainOf({
      subject,
      stream: "order",
      below: null,
      limit: 9,
    });
    const records = entries.map(({ record }) => (typeof record === "string" ? record : "there"));
    expect(records).toEqual(["there", "gone", "erased", "erased"]);
    for (const [n, erased] of [
      [0, true],
      [2, false],
    ] as const) {
      const view = await ledger.ledger.entryAt(orders[n]!);
      expect(view.stream).toMatchObject({ record: null, erased });
    }
    expect((await ledger.ledger.entryAt(orders[3]!)).stream).toMatchObject({ erased: false });
  });

  it("are entries without disclosures in the history of the stream, which verifies", async () => {
    const verdict = await ledger.verify(await history(ledger, subject, "order"));
    expect(told(verdict)).toBe("VERIFIED");
    expect(verdict.events?.map(({ withheld }) => withheld === null)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("are not in lists and times, which show the rest", async () => {
    const page = { subject, kind: "order", cursor: null, limit: 9 };
    expect((await ledger.ledger.list(page)).records).toHaveLength(2);
    const timeline = { subject, kinds: ["order"], cursor: null, limit: 9 };
    expect((await ledger.ledger.timeline(timeline)).records).toHaveLength(2);
  });

  it("leave their numbers free", async () => {
    const again = await write(ledger, orderOf(subject, { externalNumber: `A-${subject}-1` }));
    expect(again).toMatchObject({ outcome: "stored", version: 1 });
  });

  it("change nothing of anybody else", async () => {
    expect(told(await ledger.verify(await history(ledger, other, "order")))).toBe("VERIFIED");
    const page = { subject: other, kind: "order", cursor: null, limit: 9 };
    expect((await ledger.ledger.list(page)).records).toHaveLength(4);
  });
});

const PATHS = ["timeline", "reads", "streams", "consents", "identifiers", "state?stream=customer"];

describe("somebody of whom nothing is left", () => {
  beforeEach(async () => {
    await ledger.store.erase([await scopeOf(RETENTION_CLASSES)], []);
  });

  it("is gone for who asks", async () => {
    for (const path of PATHS)
      expect(await codeOf(`/v1/subjects/${subject}/${path}`), path).toBe("410 subject_erased");
    for (const path of PATHS)
      expect(await codeOf(`/v1/subjects/${"N".repeat(43)}/${path}`), path).toMatch(/^404 /);
    for (const path of PATHS)
      expect((await ask(`/v1/subjects/${other}/${path}`)).status, path).toBe(200);
  });

  it("is written of no more", async () => {
    const late = write(ledger, orderOf(subject, { externalNumber: "late" }));
    expect(await rejection(late)).toMatchObject({ code: "subject_erased" });
    expect(await write(ledger, orderOf(other, { externalNumber: "late" }))).toMatchObject({
      outcome: "stored",
    });
  });

  it("has no evidence any more, and a typed refusal for it", async () => {
    expect(await rejection(history(ledger, subject, "order"))).toMatchObject({
      code: "subject_erased",
    });
    expect(told(await ledger.verify(await history(ledger, other, "order")))).toBe("VERIFIED");
  });

  it("is a new subject when they come back", async () => {
    const again = await newSubject(ledger, "K-1");
    expect(again).not.toBe(subject);
    expect(await write(ledger, customerOf(again))).toMatchObject({ outcome: "stored" });
  });
});
