/** Records, readings and days, as customers read them. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { LedgerRecord } from "../../../../portal/src/customer/data.ts";
import { fingerprintOf } from "../../../../portal/src/customer/fingerprint.ts";
import { noticeBlocks } from "../../../../portal/src/customer/notice-text.ts";
import { peopleOf, personAmong } from "../../../../portal/src/customer/person.ts";
import { readView } from "../../../../portal/src/customer/read-view.ts";
import {
  newestOfEach,
  orderView,
  paymentView,
  profileView,
} from "../../../../portal/src/customer/record-view.ts";
import { beginsDay, isLate, timelineEntry } from "../../../../portal/src/customer/timeline-view.ts";

const AT = "2026-03-01T08:00:00.000Z";
const recordOf = (kind: string, change: object = {}, version = 1): LedgerRecord => ({
  ...{ id: `${kind}-1`, version, index: 7 },
  record: { "@kind": kind, "@occurredAt": AT, "@recordedAt": AT, ...change },
});
const money = (amount: string) => ({ amount, currency: "CNY" });

describe("an order", () => {
  const order = orderView(
    recordOf("order", {
      ...{ externalNumber: "10365", orderStatus: "shipped", total: money("403.20") },
      ...{ shippedOn: "2026-03-04", channel: "web", carrier: null, note: "" },
      lines: [
        { productNumber: "11", description: "Queso", quantity: "24", unitPrice: money("14.00") },
        {
          productNumber: "42",
          quantity: "1",
          unit: "kg",
          discountRate: "0.15",
          amount: money("9"),
        },
      ],
      shipTo: {
        name: "Antonio",
        address: { lines: ["Mataderos 2312"], city: "México", postalCode: "05023", country: "MX" },
      },
    }),
  );

  it("has its lines in words, and money as it is recorded", () => {
    expect(order).toMatchObject({ number: "10365", status: "shipped", total: money("403.20") });
    expect(order.lines).toMatchObject([
      { product: "Queso", number: "11", quantity: "24", discount: null, amount: null },
      { product: "42", number: null, quantity: "1 kg", discount: 0.15, amount: money("9") },
    ]);
    expect(order.evidence).toBe("/v1/records/order-1/evidence?claim=current");
  });

  it("tells what is there, and nothing of what is not", () => {
    expect(order.facts).toEqual([
      { word: "shippedOn", lines: ["2026-03-04"], form: "day", country: null },
      { word: "channel", lines: ["web"], form: "channel", country: null },
      {
        word: "shipTo",
        lines: ["Antonio", "Mataderos 2312", "05023 México"],
        ...{ form: "text", country: "MX" },
      },
    ]);
  });

  it("is drawn also where next to nothing is recorded of it", () => {
    const bare = orderView(recordOf("order", { lines: "none", total: 3, shipTo: [] }));
    expect(bare).toMatchObject({ number: null, total: null, lines: [], facts: [] });
  });
});

it("a payment and a profile are told by their fields", () => {
  const paid = { amount: money("9.00"), direction: "received", type: "freight", orderNumber: "1" };
  expect(paymentView(recordOf("payment", paid))).toMatchObject({ ...paid, method: null });
  const profile = profileView(
    recordOf("customer", {
      ...{ name: "王小明", emails: ["a@example.com", "b@example.com"], birthDate: "1996-07-04" },
      phones: [{ number: "+86 21 5555 0100" }, {}],
      contacts: [{ name: "Li", title: "Owner" }],
      addresses: [{ lines: ["人民路 1 号"], country: "CN" }],
    }),
  );
  expect(profile.facts.map(({ word, lines }) => [word, ...lines])).toEqual([
    ["name", "王小明"],
    ["birthDate", "1996-07-04"],
    ["emails", "a@example.com", "b@example.com"],
    ["phones", "+86 21 5555 0100"],
    ["addresses", "人民路 1 号"],
    ["contacts", "Li · Owner"],
  ]);
});

it("of a timeline the newest version of each record is kept", () => {
  const all = [recordOf("order", {}, 3), recordOf("payment"), recordOf("order", {}, 2)];
  expect(newestOfEach(all).map(({ version }) => version)).toEqual([3, 1]);
});

describe("a reading", () => {
  const accessOf = (change: object) =>
    readView(
      recordOf("access", {
        ...{ reader: { id: "person/9", role: "staff" }, outcome: "shown", route: "GET /x" },
        ...{ records: [], told: [], ...change },
      }),
    );

  it("counts each record once, and names what else was told", () => {
    const view = accessOf({
      ...{ reason: "complaint", purposeId: "newsletter", organization: "one" },
      records: [
        { id: "a", kind: "order", version: 1 },
        { id: "a", kind: "order", version: 2 },
        { id: "b", kind: "customer", version: 1 },
        { id: "c", kind: "merge", version: 1 },
      ],
      told: [{ what: "list", of: "order" }, { what: "consent", of: "newsletter" }, { what: "x" }],
    });
    expect(view).toMatchObject({
      ...{ role: "staff", reason: "complaint", purposeId: "newsletter", organization: "one" },
      seen: [
        { kind: "order", count: 1 },
        { kind: "customer", count: 1 },
        { kind: "other", count: 1 },
      ],
      told: [{ what: "consent", of: "newsletter" }],
      ...{ refused: false, fields: [] },
    });
  });

  it("names fields where it was not all, and none that every file has", () => {
    const part = (fields: string[]) => ({ id: "a", kind: "order", version: 1, fields });
    const told = [{ what: "evidence" }];
    const records = [part(["total", "@kind"]), part(["currency"])];
    expect(accessOf({ records, told }).fields).toEqual(["currency", "total"]);
    expect(accessOf({ records: [...records, { id: "b", kind: "order" }] }).fields).toEqual([]);
    expect(accessOf({ told: [{ what: "evidence", fields: ["name"] }] }).fields).toEqual(["name"]);
  });

  it("of a list that was empty is a list, and one that was refused says so", () => {
    expect(accessOf({ told: [{ what: "list" }] }).told).toEqual([{ what: "list", of: null }]);
    expect(accessOf({ outcome: "refused" }).refused).toBe(true);
    expect(accessOf({ reader: { role: "somebody" } }).role).toBe("system");
  });
});

describe("a timeline", () => {
  it.each([
    [recordOf("consent", { event: "given", purposeId: "p" }), "consent_given"],
    [recordOf("consent", { event: "else" }), "other"],
    [recordOf("signal"), "signal"],
    [recordOf("merge", { event: "joined" }), "merge_joined"],
    [recordOf("merge", { event: "separated" }), "merge_separated"],
    [recordOf("acknowledgement", { what: "received" }), "ack_received"],
    [recordOf("acknowledgement", { what: "done", messageType: "person.erased" }), "ack_deleted"],
    [
      recordOf("acknowledgement", { what: "done", messageType: "record.corrected" }),
      "ack_corrected",
    ],
    [recordOf("customer"), "customer_first"],
    [recordOf("customer", {}, 2), "customer"],
    [recordOf("order", { externalNumber: "1" }), "order_first"],
    [recordOf("payment", { type: "fee" }, 2), "payment"],
    [recordOf("access", { reader: { role: "staff" } }), "access"],
    [recordOf("access", { outcome: "refused" }), "access_refused"],
    [recordOf("contract"), "other"],
  ])("says what %o is", (record, word) => {
    const entry = timelineEntry(record);
    expect(entry.sentence.word).toBe(word);
    expect(entry.evidence).toBe(
      `/v1/records/${record.id}/evidence?version=${String(record.version)}`,
    );
  });

  it("has days, and says of what was entered late when it happened", () => {
    const entries = ["2026-03-02", "2026-03-02", "2026-03-01"].map((day) =>
      timelineEntry(recordOf("signal", { "@recordedAt": `${day}T08:00:00.000Z` })),
    );
    const dayOf = (time: string) => time.slice(0, 10);
    expect(entries.map((_, at) => beginsDay(entries, at, dayOf))).toEqual([true, false, true]);
    const later = (recordedAt: string) =>
      isLate(timelineEntry(recordOf("signal", { "@recordedAt": recordedAt })));
    expect([later("2026-03-02T07:00:00.000Z"), later("2026-03-02T09:00:00.000Z")]).toEqual([
      false,
      true,
    ]);
  });
});

describe("a notice's text", () => {
  const MARKDOWN = "# Privacy\n\nWe **only** write *once*.\n- by post\n";
  it("is drawn where it is Markdown, and left alone where it is not", () => {
    expect(noticeBlocks(MARKDOWN, "Privacy", "text/markdown")).toMatchObject([
      {
        kind: "text",
        runs: [
          { text: "We ", style: "plain" },
          { text: "only", style: "bold" },
          { text: " write ", style: "plain" },
          { text: "once", style: "slanted" },
          { text: ".", style: "plain" },
        ],
      },
      { kind: "item", runs: [{ text: "by post" }] },
    ]);
    expect(noticeBlocks(MARKDOWN, "Other", null)[0]).toMatchObject({ kind: "heading" });
    const plain = noticeBlocks(MARKDOWN, "Privacy", "text/plain");
    expect(plain.map(({ runs: [run] }) => run?.text)).toEqual([
      ...["# Privacy", "We **only** write *once*.", "- by post"],
    ]);
    expect(noticeBlocks("3 * 4 and 5 * 6", "", "text/markdown")[0]?.runs).toHaveLength(1);
  });

  it("has the fingerprint that consents name", () => {
    const text = "我们会向您发送优惠信息。";
    expect(fingerprintOf(text)).toBe(createHash("sha256").update(text).digest("base64url"));
  });
});

it("whoever stands for others begins with themselves, and sees nobody whom they may not", () => {
  const people = peopleOf({ subjects: ["child", "me"], actsFor: ["child"] });
  expect(people).toEqual([
    { subject: "me", isSelf: true },
    { subject: "child", isSelf: false },
  ]);
  expect(personAmong(people, "child")?.subject).toBe("child");
  expect(personAmong(people, "stranger")?.subject).toBe("me");
  expect(personAmong([], "me")).toBeNull();
});
