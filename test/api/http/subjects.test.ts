import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problemOf, refusal, type TestApp, testApp } from "./fixtures.ts";

let app: TestApp;
beforeEach(async () => {
  app = await testApp();
});
afterEach(() => app.close());

const json = async (response: Response): Promise<Record<string, unknown>> =>
  (await response.json()) as Record<string, unknown>;

describe("POST /v1/subjects", () => {
  const reference = { source: "shop", externalNumber: "王-1" };

  it("makes a subject once: 201, then 200", async () => {
    const first = await app.post("/v1/subjects", reference);
    const again = await app.post("/v1/subjects", reference);
    expect([first.status, again.status]).toEqual([201, 200]);
    const { subject } = await json(first);
    expect(await json(again)).toEqual({ subject, created: false });
  });

  it("makes nobody who is only looked for", async () => {
    const path = "/v1/subjects/lookup";
    const unknown = await app.post(path, reference);
    expect(unknown.status).toBe(404);
    // Without the number, which may be the person's own.
    expect((await problemOf(unknown)).detail).toBe(
      "A data subject of this number in this source does not exist.",
    );
    expect(await refusal(await app.post(path, {}))).toBe("404 not_found");
    const { subject } = await json(await app.post("/v1/subjects", reference));
    expect(await json(await app.post(path, reference))).toEqual({ subject, created: false });
    expect(await refusal(await app.post("/v1/subjects?create=false", reference))).toBe(
      "400 invalid_parameter",
    );
  });

  it("makes one of nothing, and the same for the same key", async () => {
    const key = { "idempotency-key": "k" };
    const made = [
      await app.post("/v1/subjects", {}),
      await app.post("/v1/subjects", {}, key),
      await app.post("/v1/subjects", {}, key),
    ];
    const [a, b, c] = await Promise.all(made.map(json));
    expect(b!.subject).not.toBe(a!.subject);
    expect(c!.subject).toBe(b!.subject);
  });

  it.each([
    ["{", "400 invalid_json"],
    ['{"source":"a","source":"b"}', "400 duplicate_member"],
    ['{"source":"shop"}', "422 invalid_record"],
    ['{"name":"王"}', "422 invalid_record"],
    ['{"source":1,"externalNumber":{}}', "422 invalid_record"],
  ])("refuses %s", async (body, expected) => {
    expect(await refusal(app.post("/v1/subjects", body))).toBe(expected);
  });

  it("takes many as lines, each with its outcome", async () => {
    const { response, lines } = await app.lines(
      "/v1/subjects",
      `${JSON.stringify(reference)}\nx\n${JSON.stringify(reference)}\n{}\n`,
    );
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    expect(lines[0]).toMatchObject({ line: 1, created: true });
    expect(lines[1]).toMatchObject({ line: 2, problem: { code: "invalid_json" } });
    expect(lines[2]).toEqual({ line: 3, subject: lines[0]?.subject, created: false });
    expect(lines[3]).toMatchObject({ line: 4, created: true });
  });
});
