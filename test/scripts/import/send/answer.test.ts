import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadAnswer, readAnswer } from "../../../../scripts/import/send/answer.ts";

test.each([
  ['{"line":1,"subject":"S","created":true}', 1, { type: "subject", subject: "S" }],
  [
    '{"line":2,"outcome":"stored","id":"x","version":3,"index":9}',
    2,
    { type: "record", outcome: "stored", version: 3 },
  ],
  [
    '{"line":3,"problem":{"code":"c","title":"t","detail":"d","errors":[{"field":"f","message":"m"}]}}',
    3,
    {
      type: "problem",
      problem: { code: "c", message: "d", errors: [{ field: "f", message: "m" }] },
    },
  ],
  [
    '{"problem":{"code":"shutting_down","title":"t"}}',
    0,
    { type: "problem", problem: { code: "shutting_down", message: "t", errors: [] } },
  ],
])("%s", (source, line, answer) => {
  expect(readAnswer(source)).toEqual({ line, answer });
});

test.each([
  "",
  "{",
  "null",
  "[]",
  "7",
  '{"line":1}',
  '{"line":-1,"subject":"S"}',
  '{"line":1.5,"subject":"S"}',
  '{"subject":"S"}',
  '{"line":1,"outcome":"lost"}',
  '{"line":1,"problem":"no"}',
  "<html>",
])("%j is no answer", (source) => {
  expect(() => readAnswer(source)).toThrow(BadAnswer);
});

describe("whatever a server says", () => {
  test("it is an answer or a bad one, never another fault", () => {
    fc.assert(
      fc.property(fc.json(), (source) => {
        try {
          expect(readAnswer(source).line).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(BadAnswer);
        }
      }),
    );
  });
});
