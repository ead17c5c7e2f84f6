/** `counterfoil agreement`: the whole life of one between two firms, each with a key file, and a third account that pays. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startProxy } from "../../api/anchor/proxy.ts";
import {
  addressOf,
  CONTROLLER,
  DAY,
  keyFiles,
  openSharingChain,
  RECIPIENT,
  type SharingChain,
  STRANGER,
  time,
} from "../../helpers/sharing.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { type Ran, runHere } from "../helpers/cli.ts";

let place: ReturnType<typeof newPlace>;
let world: SharingChain;
let keys: ReturnType<typeof keyFiles>;
const path = (...names: string[]): string => join(place.directory, ...names);
beforeAll(async () => {
  place = newPlace();
  world = await openSharingChain(place.directory);
  keys = keyFiles(place.directory);
});
afterAll(async () => {
  await world.stop();
  place.remove();
});

/** Every word that was ever written, to look for keys in. */
let written = "";
async function agreement(...args: string[]): Promise<Ran> {
  const env = { COUNTERFOIL_RPC_URL: world.chain.rpcUrl };
  const ran = await runHere(["agreement", ...args], { env });
  written += ran.out + ran.err;
  return ran;
}

let files = 0;
/** A new file; what it says. */
function json(value: unknown): string {
  files += 1;
  const file = path(`${files}.json`);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

const here = () => ({ chainId: 31_337, contract: world.sharing.contract });
const termsFile = (version: number, proposal: number, start: number, other: object = {}) => ({
  kind: "Terms",
  ...here(),
  controller: CONTROLLER.address,
  recipient: RECIPIENT.address,
  ledgerId: `0x${"2c".repeat(32)}`,
  termsHash: `0x${`${version}e`.repeat(32)}`,
  version,
  proposal,
  validFrom: time(start),
  validUntil: time(start + 365 * DAY),
  deadline: time(start + 30 * DAY),
  ...other,
});

/** From terms to a signature file. */
async function signed(what: object, key: string, ...more: string[]): Promise<string> {
  files += 1;
  const [data, signature] = [path(`${files}-data.json`), path(`${files}-signature.json`)];
  expect(await agreement("typed-data", json(what), "-o", data)).toMatchObject({ code: 0 });
  const ran = await agreement("sign", data, "--key-file", key, "-o", signature, ...more);
  expect(ran).toMatchObject({ code: 0, err: "" });
  return signature;
}

const send = (...args: string[]) => agreement("send", "--relay-key-file", keys.relay, ...args);
const shown = async (id: string, ...more: string[]) => {
  const contract = world.sharing.contract;
  const ran = await agreement("show", id, "--contract", contract, "--newest", "--json", ...more);
  expect(ran.err).toBe("");
  return JSON.parse(ran.out);
};

test("two firms agree, amend and end it, and everybody can see what was in force when", async () => {
  const start = await world.now();
  const first = termsFile(1, 1, start);
  const [ours, theirs] = [
    await signed(first, keys.controller),
    await signed(first, keys.recipient),
  ];
  const file = JSON.parse(readFileSync(ours, "utf8"));
  expect(Object.keys(file)).toEqual([
    ...["by", "kind", "agreement", "digest", "signature", "typedData"],
  ]);
  const id: string = file.agreement;

  expect((await send(ours)).out).toContain("Proposed. It is agreed when the other party's");
  const proposed = await shown(id);
  expect(proposed.pending).toMatchObject({ proposer: addressOf(CONTROLLER), version: 1 });
  expect(proposed).toMatchObject({ inForce: { version: null }, versions: [] });
  expect(proposed.block.final).toBe(false);
  // What was cut off is done again, and nothing happens.
  expect((await send(ours)).out).toContain("nothing was sent");

  const accepted = await send(theirs, "--json");
  const { step, time: agreedAt } = JSON.parse(accepted.out);
  expect(step).toBe("accept");
  expect((await send(theirs)).out).toContain("nothing was sent");
  expect(await shown(id)).toMatchObject({ inForce: { version: 1 }, pending: null });
  const before = time(Date.parse(agreedAt) / 1000 - 1);
  expect((await shown(id, "--at", before)).inForce).toEqual({ at: before, version: null });

  // The amendment begins a week later; until then, and at any time before, version 1 is what holds.
  const later = (await world.now()) + 7 * DAY;
  const { next } = await shown(id);
  const second = termsFile(next.version, next.proposal, later);
  const both = [await signed(second, keys.recipient), await signed(second, keys.controller)];
  expect((await send(...both)).out).toContain("Concluded");
  expect((await shown(id)).inForce.version).toBe(1);
  await world.mineAt(later + 10);
  expect((await shown(id)).inForce.version).toBe(2);
  expect((await shown(id, "--at", time(later - 1))).inForce.version).toBe(1);
  expect((await shown(id, "--at", time(later))).inForce.version).toBe(2);
  const soon = await agreement(
    ...["show", id, "--contract", world.sharing.contract, "--newest"],
    ...["--at", time(later + DAY)],
  );
  expect(soon).toMatchObject({ code: 1, out: "" });
  expect(soon.err).toContain(`Nothing can be said of ${time(later + DAY)} yet`);

  const third = await signed(termsFile(3, 3, later), keys.recipient);
  await send(third);
  const withdrawal = { kind: "Withdrawal", ...here(), agreement: id, proposal: 3 };
  const refusal = await signed({ ...withdrawal, party: CONTROLLER.address }, keys.controller);
  expect((await send(refusal)).out).toContain("Withdrawn");
  expect((await send(third)).err).toContain("“proposal” is 3, and the contract expects 4");

  const deadline = time((await world.now()) + DAY);
  const termination = { kind: "Termination", ...here(), agreement: id, version: 2, deadline };
  const end = await signed({ ...termination, party: RECIPIENT.address }, keys.recipient);
  const ended = JSON.parse((await send(end, "--json")).out);
  expect(ended.step).toBe("terminate");
  const last = await shown(id);
  expect(last).toMatchObject({ terminatedAt: ended.time, inForce: { version: null } });
  expect(last.events.map(({ event }: { event: string }) => event)).toEqual([
    ...["Proposed", "Agreed", "Proposed", "Agreed", "Proposed", "Withdrawn", "Terminated"],
  ]);
  expect((await shown(id, "--at", time(later))).inForce.version).toBe(2);

  await world.chain.mine(2);
  const final = await agreement("show", id, "--contract", world.sharing.contract);
  expect(final).toMatchObject({ code: 0, err: "" });
  for (const words of ["As of the final block", "ended for ever", "Version 2", "What happened"])
    expect(final.out).toContain(words);
});

test("what is signed is said in words, in both languages, whole", async () => {
  const start = await world.now();
  const file = json(termsFile(1, 1, start));
  const en = await agreement("typed-data", file);
  const zh = await agreement("typed-data", file, "--lang", "zh");
  expect(en.out).toBe(zh.out);
  const document = JSON.parse(en.out);
  expect(document.domain).toMatchObject({ name: "Counterfoil SharingTerms", chainId: 31_337 });
  const { validFrom, validUntil, deadline, ...rest } = document.message;
  for (const words of [en.err, zh.err]) {
    for (const member of Object.values(rest)) expect(words).toContain(String(member));
    for (const seconds of [validFrom, validUntil, deadline])
      expect(words).toContain(time(seconds as number));
    expect(words).toContain(world.sharing.contract);
  }
  expect(en.err).toContain("Gives data");
  expect(zh.err).toContain("提供数据方");
});

test("a salt is named again when it is brought, until the chain knows it", async () => {
  const salt = `0x${"5b".repeat(32)}`;
  const terms = termsFile(1, 1, await world.now(), { salt });
  const ours = await signed(terms, keys.controller);
  expect((await send(ours)).err).toContain("name the salt");
  expect((await send(ours, "--salt", salt)).code).toBe(0);
  const again = await signed({ ...terms, proposal: 2 }, keys.controller);
  expect((await send(again)).code).toBe(0);
});

describe("signing", () => {
  test("is refused with a key that is no party's, and of what is not SharingTerms'", async () => {
    const data = path("sign.json");
    await agreement("typed-data", json(termsFile(1, 1, 2_000_000_000)), "-o", data);
    const other = await agreement("sign", data, "--key-file", keys.stranger);
    expect(other).toMatchObject({ code: 1, out: "" });
    expect(other.err).toContain(addressOf(STRANGER));
    const document = JSON.parse(readFileSync(data, "utf8"));
    document.domain.name = "Permit2";
    const bad = await agreement("sign", json(document), "--key-file", keys.controller);
    expect(bad).toMatchObject({ code: 1, out: "" });
    expect(bad.err).toContain("Do not sign it");
  });

  test("for a contract that is a party names it", async () => {
    const recipient = `0x${"c0de".repeat(10)}`;
    const terms = termsFile(1, 1, 2_000_000_000, { recipient });
    const file = await signed(terms, keys.stranger, "--for", recipient);
    expect(JSON.parse(readFileSync(file, "utf8")).by).toBe(recipient);
  });

  test("takes a key that only its owner can read", async () => {
    const data = path("open.json");
    await agreement("typed-data", json(termsFile(1, 1, 2_000_000_000)), "-o", data);
    await chmod(keys.controller, 0o644);
    const open = await agreement("sign", data, "--key-file", keys.controller);
    await chmod(keys.controller, 0o600);
    expect(open).toMatchObject({ code: 1, out: "" });
    expect(open.err).toContain("--key-file");
    writeFileSync(path("torn.key"), CONTROLLER.privateKey.slice(0, 40), { mode: 0o600 });
    expect((await agreement("sign", data, "--key-file", path("torn.key"))).code).toBe(1);
  });

  test("writes over nothing", async () => {
    const data = path("once.json");
    await agreement("typed-data", json(termsFile(1, 1, 2_000_000_000)), "-o", data);
    const before = statSync(data).mtimeMs;
    const again = await agreement("sign", data, "--key-file", keys.controller, "-o", data);
    expect(again).toMatchObject({ code: 2, out: "" });
    expect(again.err).toContain("not written over");
    expect(statSync(data).mtimeMs).toBe(before);
  });
});

describe("a signature file that was changed", () => {
  // biome-ignore lint/suspicious/noExplicitAny: changed at will
  test.each<[string, (file: any) => object, string]>([
    [
      "terms",
      (f) => ({
        ...f,
        typedData: { ...f.typedData, message: { ...f.typedData.message, version: 2 } },
      }),
      "it was changed",
    ],
    ["kind", (f) => ({ ...f, kind: "Termination" }), "“kind”"],
    ["a member more", (f) => ({ ...f, note: "x" }), "does not belong there"],
    ["no signature", (f) => ({ ...f, signature: "0x" }), "“signature”"],
    ["another chain", (f) => f, "signed for the chain 1, and this is the chain 31337"],
  ])("%s", async (name, change, sentence) => {
    const chain = name === "another chain" ? { chainId: 1 } : {};
    const file = await signed(termsFile(1, 1, 2_000_000_000, chain), keys.controller);
    const ran = await send(json(change(JSON.parse(readFileSync(file, "utf8")))));
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain(sentence);
  });
});

test("an account is a key file's, which is made where there is none", async () => {
  const file = path("new.key");
  const made = await agreement("account", "--key-file", file);
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^0x[0-9a-f]{40}\n$/) });
  expect(made.err).toContain("A new key was made");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = await agreement("account", "--key-file", file);
  expect(again).toEqual({ code: 0, out: made.out, err: "" });
  const known = await agreement("account", "--key-file", keys.controller, "--json");
  expect(JSON.parse(known.out)).toEqual({ address: addressOf(CONTROLLER), made: false });
});

