/**
 * Two firms, from the draft of an agreement to its end: each with keys of its own, on a chain of others. The firm runs a server; the partner has its copy, its own node, and
 * the sample receiver. Nothing is made up between them.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createPublicKey, verify as nodeVerify } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createChainReader } from "../../api/anchor/reader.ts";
import { sha256 } from "../../api/core/hash.ts";
import type { RunningServer } from "../../api/start/running-server.ts";
import { openAccountsFile } from "../../api/store/sqlite/accounts.ts";
import { jcs } from "../../api/vault/commitment.ts";
import { parseVkey } from "../../portal/verify/note.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import { verifySharedRecord } from "../../portal/verify/verify-shared-record.ts";
import { personOf } from "../api/sharing/delivery/shared.ts";
import { OFFICER } from "../api/sharing/firm.ts";
import { draftNow, walletSigns } from "../api/sharing/signing.ts";
import { type Installation, install } from "../api/start/installation.ts";
import { foundFirm, recordOne } from "../helpers/consents.ts";
import { CONTROLLER, openSharingChain, RECIPIENT, type SharingChain } from "../helpers/sharing.ts";
import { newPlace } from "../helpers/store/places.ts";
import { QUICKLY, runHere } from "../scripts/helpers/cli.ts";

const LIMIT = { timeout: 120_000 };
const SOON = { timeout: 60_000, interval: 100 };
const PARTNER = "fourth-coffee";
const WALLETS = { controller: CONTROLLER, recipient: RECIPIENT };

/** The partner's place: nothing of the firm's lies there but what the firm has handed over. */
let partner: ReturnType<typeof newPlace>;
let chain: SharingChain;
let blocks: NodeJS.Timeout;
let firm: Installation;
let server: RunningServer;
let receiver: ChildProcess;
let agreementId: string;
let key: string;
let policy: Policy;
const people: { subject: string }[] = [];

const at = (...names: string[]): string => join(partner.directory, ...names);
const env = () => ({ COUNTERFOIL_RPC_URL: chain.chain.rpcUrl });
const cli = (what: string, ...args: string[]) =>
  runHere(["partner", what, ...args], { env: env() });
const settings = (port = "0") => ({
  ...{ PORT: port, COUNTERFOIL_SHARING_CONTRACT: chain.sharing.contract },
  ...{ COUNTERFOIL_WEBHOOK_PRIVATE: "127.0.0.1", COUNTERFOIL_DEMO_AUDITOR: "off" },
});
const copied = (): string => readFileSync(at("copy", "records.ndjson"), "utf8");

beforeAll(async () => {
  partner = newPlace();
  chain = await openSharingChain(partner.directory);
  // As a chain of others: blocks come by themselves.
  blocks = setInterval(() => void chain.chain.mine(1).catch(() => {}), 250);
  firm = await install(chain.chain);
  mkdirSync(firm.path("keys"), { recursive: true, mode: 0o700 });
  writeFileSync(firm.path("keys", "relay.key"), readFileSync(at("relay.key")), { mode: 0o600 });
  mkdirSync(firm.path("data"), { recursive: true, mode: 0o700 });
  const accounts = openAccountsFile({ file: firm.path("data", "accounts.db") });
  accounts.organizations.add({ id: PARTNER, name: "Fourth Coffee Ltd.", createdAt: Date.now() });
  accounts.close();
  server = await firm.start(settings());
  await foundFirm(server);
  const scopes = ["sharing:read", "sharing:write"] as const;
  const made = { name: "pulls", role: "partner", organization: PARTNER, scopes } as const;
  key = firm.key({ ...made, limit: { most: 1_000_000, seconds: 1 } });
  writeFileSync(at("token"), key, { mode: 0o600 });
  policy = firm.policy();
  writeFileSync(at("firm.json"), readFileSync(server.policyFile));
}, 180_000);
afterAll(async () => {
  receiver?.kill("SIGKILL");
  clearInterval(blocks);
  expect(firm.bugs).toEqual([]);
  await firm.remove();
  await chain.stop();
  partner.remove();
});

