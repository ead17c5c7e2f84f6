/** A second copy that lies there, and is not as it should be, is a finding; one that is not there is a note. */
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { runAudit } from "../../../../api/audit/audit.ts";
import type { AuditReport } from "../../../../api/audit/report.ts";
import { wordsIn } from "../../../../api/audit/words/words.ts";
import { fillSmall } from "../../../helpers/audit/fill.ts";
import {
  auditOptions,
  copyOf,
  newInstallation,
  remove,
} from "../../../helpers/audit/installation.ts";

let base: string;
let directory: string;
beforeAll(async () => {
  const installation = await newInstallation("own copy");
  await fillSmall(installation);
  await installation.close();
  base = installation.directory;
});
afterAll(() => remove(base));
afterEach(() => remove(directory));

async function audited(change: (copy: string) => void): Promise<AuditReport> {
  directory = copyOf(base);
  change(join(directory, "copy"));
  return runAudit(auditOptions(directory));
}

const codes = ({ notes }: AuditReport): string[] => notes.map(({ code }) => code);

/** In the place of a file, what cannot be opened, by nobody. */
function loopAt(path: string): void {
  rmSync(path, { recursive: true, force: true });
  symlinkSync(path, path);
}

describe("a second copy", () => {
  const mark = { place: "copy.entries", key: { file: "copy.json" } } as const;

  it("is a finding without what says whose it is, and is read all the same", async () => {
    const report = await audited((copy) => {
      rmSync(join(copy, "copy.json"));
      rmSync(join(copy, "times"));
    });
    expect(report.findings).toContainEqual({ ...mark, kind: "missing", cause: "copy_mark" });
    expect(report.findings.some(({ cause }) => cause === "copy_times")).toBe(true);
    expect(codes(report)).not.toContain("copy_absent");
  });

  it.each(["", '{"format":"counterfoil/copy/v1","origin":"another.example"}\n'])(
    "is a finding where it says another's: %j",
    async (text) => {
      const report = await audited((copy) => writeFileSync(join(copy, "copy.json"), text));
      expect(report.findings).toEqual([{ ...mark, kind: "changed", cause: "copy_mark" }]);
      expect(codes(report)).not.toContain("copy_absent");
    },
  );

  it.each([
    ["copy.entries", "copy.json"],
    ["copy.entries", "tile/entries"],
    ["copy.checkpoints", "checkpoints"],
    ["copy.times", "times"],
  ])("is one finding of %s where %s cannot be read", async (place, file) => {
    const report = await audited((copy) => loopAt(join(copy, file)));
    const about = { place, key: { file }, kind: "unreadable", cause: "table_unreadable" };
    expect(report.findings).toEqual([{ ...about, details: { code: "ELOOP" } }]);
    expect(codes(report)).not.toContain("copy_absent");
  });

  it("is a finding where a directory stands in the place of its times", async () => {
    const report = await audited((copy) => {
      rmSync(join(copy, "times"));
      mkdirSync(join(copy, "times"));
    });
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).toMatchObject({ place: "copy.times", kind: "unreadable" });
  });

  it("is noted as not found where a directory was named and it is not there", async () => {
    const report = await audited((copy) => renameSync(copy, `${copy} elsewhere`));
    expect(report.findings).toEqual([]);
    expect(codes(report)).toContain("copy_not_found");
    expect(codes(report)).not.toContain("copy_absent");
    expect(wordsIn("en").notes.copy_not_found).toContain("COUNTERFOIL_COPY");
  });

  it("is noted as absent where none is wanted", async () => {
    directory = copyOf(base);
    const report = await runAudit(auditOptions(directory, { copyDirectory: null }));
    expect(report.findings).toEqual([]);
    expect(codes(report)).toContain("copy_absent");
  });

  it.each(["en", "zh"] as const)("has its file named in %s", (language) => {
    const name = wordsIn(language).names.row("copy.entries", { file: "copy.json" });
    expect(name).toMatch(/copy\.json/);
    expect(name).not.toMatch(/\(file|file /);
  });
});
