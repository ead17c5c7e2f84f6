import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyReceipt } from "../../../portal/verify/receipt.ts";
import { forgetAddresses } from "../../helpers/heard/heard.ts";
import { customerOf, FIRST, orderOf, TOKEN } from "../../helpers/ledger.ts";
import { problemOf, refusal, type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
beforeEach(async () => {
  app = await testApp();
});
afterEach(() => app.close());

const order = (change: object = {}) => orderOf(app.subject, { externalNumber: "A-1", ...change });
const json = async (response: Response): Promise<Record<string, unknown>> =>
  (await response.json()) as Record<string, unknown>;

describe("POST /v1/records", () => {
  it("stores one record: 201, with its entry and its receipt", async () => {
    const response = await app.post("/v1/records", order());
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toBe("application/json");
    const answer = await json(response);
    expect(answer).toMatchObject({ outcome: "stored", version: 1, index: FIRST });
    expect(Buffer.from(String(answer.entry), "base64")).toHaveLength(105);
    const receipt = verifyReceipt(String(answer.receipt), app.policy);
    expect(Buffer.from(receipt.leafHash).toString("base64")).toBe(answer.leafHash);
    expect(answer).not.toHaveProperty("disclosures");
  });

  it("stores nothing twice: 200", async () => {
    const first = await json(await app.post("/v1/records", order()));
    const response = await app.post("/v1/records", order());
    expect(response.status).toBe(200);
    expect(await json(response)).toEqual({ outcome: "unchanged", id: first.id, version: 1 });
  });

  it("reports what is older or was there before, unless one insists", async () => {
    await app.post("/v1/records", order());
    await app.post("/v1/records", order({ note: "x" }));
    expect(await json(await app.post("/v1/records", order()))).toMatchObject({
      outcome: "equals_earlier",
      version: 1,
    });
    const insisting = await app.post("/v1/records?insist=true", order());
    expect(insisting.status).toBe(201);
    expect(await json(insisting)).toMatchObject({ outcome: "stored", version: 3 });
  });

  it("gives the disclosures to who asks for them", async () => {
    const answer = await json(await app.post("/v1/records?disclosures=true", order()));
    const disclosures = answer.disclosures as string[];
    const names = disclosures.map((d) => JSON.parse(Buffer.from(d, "base64url").toString())[1]);
    expect(names).toEqual([...names].sort());
    expect(names).toContain("externalNumber");
  });

  it("takes an Idempotency-Key: the same answer again, or a conflict", async () => {
    const key = { "idempotency-key": "order-4711" };
    const first = await app.post("/v1/records", orderOf(app.subject), key);
    const again = await app.post("/v1/records", orderOf(app.subject), key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await json(again)).toEqual(await json(first));
    const other = app.post("/v1/records", orderOf(app.subject, { note: "x" }), key);
    expect(await refusal(other)).toBe("422 idempotency_conflict");
    expect(await app.store.size()).toBe(FIRST + 1);
  });

  it.each(["", " ", "a b", "x".repeat(129), "ключ".normalize(), "a\tb"])(
    "refuses the Idempotency-Key %j",
    async (key) => {
      const encoded = Buffer.from(key).toString("latin1");
      const response = await app.post("/v1/records", order(), { "idempotency-key": encoded });
      expect(await problemOf(response)).toMatchObject({ code: "invalid_parameter", status: 400 });
      expect(await app.store.size()).toBe(FIRST);
    },
  );

  it.each([
    ["insist", "yes"],
    ["insist", ""],
    ["insist", "TRUE"],
    ["disclosures", "1"],
    ["receipts", "maybe"],
  ])("refuses ?%s=%s, and names it", async (name, value) => {
    const problem = await problemOf(await app.post(`/v1/records?${name}=${value}`, order()));
    expect(problem).toMatchObject({ status: 400, code: "invalid_parameter" });
    expect(problem.detail).toContain(name);
    expect(await app.store.size()).toBe(FIRST);
  });

  it.each([
    ["no JSON", "{", "400 invalid_json"],
    ["nothing", "", "400 invalid_json"],
    ["a list", "[]", "400 not_an_object"],
    ["null", "null", "400 not_an_object"],
    ["a repeated member", '{"@kind":"order","@kind":"payment"}', "400 duplicate_member"],
    ["a repeated member inside", '{"a":{"b":1,"\\u0062":1}}', "400 duplicate_member"],
    ["a byte order mark", "\ufeff{}", "400 invalid_json"],
    ["nested very deep", `{"a":${"[".repeat(10_000)}`, "400 invalid_json"],
    ["no kind", "{}", "422 invalid_record"],
    ["an unknown kind", '{"@kind":"invoice"}', "422 unknown_kind"],
    ["a kind of another type", '{"@kind":["order"]}', "422 unknown_kind"],
  ])("refuses %s", async (_, body, expected) => {
    expect(await refusal(app.post("/v1/records", body))).toBe(expected);
    expect(await app.store.size()).toBe(FIRST);
  });

  it("refuses a record with every problem found, by name, in both languages", async () => {
    const bad = order({ total: { amount: 12.5, currency: "CNY" }, extra: 1, orderStatus: "lost" });
    for (const [language, word] of [
      ["en", "required|must|not"],
      ["zh-CN", "必须|不是"],
    ] as const) {
      const response = await app.post("/v1/records", bad, { "accept-language": language });
      const { status, errors } = await problemOf(response);
      expect(status).toBe(422);
      expect(errors?.map(({ field, code }) => `${field} ${code}`).sort()).toEqual([
        "extra surplus",
        "orderStatus not_in_list",
        "total.amount float_money",
      ]);
      for (const { message } of errors ?? []) expect(message).toMatch(new RegExp(word));
    }
    expect(await app.store.size()).toBe(FIRST);
  });

  it("refuses lone surrogates, which JSON can spell", async () => {
    const body = JSON.stringify(order({ note: "NOTE" })).replace("NOTE", "\\ud800");
    const { errors } = await problemOf(await app.post("/v1/records", body));
    expect(errors).toMatchObject([{ field: "note", code: "bad_unicode" }]);
  });

  it("refuses invalid UTF-8", async () => {
    const [before, after] = JSON.stringify(order({ note: "|" })).split("|");
    const body = Buffer.concat([Buffer.from(before!), Buffer.of(0xff), Buffer.from(after!)]);
    const headers = { "content-type": "application/json" };
    const response = app.send("/v1/records", { method: "POST", headers, body });
    expect(await refusal(response)).toBe("400 invalid_utf8");
  });

  it.each([
    "text/plain",
    "application/xml",
    "application/jsonx",
    "application/json-patch+json",
    "multipart/form-data; boundary=x",
    "",
  ])("refuses the content type %j, and says which it takes", async (type) => {
    const problem = await problemOf(
      await app.post("/v1/records", order(), { "content-type": type }),
    );
    expect(problem).toMatchObject({ status: 415, code: "unsupported_media_type" });
    expect(problem.detail).toContain("application/x-ndjson");
  });

  it("refuses a body without a content type at all", async () => {
    const body = Buffer.from(JSON.stringify(order()));
    expect(await refusal(app.send("/v1/records", { method: "POST", body }))).toBe(
      "415 unsupported_media_type",
    );
  });

  it.each(["application/json; charset=utf-8", "Application/JSON", " application/json ;x=y"])(
    "takes the content type %j",
    async (type) => {
      expect((await app.post("/v1/records", order(), { "content-type": type })).status).toBe(201);
    },
  );

  it("refuses a record over 64 KiB, and a body over its limit", async () => {
    const amount = { amount: "1", currency: "CNY" };
    const line = { quantity: "1", description: "x".repeat(250), unitPrice: amount, amount };
    const many = (count: number) => order({ lines: Array.from({ length: count }, () => line) });
    expect((await app.post("/v1/records", many(150))).status).toBe(201);
    const record = await problemOf(await app.post("/v1/records", many(210)));
    expect(record).toMatchObject({ status: 413, code: "too_large" });
    expect(record.detail).toContain("65536");
    expect(await refusal(app.post("/v1/records", many(499)))).toBe("413 too_large");
    const blank = `${" ".repeat(140_000)}${JSON.stringify(order())}`;
    const body = await problemOf(await app.post("/v1/records", blank));
    expect(body.detail).toContain("131072");
  });

  it("refuses an unknown subject, and a number that is another's", async () => {
    expect(await refusal(app.post("/v1/records", orderOf("x".repeat(43))))).toBe(
      "422 unknown_subject",
    );
    await app.post("/v1/records", order());
    const { subject } = (await (await app.post("/v1/subjects", {})).json()) as { subject: string };
    const taken = app.post("/v1/records", order({ "@subject": subject }));
    expect(await refusal(taken)).toBe("409 reference_conflict");
  });
});

describe("GET /v1/records", () => {
  it("lists a subject's records in pages", async () => {
    for (const number of ["1", "2", "3"]) {
      await app.post("/v1/records", order({ externalNumber: number }));
    }
    await app.post("/v1/records", customerOf(app.subject));
    const base = `/v1/records?subject=${app.subject}`;
    const all = await json(await app.send(base));
    expect(all.records).toHaveLength(4);
    expect(all.next).toBeNull();
    const first = await json(await app.send(`${base}&kind=order&limit=2`));
    expect(first.records).toHaveLength(2);
    const rest = await json(await app.send(`${base}&kind=order&limit=2&cursor=${first.next}`));
    expect(rest).toMatchObject({ next: null });
    expect(rest.records).toHaveLength(1);
  });

  it.each([
    ["", "subject"],
    ["subject=short", "subject"],
    ["subject=SUBJECT&limit=0", "limit"],
    ["subject=SUBJECT&limit=201", "limit"],
    ["subject=SUBJECT&limit=many", "limit"],
    ["subject=SUBJECT&limit=1.5", "limit"],
    ["subject=SUBJECT&kind=Order", "kind"],
    ["subject=SUBJECT&cursor=xyz", "cursor"],
    [`subject=SUBJECT&cursor=${"i".repeat(30)}`, "cursor"],
    ["subject=SUBJECT&subject=SUBJECT", "subject"],
  ])("refuses ?%s, and names %s", async (query, name) => {
    const path = `/v1/records?${query.replaceAll("SUBJECT", app.subject)}`;
    const problem = await problemOf(await app.send(path));
    expect(problem).toMatchObject({ status: 400, code: "invalid_parameter" });
    expect(problem.detail).toContain(`“${name}”`);
  });

  it("knows no other subject", async () => {
    const path = `/v1/records?subject=${"x".repeat(43)}`;
    expect(await refusal(app.send(path))).toBe("404 not_found");
  });
});

describe("one record", () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = (await json(await app.post("/v1/records", order()))) as { id: string });
    await app.post("/v1/records", order({ note: "newer" }));
  });

  it("is read in any version", async () => {
    const newest = await json(await app.send(`/v1/records/${id}`));
    expect(newest).toMatchObject({ id, version: 2, record: { note: "newer" } });
    const first = await json(await app.send(`/v1/records/${id}?version=1`));
    expect(first).toMatchObject({ version: 1, record: { note: null } });
    expect(await refusal(app.send(`/v1/records/${id}?version=3`))).toBe("404 not_found");
  });

  it.each(["0", "-1", "1.5", "x", "", "1000001", "NaN"])("has no version %j", async (version) => {
    for (const rest of ["", "/evidence", "/receipt"]) {
      const problem = await problemOf(
        await app.send(`/v1/records/${id}${rest}?version=${version}`),
      );
      expect(problem).toMatchObject({ status: 400, code: "invalid_parameter" });
      expect(problem.detail).toContain("version");
    }
  });

  it.each([
    "nobody",
    "019AB1C2-0000-7000-8000-000000000000",
    "019ab1c2-0000-4000-8000-000000000000",
  ])("has no id %s", async (other) => {
    for (const rest of ["", "/evidence", "/receipt"]) {
      const problem = await problemOf(await app.send(`/v1/records/${other}${rest}`));
      expect(problem).toMatchObject({ status: 400, code: "invalid_parameter" });
    }
    const gone = "/v1/records/019ab1c2-0000-7000-8000-000000000000";
    for (const rest of ["", "/evidence", "/receipt"]) {
      expect(await refusal(app.send(`${gone}${rest}`))).toBe("404 not_found");
    }
  });

  it("gives its receipt as text, the same each time", async () => {
    const [a, b] = [
      await app.send(`/v1/records/${id}/receipt`),
      await app.send(`/v1/records/${id}/receipt`),
    ];
    expect(a.headers.get("content-type")).toMatch(/^text\/plain/);
    const text = await a.text();
    expect(await b.text()).toBe(text);
    expect(verifyReceipt(text, app.policy).index).toBe(FIRST + 1);
  });

  it("gives evidence once it is sealed, byte for byte what the kernel takes", async () => {
    const path = `/v1/records/${id}/evidence`;
    const open = await app.send(path);
    expect(await refusal(open)).toBe("409 not_sealed");
    await app.anchor();
    const response = await app.send(path);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("content-disposition")).toContain(`${id}.evidence.json`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(await app.verify(bytes)).toMatchObject({ word: "VERIFIED", withheld: [] });

    const some = await app.send(`${path}?fields=@id,total&version=1&checkpoint=newest`);
    const verdict = await app.verify(new Uint8Array(await some.arrayBuffer()));
    expect(verdict.word).toBe("VERIFIED");
    expect(verdict.disclosed.map(({ name }) => name)).toEqual(["@id", "@kind", "@schema", "total"]);

    const none = await app.send(`${path}?fields=`);
    const least = await app.verify(new Uint8Array(await none.arrayBuffer()));
    expect(least.disclosed.map(({ name }) => name)).toEqual(["@kind", "@schema"]);
  });

  it.each([
    ["fields=nothing", "400 unknown_fields"],
    ["fields=@id,%F0%9F%A7%BE", "400 unknown_fields"],
    [`fields=${"x".repeat(5_000)}`, "400 invalid_parameter"],
    ["checkpoint=oldest", "400 invalid_parameter"],
  ])("gives no evidence with ?%s", async (query, expected) => {
    await app.anchor();
    expect(await refusal(app.send(`/v1/records/${id}/evidence?${query}`))).toBe(expected);
  });

  it("that is damaged is refused as that, and no bug", async () => {
    await app.anchor();
    app.tamper((db) => db.exec("UPDATE records SET sealed = zeroblob(length(sealed))"));
    for (const rest of ["", "/evidence", "/receipt"]) {
      const problem = await problemOf(await app.send(`/v1/records/${id}${rest}`));
      expect(problem).toMatchObject({ status: 500, code: "damaged" });
      expect(problem.detail).toContain(id);
    }
    expect(app.bugs).toEqual([]);
  });
});

