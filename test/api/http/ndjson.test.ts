import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyReceipt } from "../../../portal/verify/receipt.ts";
import { customerOf, FIRST, orderOf } from "../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
beforeEach(async () => {
  app = await testApp();
});
afterEach(() => app.close());

const order = (change: object = {}) => orderOf(app.subject, { externalNumber: "A-1", ...change });
const say = ({
  line,
  outcome,
  version,
  problem,
}: Awaited<ReturnType<TestApp["lines"]>>["lines"][0]) =>
  `${line} ${problem?.code ?? `${outcome} ${version}`}`;

describe("records as lines", () => {
  it("are answered line by line, in order; a bad line spoils no other", async () => {
    const text = [
      JSON.stringify(order()),
      "{",
      JSON.stringify(order()),
      "",
      JSON.stringify(order({ note: "newer" })),
      JSON.stringify(order({ total: { amount: 1, currency: "CNY" } })),
      `{"@kind":"order",${JSON.stringify(order()).slice(1)}`,
      JSON.stringify(orderOf("x".repeat(43))),
      JSON.stringify({ ...order(), "@kind": "invoice" }),
      JSON.stringify(order({ note: "x".repeat(140_000) })),
      "\t ",
      "null",
      JSON.stringify(customerOf(app.subject)),
      JSON.stringify(order()),
    ].join("\r\n");
    const { response, lines } = await app.lines("/v1/records", text);
    expect(response.status).toBe(200);
    expect(lines.map(say)).toEqual([
      "1 stored 1",
      "2 invalid_json",
      "3 unchanged 1",
      "5 stored 2",
      "6 invalid_record",
      "7 duplicate_member",
      "8 unknown_subject",
      "9 unknown_kind",
      "10 too_large",
      "12 not_an_object",
      "13 stored 1",
      "14 equals_earlier 1",
    ]);
    expect(lines.find(({ line }) => line === 6)?.problem?.errors).toMatchObject([
      { field: "total.amount", code: "float_money" },
    ]);
    expect(await app.store.size()).toBe(FIRST + 3);
    expect(app.bugs).toEqual([]);
  });

  it("of bytes that are no UTF-8 are refused alone", async () => {
    const good = Buffer.from(`${JSON.stringify(order())}\n`);
    const { lines } = await app.lines(
      "/v1/records",
      Buffer.concat([good, Buffer.from([0x22, 0xc3, 0x28, 0x22, 0x0a]), good]),
    );
    expect(lines.map(say)).toEqual(["1 stored 1", "2 invalid_utf8", "3 unchanged 1"]);
  });

  it("are told in the language asked for", async () => {
    const headers = { "accept-language": "zh-CN" };
    const { lines } = await app.lines("/v1/records", "x\n", headers);
    expect(lines[0]?.problem?.title).toBe("不是 JSON");
  });

  it("carry receipts and disclosures only where they are asked for", async () => {
    const bare = await app.lines("/v1/records", [order()]);
    expect(Object.keys(bare.lines[0]!)).toEqual(["line", "outcome", "id", "version", "index"]);
    const query = "?receipts=true&disclosures=true";
    const { lines } = await app.lines(`/v1/records${query}`, [order({ externalNumber: "A-2" })]);
    expect(verifyReceipt(lines[0]!.receipt!, app.policy).index).toBe(FIRST + 1);
    expect(lines[0]!.disclosures?.length).toBeGreaterThan(10);
  });

  it("come a thousand at a time, in order, with dense indexes", async () => {
    const records = Array.from({ length: 1_100 }, (_, i) => order({ externalNumber: `${i}` }));
    const { lines } = await app.lines("/v1/records", records);
    expect(lines.map(({ line }) => line)).toEqual(records.map((_, i) => i + 1));
    expect(lines.map(({ index }) => index)).toEqual(records.map((_, i) => FIRST + i));
    const again = await app.lines("/v1/records", records);
    expect(new Set(again.lines.map(({ outcome }) => outcome))).toEqual(new Set(["unchanged"]));
    expect(again.lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
  });

  it("take one Idempotency-Key for the stream: each line has its own", async () => {
    const key = { "idempotency-key": "import-1" };
    const records = [orderOf(app.subject), orderOf(app.subject), orderOf(app.subject)];
    const first = await app.lines("/v1/records", records, key);
    const again = await app.lines("/v1/records", records, key);
    expect(again.lines).toEqual(first.lines);
    expect(await app.store.size()).toBe(FIRST + 3);
    const changed = [records[0]!, orderOf(app.subject, { note: "x" }), records[2]!];
    const other = await app.lines("/v1/records", changed, key);
    expect(other.lines.map(say)).toEqual(["1 stored 1", "2 idempotency_conflict", "3 stored 1"]);
  });

  it("have keys that are no other request's, though that is spelled alike", async () => {
    const key = (k: string) => ({ "idempotency-key": k });
    await app.lines("/v1/records", [orderOf(app.subject)], key("k"));
    for (const other of ["k#1", "k1", "k-1", "k:1"]) {
      const response = await app.post(
        "/v1/records",
        orderOf(app.subject, { note: other }),
        key(other),
      );
      expect(response.status).toBe(201);
    }
  });

  it("of nothing are answered with nothing", async () => {
    for (const body of ["", "\n", " \n\t\n"]) {
      const { response, lines } = await app.lines("/v1/records", body);
      expect(response.status).toBe(200);
      expect(lines).toEqual([]);
    }
  });

  it("are refused as a whole for what is wrong with the request itself", async () => {
    const headers = { "content-type": "application/x-ndjson", "idempotency-key": "a b" };
    const init = { method: "POST", headers, body: JSON.stringify(order()) };
    expect(await refusal(app.send("/v1/records", init))).toBe("400 invalid_parameter");
    const query = app.send("/v1/records?insist=1", {
      ...init,
      headers: { "content-type": headers["content-type"] },
    });
    expect(await refusal(query)).toBe("400 invalid_parameter");
  });

  it("end with a line that says why, where the store fails in the middle", async () => {
    await app.close();
    // The first is that of the firm's record.
    let calls = 0;
    app = await testApp({
      wrapStore: (store) => ({
        ...store,
        commit: (units) =>
          ++calls > 2 ? Promise.reject(new Error("disk full: 王小明")) : store.commit(units),
      }),
    });
    const records = Array.from({ length: 700 }, (_, i) => order({ externalNumber: `${i}` }));
    const { response, lines } = await app.lines("/v1/records", records);
    expect(response.status).toBe(200);
    expect(lines).toHaveLength(501);
    expect(lines.at(-1)).toMatchObject({ problem: { code: "internal" } });
    expect(lines.at(-1)).not.toHaveProperty("line");
    expect(JSON.stringify(lines)).not.toContain("disk full");
    expect(app.bugs).toHaveLength(1);
    expect(await app.store.size()).toBe(FIRST + 500);
  });

  it("of a gigabyte without a newline are neither held nor a bug", async () => {
    const megabyte = new Uint8Array(1 << 20).fill(0x20);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ < 1024) controller.enqueue(megabyte);
        else {
          controller.enqueue(Buffer.from(`\n${JSON.stringify(order())}\n`));
          controller.close();
        }
      },
    });
    const before = process.memoryUsage.rss();
    const { lines } = await app.lines("/v1/records", body);
    expect(lines.map(say)).toEqual(["1 too_large", "2 stored 1"]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 << 20);
    expect(app.bugs).toEqual([]);
  });

  it("that break off: the whole lines are stored, the rest is told, no bug", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from(`${JSON.stringify(order())}\n{"@kind":"ord`));
      },
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        controller.error(new Error("reset"));
      },
    });
    const { lines } = await app.lines("/v1/records", body);
    expect(lines.at(-1)?.problem?.code).toBe("incomplete_body");
    expect(app.bugs).toEqual([]);
  });
});