test("the contract is deployed where there is none", async () => {
  const ran = await agreement("deploy", "--relay-key-file", keys.relay, "--json");
  const { contract, chainId } = JSON.parse(ran.out);
  expect([ran.code, chainId]).toEqual([0, 31_337]);
  expect(await world.chain.rpc("eth_getCode", [contract, "latest"])).not.toBe("0x");
});

describe("who pays", () => {
  const deploy = (file: string, url = world.chain.rpcUrl) =>
    runHere(["agreement", "deploy", "--rpc", url, "--relay-key-file", file]);

  test("is told what it costs at most, before, and what it did, after", async () => {
    const ran = await deploy(keys.relay);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.err).toMatch(/at most 0\.\d+ of the chain's coin \(\d+ gas\)/);
  });

  test("is not the key that anchors a ledger, unless it is named", async () => {
    const env = { COUNTERFOIL_ANCHORER_KEY_FILE: keys.relay };
    const ran = await runHere(["agreement", "deploy", "--rpc", world.chain.rpcUrl], { env });
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toContain("--relay-key-file");
  });

  test("pays no more than it allows", async () => {
    const args = ["agreement", "deploy", "--rpc", world.chain.rpcUrl];
    const pay = (...more: string[]) => runHere([...args, "--relay-key-file", keys.relay, ...more]);
    expect((await pay("--max-fee", "0.000001")).err).toContain("and 0.000001 is allowed");
    expect((await pay("--max-gas", "1000000")).err).toContain("1000000 are allowed");
    expect(await pay("--max-fee", "1e9")).toMatchObject({ code: 2, out: "" });
    expect(await pay("--max-gas", "-1")).toMatchObject({ code: 2, out: "" });
  });

  test("needs coin", async () => {
    const { code, out, err } = await deploy(keys.stranger);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("cannot pay for the transaction");
  });

  test("gets no transaction through where the node only lets one read, as a ledger's own chain", async () => {
    const proxy = await startProxy(world.chain.rpcUrl);
    const error = { code: -32_601, message: "refused: only methods that read" };
    proxy.intercept = ({ method }) => (method === "eth_sendRawTransaction" ? { error } : undefined);
    const { code, out, err } = await deploy(keys.relay, proxy.url);
    await proxy.close();
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("refused: only methods that read");
    expect(err).toContain("embedded chain");
  });
});