/** Anchored for good. */
async function published(): Promise<void> {
  const size = await server.store.size();
  await vi.waitFor(async () => {
    const { finalizedSize } = await server.publish();
    expect(finalizedSize).toBeGreaterThanOrEqual(size);
  }, SOON);
}

async function signs(party: keyof typeof WALLETS, what = "terms"): Promise<void> {
  const request = await server.sharing.toSign(agreementId, { what, party });
  await server.sharing.sign(agreementId, await walletSigns(WALLETS[party], request), OFFICER);
}

/** What the firm's records say that became of the agreement. */
const becomes = (state: string) =>
  vi.waitFor(async () => {
    await server.sharing.follow((error) => {
      throw error;
    });
    expect((await server.sharing.read(agreementId, "en")).versions[0]).toMatchObject({ state });
  }, SOON);

const records = (query = "purpose=newsletter") =>
  fetch(`${server.url}/v1/agreements/${agreementId}/records?${query}`, {
    headers: { authorization: `Bearer ${key}` },
  });

/** `received`, `done`: what the partner has signed, as it lies on the ledger with the person. */
async function acknowledged(subject: string): Promise<unknown[]> {
  const { events } = await server.ledger.events(subject, "acknowledgement");
  return events.map(({ record }) => [record!.messageType, record!.what]);
}

