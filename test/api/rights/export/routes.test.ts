/** `GET /v1/subjects/{subject}/export`: who gets it, and that it is on record before it goes out. */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../../../api/core/principal.ts";
import type { Grant } from "../../../../api/rights/cases/handlers.ts";
import { exportHandlers } from "../../../../api/rights/export/handler.ts";
import { type Exported, exportedPerson } from "../../../helpers/exported.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { acquaintances, person as somebody } from "../../http/principals.ts";

const known = acquaintances();
const officer = somebody("officer");
const REASON = { "counterfoil-reason": encodeURIComponent("请求 7") };
const CASE = "0197a5c0-0000-4000-8000-000000000007";

let ledger: TestLedger;
let person: Exported;
let customer: Principal;
beforeAll(async () => {
  ledger = await testLedger({ recordReads: true, app: { authenticate: known.authenticate } });
  person = await exportedPerson(ledger);
  customer = somebody("customer", { subjects: new Set([person.subject]) });
  await ledger.anchor();
});
afterAll(() => ledger.close());

const ask = (by: Principal, query = "", init: RequestInit = {}, subject = person.subject) =>
  ledger.fetch(`/v1/subjects/${subject}/export${query}`, {
    ...init,
    headers: { ...known.headers(by), ...(init.headers as Record<string, string>) },
  });
const readsOf = async (subject: string) =>
  (await ledger.ledger.events(subject, "access")).events.map(({ record }) => record);
const made = async () =>
  (await ledger.ledger.events(ledger.ledger.firm, "administration")).events
    .map(({ record }) => record)
    .filter((record) => record?.event === "export-made");
const exportsHere = () => readdirSync(join(ledger.directory, "exports"));

describe("an export", () => {
  it("is the person's own, and on record without saying whose", async () => {
    const response = await ask(customer, "?language=zh");
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    const hash = createHash("sha256").update(bytes).digest();
    expect(response.headers.get("repr-digest")).toBe(`sha-256=:${hash.toString("base64")}:`);
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="access-\d{4}-\d\d-\d\d\.zip"$/,
    );
    expect(await readsOf(person.subject)).toEqual([]);
    const [record] = (await made()).slice(-1);
    expect(record).toMatchObject({
      ...{ hash: hash.toString("base64url"), count: 5, regarding: null },
      actor: { id: "person/customer", role: "customer" },
    });
    expect(JSON.stringify(record)).not.toContain(person.subject);
    await expect.poll(exportsHere).toEqual([]);
  });

  it("to an officer is on record with each identifier, with reason, hash and request", async () => {
    expect((await ask(officer)).status).toBe(400);
    // Asked for under another identifier of the same person.
    const asked = { requestType: "portability" };
    const { requestId } = await ledger.rights.requests.receive(person.other, asked, officer, null);
    const query = `?form=portability&request=${requestId}`;
    const response = await ask(officer, query, { headers: REASON });
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    const hash = createHash("sha256").update(bytes).digest("base64url");
    for (const subject of [person.subject, person.other])
      expect((await readsOf(subject)).at(-1)).toMatchObject({
        ...{ hash, regarding: requestId, reason: "请求 7", outcome: "shown" },
        told: [{ what: "document", of: "export/portability" }],
        reader: { id: "person/officer", role: "officer" },
      });
    const { request } = (await readsOf(person.subject)).at(-1)!;
    expect((await made()).at(-1)).toMatchObject({ hash, regarding: null, reason: null, request });
    expect(await readsOf(person.stranger)).toEqual([]);
  });

  it("answers no request but the person's", async () => {
    const before = (await made()).length;
    const asked = { requestType: "access" };
    const { requestId } = await ledger.rights.requests.receive(
      ...([person.stranger, asked, officer, null] as const),
    );
    const shown = (await readsOf(person.subject)).length;
    for (const request of [requestId, CASE]) {
      const refused = await ask(officer, `?request=${request}`, { headers: REASON });
      expect(refused.status).toBe(404);
      expect(await refused.json()).toMatchObject({ code: "not_found" });
      expect((await ask(customer, `?request=${request}`)).status).toBe(404);
    }
    expect((await made()).length).toBe(before);
    expect(JSON.stringify((await readsOf(person.subject)).slice(shown))).not.toContain(CASE);
    expect(exportsHere()).toEqual([]);
  });

  it("is nobody else's", async () => {
    const others: Principal[] = [
      somebody("customer", { subjects: new Set([person.stranger]) }),
      ...[somebody("staff"), somebody("administrator"), somebody("partner")],
    ];
    for (const other of others) expect((await ask(other)).status).toBe(403);
  });

  it("is not made for who asks for its head alone, nor in another language or form", async () => {
    const before = (await made()).length;
    expect((await ask(customer, "", { method: "HEAD" })).status).toBe(200);
    for (const query of ["?form=all", "?language=fr", "?request=7", "?checkpoint=old"])
      expect((await ask(customer, query)).status).toBe(400);
    expect((await made()).length).toBe(before);
  });

  it("of somebody whom there is not is refused", async () => {
    const nobody = "A".repeat(43);
    expect((await ask(officer, "", { headers: REASON }, nobody)).status).toBe(404);
    expect(exportsHere()).toEqual([]);
  });
});

describe("a request for access that is granted", () => {
  const grant: Omit<Grant, "subject"> = {
    ...({ requestId: CASE, requestType: "access", decision: "granted" } as const),
    ...{ asked: null, regarding: [], actor: officer, reason: "x", ground: null },
    ...{ language: "zh-CN", jurisdiction: "EU", occurredAt: "2026-11-22T09:30:00.000Z" },
  };

  it("is carried out when the export can be made, which keeps nothing", async () => {
    const orders: unknown[] = [];
    const maker = { tryOut: async (order: unknown) => void orders.push(order) };
    const readers = new Set([person.subject]);
    const handlers = exportHandlers(
      () => maker,
      async (subject) => readers.has(subject),
    );
    const done = await handlers.access.carryOut?.({ ...grant, subject: person.subject });
    expect(done).toEqual({
      regarding: [{ what: "export", id: CASE }],
      answer: { format: "application/zip", how: "portal", reference: "access" },
    });
    expect(orders).toEqual([
      {
        ...{ subject: person.subject, form: "access", language: "zh", checkpoint: "final" },
        mayName: null,
      },
    ]);
    // Nobody can sign in for them: it is not answered by itself.
    readers.clear();
    const alone = await handlers.access.carryOut?.({ ...grant, subject: person.subject });
    expect(alone).toEqual({ regarding: [{ what: "export", id: CASE }], answer: null });
  });

  it("is asked again as long as there is nobody to make it", async () => {
    const { portability } = exportHandlers(
      () => null,
      async () => true,
    );
    expect(await portability.carryOut?.({ ...grant, subject: person.subject })).toBeNull();
  });
});
