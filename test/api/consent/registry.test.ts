/** What the firm has stated, read out of its streams: as of a time, always the newest, and honest about what is gone. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { covers } from "../../../api/consent/lookup.ts";
import { createRegistry } from "../../../api/consent/registry.ts";
import { type Consents, createConsents } from "../../../api/consent/service.ts";
import {
  controllerOf,
  day,
  foundFirm,
  givenOf,
  noticeOf,
  noticeTexts,
  purposeOf,
  recordOne,
} from "../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
let consents: Consents;
beforeEach(async () => {
  ledger = await testLedger();
  ({ consents } = ledger);
  await foundFirm(ledger);
});
afterEach(() => ledger.close());

/** Another process's: it has read nothing yet. */
const fresh = () => createRegistry(ledger.ledger);

const drop = async (kind: string, at: number) => {
  const { firm, list } = ledger.ledger;
  const { records } = await list({ subject: firm, kind, cursor: null, limit: 50 });
  const { id } = records[at]!;
  ledger.tamper((database) => {
    database.prepare("DELETE FROM records WHERE id = ?").run(id);
  });
};

describe("the registry", () => {
  it("tells who decided at a time", async () => {
    const { registry } = consents;
    await consents.recordController(controllerOf({ "@occurredAt": day(5, 1), name: "Southwind" }));
    await consents.recordController(controllerOf({ "@occurredAt": day(3, 1), name: "Eastwind" }));
    await consents.recordController(controllerOf({ "@occurredAt": day(3, 1), name: "Westwind" }));
    const nameAt = async (time: string) => (await registry.controllerAt(time))?.name;
    expect(await nameAt("2025-12-31T23:59:59.999Z")).toBeUndefined();
    expect(await nameAt(day(1, 1))).toBe("Northwind Traders");
    expect(await nameAt(day(3, 1))).toBe("Westwind");
    expect(await nameAt(day(5, 1))).toBe("Southwind");
  });

  it("takes a statement once, and another one of the same time again", async () => {
    const east = controllerOf({ "@occurredAt": day(3, 1), name: "Eastwind" });
    const west = { ...east, name: "Westwind" };
    expect(await consents.recordController(east)).toMatchObject({ outcome: "stored" });
    const { controllers } = createRegistry(ledger.ledger);
    const before = (await controllers()).length;
    expect(await consents.recordController(east)).toMatchObject({ outcome: "known" });
    expect(await controllers()).toHaveLength(before);
    // What holds is what was recorded last: to say the first again then says something.
    for (const one of [west, east])
      expect(await consents.recordController(one)).toMatchObject({ outcome: "stored" });
  });

  it("tells what was recorded a moment ago, wherever it was read before", async () => {
    const other = fresh();
    expect((await other.purposes()).map(({ purposeId }) => purposeId)).toEqual(["newsletter"]);
    await consents.definePurpose(purposeOf("ads"));
    const next = { inForceFrom: day(4, 1), material: false };
    await consents.definePurpose(purposeOf("newsletter", next));
    const told = (await other.purposes()).map(({ purposeId, versions }) => [
      purposeId,
      versions.map(({ purposeVersion, material }) => [purposeVersion, material]),
    ]);
    expect(told).toEqual([
      [
        "newsletter",
        [
          [1, true],
          [2, false],
        ],
      ],
      ["ads", [[1, true]]],
    ]);
    expect(await other.purposes()).toEqual(await fresh().purposes());
  });

  it("has each text once, by its hash", async () => {
    const [en, zh] = noticeTexts(2);
    const mixed = { texts: [en, { ...zh, text: "新的文本。" }], inForceFrom: day(7, 1) };
    const published = await consents.publishNotice(noticeOf(3, mixed));
    expect(published).toMatchObject({ version: 3, events: { length: 2 } });
    const [, second, third] = (await consents.registry.notice("privacy"))?.versions ?? [];
    expect(third?.texts[0]).toEqual(second?.texts[0]);
    const hash = third?.texts[1]?.hash ?? "";
    expect(await consents.registry.text(hash)).toMatchObject({
      hash,
      text: "新的文本。",
      language: "zh-CN",
    });
    expect(await consents.registry.text("A".repeat(43))).toBeNull();
  });

  it("numbers versions without a gap when many are made at once, and none twice", async () => {
    const many = [1, 2, 3, 4].map((n) =>
      consents.publishNotice(noticeOf(9, { inForceFrom: day(7, n) })).then(
        ({ version }) => version,
        () => 0,
      ),
    );
    const numbers = (await Promise.all(many)).filter((version) => version > 0);
    const { versions = [] } = (await consents.registry.notice("privacy")) ?? {};
    expect(versions.map(({ noticeVersion }) => noticeVersion)).toEqual(
      Array.from({ length: 2 + numbers.length }, (_, i) => i + 1),
    );
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("repeats a request with its key, also when versions have been added since", async () => {
    const asked = purposeOf("ads", { inForceFrom: undefined });
    const first = await consents.definePurpose(asked, "p1");
    ledger.clock.advance(1_000);
    await consents.definePurpose({ ...asked, material: false });
    ledger.clock.advance(1_000);
    const again = await consents.definePurpose(asked, "p1");
    expect([again.outcome, again.version]).toEqual(["stored", first.version]);
    const retired = await consents.retirePurpose("ads", {}, "r1");
    ledger.clock.advance(1_000);
    expect(await consents.retirePurpose("ads", {}, "r1")).toEqual(retired);
    expect(await consents.registry.purpose("ads")).toMatchObject({
      versions: { length: 2 },
      retiredFrom: new Date(ledger.clock.now() - 1_000).toISOString(),
    });
  });

  it("of a version that is gone tells that consents before it may no longer cover the purpose", async () => {
    const subject = await newSubject(ledger);
    await recordOne(ledger, givenOf(subject));
    await consents.definePurpose(
      purposeOf("newsletter", { inForceFrom: day(4, 1), material: false }),
    );
    await drop("purpose", 1);
    const purpose = await fresh().purpose("newsletter");
    expect(purpose).toMatchObject({ versions: { length: 1 }, lostUpTo: 1 });
    expect(covers(purpose!, 1, day(5, 1))).toBe(false);
    await ledger.restart();
    const question = { subject, purposeId: "newsletter", at: day(5, 1) };
    expect(await ledger.consents.stateOf(question)).toMatchObject({
      allowed: false,
      reason: "not_covered",
    });
    const next = { inForceFrom: day(6, 1), material: false };
    expect(await ledger.consents.definePurpose(purposeOf("newsletter", next))).toMatchObject({
      version: 3,
    });
  });

  it("goes on with what was stated in a ledger that this one has succeeded", async () => {
    const old = ledger;
    const successor = await testLedger();
    const { ledger: own } = successor;
    const of = (subject: string) => (subject === "old" ? old.ledger : own);
    const inside = (subject: string) => (subject === "old" ? old.ledger.firm : subject);
    const both = {
      firm: own.firm,
      firms: async () => ["given up".padEnd(43, "-"), "old", own.firm],
      list: (query: Parameters<typeof own.list>[0]) =>
        of(query.subject).list({ ...query, subject: inside(query.subject) }),
      events: (subject: string, name: string) => of(subject).events(inside(subject), name),
    };
    const continued = createConsents({ ledger: { ...own, ...both }, clock: successor.clock });
    const next = { inForceFrom: day(8, 1), material: false };
    expect(await continued.definePurpose(purposeOf("newsletter", next))).toMatchObject({
      version: 2,
    });
    await consents.definePurpose(purposeOf("late"));
    const purposes = await continued.registry.purposes();
    expect(purposes.map(({ purposeId, versions }) => [purposeId, versions.length])).toEqual([
      ["newsletter", 2],
      ["late", 1],
    ]);
    expect(await continued.registry.controllerAt(day(9, 1))).toMatchObject({
      name: "Northwind Traders",
    });
    await successor.close();
  });

  it("refuses a record that another one was put in the place of", async () => {
    const { firm, list } = ledger.ledger;
    const { records } = await list({ subject: firm, kind: "notice", cursor: null, limit: 50 });
    const [a, b] = [records[1]!, records[2]!];
    ledger.tamper((database) => {
      database.pragma("foreign_keys = OFF");
      const swap = database.prepare("UPDATE records SET idx = ? WHERE id = ?");
      swap.run(-1, a.id);
      swap.run(a.index, b.id);
      swap.run(b.index, a.id);
    });
    await expect(fresh().notices()).rejects.toMatchObject({ code: "damaged" });
  });
});
