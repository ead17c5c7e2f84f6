/** Whatever is sent to this domain: an answer in the right form, never a bug. */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import {
  controllerOf,
  day,
  foundFirm,
  givenOf,
  noticeOf,
  purposeOf,
} from "../../helpers/consents.ts";
import { newSubject } from "../../helpers/ledger.ts";
import { problemOf, type TestApp, testApp } from "../http/fixtures.ts";

let app: TestApp;
let other: string;
beforeAll(async () => {
  app = await testApp();
  other = await newSubject(app);
  await foundFirm(app);
});
afterAll(() => app.close());
afterEach(() => expect(app.bugs).toEqual([]));

/** Any JSON, among it what has tripped parsers before. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    ...[null, true, 0, -0, 1e300, 2 ** 60, "", "\u0000", "\ud800", "__proto__", "constructor"],
    ...[[], {}, [[[]]], { toString: 1 }, { length: 9e9 }, [null], "given", "expired", "withdrawn"],
    ...[day(3, 1), "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00.000Z", 1, 2, "newsletter"],
  ),
);

/** Each route that records, with a body that it takes. */
const routes = (): [path: string, body: Record<string, unknown>][] => [
  ["/v1/controller", controllerOf({ "@source": "shop", phone: "1" })],
  ["/v1/notices", noticeOf(2, { inForceFrom: day(7, 1), "@occurredAt": day(7, 1) })],
  ["/v1/purposes", purposeOf("ads", { defaultValidity: "P1Y", material: true })],
  ["/v1/purposes/newsletter/retirement", { inForceFrom: day(12, 31) }],
  [
    "/v1/consents",
    givenOf(app.subject, {
      ...{ purposeVersion: 1, validUntil: day(12, 1), note: "x", regarding: "y", signal: "z" },
      ...{ evidence: [{ type: "form", hash: "A".repeat(43) }], externalNumber: "7" },
    }),
  ],
  ["/v1/merges", { "@subject": app.subject, other, event: "joined", reference: "phone" }],
  [`/v1/subjects/${app.subject}/signals`, { signal: "gpc", value: "1", site: "s", note: "n" }],
];

/** One place of a value, however deep, replaced; `undefined`: left out. */
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

it("is taken or refused, with any value in any place", { timeout: 180_000 }, async () => {
  const places = fc.tuple(fc.nat(6), fc.nat(34), fc.option(anything, { nil: undefined, freq: 8 }));
  await fc.assert(
    fc.asyncProperty(places, async ([which, place, by]) => {
      const [path, body] = routes()[which]!;
      const response = await app.post(path, JSON.stringify(replaced(body, place, by)) ?? "");
      expect(response.status, path).toBeLessThan(500);
      if (response.status >= 400) await problemOf(response);
      else await response.arrayBuffer();
    }),
    { numRuns: 250 },
  );
});

it("is answered, with any name in any path and any time", async () => {
  const name = fc.oneof(
    fc.string({ maxLength: 70 }),
    fc.constantFrom("newsletter", "a-b", "A".repeat(43)),
  );
  const paths = fc.tuple(
    fc.constantFrom(
      "notices/N",
      "purposes/N",
      "texts/N",
      "subjects/N/consents",
      "subjects/N/identifiers",
      `subjects/S/consents/N`,
    ),
    fc.tuple(name, fc.option(fc.constantFrom("", "now", day(3, 1), "9999-12-31T23:59:59.999Z"))),
  );
  await fc.assert(
    fc.asyncProperty(paths, async ([path, [which, at]]) => {
      const named = path
        .replace("N", () => encodeURIComponent(which.toWellFormed()))
        .replace("S", app.subject);
      const response = await app.send(`/v1/${named}${at === null ? "" : `?at=${at}`}`);
      expect(response.status).toBeLessThan(500);
      if (response.status >= 400) await problemOf(response);
    }),
    { numRuns: 100 },
  );
});
