/** The thread that draws: the same bytes, what it cannot draw, how many wait, and its end. */
import { describe, expect, it } from "vitest";
import { composeReceipt } from "../../../../../api/consent/receipt/compose.ts";
import type { ReceiptDocument } from "../../../../../api/consent/receipt/document.ts";
import { openPress } from "../../../../../api/consent/receipt/pdf/press.ts";
import { givenStatement } from "../../../../helpers/consent-statement.ts";
import { readPdf } from "../../../../helpers/pdf.ts";

const document: ReceiptDocument = composeReceipt({
  statement: givenStatement,
  language: "en",
  issuedAt: "2026-11-27T06:00:00.000Z",
  proof: {
    kind: "promise",
    note: "note\n",
    anchoredBy: "2026-11-27T06:00:00.000Z",
    address: "https://x",
  },
  forms: [],
});

describe("the press", () => {
  it("draws, refuses when too many wait, goes on after what cannot be drawn, and ends and begins again", async () => {
    const press = openPress({ most: 2, idleMilliseconds: 1 });
    // Unused, there is nothing to close.
    await press.close();
    const bad = { ...document, issuedAt: "never" };
    const asked = [press.print(bad), press.print(document), press.print(document)];
    const [failed, drawn, refused] = await Promise.allSettled(asked);
    expect(failed).toMatchObject({
      status: "rejected",
      reason: { message: expect.stringMatching(/RangeError|Invalid/) },
    });
    expect(refused).toMatchObject({ status: "rejected", reason: { code: "busy" } });
    const { text } = readPdf((drawn as PromiseFulfilledResult<Uint8Array>).value);
    expect(text).toContain("Receiptofconsent");
    // Without work it ends; the next begins another thread, and what that one draws fails when it is closed.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const cut = expect(press.print(document)).rejects.toThrow("has ended");
    await press.close();
    await cut;
  });
});
