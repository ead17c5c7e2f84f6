/** `counterfoil partner` as a partner runs it: a ledger's own routes, the contract on a chain, and a node of the partner's that knows the ledger's anchors, too. */
import { createHmac } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { saltOf } from "../../../../api/sharing/agreement-id.ts";
import { termsHash } from "../../../../api/sharing/terms/hash.ts";
import { policyOf } from "../../../../api/sharing/terms/policy.ts";
import {
  messageBodyHash,
  verifyAcknowledgement,
} from "../../../../portal/verify/acknowledgement.ts";
import { parseVkey } from "../../../../portal/verify/note.ts";
import { formatPolicy } from "../../../../portal/verify/policy.ts";
import { type RpcProxy, startProxy } from "../../../api/anchor/proxy.ts";
import { type TestApp, testApp } from "../../../api/http/fixtures.ts";
import { acquaintances, keyOf, person } from "../../../api/http/principals.ts";
import { ORGANIZATION, sharedFirm } from "../../../api/sharing/delivery/shared.ts";
import { recordOne } from "../../../helpers/consents.ts";
import {
  addressOf,
  CONTROLLER,
  openSharingChain,
  RECIPIENT,
  type SharingChain,
  signLikeAWallet,
} from "../../../helpers/sharing.ts";
import { newPlace } from "../../../helpers/store/places.ts";
import { runHere } from "../../helpers/cli.ts";
import { anchorsOf } from "./node.ts";
import { receiving } from "./receiving.ts";
import { type PartnerWorld, worldOf } from "./world.ts";

let place: ReturnType<typeof newPlace>;
let chain: SharingChain;
let node: RpcProxy;
let app: TestApp;
let world: PartnerWorld;
let server: ReturnType<typeof createServer>;
let url: string;
let anchor: () => Promise<void>;
const path = (...names: string[]): string => join(place.directory, ...names);
const known = acquaintances();
/** Acknowledgements that have come. */
const said: { url: string; acknowledgement: string }[] = [];

