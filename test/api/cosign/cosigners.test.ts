import { describe, expect, it } from "vitest";
import { isRefusal, type RefusalDetails } from "../../../api/core/errors.ts";
import { describeRefusal } from "../../../api/core/problem.ts";
import { MOST_COSIGNERS, MOST_FILE_BYTES, parseCosigners } from "../../../api/cosign/cosigners.ts";
import { newSigner } from "../log/fixtures.ts";
import { testCosigner } from "./fixtures.ts";

const A = testCosigner("auditor.example/a1", 1).vkey;
const B = testCosigner("auditor.example/b2", 2).vkey;
const W = testCosigner("witness.example", 3).vkey;

const parse = (...lines: string[]) => parseCosigners(Buffer.from(lines.join("\n")));
type Details = RefusalDetails["invalid_setting"];

function refused(file: Uint8Array): Details {
  try {
    parseCosigners(file);
  } catch (error) {
    if (!isRefusal(error, "invalid_setting")) throw error;
    expect(error.details.setting).toBe("COUNTERFOIL_AUDITORS");
    for (const language of ["en", "zh"] as const) {
      const { detail } = describeRefusal(error, language);
      expect(detail).not.toMatch(/[{}]|undefined/);
      if (error.details.line !== undefined) expect(detail).toContain(String(error.details.line));
      expect(detail).not.toContain("S3cret");
    }
    return error.details;
  }
  throw new Error("was accepted");
}

describe("the file of auditors and witnesses", () => {
  it("names roles, keys and addresses in its order", () => {
    const file = [
      "# The regulator.",
      `auditor ${A} https://auditor.example/a1`,
      "",
      `witness ${W} http://127.0.0.1:7001`,
      "#",
      `auditor ${B} https://b2.example:8443/x/y`,
      "",
    ];
    const told = parse(...file).map(({ kind, vkey, key, url }) => [kind, vkey, key.name, url]);
    expect(told).toEqual([
      ["auditor", A, "auditor.example/a1", "https://auditor.example/a1"],
      ["witness", W, "witness.example", "http://127.0.0.1:7001"],
      ["auditor", B, "auditor.example/b2", "https://b2.example:8443/x/y"],
    ]);
  });

  it("may be empty, and may end without a newline", () => {
    expect(parse("")).toEqual([]);
    expect(parse("# nobody yet")).toEqual([]);
    expect(parse(`witness ${W} http://w.example`)).toHaveLength(1);
  });

  it("may have one name in both roles, under two keys", () => {
    const other = testCosigner("auditor.example/a1", 9).vkey;
    expect(parse(`auditor ${A} http://a`, `witness ${other} http://a`)).toHaveLength(2);
  });

  it.each([
    `auditor ${A}`,
    `auditor  ${A} http://a`,
    `auditor ${A}  http://a`,
    `auditor ${A} http://a `,
    ` auditor ${A} http://a`,
    `auditor\t${A}\thttp://a`,
    `auditor ${A} http://a x`,
    `auditor ${A} http://a\r`,
    `Auditor ${A} http://a`,
    `log ${A} http://a`,
    " # a remark that is indented",
    "\u00a0",
    `\ufeffauditor ${A} http://a`,
  ])("is refused, with the line's number, for %j", (line) => {
    const file = Buffer.from(`# one\n\n${line}\n`);
    expect(refused(file)).toMatchObject({ problem: "auditors_line", line: 3 });
  });

  it.each([
    ["a key that signs, and does not cosign", newSigner("auditor.example/a1").vkey],
    ["another key id", A.replace(/\+[0-9a-f]{8}\+/, "+00000000+")],
    ["capitals in the key id", A.replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase())],
    ["no key", "S3cret-Value"],
    ["a key without its end", A.slice(0, -4)],
  ])("is refused for %s", (_, vkey) => {
    expect(refused(Buffer.from(`auditor ${vkey} http://a`))).toMatchObject({
      ...{ problem: "auditors_key", line: 1 },
    });
  });

  it.each([
    "ftp://a.example",
    "a.example",
    "http://a.example/",
    "http://a.example/x/",
    "http://A.example",
    "http://a.example:80",
    "https://a.example:443",
    "http://a.example/x/../y",
    "http://user:S3cret@a.example",
    "http://user@a.example",
    "http://a.example?x=S3cret",
    "http://a.example/x?",
    "http://a.example#",
    "http://a.example/ä",
    "http://",
    "//a.example",
  ])("is refused for the address %s", (url) => {
    expect(refused(Buffer.from(`witness ${W} ${url}`))).toMatchObject({
      ...{ problem: "auditors_url", line: 1 },
    });
  });

  it("names a key once, and for one role a name once", () => {
    const twice = (first: string, second: string) =>
      refused(Buffer.from(`${first}\n${second}\n`)).problem;
    const other = testCosigner("auditor.example/a1", 9).vkey;
    expect(twice(`auditor ${A} http://a`, `auditor ${A} http://b`)).toBe("auditors_twice");
    expect(twice(`auditor ${A} http://a`, `witness ${A} http://a`)).toBe("auditors_twice");
    expect(twice(`auditor ${A} http://a`, `auditor ${other} http://b`)).toBe("auditors_twice");
  });

  it("is bounded, in names and in bytes, and is UTF-8", () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, i) => {
        const { vkey } = testCosigner(`auditor.example/${i}`, i + 1);
        return `auditor ${vkey} http://a/${i}`;
      }).join("\n");
    expect(parse(lines(MOST_COSIGNERS))).toHaveLength(MOST_COSIGNERS);
    const tooMany = refused(Buffer.from(lines(MOST_COSIGNERS + 1)));
    expect(tooMany).toMatchObject({ problem: "auditors_too_many", allowed: "16" });
    expect(parse("#".repeat(MOST_FILE_BYTES))).toEqual([]);
    expect(refused(Buffer.alloc(MOST_FILE_BYTES + 1, "#")).problem).toBe("unreadable_file");
    expect(refused(Buffer.from([0x23, 0xff])).problem).toBe("unreadable_file");
  });
});
