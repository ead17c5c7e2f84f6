/** The commands of docs/SHARING.md, as two firms would run them, one behind the other. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { agreementOnChain, saltOf } from "../../api/sharing/agreement-id.ts";
import { termsHash } from "../../api/sharing/terms/hash.ts";
import type { Terms } from "../../api/sharing/terms/model.ts";
import { policyOf } from "../../api/sharing/terms/policy.ts";
import { formatVkey } from "../../portal/verify/note.ts";
import { logKey } from "../../scripts/vectors/world.ts";
import {
  addressOf,
  CONTROLLER,
  keyFiles,
  openSharingChain,
  RECIPIENT,
  type SharingChain,
  signLikeAWallet,
} from "../helpers/sharing.ts";
import { newPlace } from "../helpers/store/places.ts";
import { QUICKLY } from "../scripts/helpers/cli.ts";
import { blocks, read, root } from "./markdown.ts";

let place: ReturnType<typeof newPlace>;
let world: SharingChain;
let firm: Server;
beforeAll(async () => {
  place = newPlace();
  world = await openSharingChain(place.directory);
  await prepare();
  firm = createServer((_, response) => response.end(JSON.stringify(NOTHING_YET)));
  await new Promise<void>((resolve) => firm.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  firm.closeAllConnections();
  firm.close();
  await world.stop();
  place.remove();
});

/** What a ledger answers that gives nothing yet. */
const NOTHING_YET = {
  ...{ version: 1, records: [], ended: [], leftOut: {}, next: null, until: 7, complete: true },
};
const AGREEMENT_ID = "5a".repeat(20);
const LEDGER = `0x${"2c".repeat(32)}`;

/** What the text says that a partner has from the firm: terms that both have signed, the policy, a key, a secret. */
async function prepare(): Promise<void> {
  const { chainId, contract } = world.sharing;
  const parties = { controller: addressOf(CONTROLLER), recipient: addressOf(RECIPIENT) };
  const seconds = await world.now();
  const [from, until] = [seconds, seconds + 86_400].map((time) =>
    new Date(time * 1000).toISOString(),
  );
  const terms = {
    ...{ nonce: "AAECAwQFBgcICQoLDA0ODw", version: 1, chainId, contract },
    agreement: agreementOnChain(AGREEMENT_ID, { chainId, contract, ...parties }),
    controller: { name: "Northwind Traders", account: parties.controller, ledgerId: LEDGER },
    recipient: { name: "Fourth Coffee Ltd.", account: parties.recipient, contact: "p@f.example" },
    purposes: [{ purposeId: "newsletter", consents: ["newsletter"] }],
    records: [{ kind: "customer", fields: ["emails"] }],
    ...{ validFrom: from, validUntil: until, retention: "P1Y", onward: "prohibited", notes: null },
    duties: { deleteWithin: "PT24H", acknowledgeWithin: "PT72H" },
  } as Terms;
  const message = world.terms(1, 1, {
    ...{ agreement: terms.agreement, termsHash: termsHash(terms).hex },
    ...{ validFrom: seconds, validUntil: seconds + 86_400, deadline: seconds + 3_600 },
  });
  const toSign = world.signed(message);
  const signatures = {
    controllerSignature: await signLikeAWallet(CONTROLLER, toSign),
    recipientSignature: await signLikeAWallet(RECIPIENT, toSign),
  };
  const salted = { ...message, salt: saltOf(AGREEMENT_ID) };
  await world.sharing.send({ step: "conclude", terms: salted, ...signatures }, world.relay);
  await world.chain.mine(4);
  const vkey = formatVkey(logKey.name, logKey.publicKey);
  const policy = {
    ...{ format: "counterfoil/policy/v1", chainId, contract: `0x${"c0".repeat(20)}` },
    ...{ ledgerId: LEDGER, keys: [{ role: "log", vkey, fromSize: 0 }], maxAgeSeconds: null },
  };
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}\n`;
  for (const [name, content] of Object.entries({
    "signed-terms.json": JSON.stringify(policyOf(terms)),
    "firm-policy.json": JSON.stringify(policy),
    ...{ "partner.token": "a-key-of-the-partner\n", "webhook.secret": secret },
  }))
    writeFileSync(join(place.directory, name), content, { mode: 0o600 });
}

/** It runs until it is told to end. */
const RECEIVING = /^.*partner receive.*$/m;
const ended = (line: string): string =>
  [
    `${line} --port 0 > receiving & RECEIVER=$!`,
    "until grep -q 127.0.0.1 receiving; do sleep 0.1; done",
    "kill $RECEIVER; wait $RECEIVER; cat receiving",
  ].join("\n");

/** The program alone, without npm around it: a third of the time. */
const PROGRAM = [process.execPath, ...QUICKLY, join(root, "scripts/counterfoil.ts")].join(" ");

async function run(shell: string): Promise<string> {
  // The account that somebody has sent coin to.
  const { port } = firm.address() as AddressInfo;
  const script = shell
    .replace(RECEIVING, ended)
    .replaceAll("https://ledger.example", `http://127.0.0.1:${port}`)
    .replaceAll("npm run -s counterfoil --", PROGRAM)
    .replaceAll("payer.key", keyFiles(place.directory).relay);
  const child = spawn("bash", ["-euo", "pipefail", "-c", script], {
    cwd: place.directory,
    env: { PATH: process.env.PATH, COUNTERFOIL_RPC_URL: world.chain.rpcUrl, AGREEMENT_ID },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (bytes) => {
    out += bytes;
  });
  child.stderr.on("data", (bytes) => {
    err += bytes;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code, err + out).toBe(0);
  return out;
}

it("do what the text says", async () => {
  const shells = blocks(read("docs/SHARING.md")).filter(({ language }) => language === "sh");
  expect(shells.every((block) => block.run)).toBe(true);
  expect(shells.length).toBeGreaterThan(5);
  const printed = await run(shells.map(({ text }) => text).join("\nprintf '\\n=====\\n'\n"));
  const [accounts, , policy, terms, signed, sent, shown, terminated, ...partner] =
    printed.split("\n=====\n");
  expect(accounts).toMatch(/^0x[0-9a-f]{40}$/m);
  expect(policy).toContain("Northwind Traders");
  expect(terms).toContain("privacy@fourthcoffee.example");
  expect(terms).toContain("This agrees to terms of sharing data");
  expect(signed?.match(/Signed by/g)).toHaveLength(2);
  expect(sent).toMatch(/Proposed\..*Accepted/s);
  expect(shown).toMatch(/In force at .*: version 1\./);
  expect(terminated).toContain("Terminated: the agreement has ended for ever.");
  const [pulled, verified, key, received] = partner;
  expect(pulled?.match(/Taken: 0 new or changed/g)).toHaveLength(2);
  expect(verified).toContain("The copy holds no records.");
  expect(key).toMatch(/^fourthcoffee\.example\/acknowledgement\+[0-9a-f]{8}\+/m);
  expect(received).toMatch(/Receiving at http:.*Stopped\./s);
});