beforeAll(async () => {
  place = newPlace();
  chain = await openSharingChain(place.directory);
  const { contract, chainId } = chain.sharing;
  app = await testApp({
    ...{ app: { authenticate: known.authenticate }, sharingContract: contract },
  });
  const parties = {
    controller: { account: addressOf(CONTROLLER) },
    recipient: {
      name: "Fourth Coffee Ltd.",
      account: addressOf(RECIPIENT),
      contact: "p@f.example",
    },
    validUntil: "2035-12-01T00:00:00.000Z",
  };
  const firm = { ...app, fetch: app.send } as never;
  world = await worldOf(await sharedFirm(firm, parties, { chain: { chainId, contract } }));
  await conclude();
  node = await startProxy(chain.chain.rpcUrl);
  const anchors = anchorsOf(app);
  node.intercept = anchors.intercept;
  anchor = anchors.anchor;
  server = createServer(async (request, response) => {
    const { authorization = "", accept = "" } = request.headers;
    const body = await text(request);
    if (String(request.url).endsWith("/acknowledgements")) {
      // Of the firm's side nothing but that it was here.
      said.push({ url: String(request.url), ...JSON.parse(body) });
      response.writeHead(201).end("{}");
      return;
    }
    const answer = await app.send(String(request.url), {
      ...{ method: request.method ?? "GET", headers: { authorization, accept } },
      ...(body === "" ? {} : { body }),
    });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const member = person("partner", { organization: ORGANIZATION });
  const { authorization } = known.headers(keyOf(member, ["sharing:read"]));
  writeFileSync(path("token"), authorization.replace("Bearer ", ""), { mode: 0o600 });
  writeFileSync(path("firm.json"), formatPolicy({ ...app.policy, keys: keysOf("auditor") }));
  writeFileSync(path("terms-signed.json"), JSON.stringify(policyOf(world.terms), null, 2));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await node.close();
  await app.close();
  await chain.stop();
  place.remove();
});

/** Without those of a role. */
const keysOf = (but: string) => app.policy.keys.filter(({ role }) => role !== but);

/** Both have signed the terms as they were drafted. */
async function conclude(): Promise<void> {
  const { terms } = world;
  const seconds = (time: string): number => Date.parse(time) / 1000;
  const message = {
    ...{ agreement: terms.agreement, version: 1, proposal: 1, ledgerId: app.policy.ledgerId },
    ...{ controller: terms.controller.account, recipient: terms.recipient.account },
    ...{ termsHash: termsHash(terms).hex, validFrom: seconds(terms.validFrom) },
    ...{ validUntil: seconds(terms.validUntil), deadline: (await chain.now()) + 86_400 },
  };
  const toSign = chain.signed(message);
  const signatures = {
    controllerSignature: await signLikeAWallet(CONTROLLER, toSign),
    recipientSignature: await signLikeAWallet(RECIPIENT, toSign),
  };
  const salted = { ...message, salt: saltOf(world.agreementId) };
  await chain.sharing.send({ step: "conclude", terms: salted, ...signatures }, chain.relay);
  // So many that the made-up blocks of the anchors are among the final ones.
  await chain.chain.mine(300);
}

const partner = (what: string, ...args: string[]) =>
  runHere(["partner", what, ...args], { env: { COUNTERFOIL_RPC_URL: node.url } });
const pull = (directory: string, ...args: string[]) =>
  partner("pull", path(directory), "--token-file", path("token"), ...args);
const first = () => [
  ...["--server", url, "--agreement", world.agreementId],
  ...["--policy", path("firm.json"), "--terms", path("terms-signed.json")],
];

describe("counterfoil partner", () => {
  it("pulls everything, then what has changed, and verifies it again without the firm", async () => {
    const [a, b] = [await world.person(), await world.person()];
    await world.person(false);
    await anchor();
    const ran = await pull("copy", ...first());
    expect(ran, ran.out).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain("Taken: 2 new or changed");
    expect(ran.out).toContain("consent_never_asked 1");
    expect(ran.out).toContain("records.ndjson, customer.csv");
    expect(readFileSync(path("copy", "records.ndjson"), "utf8")).toContain(a.subject);
    for (const name of ["state.json", "customer.csv", "policy.json", "terms.json"])
      expect(statSync(path("copy", name)).mode & 0o777, name).toBe(0o600);
    expect(existsSync(path("copy", "lock"))).toBe(false);

    await recordOne(app, {
      ...{ "@subject": b.subject, "@source": "shop", event: "withdrawn", purposeId: "newsletter" },
    });
    await anchor();
    const again = await pull("copy", "--format", "csv", "--json");
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({
      ...{ word: "VERIFIED", taken: 0, ended: 1, refused: [], files: ["customer.csv"] },
    });
    expect(existsSync(path("copy", "records.ndjson"))).toBe(false);
    expect(readFileSync(path("copy", "customer.csv"), "utf8")).not.toContain(b.subject);

    const verified = await partner("verify", path("copy"));
    expect(verified).toMatchObject({ code: 0, err: "" });
    expect(verified.out).toContain("1 records: each held when it was taken");
    writeFileSync(path("copy", "customer.csv"), "x");
    const differing = await partner("verify", path("copy"), "--lang", "zh");
    expect(differing.code).toBe(3);
    expect([differing.out, differing.err]).toEqual([expect.stringContaining("customer.csv"), ""]);
    expect(differing.out).not.toContain("均在此处");
    const off = await partner("verify", path("copy"), "--rpc", "http://127.0.0.1:9");
    expect(off.code).toBe(20);
    expect(off.out).toMatch(/^Of 1 of 1 records it cannot be told now/);
    expect(off.out).not.toContain("do not hold");
  });

  it("asks for nothing under terms that are not in force, or are others", async () => {
    const changed = { ...world.terms, retention: "P2Y" };
    writeFileSync(path("others.json"), JSON.stringify(policyOf(changed)));
    const others = await pull("none", ...first(), "--terms", path("others.json"));
    expect(others).toMatchObject({ code: 3, out: "" });
    expect(others.err).toContain("other under this version".slice(0, 5));
    const later = { ...world.terms, version: 2 };
    writeFileSync(path("later.json"), JSON.stringify(policyOf(later)));
    expect((await pull("none", ...first(), "--terms", path("later.json"))).code).toBe(3);
    const dark = await pull("none", ...first(), "--rpc", "http://127.0.0.1:9");
    expect(dark.code).toBe(20);
    expect(dark.err).toContain("--rpc");
    // Nothing is left of what was made for nothing; what was there before is.
    expect(existsSync(path("none"))).toBe(false);
    await pull("none/deep/copy", ...first(), "--rpc", "http://127.0.0.1:9");
    expect(existsSync(path("none"))).toBe(false);
    mkdirSync(path("empty"));
    expect((await pull("empty", ...first(), "--rpc", "http://127.0.0.1:9")).code).toBe(20);
    expect(readdirSync(path("empty"))).toEqual([]);
  });

  it("takes nothing whose checkpoint the policy's auditors have not cosigned, unless it is told to", async () => {
    writeFileSync(path("strict.json"), formatPolicy(app.policy));
    const strict = await pull("strict", ...first(), "--policy", path("strict.json"));
    expect(strict.code).toBe(12);
    expect(strict.out).toContain("NOT_REPLAYED");
    expect(strict.err).toContain("refused");
    expect((await pull("strict", "--unreplayed")).code).toBe(0);
  });

  it("says what is wrong with what it was told, and what to do", async () => {
    const ends: [string[], string][] = [
      [["pull", path("x")], "--policy"],
      [["pull", path("x"), "--policy", path("firm.json")], "--terms"],
      [["pull", path("x"), ...first().slice(0, 2), ...first().slice(4)], "--agreement"],
      [["pull", path("x"), ...first(), "--agreement", "b".repeat(40)], "40 hex"],
      [["pull", path("x"), ...first(), "--purpose", "surveys"], "surveys"],
      [["pull", path("x"), ...first(), "--format", "xml"], "csv"],
      [["pull", path("copy"), "--purpose", "surveys"], "directory of its own"],
      [["pull", path("x"), "--secret-file", "s"], "--secret-file"],
      [["pull"], "directory"],
      [["sell"], "key, pull, verify or receive"],
      [["verify", path("x")], "partner pull"],
      [["receive", path("copy")], "--secret-file"],
      [["key"], "--key-file"],
      [["key", "--key-file", path("no.key")], "--name"],
      [["key", "--key-file", path("no.key"), "--name", "a b"], "--name"],
    ];
    for (const [args, said] of ends) {
      const ran = await runHere(["partner", ...args, ...tokenOf(args)], {
        env: { COUNTERFOIL_RPC_URL: node.url },
      });
      expect([ran.code, ran.out], `${args.join(" ")}: ${ran.err}`).toEqual([2, ""]);
      expect(ran.err).toContain(said);
    }
  });

  it("makes a key, and shows what the firm is told of it", async () => {
    const file = path("ack.key");
    const made = await partner("key", "--key-file", file, "--name", "partner.example/ack");
    expect(made.code).toBe(0);
    expect(made.err).toContain(file);
    expect(parseVkey(made.out.trim()).name).toBe("partner.example/ack");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const other = await partner("key", "--key-file", file, "--name", "another");
    expect([other.code, other.out]).toEqual([2, ""]);
    expect(other.err).toContain("partner.example/ack");
    const shown = await partner("key", "--key-file", file, "--json");
    expect(JSON.parse(shown.out)).toEqual({ vkey: made.out.trim(), made: false });
    expect(shown.out + made.out + made.err).not.toContain("PRIVATE");
    writeFileSync(path("bad.key"), "x\n", { mode: 0o600 });
    expect((await partner("key", "--key-file", path("bad.key"))).code).toBe(2);
  });
});

it("takes no secret that others may read, nor one that cannot be read", async () => {
  await world.person();
  await anchor();
  writeFileSync(path("open.token"), readFileSync(path("token")), { mode: 0o644 });
  const open = ["--token-file", path("open.token")];
  const pulled = await partner("pull", path("open"), ...first(), ...open);
  expect([pulled.code, existsSync(path("open"))]).toEqual([2, false]);
  expect(pulled.err).toMatch(/--token-file: .*mode 600/);
  expect((await pull("private", ...first())).code).toBe(0);
  const key = path("private.key");
  await partner("key", "--key-file", key, "--name", "partner.example/ack");
  writeFileSync(path("open.secret"), `whsec_${Buffer.alloc(32, 7).toString("base64")}`);
  chmodSync(path("open.secret"), 0o644);
  const receive = (...args: string[]) => partner("receive", path("private"), ...args);
  const token = ["--token-file", path("token")];
  const secret = await receive("--key-file", key, "--secret-file", path("open.secret"), ...token);
  expect([secret.code, secret.err]).toEqual([
    2,
    expect.stringMatching(/--secret-file: .*mode 600/),
  ]);
  chmodSync(path("open.secret"), 0o600);
  const keyless = await receive(
    ...["--key-file", path("nothing.key"), "--secret-file", path("open.secret"), ...token],
  );
  expect([keyless.code, keyless.err]).toEqual([2, expect.stringContaining("--key-file")]);
  const own = await receive("--key-file", key, "--secret-file", path("open.secret"), ...open);
  expect([own.code, own.err]).toEqual([2, expect.stringContaining("--token-file")]);
});

it("names what is damaged in a copy, and replaces it", async () => {
  const { subject } = await world.person();
  await anchor();
  expect((await pull("hurt", ...first())).code).toBe(0);
  const proofs = path("hurt", "proofs", subject);
  const [name = ""] = readdirSync(proofs);
  const file = join(proofs, name);
  const whole = readFileSync(file, "utf8");
  const at = whole.indexOf("credential") + 20;
  for (const hurt of [
    ...[whole.slice(0, 100), "", whole.replace('"version":1', '"version":9')],
    ...[
      `${whole.slice(0, at)}!${whole.slice(at + 1)}`,
      `${whole.slice(0, at)}A${whole.slice(at + 1)}`,
    ],
  ]) {
    writeFileSync(file, hurt);
    const verified = await partner("verify", path("hurt"));
    expect([verified.code, verified.err], verified.out).toEqual([40, ""]);
    expect(verified.out).toMatch(new RegExp(`INVALID +${name.slice(0, -5)}`));
    const pulled = await pull("hurt");
    expect([pulled.code, pulled.err], pulled.out).toEqual([0, expect.stringContaining("anew")]);
    expect((await partner("verify", path("hurt"))).code).toBe(0);
    expect(readFileSync(path("hurt", "records.ndjson"), "utf8")).toContain(subject);
  }
  // What can be read is not judged again by a pull of what has changed.
  const { proofs: held, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  const consent = [held.consent[0].replace("newsletter", "newsletteR")];
  writeFileSync(file, JSON.stringify({ ...rest, proofs: { ...held, consent } }));
  const verified = await partner("verify", path("hurt"));
  expect([verified.code, verified.out]).toEqual([40, expect.stringContaining("pull --whole")]);
  expect((await pull("hurt", "--whole")).code).toBe(0);
  expect((await partner("verify", path("hurt"))).code).toBe(0);
});

it("receives as a process of its own: deletes, says so, and ends when it is told to", async () => {
  const { subject } = await world.person();
  await anchor();
  expect((await pull("received", ...first())).code).toBe(0);
  const records = (): string => readFileSync(path("received", "records.ndjson"), "utf8");
  expect(records()).toContain(subject);
  const key = path("receiver.key");
  const made = await partner("key", "--key-file", key, "--name", "partner.example/ack");
  const secret = Buffer.alloc(32, 7);
  writeFileSync(path("secret"), `whsec_${secret.toString("base64")}`, { mode: 0o600 });
  const ended = receiving(
    ...([path("received"), node.url, "--key-file", key, "--secret-file", path("secret")] as const),
    ...["--token-file", path("token")],
  );
  const address = await ended.address;
  const id = `msg_${"0c".repeat(16)}`;
  const data = {
    ...{
      agreement: world.agreementId,
      version: 1,
      purpose: "newsletter",
      subject,
      index: 1_000_000,
    },
    ...{ reason: "consent_withdrawn", record: null, recordVersion: null, occurredAt: null },
    ...{ deleteBy: null, acknowledgeBy: null },
  };
  const timestamp = new Date().toISOString();
  const body = JSON.stringify({ type: "consent.withdrawn", timestamp, data });
  const seconds = String(Math.floor(Date.now() / 1000));
  const mac = createHmac("sha256", secret).update(`${id}.${seconds}.${body}`).digest("base64");
  const headers = {
    ...{ "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": `v1,${mac}` },
  };
  expect((await fetch(address, { method: "POST", body, headers })).status).toBe(204);
  await vi.waitFor(() => expect(said).toHaveLength(2), { timeout: 10_000 });
  expect(records()).not.toContain(subject);
  const vkey = parseVkey(made.out.trim());
  expect(
    said.map(({ url: to, acknowledgement }) => [to, verifyAcknowledgement(acknowledgement, vkey)]),
  ).toEqual(
    (["received", "done"] as const).map((what) => [
      `/v1/agreements/${world.agreementId}/acknowledgements`,
      expect.objectContaining({ what, message: id, bodyHash: messageBodyHash(body) }),
    ]),
  );
  ended.stop();
  const { code, out, err } = await ended.over;
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(`${id} consent.withdrawn`);
  expect(out).not.toContain(subject);
});

const tokenOf = ([what]: readonly string[]) =>
  what === "pull" ? ["--token-file", path("token")] : [];
