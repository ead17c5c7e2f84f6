import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseReport, reportJson } from "../../../../api/audit/json.ts";
import { htmlReport } from "../../../../api/audit/render/html/page.ts";
import { type AuditReport, REPORT_FORMAT } from "../../../../api/audit/report.ts";
import type { AuditRequest } from "../../../../api/start/audit.ts";
import { StoreFault } from "../../../../api/store/fault.ts";
import { type AuditCommand, auditCommand } from "../../../../scripts/cli/audit/audit.ts";
import { messagesIn } from "../../../../scripts/cli/messages.ts";
import { clean, damaged } from "../../../api/audit/reports.ts";
import { fillSmall } from "../../../helpers/audit/fill.ts";
import {
  AUDITED_ORIGIN,
  copyOf,
  newDirectory,
  newInstallation,
  remove,
} from "../../../helpers/audit/installation.ts";
import { fakeTerminal, runHere } from "../../helpers/cli.ts";

const places: string[] = [];
const place = (): string => {
  const directory = newDirectory();
  places.push(directory);
  return directory;
};
afterAll(() => {
  for (const directory of places) remove(directory);
});

const envIn = (data: string) => ({
  COUNTERFOIL_DATA: data,
  COUNTERFOIL_KEYS: `${data}-keys`,
  COUNTERFOIL_COPY: `${data}-copy`,
});

