/** What people bring: what it is taken for, and how it is got out of links and PDFs. */
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import PDFDocument from "pdfkit";
import { describe, expect, it } from "vitest";
import {
  hashWith,
  isApiPath,
  isFromHere,
  readLink,
  unpacked,
} from "../../../../portal/src/verify/input/link.ts";
import { attachmentsOf, MOST_TRIES } from "../../../../portal/src/verify/input/pdf.ts";
import {
  type FileKind,
  kindOf,
  MAX_FILE_BYTES,
} from "../../../../portal/src/verify/input/recognise.ts";
import { base64Decode, base64UrlEncode, utf8Encode } from "../../../../portal/verify/bytes.ts";
import { readVectors } from "../../../helpers/vectors.ts";

const bytesOf = (set: string, name: string, member = "file"): Uint8Array =>
  base64Decode(readVectors<Record<string, string>>(set).find(([one]) => one === name)![1][member]!);

const evidence = bytesOf("evidence", "verified");

describe("what a file is taken for", () => {
  const root = "A".repeat(43);
  it.each<[FileKind, string]>([
    ["evidence", new TextDecoder().decode(evidence)],
    ["evidence", new TextDecoder().decode(evidence).slice(0, 500)],
    ["evidence", '{"format":"counterfoil/evidence/v9"}'],
    ["misbehaviour", new TextDecoder().decode(bytesOf("misbehaviour", "empty-root"))],
    ["policy", '{"format":"counterfoil/policy/v1"}'],
    ["promise", "counterfoil/receipt/v1\nledger.example/log\n7\n"],
    ["promise", '{"index":7,"receipt":"counterfoil/receipt/v1\\n"}'],
    ["tlog_proof", "c2sp.org/tlog-proof@v1\nindex 1\n"],
    ["checkpoint", `ledger.example/log\n24\n${root}=\n\n— ledger.example/log AAAA\n`],
    ["pdf", "\n%PDF-1.7\n"],
    ["html", "\ufeff<!DOCTYPE html>"],
    ["zip", "PK\u0003\u0004"],
    ["empty", ""],
    ["unknown", "hello"],
    ["unknown", "[1]"],
    ["too_large", `{${" ".repeat(MAX_FILE_BYTES)}`],
  ])("%s", (kind, text) => {
    expect(kindOf(utf8Encode(text))).toBe(kind);
  });
});

describe("links", () => {
  it("hold a small file", async () => {
    const hash = await hashWith(evidence);
    const link = readLink(hash);
    expect(link.kind).toBe("file");
    expect(link.kind === "file" && (await unpacked(link.packed))).toEqual(evidence);
  });

  it("that are cut, or unpack to more than a file may be, give nothing", async () => {
    const packed = base64UrlEncode(new Uint8Array(deflateRawSync(evidence)));
    expect(await unpacked(packed.slice(0, -8))).toBeNull();
    expect(await unpacked("!")).toBeNull();
    const bomb = base64UrlEncode(
      new Uint8Array(deflateRawSync(new Uint8Array(MAX_FILE_BYTES + 1))),
    );
    expect(await unpacked(bomb)).toBeNull();
  });

  it("bring neither whom to trust, nor what other files lie in", async () => {
    const policy = utf8Encode('{"format":"counterfoil/policy/v1"}');
    for (const file of [policy, utf8Encode("%PDF-1.7\n"), utf8Encode("<!doctype html>")]) {
      const link = readLink(await hashWith(file));
      expect(link.kind === "file" && (await unpacked(link.packed))).toBeNull();
    }
  });

  it("are followed at once only from a page of this server", () => {
    const here = "https://ledger.example";
    expect(isFromHere("https://ledger.example/", here)).toBe(true);
    for (const other of [
      "",
      "https://evil.example/",
      "https://ledger.example.evil.example/",
      "http://ledger.example/",
      "https://ledger.example:8443/",
      "about:blank",
    ])
      expect(isFromHere(other, here), other).toBe(false);
  });

  it("lead to files of this server's API, and nowhere else", () => {
    const path = "/v1/subjects/aB-_9/evidence?claim=history&stream=consent/newsletter";
    expect(readLink(`#from=${encodeURIComponent(path)}`)).toEqual({ kind: "from", path });
    expect(isApiPath("/v1/records/x/evidence")).toBe(true);
    for (const bad of [
      "//evil.example/v1/x",
      "https://evil.example/v1/",
      "/v1/../auth/x",
      "/v1//x",
      "/auth/sign-out",
      "/v1/x#y",
      "/v1/x\n",
      "",
    ])
      expect(readLink(`#from=${encodeURIComponent(bad)}`), bad).toEqual({ kind: "broken" });
    expect(readLink("#from=%")).toEqual({ kind: "broken" });
    expect(readLink("#e=a b")).toEqual({ kind: "broken" });
    expect(readLink("#other")).toEqual({ kind: "none" });
  });
});

describe("files in a PDF", () => {
  const pdfWith = (
    files: Readonly<Record<string, Uint8Array>>,
    compress: boolean,
  ): Promise<Uint8Array> =>
    new Promise((resolve) => {
      const doc = new PDFDocument({ compress });
      const parts: Buffer[] = [];
      doc.on("data", (part: Buffer) => parts.push(part));
      doc.on("end", () => resolve(new Uint8Array(Buffer.concat(parts))));
      for (const [name, bytes] of Object.entries(files)) doc.file(Buffer.from(bytes), { name });
      doc.text("A receipt");
      doc.end();
    });

  it.each([true, false])("are taken out, compressed or not (%s)", async (compress) => {
    const files = { "evidence.json": evidence, "notice (zh) 告知.txt": utf8Encode("告知") };
    const found = await attachmentsOf(await pdfWith(files, compress));
    expect(Object.fromEntries(found.map(({ name, bytes }) => [name, bytes]))).toEqual(files);
  });

  it("are searched for only so often, whatever a PDF says of itself", async () => {
    const begins = "/Type /Filespec ";
    const attacks = [
      begins.repeat(20_000),
      `${begins}/EF << ${" ".repeat(1_000)}`.repeat(1_000),
      `${begins}/EF << /F ${"1".repeat(2_000)}`.repeat(1_000),
      begins + "/EF <<".repeat(50_000),
      "/Type".concat(" ".repeat(100_000)),
      ...[1, 0].map((step) =>
        Array.from({ length: 2_000 }, (_, i) => `${begins}/EF << /F ${7 + i * step} 0 R >>\n`).join(
          "",
        ),
      ),
    ];
    const tries: number[] = [];
    for (const attack of attacks) {
      let count = 0;
      const onTry = (): void => {
        count += 1;
      };
      expect(await attachmentsOf(utf8Encode(`%PDF-1.7\n${attack}`), onTry)).toEqual([]);
      tries.push(count);
    }
    expect(tries).toEqual([0, 0, 0, 0, 0, MOST_TRIES, 1]);
  });

  it("that has none, or is none, has none", async () => {
    expect(await attachmentsOf(await pdfWith({}, true))).toEqual([]);
    expect(await attachmentsOf(utf8Encode("%PDF-1.7\n/Type /Filespec /EF << /F 9 0 R >>"))).toEqual(
      [],
    );
    expect(await attachmentsOf(new Uint8Array(readFileSync(import.meta.filename)))).toEqual([]);
  });
});
