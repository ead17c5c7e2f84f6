/** A refusal can tell as much as an answer: that there is such a stream, that something is newer, that two are one. Then it leaves a record, too. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { refusal, type TestApp } from "./fixtures.ts";
import { principal, type ReadApp, readApp } from "./reading-app.ts";

let parts: ReadApp;
let app: TestApp;
let subject: string;
let joined: string;
let other: string;
beforeAll(async () => {
  parts = await readApp();
  ({ app, subject, joined, other } = parts);
});
afterAll(() => app.close());
afterEach(async () => {
  for (const about of [subject, joined, other]) await parts.fresh(about);
});

const NOBODY = "s".repeat(43);
const evidence = (about: string, query: string) => `/v1/subjects/${about}/evidence?${query}`;
const current = (id: string, version: number) => ({ id, version, fields: [] });

/** Path, what it is refused with, and what is recorded of that. */
const TELLING: readonly (readonly [string, () => string, string, () => object])[] = [
  [
    "that there is such a stream",
    () => evidence(subject, "claim=absent&stream=consent%2Fnewsletter"),
    "409 stream_exists",
    () => ({ told: [{ what: "evidence", of: "consent/newsletter", fields: [] }] }),
  ],
  [
    "that they are known under another identifier",
    () => evidence(subject, "claim=absent&stream=merge"),
    "409 stream_exists",
    () => ({ told: [{ what: "evidence", of: "merge" }] }),
  ],
  [
    "that there is no such stream",
    () => evidence(subject, "claim=history&stream=payment"),
    "404 not_found",
    () => ({ told: [{ what: "evidence", of: "payment" }] }),
  ],
  [
    "that a version is not the newest, and which is",
    () => `/v1/records/${parts.profile}/evidence?claim=current&version=1`,
    "409 not_newest",
    () => ({ records: [current(parts.profile, 2)], told: [{ what: "evidence" }] }),
  ],
  [
    "that a version is the newest",
    () => `/v1/records/${parts.profile}?version=3`,
    "404 not_found",
    () => ({ records: [current(parts.profile, 2)], told: [] }),
  ],
  [
    "the same, of a promise",
    () => `/v1/records/${parts.profile}/receipt?version=3`,
    "404 not_found",
    () => ({ records: [current(parts.profile, 2)], told: [{ what: "promise" }] }),
  ],
  [
    "the same, of a proof for the tools of others",
    () => `/v1/records/${parts.profile}/tlog-proof?version=3`,
    "404 not_found",
    () => ({ records: [current(parts.profile, 2)], told: [{ what: "evidence" }] }),
  ],
  [
    "which fields there are",
    () => `/v1/records/${parts.order}/evidence?fields=nothing`,
    "400 unknown_fields",
    () => ({ records: [current(parts.order, 1)], told: [{ what: "evidence" }] }),
  ],
];

describe("a refusal that tells", () => {
  it.each(TELLING)("%s leaves a record of it", async (_, path, expected, recorded) => {
    expect(await refusal(app.send(path()))).toBe(expected);
    expect(await parts.fresh()).toMatchObject([
      { outcome: "refused", refusal: expected.slice(4), ...recorded() },
    ]);
  });

  it.each(TELLING)("%s is not told as long as that is not durable", async (_, path) => {
    parts.faults.failNext("commit", "failed");
    const bugs = app.bugs.length;
    expect(await refusal(app.send(path()))).toBe("500 internal");
    expect(app.bugs.splice(bugs)).toMatchObject([{ name: "InjectedFault" }]);
    expect(await parts.fresh()).toEqual([]);
  });

  it.each(TELLING)(
    "%s to themselves leaves none, and to who acts for them one",
    async (_, path) => {
      const of = { role: "customer", subjects: new Set([subject]) } as const;
      await parts.as(principal(of), path());
      expect(await parts.fresh()).toEqual([]);
      await parts.as(principal({ ...of, actsFor: new Set([subject]) }), path());
      expect(await parts.fresh()).toMatchObject([{ outcome: "refused" }]);
    },
  );

  it("what a consent is in, by that no document can be made of it, leaves one", async () => {
    const { consent } = parts;
    expect(await refusal(app.send(`/v1/consents/${consent}/forms/kantara`))).toBe(
      "422 foreign_form",
    );
    expect(await parts.fresh()).toMatchObject([
      {
        ...{ outcome: "refused", refusal: "foreign_form", records: [current(consent, 1)] },
        told: [{ what: "document", of: "kantara" }],
      },
    ]);
  });
});

describe("whoever tries to join or to separate", () => {
  const merge = (a: string, b: string, event: string) =>
    app.post("/v1/merges", { "@subject": a, other: b, event, reference: "y" });
  const record = {
    ...{ outcome: "refused", refusal: "consent_refused", route: "POST /v1/merges" },
    told: [{ what: "identifiers" }],
  };

  it("what is joined is told so, which both see", async () => {
    expect(await refusal(merge(subject, joined, "joined"))).toBe("422 consent_refused");
    const [own] = await parts.fresh();
    expect(own).toMatchObject(record);
    expect(await parts.fresh(joined)).toMatchObject([{ ...record, request: own?.request }]);
  });

  it("what is not is told so, which both see", async () => {
    expect(await refusal(merge(subject, other, "separated"))).toBe("422 consent_refused");
    expect(await parts.fresh()).toMatchObject([record]);
    expect(await parts.fresh(other)).toMatchObject([record]);
  });

  it("is told nothing as long as that is not durable", async () => {
    parts.faults.failNext("commit", "failed");
    const bugs = app.bugs.length;
    expect(await refusal(merge(subject, joined, "joined"))).toBe("500 internal");
    expect(app.bugs.splice(bugs)).toHaveLength(1);
  });
});

describe("a refusal that tells of nobody leaves no record", () => {
  it.each([
    ["who is not known", () => evidence(NOBODY, "claim=absent&stream=merge"), "404 not_found"],
    ["no such record", () => "/v1/records/019ab1c2-0000-7000-8000-000000000000", "404 not_found"],
    [
      "a stream that no kind has",
      () => evidence(subject, "claim=absent&stream=nothing"),
      "400 invalid_parameter",
    ],
    [
      "a time that has not come",
      () => `/v1/subjects/${subject}/state?stream=customer&at=2999-01-01T00:00:00.000Z`,
      "400 invalid_parameter",
    ],
  ])("%s", async (_, path, expected) => {
    const before = await app.store.size();
    expect(await refusal(app.send(path()))).toBe(expected);
    expect(await app.store.size()).toBe(before);
  });

  it("what is wrong with what is joined", async () => {
    const before = await app.store.size();
    const body = { "@subject": subject, other: subject, event: "joined", reference: "y" };
    expect(await refusal(app.post("/v1/merges", body))).toBe("422 consent_refused");
    expect(await app.store.size()).toBe(before);
  });
});
