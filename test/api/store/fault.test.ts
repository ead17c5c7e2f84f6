import { inspect } from "node:util";
import Database from "better-sqlite3";
import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { Refusal } from "../../../api/core/errors.ts";
import { asFault, attempt, StoreFault, StoreMisuse } from "../../../api/store/fault.ts";

const SECRET = "the-parameter";

/** Everything that a logger could print of an error. */
const printed = (error: unknown): string =>
  inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error) + (error as Error).stack;

describe("asFault", () => {
  it.each([
    ["drizzle's query error", new DrizzleQueryError("SELECT ?", [SECRET], new Error(SECRET))],
    ["an error with a cause", new Error("failed", { cause: SECRET })],
    ["an error of many lines", new Error(`failed\n    at ${SECRET}\n    at ${SECRET}`)],
    ["an error whose message is empty", Object.assign(new Error(), { stack: SECRET })],
    ["an error with a strange code", Object.assign(new Error("x"), { code: SECRET })],
    ["an error with more members", Object.assign(new Error("x"), { params: [SECRET] })],
    ["something thrown that is no error", SECRET],
  ])("lets nothing out of %s", (_, error) => {
    const fault = asFault("commit", error);
    expect(fault).toBeInstanceOf(StoreFault);
    expect(printed(fault)).not.toContain(SECRET);
    expect(fault.cause).toBeUndefined();
  });

  it("keeps where it was thrown, and the driver's code", () => {
    const db = new Database(":memory:");
    const fault = (() => {
      try {
        return db.prepare(`SELECT * FROM "${SECRET}"`);
      } catch (error) {
        return asFault("list", error);
      }
    })() as StoreFault;
    expect(fault).toMatchObject({ operation: "list", code: "SQLITE_ERROR" });
    expect(fault.message).toBe("store: list failed (SQLITE_ERROR)");
    expect(fault.stack).toContain("fault.test.ts");
    expect(printed(fault)).not.toContain(SECRET);
  });

  it("tells what our own triggers say", () => {
    const error = new Database.SqliteError("a rule", "SQLITE_CONSTRAINT_TRIGGER");
    expect(asFault("seal", error).message).toBe(
      "store: seal failed (SQLITE_CONSTRAINT_TRIGGER): a rule",
    );
  });

  it.each([new Refusal("busy", {}), new StoreMisuse("a bug"), new StoreFault("open", "no_wal")])(
    "lets %s pass as it is",
    (error) => {
      expect(asFault("commit", error)).toBe(error);
    },
  );
});

describe("attempt", () => {
  it("answers what the work answers", () => {
    expect(attempt("size", () => 7)).toBe(7);
  });

  it("throws a fault in its place", () => {
    const work = () => {
      throw new TypeError(SECRET);
    };
    expect(() => attempt("size", work)).toThrow("store: size failed (TypeError)");
  });
});
