import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRefusal } from "../../../api/core/errors.ts";
import { parseReference } from "../../../api/ledger/subjects.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await testLedger();
});
afterEach(() => ledger.close());

const reference = (externalNumber: string, source = "shop") => ({ source, externalNumber });

describe("a subject", () => {
  it("is one for the same source and number, also after a restart", async () => {
    const [first] = await ledger.ledger.ensureSubjects([reference("K-1")]);
    expect(first).toMatchObject({ created: true });
    expect(first?.subject).toMatch(/^[A-Za-z0-9_-]{43}$/);
    await ledger.restart();
    const [again] = await ledger.ledger.ensureSubjects([reference("K-1")]);
    expect(again).toEqual({ subject: first?.subject, created: false });
  });

  it("is another for another source or number, however they are cut", async () => {
    const references = [
      reference("K-1"),
      reference("K-1", "web"),
      reference("K-2"),
      reference("-1", "shopK"),
      reference("1", "shop:K-"),
    ];
    const made = await ledger.ledger.ensureSubjects(references);
    expect(new Set(made.map(({ subject }) => subject)).size).toBe(references.length);
  });

  it("without a reference is a new one each time, but for the same Idempotency-Key", async () => {
    const made = await ledger.ledger.ensureSubjects([null, null]);
    expect(new Set(made.map(({ subject }) => subject)).size).toBe(2);
    const [a] = await ledger.ledger.ensureSubjects([null], ["k"]);
    const [b, c] = await ledger.ledger.ensureSubjects([null, null], ["k", "l"]);
    expect(b).toEqual({ subject: a?.subject, created: false });
    expect(c?.subject).not.toBe(a?.subject);
  });

  it("asked for twice in one call is made once", async () => {
    const [a, b, c] = await ledger.ledger.ensureSubjects([
      reference("K-1"),
      reference("K-2"),
      reference("K-1"),
    ]);
    expect(c).toEqual({ subject: a?.subject, created: false });
    expect(b?.created).toBe(true);
  });

  it("asked for by fifty at once is made once", async () => {
    const made = await Promise.all(
      Array.from({ length: 50 }, () => ledger.ledger.ensureSubjects([reference("K-1"), null])),
    );
    expect(new Set(made.map(([first]) => first?.subject)).size).toBe(1);
    expect(made.filter(([first]) => first?.created)).toHaveLength(1);
    expect(new Set(made.map(([, other]) => other?.subject)).size).toBe(50);
  });

  it("known to the ledger has its secrets", async () => {
    const subject = await newSubject(ledger, "K-1");
    const [row] = await ledger.keyStore.secrets([subject]);
    expect(row).not.toBeNull();
  });

  it("leaves no trace of its number in the database", async () => {
    await newSubject(ledger, "K-secret-4711");
    ledger.tamper((db) => {
      db.pragma("wal_checkpoint(TRUNCATE)");
      const rows = db.prepare("SELECT * FROM subjects").all();
      expect(JSON.stringify(rows)).not.toContain("4711");
    });
  });
});

describe("a reference", () => {
  const problems = (input: Record<string, unknown>): string[] => {
    try {
      parseReference(input);
      return [];
    } catch (error) {
      if (!isRefusal(error, "invalid_record")) throw error;
      return error.details.problems.map(({ field, code }) => `${field} ${code}`);
    }
  };

  it("is nothing at all, or source and number", () => {
    expect(parseReference({})).toBeNull();
    expect(parseReference(reference("王-1"))).toEqual(reference("王-1"));
  });

  it.each([
    [{ source: "shop" }, ["externalNumber missing"]],
    [{ externalNumber: "1" }, ["source missing"]],
    [{ source: "my shop", externalNumber: "1" }, ["source bad_format"]],
    [{ source: null, externalNumber: null }, ["source bad_format", "externalNumber bad_format"]],
    [{ source: "shop", externalNumber: 1 }, ["externalNumber bad_format"]],
    [{ source: "shop", externalNumber: "" }, ["externalNumber bad_format"]],
    [{ source: "shop", externalNumber: "x".repeat(129) }, ["externalNumber bad_format"]],
    [{ source: "shop", externalNumber: "\ud800" }, ["externalNumber bad_format"]],
    [{ ...reference("1"), name: "王" }, ["name surplus"]],
    [{ "王 138": 1 }, ["(malformed name) surplus", "source missing", "externalNumber missing"]],
    [
      JSON.parse('{"__proto__":1}'),
      ["(malformed name) surplus", "source missing", "externalNumber missing"],
    ],
  ])("is refused: %j", (input, expected) => {
    expect(problems(input as Record<string, unknown>)).toEqual(expected);
  });
});
