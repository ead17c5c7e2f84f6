/** The audit from outside, of a real server with a real chain: honest, then with everything that its operator can change. */

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditExitCode } from "../../../api/audit/conclude.ts";
import { parseReport, reportJson } from "../../../api/audit/json.ts";
import { SourceFailure } from "../../../api/auditor/source.ts";
import {
  auditRemoteLedger,
  type RemoteAuditRequest,
  type RemoteAuditResult,
} from "../../../api/start/remote-audit.ts";
import type { RunningServer } from "../../../api/start/running-server.ts";
import { startTestChain, type TestChain } from "../../helpers/chain.ts";
import { AUDITORS } from "../../helpers/keys.ts";
import { anchor, type Installation, install, order } from "./installation.ts";

const LONG = { timeout: 180_000 };

let chain: TestChain;
let place: Installation;
let server: RunningServer;
let between: Awaited<ReturnType<typeof liar>>;
/** Before the newest anchor. */
let snapshot: unknown;
let first: number;
let newest: number;

beforeAll(async () => {
  chain = await startTestChain();
  place = await install(chain);
  server = await place.start();
  between = await liar(server.url);
  await order(server, "A-1");
  first = await anchor(server, chain);
  for (let i = 2; i < 6; i++) await order(server, `A-${i}`);
  snapshot = await chain.rpc("evm_snapshot", []);
  newest = await anchor(server, chain);
}, 180_000);
afterAll(async () => {
  await between.close();
  await place.remove();
  await chain.stop();
});

/** Hands on what the server says, but for what it is told to change. */
async function liar(url: string) {
  let lie: (path: string, body: Buffer) => Buffer = (_, body) => body;
  const http = createServer(async (request, response) => {
    const { authorization } = request.headers;
    const answer = await fetch(`${url}${request.url}`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    const body = Buffer.from(await answer.arrayBuffer());
    response.statusCode = answer.status;
    response.end(answer.status === 200 ? lie(request.url as string, body) : body);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    /** While `work` is done, the last byte of all paths of this form is another one. */
    async while<T>(form: RegExp, work: () => Promise<T>): Promise<T> {
      lie = (path, body) => {
        if (!form.test(path)) return body;
        body[body.length - 1] = (body.at(-1) as number) ^ 1;
        return body;
      };
      try {
        return await work();
      } finally {
        lie = (_, body) => body;
      }
    },
    close(): Promise<void> {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

function audit(directory: string, change: Partial<RemoteAuditRequest> = {}) {
  return auditRemoteLedger({
    url: between.url,
    policy: place.policy(),
    token: place.key(AUDITORS),
    rpcUrl: chain.rpcUrl,
    directory: place.path(directory),
    findings: async () => place.path(directory, "refusals"),
    onProgress: () => {},
    patience: { graceMs: 0, pauseMs: 1 },
    ...change,
  });
}

async function leaves(): Promise<Uint8Array[]> {
  const tile = await (await fetch(`${server.url}/tile/0/000.p/${newest}`)).arrayBuffer();
  return Array.from({ length: newest }, (_, i) => new Uint8Array(tile, i * 32, 32));
}

const named = ({ report }: RemoteAuditResult) =>
  report.findings.map(({ cause, key }) => [cause, key]);

describe("an audit from outside", LONG, () => {
  it("of an honest ledger is clean, and all was looked at", async () => {
    const { report, kept } = await audit("kept");
    expect(auditExitCode(report)).toBe(0);
    expect(kept).toBeNull();
    expect(report).toMatchObject({
      mode: { kind: "remote", url: between.url },
      chain: { state: "asked", embedded: true },
      snapshot: { size: newest, anchor: { size: newest } },
      notes: [],
    });
    expect(report.counts).toEqual([
      { what: "entries", checked: newest, of: newest },
      { what: "tiles", checked: 1, of: 1 },
      { what: "checkpoints", checked: 2, of: null },
      { what: "chain_anchors", checked: 2, of: null },
    ]);
    expect(parseReport(Buffer.from(reportJson(report)))).toEqual(report);
  });

  it("names a tile that is served as another one", async () => {
    const tampered = () => audit("kept");
    const again = await between.while(/^\/tile\/0\//, tampered);
    expect(named(again)).toEqual([["remote_served_tile", { level: 0, n: 0 }]]);
    expect(auditExitCode(again.report)).toBe(30);
    const fresh = await between.while(/^\/tile\/0\//, () => audit("fresh-1"));
    expect(named(fresh)).toEqual([["remote_served_edge", { size: newest }]]);
  });

  it("names a bundle that is served as another one", async () => {
    const tampered = () => audit("fresh-2");
    const result = await between.while(/^\/tile\/entries\//, tampered);
    expect(named(result)).toEqual([["remote_served_entries", { index: 0 }]]);
    expect(auditExitCode(result.report)).toBe(30);
    expect(result.kept).toBeNull();
  });

  it("cannot tell where nobody answers, nor without the token", async () => {
    const nowhere = audit("fresh-3", { url: "http://127.0.0.1:1" });
    await expect(nowhere).rejects.toMatchObject({ code: "unreachable", path: "checkpoint" });
    const stranger = audit("fresh-4", { token: "x".repeat(40) });
    await expect(stranger).rejects.toBeInstanceOf(SourceFailure);
    await expect(stranger).rejects.toMatchObject({ code: "unauthorized" });
    const { report } = await audit("fresh-5", { rpcUrl: "http://127.0.0.1:1" });
    expect(auditExitCode(report)).toBe(20);
  });

  it("takes no directory of a ledger for its own", async () => {
    const problem = { setting: "--directory", problem: "not_empty" };
    await expect(audit("data")).rejects.toMatchObject({ details: problem });
    expect(place.has("data", "state")).toBe(false);
  });

  it("shows a chain that was rewritten, to who has looked before", async () => {
    await chain.rpc("evm_revert", [snapshot]);
    await chain.mine(20);
    const { report, kept } = await audit("kept");
    expect(named({ report, kept })).toEqual([["remote_chain_rewritten", { size: newest }]]);
    expect(JSON.parse(readFileSync(kept?.file as string, "utf8"))).toMatchObject({
      ...{ code: "chain_rewritten", auditor: null },
    });
  });

  it("shows a chain that holds another history, to everybody", async () => {
    await place.steal(await leaves(), newest - first);
    const { report, kept } = await audit("fresh-6");
    expect(report.findings).toMatchObject([{ place: "chain", cause: "remote_chain_diverged" }]);
    expect(auditExitCode(report)).toBe(30);
    expect(JSON.parse(readFileSync(kept?.file as string, "utf8"))).toMatchObject({
      evidence: { size: newest },
    });
  });
});
