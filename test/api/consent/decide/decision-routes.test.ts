/** Deciding over HTTP: one question a line, one verdict a line. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseQuestion } from "../../../../api/consent/decide/decision-routes.ts";
import { day, foundFirm, givenOf, recordOne } from "../../../helpers/consents.ts";
import { newSubject } from "../../../helpers/ledger.ts";
import { refusal, type TestApp, testApp } from "../../http/fixtures.ts";

let app: TestApp;
let subject: string;
beforeAll(async () => {
  app = await testApp();
  await foundFirm(app);
  subject = await newSubject(app, "R-1");
  await recordOne(app, givenOf(subject));
});
afterAll(() => app.close());

const NDJSON = { "content-type": "application/x-ndjson" };
const ask = (lines: readonly string[], query = "", headers: Record<string, string> = NDJSON) =>
  app.send(`/v1/consent-decisions${query}`, { method: "POST", body: lines.join("\n"), headers });
const answers = async (lines: readonly string[], query = "") =>
  (await (await ask(lines, query)).text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown> & { problem?: { code: string } });

it("answers each line, in order, by identifier and by another system's number", async () => {
  const purpose = "newsletter";
  const lines = [
    { subject, purpose },
    { source: "shop", externalNumber: "R-1", purpose },
    { source: "crm", externalNumber: "nobody", purpose },
    { subject, purpose: "nothing" },
    { subject },
    { subject, source: "shop", externalNumber: "R-1", purpose },
    { purpose },
  ].map((line) => JSON.stringify(line));
  const found = await answers([lines[0]!, "", "{", ...lines.slice(1)], `?at=${day(4, 1)}`);
  const verdict = { subject, purpose, at: day(4, 1), allowed: true, reason: "given" };
  expect(found[0]).toEqual({ line: 1, ...verdict });
  expect(found[1]).toMatchObject({ line: 3, problem: { code: "invalid_json" } });
  expect(found[2]).toEqual({ line: 4, ...verdict });
  expect(found.slice(3).map(({ line, problem }) => [line, problem?.code])).toEqual([
    [5, "not_found"],
    [6, "consent_refused"],
    [7, "invalid_record"],
    [8, "invalid_record"],
    [9, "invalid_record"],
  ]);
});

it("answers about now, of one moment, and about before anything was said", async () => {
  const line = JSON.stringify({ subject, purpose: "newsletter" });
  expect(await answers([line])).toMatchObject([{ allowed: true }]);
  expect(await answers([line], `?at=${day(2, 1)}`)).toMatchObject([{ reason: "never_asked" }]);
});

it("takes nothing but lines, from nobody but who has the token", async () => {
  expect(await refusal(await ask(["{}"], "", { "content-type": "application/json" }))).toBe(
    "415 unsupported_media_type",
  );
  expect(await refusal(await ask(["{}"], "?at=yesterday"))).toBe("400 invalid_parameter");
  expect(await refusal(await ask(["{}"], "?at=2099-01-01T00:00:00.000Z"))).toBe(
    "400 invalid_parameter",
  );
  expect(await refusal(await ask(["{}"], "", { ...NDJSON, authorization: "" }))).toBe(
    "401 unauthorized",
  );
});

it("says of a question what is wrong with it", () => {
  const problem = (input: Record<string, unknown>): unknown => {
    try {
      return parseQuestion(input);
    } catch (error) {
      return (error as { details: { problems: unknown } }).details.problems;
    }
  };
  expect(problem({ subject })).toEqual([{ field: "purpose", code: "missing" }]);
  expect(problem({ subject: "x", purpose: "No!" })).toEqual([
    { field: "purpose", code: "bad_format" },
    { field: "subject", code: "bad_format" },
  ]);
  expect(problem({ purpose: "a" })).toEqual([{ field: "subject", code: "missing" }]);
  expect(problem({ subject, purpose: "a", more: 1 })).toContainEqual({
    field: "more",
    code: "surplus",
  });
  expect(problem({ subject, purpose: "a" })).toEqual({ subject, purposeId: "a" });
});