describe("what goes wrong", () => {
  it("inside is told as that and no more; the operator is told the rest", async () => {
    const secret = new Error(`SQLITE: INSERT ... '王小明' token ${TOKEN}`);
    await app.close();
    app = await testApp({
      firm: false,
      wrapStore: (store) => ({ ...store, commit: () => Promise.reject(secret) }),
    });
    const response = await app.post("/v1/records", order(), { "accept-language": "zh" });
    const text = JSON.stringify(await problemOf(response));
    expect(response.status).toBe(500);
    expect(text).toContain('"internal"');
    expect(text).not.toMatch(/王小明|SQLITE|token/i);
    expect(app.bugs).toEqual([secret]);
  });

  it("is logged by route and status: no address, no body, no token", async () => {
    const { id } = (await json(await app.post("/v1/records", order()))) as { id: string };
    await app.send(`/v1/records/${id}?version=7`);
    await app.send(`/v1/records?subject=${app.subject}`);
    await app.send("/v1/wang-xiaoming-13800138000");
    await app.app.request(`/v1/records/${id}`);
    await app.post("/v1/records", "{");
    await app.send("/v1/records", { method: "DELETE" });
    await app.send("/docs/secret-asset");
    forgetAddresses();
    const logged = JSON.stringify(app.requests);
    expect(logged).not.toContain(id);
    expect(logged).not.toContain(app.subject);
    expect(logged).not.toMatch(/wang|138|secret-asset|version=/);
    expect(logged).not.toContain(TOKEN);
    expect(app.requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
      "POST 201",
      "GET 404",
      "GET 200",
      "GET 404",
      "GET 401",
      "POST 400",
      "DELETE 405",
      "GET 404",
    ]);
    expect(app.requests[0]).toMatchObject({ route: "/v1/records", milliseconds: 0 });
    expect(app.requests[1]).toMatchObject({ route: "/v1/records/:id" });
  });
});
