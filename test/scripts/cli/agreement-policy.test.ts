/** `counterfoil agreement policy` and `terms`, and signing and sending by them: nothing is signed that is not about the policy. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../api/core/clock.ts";
import { sha256 } from "../../../api/core/hash.ts";
import { canonicalJson } from "../../../portal/verify/jcs.ts";
import { main } from "../../../scripts/cli/main.ts";
import { addressOf, CONTROLLER, keyFiles, RECIPIENT } from "../../helpers/sharing.ts";
import { newPlace } from "../../helpers/store/places.ts";
import { fakeTerminal, runHere } from "../helpers/cli.ts";

let place: ReturnType<typeof newPlace>;
let keys: ReturnType<typeof keyFiles>;
beforeAll(() => {
  place = newPlace();
  keys = keyFiles(place.directory);
});
afterAll(() => place.remove());

const agreement = (...args: string[]) => runHere(["agreement", ...args]);
let files = 0;
const fresh = (): string => {
  files += 1;
  return join(place.directory, `${files}.json`);
};
function json(value: unknown): string {
  const file = fresh();
  writeFileSync(file, JSON.stringify(value));
  return file;
}

const CONTRACT = `0x${"c1".repeat(20)}`;
const LEDGER = `0x${"2c".repeat(32)}`;
const VALUES = {
  version: 1,
  chainId: 31_337,
  contract: CONTRACT,
  controller: { name: "Northwind", account: addressOf(CONTROLLER), ledgerId: LEDGER },
  recipient: {
    name: "Fourth Coffee",
    account: addressOf(RECIPIENT),
    contact: "privacy@coffee.example",
  },
  purposes: [{ purposeId: "newsletter", consents: ["newsletter"] }],
  records: [{ kind: "customer", fields: ["emails"] }],
  validFrom: "2033-01-01T00:00:00.000Z",
  validUntil: "2034-01-01T00:00:00.000Z",
  retention: "P1Y",
  onward: "prohibited",
  duties: { deleteWithin: "PT24H", acknowledgeWithin: "PT72H" },
  notes: null,
};

async function policyFile(other: object = {}): Promise<string> {
  const file = fresh();
  const ran = await agreement("policy", json({ ...VALUES, ...other }), "-o", file);
  expect(ran).toMatchObject({ code: 0, err: "" });
  return file;
}

const hashOf = (file: string): string =>
  `0x${sha256(canonicalJson(JSON.parse(readFileSync(file, "utf8")))).toString("hex")}`;

async function toSign(policy: string, other: object = {}): Promise<string> {
  const file = fresh();
  const terms = {
    ...{ kind: "Terms", chainId: 31_337, contract: CONTRACT, version: 1, proposal: 1 },
    ...{ controller: CONTROLLER.address, recipient: RECIPIENT.address, ledgerId: LEDGER },
    ...{ validFrom: "2033-01-01T00:00:00Z", validUntil: "2034-01-01T00:00:00Z" },
    ...{ deadline: "2033-02-01T00:00:00Z", termsHash: hashOf(policy), ...other },
  };
  expect(await agreement("typed-data", json(terms), "-o", file)).toMatchObject({ code: 0 });
  return file;
}
const sign = (file: string, ...more: string[]) =>
  agreement("sign", file, "--key-file", keys.controller, ...more);

test("the text in both languages, and the hash by FORMAT §17", async () => {
  const policy = await policyFile();
  const en = await agreement("terms", policy);
  expect(en).toMatchObject({ code: 0, err: "" });
  for (const words of ["Northwind", "privacy@coffee.example", "emails", hashOf(policy)])
    expect(en.out).toContain(words);
  const zh = await agreement("terms", policy, "--lang", "zh");
  expect(zh.out).toContain("条款的哈希");
  expect(zh.out).toContain(hashOf(policy));
  const said = JSON.parse((await agreement("terms", policy, "--json")).out);
  expect(said).toMatchObject({ termsHash: hashOf(policy), version: 1 });
  expect(JSON.parse(readFileSync(policy, "utf8")).uid).toContain(said.agreement.slice(2));
});

test("a policy that is not in its one form is no policy", async () => {
  const policy = JSON.parse(readFileSync(await policyFile(), "utf8"));
  for (const other of [{ ...policy, more: 1 }, { ...policy, profile: "urn:x" }, {}]) {
    const ran = await agreement("terms", json(other));
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain("FORMAT §17");
  }
  const bad = await agreement("policy", json({ ...VALUES, retention: "P1W" }));
  expect(bad).toMatchObject({ code: 1, out: "" });
  expect(bad.err).toContain("retention");
  const turned = await agreement("policy", json({ ...VALUES, validUntil: VALUES.validFrom }));
  expect(turned).toMatchObject({ code: 1, out: "" });
});

describe("what is signed is held to the policy", () => {
  test("the same: its text is said, and it is signed", async () => {
    const policy = await policyFile();
    const ran = await sign(await toSign(policy), "--terms", policy);
    expect(ran.code).toBe(0);
    expect(ran.err).toContain("privacy@coffee.example");
    expect(JSON.parse(ran.out).by).toBe(addressOf(CONTROLLER));
  });

  test.each<[string, object, string]>([
    ["agreement", { salt: `0x${"5a".repeat(32)}` }, "Agreement is"],
    ["version", { version: 2 }, "Version is 2 in what is signed, and 1 by the policy"],
    ["ledger", { ledgerId: `0x${"3c".repeat(32)}` }, "Recorded in ledger is"],
    ["chain", { chainId: 1 }, "Chain is 1"],
    ["contract", { contract: `0x${"c2".repeat(20)}` }, "Contract is"],
    ["parties", { controller: RECIPIENT.address, recipient: CONTROLLER.address }, "Gives data is"],
    ["from", { validFrom: "2033-01-01T00:00:01Z" }, "2033-01-01T00:00:01Z in what is signed"],
    ["until", { validUntil: "2033-12-31T00:00:00Z" }, "2033-12-31T00:00:00Z in what is signed"],
    ["hash", { termsHash: `0x${"ab".repeat(32)}` }, "Hash of the terms is"],
  ])("another %s", async (_, other, sentence) => {
    const policy = await policyFile();
    const file = await toSign(policy, other);
    const ran = await sign(file, "--terms", policy);
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain(sentence);
    // Without the policy nobody knows; and what was signed so is not brought with it.
    const signed = fresh();
    expect((await sign(file, "-o", signed)).code).toBe(0);
    const sent = await agreement("send", signed, "--terms", policy, "--relay-key-file", keys.relay);
    expect(sent).toMatchObject({ code: 1, out: "" });
    expect(sent.err).toContain(sentence);
  });

  test("what ends an agreement has none", async () => {
    const end = {
      ...{ kind: "Termination", chainId: 1, contract: CONTRACT, agreement: LEDGER, version: 1 },
      ...{ party: CONTROLLER.address, deadline: "2033-02-01T00:00:00Z" },
    };
    const file = fresh();
    await agreement("typed-data", json(end), "-o", file);
    const ran = await sign(file, "--terms", await policyFile());
    expect(ran).toMatchObject({ code: 2, out: "" });
  });
});

test.each([
  [{ validUntil: "2032-01-01T00:00:00Z" }, "before they begin"],
  [{ deadline: "2034-01-01T00:00:00Z" }, "when they are over"],
  [{ validUntil: "2050-01-01T00:00:00Z" }, "3,660 days"],
  [{ termsHash: `0x${"0".repeat(64)}` }, "hash of no text"],
  [{ recipient: CONTROLLER.address }, "nobody agrees with themselves"],
])("terms that nobody could mean are neither written nor signed: %j", async (other, sentence) => {
  const policy = await policyFile();
  const good = await toSign(policy);
  const document = JSON.parse(readFileSync(good, "utf8"));
  for (const [name, value] of Object.entries(other))
    document.message[name] = /Z$/.test(value) ? Date.parse(value) / 1000 : value.toLowerCase();
  const ran = await sign(json(document));
  expect(ran).toMatchObject({ code: 1, out: "" });
  expect(ran.err).toContain(sentence);
  const terms = {
    ...{ kind: "Terms", chainId: 31_337, contract: CONTRACT, version: 1, proposal: 1 },
    ...{ controller: CONTROLLER.address, recipient: RECIPIENT.address, ledgerId: LEDGER },
    ...{ validFrom: "2033-01-01T00:00:00Z", validUntil: "2034-01-01T00:00:00Z" },
    ...{ deadline: "2033-02-01T00:00:00Z", termsHash: LEDGER, ...other },
  };
  const written = await agreement("typed-data", json(terms));
  expect(written).toMatchObject({ code: 1, out: "" });
  expect(written.err).toContain(sentence);
});

test("a key file in a directory that is not there is no fault of the program", async () => {
  const file = join(place.directory, "nowhere", "x.key");
  const ran = await agreement("account", "--key-file", file);
  expect(ran).toMatchObject({ code: 2, out: "" });
  expect(ran.err).toContain("cannot be written");
  expect(ran.err).not.toContain("    at ");
});

describe("at a terminal", () => {
  async function signAt(answer: string, ...more: string[]) {
    const { terminal, written } = fakeTerminal();
    const stdin = Object.assign(Readable.from([Buffer.from(answer)]), { isTTY: true });
    const out = fresh();
    const file = await toSign(await policyFile());
    const args = ["agreement", "sign", file, "--key-file", keys.controller, "-o", out, ...more];
    const code = await main(args, { terminal, env: {}, stdin, clock: systemClock });
    return { code, ...written, isSigned: existsSync(out) };
  }
  test("whoever signs reads what it is, and is asked", async () => {
    const no = await signAt("no\n");
    expect(no).toMatchObject({ code: 2, isSigned: false });
    expect(no.out).toContain("This agrees to terms of sharing data");
    expect(no.out).not.toContain("Signed by");
    expect(no.err).toContain("Nothing was signed");
    expect(await signAt("yes\n")).toMatchObject({ code: 0, isSigned: true });
    expect(await signAt("", "--yes")).toMatchObject({ code: 0, isSigned: true, err: "" });
  });
});