describe("wrong use", () => {
  const ID = `0x${"1".repeat(64)}`;
  const NOBODY = `0x${"9".repeat(40)}`;
  test.each([
    [["nothing"], "There is no “agreement nothing”"],
    [["sign", "x", "--at", "now"], "--at does not belong to “agreement sign”"],
    [["deploy", "--key-file", "x"], "--key-file does not belong to “agreement deploy”"],
    [["typed-data"], "takes one file"],
    [["typed-data", "a", "b"], "takes one file"],
    [["send"], "takes one signature"],
    [["show"], "takes the id"],
    [["show", ID], "needs --contract"],
    [["show", "0x1", "--contract", NOBODY], "64 hex digits"],
    [["show", ID, "--contract", "0x1"], "--contract is no address"],
    [["show", ID, "--contract", NOBODY, "--at", "2026-01-31"], "--at must be a UTC time"],
    [["sign", "x"], "needs --key-file"],
    [["account"], "needs --key-file"],
    [["deploy"], "Name the account that pays"],
    [["typed-data", "/nowhere/at/all"], "/nowhere/at/all"],
  ])("%j", async (args, sentence) => {
    const ran = await agreement(...args);
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toContain(sentence);
  });

  test.each([
    ["{", "is no JSON file"],
    ['{"kind":"Terms","kind":"Terms"}', "is no JSON file"],
  ])("a file that says %s", async (text, sentence) => {
    writeFileSync(path("bad.json"), text);
    const ran = await agreement("typed-data", path("bad.json"));
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(sentence)]);
  });

  test.each<[string, object]>([
    ["kind", { kind: "Permit" }],
    ["controller", { controller: CONTROLLER.address.replace("A", "a") }],
    ["validFrom", { validFrom: 2_000_000_000 }],
    ["deadline", { deadline: "2026-01-31T09:30:00.000Z" }],
    ["chainId", { chainId: "1" }],
    ["salt", { salt: 7 }],
    ["message.version", { version: -1 }],
  ])("terms whose %s is not of its form", async (field, other) => {
    const ran = await agreement("typed-data", json(termsFile(1, 1, 2_000_000_000, other)));
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining(`“${field}”`)]);
  });

  test("nobody answers", async () => {
    const args = ["show", ID, "--contract", NOBODY, "--rpc", "http://127.0.0.1:9"];
    expect(await agreement(...args)).toMatchObject({ code: 1, out: "" });
  });
});

test("no key was ever written", () => {
  for (const { privateKey } of [CONTROLLER, RECIPIENT, STRANGER])
    expect(written).not.toContain(privateKey.slice(2, 20));
  expect(written).toContain(addressOf(CONTROLLER));
});