/** The sample receiver, as a process of the partner's; resolves with its address. */
function receive(): Promise<string> {
  const entry = join(import.meta.dirname, "../../scripts/counterfoil.ts");
  const own = ["--port", "0", "--key-file", at("ack.key"), "--secret-file", at("secret")];
  receiver = spawn(
    process.execPath,
    [...QUICKLY, entry, "partner", "receive", at("copy"), ...own, "--token-file", at("token")],
    { env: { PATH: process.env.PATH, ...env() }, stdio: ["ignore", "pipe", "inherit"] },
  );
  return new Promise((resolve) => {
    let out = "";
    receiver.stdout!.on("data", (part) => {
      out += part;
      const [found] = /http:\/\/[^ ]+:\d+/.exec(out) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
}

describe("a firm and its partner", () => {
  it("agree: the firm proposes, both wallets sign, the chain has it", LIMIT, async () => {
    const day = (after: number): string =>
      `${new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;
    const draft = draftNow({ validFrom: day(-1), validUntil: day(300) });
    ({ agreementId } = await server.sharing.draft(draft, OFFICER));
    await server.sharing.tie(agreementId, { organization: PARTNER }, OFFICER);
    expect((await records()).status).toBe(403);
    await signs("controller");
    await becomes("proposed");
    expect((await records()).status).toBe(403);
    await signs("recipient");
    await becomes("active");
    const { versions } = await server.sharing.read(agreementId, "en");
    writeFileSync(at("terms.json"), JSON.stringify(versions[0]!.policy, null, 2));
    writeFileSync(at("terms.canonical.json"), jcs(versions[0]!.policy));
  });

  it(
    "share: of who consents, and no more; anybody's library and ours verify it",
    LIMIT,
    async () => {
      for (const consents of [true, true, false])
        people.push(await personOf(server as never, consents));
      await published();
      const [one, two, without] = people.map(({ subject }) => subject);
      const ran = await cli(
        ...["pull", at("copy"), "--server", server.url, "--token-file", at("token")],
        ...["--agreement", agreementId, "--policy", at("firm.json"), "--terms", at("terms.json")],
      );
      expect(ran, ran.out).toMatchObject({ code: 0, err: "" });
      for (const subject of [one!, two!]) expect(copied()).toContain(subject);
      expect(copied()).not.toContain(without);

      const page = (await (await records()).json()) as {
        records: { credential: string; evidence: string; consent: string[] }[];
        leftOut: object;
      };
      expect(page.leftOut).toEqual({ consent_never_asked: 1 });
      const { vkey } = policy.keys.find(({ role }) => role === "issuer")!;
      const x = Buffer.from(parseVkey(vkey).publicKey).toString("base64url");
      const issuer = createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x } });
      const library = new SDJwtVcInstance({
        hashAlg: "sha-256",
        hasher: (data) => sha256(typeof data === "string" ? data : new Uint8Array(data)),
        verifier: (data, signature) =>
          nodeVerify(null, Buffer.from(data), issuer, Buffer.from(signature, "base64url")),
      });
      const ask = createChainReader(chain.chain.rpcUrl);
      const found: unknown[] = [];
      for (const { credential, evidence, consent } of page.records) {
        const { payload } = await library.verify(credential);
        found.push((payload as Record<string, unknown>)["@subject"]);
        const bytes = (text: string) => new TextEncoder().encode(text);
        const { word, error } = await verifySharedRecord(
          { credential, evidence: bytes(evidence), consent: consent.map(bytes) },
          { policy, now: Date.now(), ask, terms: readFileSync(at("terms.canonical.json")) },
        );
        expect(error).toBeNull();
        // No auditor has cosigned here, and the partner has not replayed the log.
        expect(word).toBe("NOT_REPLAYED");
      }
      expect(found.sort()).toEqual([one, two].sort());
    },
  );

  it(
    "take back: the partner is told, deletes, says so, and gets no more of that person",
    LIMIT,
    async () => {
      const made = await cli("key", "--key-file", at("ack.key"), "--name", "coffee.example/ack");
      writeFileSync(at("secret"), "", { mode: 0o600 });
      // The receiver needs the secret, and the firm the receiver's address.
      const { secret } = await server.webhooks.register(
        PARTNER,
        { url: "http://127.0.0.1:9/", acknowledgementKey: made.out.trim() },
        OFFICER,
      );
      writeFileSync(at("secret"), secret!, { mode: 0o600 });
      const acknowledgementKey = made.out.trim();
      await server.webhooks.register(
        PARTNER,
        { url: await receive(), acknowledgementKey },
        OFFICER,
      );

      const [{ subject }, other] = people as [{ subject: string }, { subject: string }];
      const withdrawn = { "@subject": subject, "@source": "shop", purposeId: "newsletter" };
      await recordOne(server, { ...withdrawn, event: "withdrawn" });
      // At once, and before any batch is sealed.
      expect(await (await records()).text()).not.toContain(subject);
      await vi.waitFor(async () => {
        expect(await acknowledged(subject)).toEqual([
          ["consent.withdrawn", "received"],
          ["consent.withdrawn", "done"],
        ]);
      }, SOON);
      expect(copied()).not.toContain(subject);
      expect(copied()).toContain(other.subject);
      await published();
      const again = await cli("pull", at("copy"), "--token-file", at("token"));
      expect(again, again.out).toMatchObject({ code: 0, err: "" });
      expect(copied()).not.toContain(subject);
    },
  );

  it("stand apart: what the partner has verifies with the firm's server off", LIMIT, async () => {
    const { port } = new URL(server.url);
    await firm.stop(server);
    await expect(fetch(server.url)).rejects.toThrow();
    const ran = await cli("verify", at("copy"));
    expect(ran, ran.err + ran.out).toMatchObject({ code: 0, err: "" });
    server = await firm.start(settings(port));
  });

  it("part: one ends it, nothing more is given, and what was given is deleted", LIMIT, async () => {
    await signs("recipient", "termination");
    const refused = await records();
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { code: "outside_terms", term: "termination" },
    ]);
    await becomes("terminated");
    await vi.waitFor(() => {
      expect(existsSync(at("copy", "records.ndjson")) ? copied() : "").toBe("");
    }, SOON);
    await vi.waitFor(async () => {
      const { steps } = await server.sharing.read(agreementId, "en");
      expect(steps.filter(({ event }) => event === "acknowledged")).toHaveLength(2);
    }, SOON);
    const pulled = await cli("pull", at("copy"), "--token-file", at("token"));
    expect(pulled.code).not.toBe(0);
    expect(copied()).toBe("");
  });
});
