import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseReport } from "../../../../api/audit/json.ts";
import type { AuditReport } from "../../../../api/audit/report.ts";
import type { Refusing } from "../../../../api/auditor/refusals.ts";
import { SourceFailure } from "../../../../api/auditor/source.ts";
import { Waiting } from "../../../../api/auditor/waiting.ts";
import { Refusal } from "../../../../api/core/errors.ts";
import type { RemoteAuditRequest } from "../../../../api/start/remote-audit.ts";
import { formatPolicy } from "../../../../portal/verify/policy.ts";
import { type AuditCommand, auditCommand } from "../../../../scripts/cli/audit/audit.ts";
import { remoteAuditCommand } from "../../../../scripts/cli/audit/remote.ts";
import { messagesIn } from "../../../../scripts/cli/messages.ts";
import { clean } from "../../../api/audit/reports.ts";
import { Firm } from "../../../api/auditor/firm.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { fakeTerminal } from "../../helpers/cli.ts";

const TOKEN = "a-token-of-an-auditor-of-more-than-32-characters";
const URL = "https://ledger.example";
let place: ReturnType<typeof newPlace>;
const at = (...names: string[]): string => join(place.directory, ...names);

beforeAll(() => {
  place = newPlace();
  writeFileSync(at("policy"), formatPolicy(new Firm().policy));
  writeFileSync(at("token"), TOKEN, { mode: 0o600 });
});
afterAll(() => place.remove());

const remoteReport = (): AuditReport => clean({ mode: { kind: "remote", url: URL } });

interface Run {
  readonly report?: AuditReport;
  readonly kept?: boolean;
  readonly error?: Error;
  readonly language?: "en" | "zh";
  readonly env?: Record<string, string>;
}

async function command(options: Partial<AuditCommand> = {}, how: Run = {}) {
  const { terminal, written } = fakeTerminal();
  const { language = "en", env = {} } = how;
  const asked: RemoteAuditRequest[] = [];
  const context = {
    ...{ terminal, language, m: messagesIn(language), stdin: Readable.from([]) },
    ...{ env: { COUNTERFOIL_DATA: at("data"), ...env }, clock: { now: () => 0 } },
  };
  const run = async (request: RemoteAuditRequest) => {
    asked.push(request);
    if (how.error !== undefined) throw how.error;
    const file = how.kept === true ? join(await request.findings(), "1-seq.json") : "";
    const kept: Refusing | null =
      file === ""
        ? null
        : { code: "seq", at: 1, file, proof: file.replace(".json", ".proof.json") };
    return { report: how.report ?? remoteReport(), kept };
  };
  const given = { remote: URL, policy: at("policy"), tokenFile: at("token"), ...options };
  const code = await remoteAuditCommand(context, given, run);
  return { code, asked: asked[0], ...written };
}

