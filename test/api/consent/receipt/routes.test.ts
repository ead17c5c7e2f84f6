/** Receipts out of a real ledger: before a checkpoint covers the event, and with evidence that verifies. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseNote } from "../../../../portal/verify/note.ts";
import { verifyReceipt } from "../../../../portal/verify/receipt.ts";
import { foundFirm, givenOf, idOf, noticeTexts, recordOne } from "../../../helpers/consents.ts";
import { flipped, newSubject, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { type Pdf, type PdfFile, readPdf } from "../../../helpers/pdf.ts";

describe("GET /v1/consents/{id}/receipt", () => {
  let ledger: TestLedger;
  let subject: string;
  let given: string;
  let withdrawn: string;

  const get = (id: string, headers: Record<string, string> = {}, query = ""): Promise<Response> =>
    ledger.fetch(`/v1/consents/${id}/receipt${query}`, { headers });
  const pdf = async (id: string, query = ""): Promise<Pdf> => {
    const response = await get(id, { accept: "application/pdf" }, query);
    expect(response.status).toBe(200);
    return readPdf(new Uint8Array(await response.arrayBuffer()));
  };
  const file = ({ files }: Pdf, name: string): PdfFile => {
    const found = files.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no file ${name}`);
    return found;
  };

  beforeAll(async () => {
    ledger = await testLedger({ seed: "receipts" });
    await foundFirm(ledger);
    subject = await newSubject(ledger);
    given = idOf(await recordOne(ledger, givenOf(subject, { language: "zh-CN" })));
  }, 180_000);
  afterAll(async () => {
    await ledger.close();
    expect(ledger.bugs).toEqual([]);
  });

  it("carries the ledger's promise until a checkpoint covers the event", async () => {
    // As a link asks for it.
    const response = await get(given, { accept: "text/html" }, "?format=pdf");
    expect(response.headers.get("content-type")).toBe("application/pdf");
    const disposition = response.headers.get("content-disposition");
    expect(disposition).toBe(`inline; filename="receipt-${given}.pdf"`);
    const read = readPdf(new Uint8Array(await response.arrayBuffer()));
    expect(read.files.map(({ name }) => name)).toEqual([
      "promise.txt",
      "notice.txt",
      "consent-receipt.jsonld",
    ]);
    const note = Buffer.from(file(read, "promise.txt").bytes).toString();
    const receipt = verifyReceipt(note, ledger.policy);
    expect(parseNote(note).text).toContain("counterfoil/receipt/v1");
    const until = new Date(receipt.deadline).toISOString().slice(11, 19);
    expect(read.text).toContain(`anchoredby${new Date(receipt.deadline).getUTCDate()}`);
    expect(read.text).toContain(until);
    const page = await (await get(given)).text();
    expect(page).toContain("The proof cannot be made yet");
    expect(page).toContain('download="promise.txt"');
  });

  it("carries evidence that verifies, as the ledger gives it, and the text that was shown", async () => {
    await ledger.anchor();
    withdrawn = idOf(
      await recordOne(ledger, { "@subject": subject, event: "withdrawn", purposeId: "newsletter" }),
    );
    await ledger.anchor();
    await ledger.cosign();
    const read = await pdf(given, "?language=zh");
    const evidence = file(read, "history.evidence.json").bytes;
    // Nobody has said where the ledger is reached; what the request says is not believed, and nothing to scan is printed.
    const page = await (await get(given, { accept: "text/html", host: "evil.example" })).text();
    expect(page).not.toMatch(/localhost|evil\.example|<svg viewBox/);
    const path = /\/v1\/\S+?claim=history&stream=consent%2Fnewsletter/;
    const fetched = await ledger.fetch(path.exec(page.replaceAll("&amp;", "&"))![0]);
    expect(Buffer.from(evidence)).toEqual(Buffer.from(await fetched.arrayBuffer()));
    expect((await ledger.verify(evidence)).word).toBe("VERIFIED");
    expect((await ledger.verify(flipped(evidence, 1000))).word).not.toBe("VERIFIED");
    expect(Buffer.from(file(read, "notice.txt").bytes).toString()).toBe(noticeTexts(1)[1]!.text);
    expect(read.text).toContain(noticeTexts(1)[1]!.text);
    expect(read.text).toContain("同意凭证");
    expect(
      JSON.parse(Buffer.from(file(read, "consent-receipt.jsonld").bytes).toString()),
    ).toMatchObject({
      "dct:identifier": `${given}#receipt`,
    });
  });

  it("tells of the withdrawal under the notice that it withdraws from, in the language that is asked for", async () => {
    const response = await get(withdrawn, { "accept-language": "zh-CN" });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/html; charset=UTF-8",
      "content-language": "zh-CN",
      "cache-control": "no-store",
      vary: "Accept, Accept-Language",
    });
    const page = await response.text();
    expect(page).toContain("撤回同意凭证");
    expect(page).toContain(noticeTexts(1)[1]!.text);
    const english = await get(withdrawn, { "accept-language": "zh-CN" }, "?language=en");
    expect(english.headers.get("content-language")).toBe("en");
    expect(await english.text()).toContain("Receipt of withdrawal");
  });

  it("is for events of consents alone, and for whoever may read", async () => {
    const { events } = await ledger.ledger.events(ledger.ledger.firm, "notice/privacy");
    const codes = [];
    for (const id of [String(events[0]!.record!["@id"]), "01936d2e-7c40-7a5b-9f3e-000000000000"]) {
      const response = await get(id);
      codes.push([response.status, ((await response.json()) as { code: string }).code]);
    }
    expect(codes).toEqual([
      [404, "not_found"],
      [404, "not_found"],
    ]);
    const french = await get(given, {}, "?language=fr");
    expect(french.status).toBe(400);
    expect(((await french.json()) as { detail: string }).detail).toBe(
      "The parameter “language” is not valid. It is one of: en, zh.",
    );
    expect((await get(given, { authorization: "Bearer nobody" })).status).toBe(401);
  });
});
