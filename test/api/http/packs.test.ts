/** `/v1/evidence-packs`: who gets what, that it is on record before it goes out, and that every file in it proves itself. */
import { existsSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import type { pack } from "../../../api/consent/packs/schemas.ts";
import type { Principal } from "../../../api/core/principal.ts";
import { parsePolicy } from "../../../portal/verify/policy.ts";
import { verifyEvidence } from "../../../portal/verify/verify.ts";
import { foundFirm, givenOf, noticeTexts, recordOne } from "../../helpers/consents.ts";
import { newSubject, orderOf, stored } from "../../helpers/ledger.ts";
import { readPdf } from "../../helpers/pdf.ts";
import { readZip } from "../../helpers/zip.ts";
import { refusal, type TestApp, testApp } from "./fixtures.ts";
import { acquaintances, person } from "./principals.ts";

type Pack = z.infer<typeof pack>;
type Line = Readonly<Record<string, string>>;

const known = acquaintances();
const officer = person("officer");
const REASON = { "counterfoil-reason": encodeURIComponent("年度审查 2026") };
const FDS = "/proc/self/fd";
const FAR = "2100-01-01T00:00:00.000Z";

let app: TestApp;
let other: string;
let period: { from: string; until: string };
let auditor: Principal;

const at = (): string => new Date(app.clock.now()).toISOString();

beforeAll(async () => {
  app = await testApp({ recordReads: true, app: { authenticate: known.authenticate } });
  other = await newSubject(app, "K-2");
  await foundFirm(app);
  app.clock.advance(1_000);
  const from = at();
  await stored(app, orderOf(app.subject, { externalNumber: "N-1" }));
  await stored(app, orderOf(app.subject, { externalNumber: "N-1", note: "changed" }));
  await stored(app, orderOf(other, { externalNumber: "N-2" }));
  await recordOne(app, givenOf(app.subject));
  app.clock.advance(1_000);
  period = { from, until: at() };
  await stored(app, orderOf(app.subject, { externalNumber: "N-3" }));
  await app.anchor();
  await app.cosign();
  const given = { ...period, subjects: new Set([other]), ends: FAR };
  auditor = { ...person("auditor", { given }), id: "person/auditor" };
});
afterAll(() => app.close());

const ask = (by: Principal, path: string, init: RequestInit = {}) =>
  app.send(`/v1/evidence-packs${path}`, {
    ...init,
    headers: { ...known.headers(by), ...(init.headers as Record<string, string>) },
  });
const begin = (by: Principal, body: object, headers: Record<string, string> = REASON) =>
  ask(by, "", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const told = async (by: Principal, id: string, language = "en"): Promise<Pack> =>
  (await (await ask(by, `/${id}`, { headers: { "accept-language": language } })).json()) as Pack;

async function made(by: Principal, body: object, headers = REASON): Promise<Pack> {
  const response = await begin(by, body, headers);
  expect(response.status).toBe(202);
  const { id } = (await response.json()) as Pack;
  for (;;) {
    const now = await told(by, id);
    if (now.state === "done" || now.state === "failed") return now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const fileOf = async (by: Principal, { id }: Pack) =>
  readZip(new Uint8Array(await (await ask(by, `/${id}/file`)).arrayBuffer()));
const indexOf = (files: ReadonlyMap<string, Buffer>): Line[] =>
  parse(files.get("index.csv")!, { bom: true, columns: true }) as Line[];

/** Files of this pack that the process has open; where the system does not tell, none. */
const opened = (id: string): string[] =>
  (existsSync(FDS) ? readdirSync(FDS) : [])
    .map((fd) => {
      try {
        return readlinkSync(join(FDS, fd));
      } catch {
        return "";
      }
    })
    .filter((name) => name.includes(id));

const accesses = async (subject: string) =>
  (await app.ledger.events(subject, "access")).events.map(({ record }) => record!);

describe("a pack of evidence", () => {
  it("holds a file for each record of the period, and each verifies by what lies beside it", async () => {
    const pack = await made(
      officer,
      { ...period, purposes: ["newsletter"], kinds: ["order", "consent"] },
      {
        ...REASON,
        "accept-language": "zh",
      } as typeof REASON,
    );
    expect(pack).toMatchObject({ state: "done", made: { files: 5, people: 2, gone: 0 } });
    const files = await fileOf(officer, pack);
    const index = indexOf(files);
    expect(index.map(({ kind, version }) => `${kind} ${version}`)).toEqual([
      ...["order 1", "order 2", "order 1", "consent 1", "history ", "notice-text "],
    ]);
    const policy = parsePolicy(files.get("policy.json")!);
    for (const { file, verdict, sha256, kind } of index) {
      const bytes = files.get(file!)!;
      expect(Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex")).toBe(
        sha256,
      );
      if (kind === "notice-text") {
        expect(noticeTexts(1).map(({ text }) => text)).toContain(bytes.toString("utf8"));
        continue;
      }
      const { word } = await verifyEvidence(bytes, { policy, ask: app.ask, now: app.clock.now() });
      expect([word, verdict]).toEqual(["VERIFIED", "VERIFIED"]);
    }
    const { text } = readPdf(files.get("summary.pdf")!);
    expect(text).toContain("证据包");
    expect(text).toContain("年度审查");
    const readme = files.get("README.txt")!.toString("utf8");
    expect(readme).toMatch(/counterfoil verify/);
    expect(readme).toMatch(/告知书原文/);
    expect([...files.keys()].slice(-4)).toEqual([
      ...["policy.json", "index.csv", "summary.pdf", "README.txt"],
    ]);
  });

  it("is on record with its hash before it is there, with each person of whom something is in it", async () => {
    const before = (await accesses(other)).length;
    const pack = await made(officer, { ...period, kinds: ["order"] });
    const [shown, ...more] = (await accesses(other)).slice(before);
    expect(more).toEqual([]);
    expect(shown).toMatchObject({
      ...{ outcome: "shown", reason: "年度审查 2026", route: "POST /v1/evidence-packs" },
      reader: { id: officer.id, role: "officer" },
      told: [{ what: "evidence" }],
      records: [{ kind: "order", version: 1 }],
    });
    const { events } = await app.ledger.events(app.ledger.firm, "administration");
    expect(events.at(-1)!.record).toMatchObject({
      ...{ event: "export-made", hash: pack.made!.sha256, count: 3, reason: null },
      ...{ ...period, request: shown!.request },
    });
  });

  it("is the same, byte for byte, where nothing has changed but that it was asked for", async () => {
    const body = { ...period, kinds: ["order"], subjects: [other] };
    const [one, two] = [await made(officer, body), await made(officer, body)];
    const [first, second] = [await fileOf(officer, one), await fileOf(officer, two)];
    expect([...first.keys()]).toEqual([...second.keys()]);
    // The summary says when, and under which number, it was made.
    for (const [name, bytes] of first)
      if (name !== "summary.pdf") expect(bytes.equals(second.get(name)!), name).toBe(true);
  });

  it("names what cannot be proven, and leaves nothing out without a word", async () => {
    app.clock.advance(1);
    const from = at();
    const { id } = await stored(app, orderOf(app.subject, { externalNumber: "N-9" }));
    app.clock.advance(1);
    const pack = await made(officer, { from, until: at() });
    expect(indexOf(await fileOf(officer, pack))).toMatchObject([
      { id, verdict: "NOT_SEALED", file: "" },
    ]);
    expect(readPdf((await fileOf(officer, pack)).get("summary.pdf")!).text).toContain(
      "thereisnofile",
    );
    await app.anchor();
    await app.cosign();
    app.tamper((database) =>
      database.prepare("UPDATE records SET sealed = randomblob(99) WHERE id = ?").run(id),
    );
    const damaged = await made(officer, { from, until: at() });
    expect(damaged.made).toMatchObject({ files: 0, verdicts: [{ verdict: "DAMAGED", count: 1 }] });
  });

  it("proves of who never consented that there is nothing", async () => {
    const body = { ...period, purposes: ["newsletter"], subjects: [other] };
    const files = await fileOf(officer, await made(officer, body));
    expect(indexOf(files)).toMatchObject([{ kind: "absent", verdict: "VERIFIED", subject: other }]);
  });

  it("lies in a file of its owner alone for a day, and is then there for nobody", async () => {
    const pack = await made(officer, { ...period, subjects: [other] });
    const directory = join(app.directory, "packs");
    for (const name of readdirSync(directory))
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    const head = await ask(officer, `/${pack.id}/file`, { method: "HEAD" });
    expect(head.headers.get("content-length")).toBe(String(pack.made!.bytes));
    // A stream opens its file a little later.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(opened(pack.id)).toEqual([]);
    const another = { ...officer, id: "person/another" };
    for (const path of [`/${pack.id}`, `/${pack.id}/file`])
      expect(await refusal(ask(another, path))).toBe("404 not_found");
    expect(((await (await ask(another, "")).json()) as { packs: Pack[] }).packs).toEqual([]);
    app.clock.advance(24 * 3_600_000);
    expect(await refusal(ask(officer, `/${pack.id}/file`))).toBe("404 not_found");
  });
});

describe("who asks for a pack of evidence", () => {
  it("is an officer who says why, or gets nothing", async () => {
    expect(await refusal(begin(officer, period, {}))).toBe("400 reason_missing");
    expect(await refusal(begin(person("staff"), period))).toBe("403 forbidden");
  });

  it("is told what is wrong with the request, and not by its values", async () => {
    for (const body of [
      {},
      { ...period, from: period.until },
      { ...period, kinds: ["nothing"] },
      { ...period, purposes: ["Ünknown"] },
      { ...period, subjects: [] },
      { ...period, more: true },
    ])
      expect(await refusal(begin(officer, body))).toBe("400 invalid_parameter");
    expect(await refusal(begin(officer, { ...period, subjects: ["N".repeat(43)] }))).toBe(
      "404 not_found",
    );
  });

  it("may be an auditor, within what was given to them, and gets no history", async () => {
    const pack = await made(auditor, period, {} as typeof REASON);
    const index = indexOf(await fileOf(auditor, pack));
    expect(index).toMatchObject([{ kind: "order", subject: other, verdict: "VERIFIED" }]);
    const named = { ...period, purposes: ["newsletter"], kinds: ["order", "consent"] };
    const again = indexOf(await fileOf(auditor, await made(auditor, named, {} as typeof REASON)));
    expect(again.map(({ kind }) => kind)).toEqual(["order"]);
    expect(await refusal(begin(auditor, { ...period, until: FAR }))).toBe("403 forbidden");
    expect(await refusal(begin(auditor, { ...period, subjects: [app.subject] }))).toBe(
      "403 forbidden",
    );
    const over = { ...auditor, given: { ...auditor.given!, ends: at() } };
    expect(await refusal(ask(over, `/${pack.id}/file`))).toBe("403 forbidden");
  });
});
