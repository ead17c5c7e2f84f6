import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyReceipt } from "../../../../portal/verify/receipt.ts";
import {
  assertOfReceipt,
  ReceiptFileError,
  readReceiptFile,
} from "../../../../scripts/cli/receipt/file.ts";
import { bearer, type TestApp, testApp } from "../../../api/http/fixtures.ts";
import { orderOf } from "../../../helpers/ledger.ts";

let app: TestApp;
let whole: Record<string, unknown>;
let other: Record<string, unknown>;
beforeAll(async () => {
  app = await testApp();
  const write = async (path: string, number: string) => {
    const body = JSON.stringify(orderOf(app.subject, { externalNumber: number }));
    const headers = { ...bearer(), "content-type": "application/json" };
    return (await app.send(path, { method: "POST", headers, body })).json();
  };
  whole = (await write("/v1/records?disclosures=true", "A-1")) as typeof whole;
  other = (await write("/v1/records?disclosures=true", "A-2")) as typeof other;
});
afterAll(() => app.close());

/** `ok`, or the fault of the file. */
function read(content: string | Uint8Array): string {
  try {
    const file = readReceiptFile(typeof content === "string" ? Buffer.from(content) : content);
    assertOfReceipt(file, verifyReceipt(file.note, app.policy));
    return "ok";
  } catch (error) {
    if (error instanceof ReceiptFileError) return error.fault;
    throw error;
  }
}
const json = (change: Record<string, unknown> = {}): string =>
  JSON.stringify({ ...whole, ...change });
const without = (...names: string[]): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name))),
  );

describe("a receipt file", () => {
  it("is the note, the answer, or a line of an answer, laid out in whatever way", async () => {
    expect(read(whole.receipt as string)).toBe("ok");
    expect(read(json())).toBe("ok");
    expect(read(`${JSON.stringify({ line: 7, ...whole })}\n`)).toBe("ok");
    expect(read(JSON.stringify(whole, null, 2))).toBe("ok");
    expect(read(json({ added: { by: "a newer ledger" } }))).toBe("ok");
    const { lines } = await app.lines("/v1/records?receipts=true", [
      orderOf(app.subject, { externalNumber: "A-3" }),
    ]);
    expect(read(JSON.stringify(lines[0]))).toBe("ok");
    const escaped = json().replaceAll("—", "\\u2014");
    expect(escaped).not.toBe(json());
    expect(read(escaped)).toBe("ok");
  });

  it("gives what there is", () => {
    const file = readReceiptFile(Buffer.from(json()));
    expect(file).toMatchObject({ note: whole.receipt, index: whole.index });
    expect(Buffer.from(file.entry!).toString("base64")).toBe(whole.entry);
    expect(file.disclosures).toEqual(whole.disclosures);
    const bare = readReceiptFile(Buffer.from(whole.receipt as string));
    expect(bare).toEqual({
      note: whole.receipt,
      index: null,
      leafHash: null,
      entry: null,
      disclosures: null,
    });
    expect(readReceiptFile(Buffer.from(without("disclosures"))).disclosures).toBeNull();
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["an array", "[]"],
    ["a number", "7"],
    ["an object without one", "{}"],
    ["one that is no text", '{"receipt":7}'],
    ["a refusal", '{"type":"urn:counterfoil:problem:busy","status":503}'],
    ["an unchanged record", '{"outcome":"unchanged","id":"x","version":1}'],
    ["inherited names", '{"__proto__":{"receipt":"counterfoil/receipt/v1"}}'],
    ["no UTF-8", Buffer.from([0xff, 0xfe])],
    ["a byte order mark", "\ufeff{}"],
    ["more than anything has", Buffer.alloc((1 << 20) + 1, 0x20)],
    ["nested without end", `{"receipt":${"[".repeat(50_000)}`],
  ])("is not %s", (_, content) => {
    expect(read(content)).toBe("no_receipt");
  });

  it("is not several lines, nor one that says a thing twice", () => {
    expect(read(`${json()}\n${json()}\n`)).toBe("no_receipt");
    expect(read(json().replace("{", `{"receipt":"x",`))).toBe("no_receipt");
  });

  it("holds nothing of another entry", () => {
    expect(read(json({ index: (whole.index as number) + 1 }))).toBe("answer_differs");
    expect(read(json({ index: "3" }))).toBe("answer_differs");
    expect(read(json({ leafHash: other.leafHash }))).toBe("answer_differs");
    expect(read(json({ leafHash: "" }))).toBe("answer_differs");
    expect(read(json({ entry: other.entry }))).toBe("entry_differs");
    expect(read(json({ entry: `${whole.entry}=` }))).toBe("entry_differs");
    expect(read(json({ receipt: other.receipt }))).toBe("answer_differs");
    expect(
      read(
        JSON.stringify({
          ...other,
          receipt: whole.receipt,
          index: whole.index,
          leafHash: whole.leafHash,
        }),
      ),
    ).toBe("entry_differs");
  });

  it("holds all disclosures of its record, in their order, or none", () => {
    const own = whole.disclosures as string[];
    expect(read(json({ disclosures: other.disclosures }))).toBe("disclosures_differ");
    expect(read(json({ disclosures: [] }))).toBe("disclosures_differ");
    expect(read(json({ disclosures: {} }))).toBe("disclosures_differ");
    expect(read(json({ disclosures: [...own].reverse() }))).toBe("disclosures_differ");
    for (let i = 0; i < own.length; i++) {
      expect(read(json({ disclosures: own.filter((_, at) => at !== i) }))).toBe(
        "disclosures_differ",
      );
      const foreign = own.with(i, (other.disclosures as string[])[i]!);
      expect(read(json({ disclosures: foreign }))).toBe("disclosures_differ");
    }
    expect(read(without("disclosures"))).toBe("ok");
    expect(read(without("entry"))).toBe("ok");
  });

  it("is read or named at fault, whatever is in it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("index", "leafHash", "entry", "disclosures", "line"),
        fc.jsonValue({ maxDepth: 2 }),
        (name, value) => {
          expect([
            "ok",
            "no_receipt",
            "answer_differs",
            "entry_differs",
            "disclosures_differ",
          ]).toContain(read(json({ [name]: value })));
        },
      ),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(read(bytes)).toBe("no_receipt");
      }),
    );
  });
});
