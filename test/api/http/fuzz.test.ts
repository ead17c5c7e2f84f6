/** Whatever is sent: an answer in the right form, never a bug. */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ledgerKinds } from "../../../api/ledger/kinds/registry.ts";
import { customerOf, orderOf, paymentOf, stored } from "../../helpers/ledger.ts";
import { problemOf, type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await testApp();
  ({ id } = await stored(app, orderOf(app.subject)));
  await app.anchor();
});
afterAll(() => app.close());
afterEach(() => expect(app.bugs).toEqual([]));

async function checked(response: Response): Promise<void> {
  expect(response.status).toBeLessThan(500);
  if (response.status >= 400) await problemOf(response);
  else await response.arrayBuffer();
}

/** Any JSON, among it what has tripped parsers before. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom<unknown>(
    ...[null, true, 0, -0, 1e300, 2 ** 60, "", "\u0000", "\ud800", "__proto__", "constructor"],
    ...[[], {}, [[[]]], { toString: 1 }, { length: 9e9 }, { amount: {} }, [null]],
  ),
);
const fields = ledgerKinds.flatMap(({ names }) => names);
const samples = (): Record<string, unknown>[] => [
  customerOf(app.subject, {
    phones: [{ number: "1" }],
    addresses: [{ lines: ["x"], country: "CN" }],
  }),
  orderOf(app.subject, { shipTo: { name: "x" } }),
  paymentOf(app.subject),
];

/** One place of a value, however deep, replaced. */
function replaced(value: unknown, place: number, by: unknown): unknown {
  let left = place;
  const walk = (inner: unknown): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(inner)) return inner.map(walk);
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([k, v]) => [k, walk(v)]));
  };
  return walk(value);
}

describe("a record", () => {
  it("with any value in any place is taken or refused", async () => {
    const arbitrary = fc.tuple(fc.nat(2), fc.nat(30), anything);
    await fc.assert(
      fc.asyncProperty(arbitrary, async ([which, place, by]) => {
        const body = JSON.stringify(replaced(samples()[which], place, by)) ?? "";
        await checked(await app.post("/v1/records", body));
      }),
      { numRuns: 400 },
    );
  });

  it("of any fields with any values is taken or refused", async () => {
    const arbitrary = fc.tuple(
      fc.constantFrom("customer", "order", "payment"),
      fc.dictionary(fc.oneof(fc.constantFrom(...fields), fc.string()), anything, { maxKeys: 10 }),
    );
    await fc.assert(
      fc.asyncProperty(arbitrary, async ([kind, body]) => {
        await checked(await app.post("/v1/records", { ...body, "@kind": kind }));
      }),
      { numRuns: 300 },
    );
  });

  it("of any bytes is refused, alone or as lines", async () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.constantFrom("/v1/records", "/v1/subjects"),
        async (body, path) => {
          for (const type of ["application/json", "application/x-ndjson"]) {
            const headers = { "content-type": type };
            const sent = Uint8Array.from(body);
            const response = await app.send(path, { method: "POST", headers, body: sent });
            await checked(response);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("as lines of anything gets an answer for each that is not blank", async () => {
    const line = fc.oneof(
      anything.map((v) => JSON.stringify(v) ?? "x"),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (texts) => {
        const body = texts.join("\n");
        const { lines } = await app.lines("/v1/records", body);
        const numbers = Buffer.from(body)
          .toString()
          .split("\n")
          .flatMap((text, i) => (/^[ \t\r]*$/.test(text) ? [] : [i + 1]));
        expect(lines.map((each) => each.line)).toEqual(numbers);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a request", () => {
  it("with any path, query and headers is answered", async () => {
    const piece = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom("v1", "records", ".."));
    const path = fc.array(piece, { maxLength: 5 }).map((parts) => parts.map(encodeURIComponent));
    const query = fc.dictionary(
      fc.constantFrom("version", "fields", "checkpoint", "subject", "limit", "cursor", "kind", "x"),
      fc.oneof(fc.string(), fc.constantFrom("1", "-1", "1e9", "@id", "i0")),
    );
    const header = fc.string({ maxLength: 40 }).map((s) => s.replaceAll(/[^\x20-\x7e]/g, "?"));
    const method = fc.constantFrom("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD");
    const arbitrary = fc.tuple(path, query, header, method);
    await fc.assert(
      fc.asyncProperty(arbitrary, async ([parts, parameters, value, verb]) => {
        const search = new URLSearchParams(parameters);
        const known = [`/v1/records/${id}/evidence`, `/v1/records/${id}`, "/v1/records"];
        for (const target of [`/${parts.join("/")}`, ...known]) {
          const headers = { "accept-language": value, "idempotency-key": value, accept: value };
          const response = await app.send(`${target}?${search}`, { method: verb, headers });
          expect(response.status).toBeLessThan(500);
        }
      }),
      { numRuns: 150 },
    );
  });
});
