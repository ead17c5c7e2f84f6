/** What is in an export, and that it is told from anything else. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bareStreams, consentStream } from "../../../../api/rights/export/bundle/form.ts";
import { parseManifest } from "../../../../api/rights/export/bundle/manifest.ts";
import {
  checkFiles,
  type Exported,
  exportedPerson,
  exportOf,
  filesOf,
} from "../../../helpers/exported.ts";
import { type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import { readPdf } from "../../../helpers/pdf.ts";

let ledger: TestLedger;
let person: Exported;
beforeAll(async () => {
  ledger = await testLedger();
  person = await exportedPerson(ledger);
  await ledger.anchor();
  await ledger.cosign();
});
afterAll(() => ledger.close());

describe("an export", () => {
  it("proves itself", async () => {
    const { response, zip } = await exportOf(ledger, person.subject);
    expect(response.status).toBe(200);
    const verdict = await checkFiles(ledger, filesOf(zip));
    expect(verdict.faults).toEqual([]);
    expect(verdict.word).toBe("VERIFIED");
    expect(Object.fromEntries(verdict.kinds.map(({ kind, events }) => [kind, events]))).toEqual({
      ...{ consent: 1, customer: 1, merge: 2, order: 3, payment: 1 },
    });
    expect(verdict.gone).toBe(0);
  });

  it("has every stream of both identifiers, or the proof that there is none", async () => {
    const { zip } = await exportOf(ledger, person.subject);
    const manifest = parseManifest(filesOf(zip).get("manifest.json")!);
    expect(manifest.identifiers).toEqual([person.subject, person.other]);
    const purposes = (await ledger.consents.registry.purposes()).map((one) => one.purposeId).sort();
    expect(manifest.purposes).toEqual(purposes);
    for (const subject of manifest.identifiers) {
      const own = manifest.streams.filter((one) => one.subject === subject).map((one) => one.name);
      expect(own).toEqual(
        expect.arrayContaining([...bareStreams("access"), ...purposes.map(consentStream)]),
      );
      expect(new Set(own).size).toBe(own.length);
    }
    const orders = manifest.streams.filter(({ name }) => /^order\/./.test(name));
    expect(orders.map(({ claim }) => claim).sort()).toEqual(["absent", "history"]);
  });

  it("gives the same bytes again", async () => {
    const [one, again] = [
      await exportOf(ledger, person.subject),
      await exportOf(ledger, person.subject),
    ];
    const files = (zip: Buffer): unknown =>
      [...filesOf(zip)].map(([path, bytes]) => [path, bytes.toString("hex")]);
    expect(files(one.zip)).toEqual(files(again.zip));
    expect(one.zip.equals(again.zip)).toBe(true);
  });

  it("has nothing of anybody else", async () => {
    const { zip } = await exportOf(ledger, person.subject);
    for (const [path, bytes] of filesOf(zip)) {
      expect([path, bytes.includes("Stranger Danger")]).toEqual([path, false]);
      expect([path, bytes.includes(person.stranger)]).toEqual([path, false]);
    }
  });

  it("has tables that no program works out", async () => {
    const { zip } = await exportOf(ledger, person.subject);
    const csv = filesOf(zip).get("csv/customer.csv")!;
    const [row] = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({ name: "Ana Export", note: "'=1+1", stream: "customer", seq: "1" });
  });

  it("is read in the language that was asked for", async () => {
    const { zip } = await exportOf(ledger, person.subject, { language: "zh" });
    const files = filesOf(zip);
    const page = files.get("index.html")!.toString("utf8");
    expect(page).toContain('lang="zh-CN"');
    expect(page).toContain("您的个人信息");
    expect(page).not.toMatch(/<script/i);
    expect(files.get("README.txt")!.toString("utf8")).toContain("如何不依赖我们自行核验");
    const { text } = await readPdf(files.get("export.pdf")!);
    expect(text).toContain("您的个人信息");
  });

  it("of what the person provided has no more than that", async () => {
    const { zip } = await exportOf(ledger, person.subject, { form: "portability" });
    const files = filesOf(zip);
    const verdict = await checkFiles(ledger, files);
    expect([verdict.word, verdict.faults]).toEqual(["VERIFIED", []]);
    const { streams } = parseManifest(files.get("manifest.json")!);
    expect(streams.some(({ name }) => name === "access")).toBe(false);
    expect(streams.some(({ name }) => name === "order")).toBe(true);
  });

  it("leaves no file behind", async () => {
    await exportOf(ledger, person.subject);
    await expect.poll(() => readdirSync(join(ledger.directory, "exports"))).toEqual([]);
    expect(existsSync(join(ledger.directory, "exports"))).toBe(true);
  });
});