describe("counterfoil audit --remote", () => {
  it("hands on what it is told, and nothing stays of its directory", async () => {
    const { code, asked, out } = await command({ rpc: "http://127.0.0.1:1" });
    expect(code).toBe(0);
    expect(out).toContain("CLEAN");
    expect(asked).toMatchObject({ url: URL, token: TOKEN, rpcUrl: "http://127.0.0.1:1" });
    expect(asked?.policy.chainId).toBe(31337);
    expect(existsSync(asked?.directory as string)).toBe(false);
    expect(out).not.toContain(TOKEN);
  });

  it("asks the chain of the settings, or none", async () => {
    const env = { COUNTERFOIL_RPC_URL: "http://127.0.0.1:2" };
    expect((await command({}, { env })).asked?.rpcUrl).toBe("http://127.0.0.1:2");
    expect((await command({ offline: true }, { env })).asked?.rpcUrl).toBeNull();
    expect((await command()).asked?.rpcUrl).toBeNull();
  });

  it("does not say of a chain that was not asked what it holds", async () => {
    const report = { ...remoteReport(), chain: { state: "left_out", embedded: false } } as const;
    expect((await command({}, { report })).out).toContain("the chain was not asked");
    const zh = await command({}, { report, language: "zh" });
    expect(zh.out).toContain("没有询问链");
    expect((await command()).out).toContain("is what the chain holds");
  });

  it("keeps what was taken where it is told to", async () => {
    const { asked } = await command({ directory: at("kept") });
    expect(asked?.directory).toBe(at("kept"));
    expect(await asked?.findings()).toBe(at("kept", "refusals"));
  });

  it("says where all that shows a finding is, which outlives the audit", async () => {
    const { err } = await command({}, { kept: true });
    const file = /All that shows it is kept in (\S+)/.exec(err)?.[1] as string;
    expect(err).toContain(file.replace(".json", ".proof.json"));
    expect(existsSync(join(file, ".."))).toBe(true);
    rmSync(join(file, ".."), { recursive: true });
    const here = await command({ directory: at("kept") }, { kept: true, language: "zh" });
    expect(here.err).toContain(
      `能证明这一点的全部内容保存在 ${at("kept", "refusals", "1-seq.json")}`,
    );
  });

  it("writes the same reports", async () => {
    const { out } = await command({ json: at("r.json"), html: at("r.html") });
    expect(parseReport(readFileSync(at("r.json")).subarray(0, -1)).mode).toEqual({
      kind: "remote",
      url: URL,
    });
    expect(readFileSync(at("r.html"), "utf8")).toContain("<!doctype html>");
    expect(out).toContain(at("r.html"));
    const file = at("r.json");
    await expect(command({ json: file, html: file })).rejects.toMatchObject({ exitCode: 2 });
    writeFileSync(at("other"), "mine");
    await expect(command({ html: at("other") })).rejects.toMatchObject({ exitCode: 2 });
  });

  it("ends with 30 where something was found", async () => {
    const finding = {
      place: "entries",
      key: { index: 7 },
      kind: "contradicts",
      cause: "remote_seq",
    } as const;
    const report = { ...remoteReport(), findings: [finding] };
    const { code, out } = await command({ directory: at("kept") }, { report, kept: true });
    expect(code).toBe(30);
    expect(out).toContain("7");
  });

  it.each([
    [new SourceFailure("unreachable", "checkpoint"), "the log does not answer (checkpoint)"],
    [new SourceFailure("missing", "tile", { level: 1, n: 2 }), "does not serve tile/1/002"],
    [new SourceFailure("timeout", "entries", { level: 0, n: 1_234 }), "tile/entries/x001/234"],
    [new SourceFailure("unauthorized", "entries"), "does not take this token"],
    [new SourceFailure("bad_answer", "checkpoint"), "serves as checkpoint"],
    [new SourceFailure("redirected", "checkpoint"), "not followed"],
    [new SourceFailure("too_large", "checkpoint"), "too large"],
    [new Waiting("nothing_sealed"), "no checkpoint yet"],
    [new Waiting("chain_other"), "another chain"],
  ])("ends with 20 where it could not be told: %s", async (error, said) => {
    await expect(command({}, { error })).rejects.toMatchObject({ exitCode: 20 });
    await expect(command({}, { error })).rejects.toThrow(said);
    await expect(command({}, { error, language: "zh" })).rejects.toThrow(/^无法判断：/);
  });

  it("tells damage of its own directory from the firm's", async () => {
    const error = new Refusal("damaged", { what: "tile", index: 0 });
    const damaged = command({ directory: at("kept") }, { error });
    await expect(damaged).rejects.toMatchObject({ exitCode: 1 });
    await expect(damaged).rejects.toThrow(at("kept", "state"));
  });

  it("wants a policy that was pinned, and the token", async () => {
    for (const options of [
      { policy: undefined },
      { tokenFile: undefined },
      { tokenFile: at("none") },
      { policy: at("none") },
      { remote: "ftp://ledger.example" },
      { rpc: "nowhere" },
      { rpc: "" },
    ]) {
      const { policy, tokenFile, ...rest } = {
        policy: at("policy"),
        tokenFile: at("token"),
        ...options,
      };
      const given = { ...rest, ...(policy && { policy }), ...(tokenFile && { tokenFile }) };
      await expect(
        command({ policy: undefined, tokenFile: undefined, ...given } as never),
      ).rejects.toMatchObject({ exitCode: 2 });
    }
  });

  it("is the only audit that has its options", async () => {
    const { terminal } = fakeTerminal();
    const context = {
      ...{ terminal, language: "en" as const, m: messagesIn("en"), stdin: Readable.from([]) },
      ...{ env: { COUNTERFOIL_DATA: at("data") }, clock: { now: () => 0 } },
    };
    const run = () => Promise.reject(new Error("not asked"));
    for (const options of [{ tokenFile: at("token") }, { directory: at("kept") }]) {
      await expect(auditCommand(context, options, run)).rejects.toMatchObject({ exitCode: 2 });
    }
  });
});