/** The command with an audit that is made up, of a ledger in the directory `data`. */
async function command(
  options: AuditCommand,
  outcome: AuditReport | Error = clean(),
  language: "en" | "zh" = "en",
  data: string = place(),
) {
  const { terminal, written } = fakeTerminal();
  const asked: AuditRequest[] = [];
  const context = {
    ...{ terminal, language, m: messagesIn(language), env: envIn(data) },
    ...{ stdin: Readable.from([]), clock: { now: () => 0 } },
  };
  const run = async (_: unknown, request: AuditRequest): Promise<AuditReport> => {
    asked.push(request);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const code = await auditCommand(context, options, run);
  return { code, asked: asked[0], ...written };
}

describe("counterfoil audit", () => {
  it("ends with 0, 20 or 30", async () => {
    const chain = { state: "unreachable", embedded: true } as const;
    expect(await command({})).toMatchObject({ code: 0, err: "" });
    expect(await command({}, clean({ chain }))).toMatchObject({ code: 20 });
    expect(await command({}, damaged({ chain }))).toMatchObject({ code: 30 });
  });

  it("hands on what it is told", async () => {
    const usual = await command({});
    expect(usual.asked).toMatchObject({ offline: false, rpcUrl: null, policy: null });
    const work = join(place(), "new");
    const told = await command({ offline: true, rpc: "http://127.0.0.1:1", work });
    expect(told.asked).toMatchObject({ offline: true, rpcUrl: "http://127.0.0.1:1" });
    expect(told.asked?.directory.startsWith(join(work, "counterfoil-audit"))).toBe(true);
    expect(told.asked?.keep?.directory).toBe(join(work, "counterfoil-audit"));
    expect(usual.asked?.keep).toBeNull();
    expect(existsSync(work)).toBe(false);
    await expect(command({ work: "/dev/null" })).rejects.toMatchObject({ exitCode: 2 });
  });

  it("writes files for their owner alone, and says so beside the report", async () => {
    const directory = place();
    const [json, html] = [join(directory, "r.json"), join(directory, "r.html")];
    const ran = await command({ json, html }, damaged(), "zh");
    expect(ran.out).toMatch(/^已损坏/);
    expect(
      ran.out.endsWith(`
报告已写入 ${json}
报告已写入 ${html}
`),
    ).toBe(true);
    expect(ran.err).toBe("");
    expect(parseReport(readFileSync(json).subarray(0, -1))).toEqual(damaged());
    expect(readFileSync(html, "utf8")).toContain('<html lang="zh-CN">');
    for (const file of [json, html]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("gives JSON to a program, and nothing else", async () => {
    const ran = await command({ json: "-" }, damaged());
    expect(ran).toMatchObject({ code: 30, out: `${reportJson(damaged())}\n`, err: "" });
  });

  it("refuses what makes no sense before anything is read", async () => {
    const same = command({ json: "x", html: "./x" });
    await expect(same).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/two/),
    });
    await expect(command({ rpc: "ftp://x" })).rejects.toMatchObject({ exitCode: 2 });
    await expect(command({ policy: "/nowhere" })).rejects.toMatchObject({ exitCode: 2 });
  });

  it("removes of a work directory what it has made, and nothing else", async () => {
    const mine = place();
    writeFileSync(join(mine, "other"), "");
    await command({ work: join(mine, "a", "b") });
    expect(readdirSync(mine)).toEqual(["other"]);
    await command({ work: mine });
    expect(readdirSync(mine)).toEqual(["other"]);
    const empty = place();
    await expect(command({ work: join(empty, "a") }, new Error("bug"))).rejects.toThrow("bug");
    expect(readdirSync(empty)).toEqual([]);
    await command({ work: empty });
    expect(existsSync(empty)).toBe(true);
  });

  it("calls a database that cannot be opened damaged, and one that is busy a fault", async () => {
    const torn = command({}, new StoreFault("open", "SQLITE_NOTADB"));
    await expect(torn).rejects.toMatchObject({ exitCode: 30 });
    const busy = command({}, new StoreFault("open", "SQLITE_BUSY"));
    await expect(busy).rejects.toMatchObject({ exitCode: 1 });
    const bug = command({}, new Error("bug"));
    await expect(bug).rejects.toThrow("bug");
  });
});

describe("before an audit begins", () => {
  /** The refusal; the audit would fail the test by its own error. */
  const refused = async (options: AuditCommand, data?: string, language: "en" | "zh" = "en") => {
    const ran = command(options, new Error("it began"), language, data);
    return ran.then(
      () => "not refused",
      (error: { exitCode?: number; message: string }) => {
        expect(error.exitCode, error.message).toBe(2);
        return error.message;
      },
    );
  };

  it("a report has a place outside of the ledger's directories", async () => {
    const root = place();
    const data = join(root, "data");
    for (const ending of ["", "-keys", "-copy", "-auditor"]) {
      mkdirSync(`${data}${ending}`);
      for (const form of ["json", "html"] as const) {
        const file = join(`${data}${ending}`, "r");
        expect(await refused({ [form]: file }, data)).toContain("own files");
        expect(await refused({ [form]: file }, data, "zh")).toContain("账本自己的文件");
      }
    }
    symlinkSync(`${data}-keys`, join(root, "link"));
    expect(await refused({ html: join(root, "link", "r") }, data)).toContain("own files");
    symlinkSync(join(data, "r"), join(root, "file"));
    writeFileSync(join(data, "r"), htmlReport(clean(), "en"));
    expect(await refused({ html: join(root, "file") }, data)).toContain("own files");
    expect(readFileSync(join(data, "r"), "utf8")).toBe(htmlReport(clean(), "en"));
  });

  it("nothing is written over but a report of the same form, and what is empty", async () => {
    const file = join(place(), "r");
    const other = ["precious", "{}", "<!doctype html>", `x ${REPORT_FORMAT}`];
    for (const text of other) {
      writeFileSync(file, text);
      for (const form of ["json", "html"] as const) {
        expect(await refused({ [form]: file })).toContain("no such report");
        expect(await refused({ [form]: file }, undefined, "zh")).toContain("不是这种审计报告");
      }
      expect(readFileSync(file, "utf8")).toBe(text);
    }
    for (const form of ["json", "html"] as const) {
      writeFileSync(file, "");
      chmodSync(file, 0o640);
      for (const outcome of [clean(), damaged()]) {
        const ran = await command({ [form]: file }, outcome);
        expect(ran.out).toContain(`Report written to ${file}`);
        // Who may read it was decided when it was made.
        expect(statSync(file).mode & 0o777).toBe(0o640);
      }
      const another = form === "json" ? "html" : "json";
      expect(await refused({ [another]: file })).toContain("no such report");
    }
    // The name of the format may lie anywhere, also across two pieces that are read.
    for (const before of [65_530, 131_060]) {
      writeFileSync(file, `{${"-".repeat(before)}${REPORT_FORMAT}`);
      expect((await command({ json: file })).code).toBe(0);
    }
  });

  it("the place is there", async () => {
    const nowhere = join(place(), "no", "r");
    for (const form of ["json", "html"] as const) {
      expect(await refused({ [form]: nowhere })).toContain("cannot be written");
      expect(await refused({ [form]: place() })).toContain("cannot be written");
    }
    expect((await command({ html: "/dev/null" })).code).toBe(0);
  });
});

describe("on a ledger's files", () => {
  let installed: string;
  beforeAll(async () => {
    installed = place();
    const installation = await newInstallation("cli", installed);
    await fillSmall(installation);
    await installation.close();
  }, 180_000);

  const envOf = (directory: string): Record<string, string> => ({
    COUNTERFOIL_DATA: join(directory, "data"),
    COUNTERFOIL_KEYS: join(directory, "keys"),
    COUNTERFOIL_COPY: join(directory, "copy"),
    COUNTERFOIL_ORIGIN: AUDITED_ORIGIN,
    COUNTERFOIL_CHAIN_PORT: "1",
  });
  const audit = (directory: string, ...options: string[]) =>
    runHere(["audit", "--work", join(directory, "work"), ...options], { env: envOf(directory) });

  it("finds nothing in one that nobody touched, and changes nothing", async () => {
    const ran = await audit(installed, "--offline");
    expect(ran.out.split("\n")[0]).toMatch(/^CLEAN /);
    expect(ran).toMatchObject({ code: 0, err: "" });
    const unasked = await audit(installed, "--json", "-");
    expect(unasked).toMatchObject({ code: 20, err: "" });
    const report = parseReport(Buffer.from(unasked.out.trimEnd()));
    expect(report).toMatchObject({ findings: [], chain: { state: "unreachable", embedded: true } });
    expect(report.notes).toContainEqual({ code: "chain_unreachable" });
    expect(report.snapshot.checkpoint?.root).toMatch(/^[0-9a-f]{64}$/);
  });

  it("names what was changed, in either language", async () => {
    const directory = copyOf(installed);
    places.push(directory);
    const file = new Database(join(directory, "data", "ledger.db"));
    const changed = file
      .prepare("UPDATE records SET sealed = zeroblob(length(sealed)) WHERE idx = 2 RETURNING idx")
      .all();
    file.close();
    expect(changed).toHaveLength(1);
    const ran = await audit(directory, "--offline");
    expect(ran).toMatchObject({ code: 30, err: "" });
    expect(ran.out).toMatch(
      /1\s+records\s+index 2\s+The record at index 2 does not open under its key/,
    );
    const zh = await audit(directory, "--offline", "--lang", "zh");
    expect(zh.out).toMatch(/^已损坏 {2}一项发现：序号 2 处的记录用其密钥无法打开/);
  });

  it("says why it cannot audit: no ledger, other keys, another name, a torn file", async () => {
    const env = envOf(place());
    const nothing = await runHere(["audit"], { env });
    expect(nothing.code).toBe(1);
    expect(nothing.err).toContain("COUNTERFOIL_DATA");
    const other = await runHere(["audit"], {
      env: { ...envOf(installed), COUNTERFOIL_ORIGIN: "ledger.example/other" },
    });
    expect(other.code).toBe(1);
    expect(other.err).toContain("COUNTERFOIL_ORIGIN");
    const directory = copyOf(installed);
    places.push(directory);
    const database = join(directory, "data", "ledger.db");
    for (const ending of ["-wal", "-shm"]) rmSync(`${database}${ending}`, { force: true });
    writeFileSync(database, "no database, but long enough to look like one".repeat(100));
    expect((await audit(directory, "--offline")).code).toBe(30);
    rmSync(join(directory, "keys", "log.key"));
    const keyless = await audit(directory);
    expect(keyless.code).toBe(1);
    expect(keyless.err).toContain("log.key");
  });

  it("explains itself", async () => {
    const help = await runHere(["audit", "--help", "--lang", "zh"]);
    expect(help.code).toBe(0);
    for (const option of ["--offline", "--rpc", "--policy", "--json", "--html", "--work"]) {
      expect(help.out).toContain(option);
    }
    expect(help.out).toContain("30");
    expect((await runHere(["audit", "--no-such"])).code).toBe(2);
  });
});
