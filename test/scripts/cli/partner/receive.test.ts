/** The sample receiver: what it takes for a message, what it does then, and that neither a crash nor a second sending does anything twice. */
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { loadNoteSigner } from "../../../../api/log/keys.ts";
import { decodeSigningKey, generateSigningKey } from "../../../../api/log/signing-key.ts";
import {
  messageBodyHash,
  verifyAcknowledgement,
} from "../../../../portal/verify/acknowledgement.ts";
import { equalBytes } from "../../../../portal/verify/bytes.ts";
import { KEY_TYPE_SIGNATURE, parseVkey } from "../../../../portal/verify/note.ts";
import { records } from "../../../../scripts/cli/partner/copy.ts";
import { writeOutputs } from "../../../../scripts/cli/partner/output.ts";
import { doorbell, outcomeOf } from "../../../../scripts/cli/partner/receive.ts";
import { openInbox } from "../../../../scripts/cli/partner/receive-inbox.ts";
import {
  MESSAGE_ID,
  parseMessage,
  taskOf,
} from "../../../../scripts/cli/partner/receive-message.ts";
import { receiver } from "../../../../scripts/cli/partner/receive-server.ts";
import { checkSignature, readSecrets } from "../../../../scripts/cli/partner/receive-signature.ts";
import { type Sent, type Worker, workOnce } from "../../../../scripts/cli/partner/receive-work.ts";
import { walkOn, walkPerson } from "../../../../scripts/cli/partner/walk.ts";
import { customerOf, seededRandom, stored } from "../../../helpers/ledger.ts";
import { readVectors } from "../../../helpers/vectors.ts";
import { temporaryFolder } from "../../helpers/items.ts";
import { type PartnerWorld, partnerWorld } from "./world.ts";

const SECRET = Buffer.alloc(32, 7);
const OTHER = Buffer.alloc(32, 8);
const NOW = Date.parse("2026-11-27T12:00:00.000Z");
const key = decodeSigningKey(
  generateSigningKey("partner.example/ack", KEY_TYPE_SIGNATURE, seededRandom("ack")),
  KEY_TYPE_SIGNATURE,
)!;

let numbers = 0;
const newId = (): string => `msg_${(++numbers).toString(16).padStart(32, "0")}`;

function messageOf(type: string, data: object = {}): string {
  return JSON.stringify({
    data: {
      ...{ acknowledgeBy: null, agreement: "a1".repeat(20), deleteBy: null, index: 3 },
      ...{ occurredAt: null, purpose: "newsletter", reason: null, record: null },
      ...{ recordVersion: null, subject: null, version: 1, ...data },
    },
    timestamp: "2026-11-27T12:00:00.000Z",
    type,
  });
}

function headersOf(id: string, body: string, { at = NOW, secrets = [SECRET] } = {}) {
  const timestamp = String(Math.floor(at / 1000));
  const sign = (secret: Buffer) =>
    `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  return {
    ...{ "webhook-id": id, "webhook-timestamp": timestamp },
    "webhook-signature": secrets.map(sign).join(" "),
  };
}

describe("signatures", () => {
  const signed = (id: string, body: string, options = {}) => {
    const headers = headersOf(id, body, options);
    return {
      ...{ id, body: Buffer.from(body), timestamp: headers["webhook-timestamp"] },
      signature: headers["webhook-signature"],
    };
  };

  it("hold by any secret that is known, and by no other", () => {
    const id = newId();
    const check = (one: object, secrets = [SECRET]) =>
      checkSignature({ ...signed(id, "{}"), ...one }, secrets, NOW);
    expect(check({})).toBeNull();
    expect(check(signed(id, "{}", { secrets: [OTHER, SECRET] }))).toBeNull();
    expect(check({}, [OTHER, SECRET])).toBeNull();
    expect(check({}, [OTHER])).toBe("bad_signature");
    expect(check({ body: Buffer.from("{} ") })).toBe("bad_signature");
    expect(check({ id: newId() })).toBe("bad_signature");
    const { signature } = signed(id, "{}");
    for (const other of ["", "v1,", signature.replace("v1", "v2"), signature.slice(3)])
      expect(check({ signature: other }), other).toBe("bad_signature");
  });

  it("hold for five minutes, by clocks that differ by no more", () => {
    const id = newId();
    for (const [seconds, wanted] of [
      ...([
        [0, null],
        [300, null],
        [301, "too_old"],
        [-300, null],
        [-301, "too_old"],
      ] as const),
    ])
      expect(checkSignature(signed(id, "{}"), [SECRET], NOW + seconds * 1000)).toBe(wanted);
    const timestamp = "12e8";
    expect(checkSignature({ ...signed(id, "{}"), timestamp }, [SECRET], NOW)).toBe("bad_timestamp");
  });

  it("are made with secrets in their one spelling", () => {
    const text = `whsec_${SECRET.toString("base64")}\n`;
    expect(readSecrets(text)).toEqual([SECRET]);
    expect(readSecrets(`${text}whsec_${OTHER.toString("base64")}`)).toEqual([SECRET, OTHER]);
    for (const bad of ["", "whsec_", "secret", text.replace("=", ""), `${text}x`, "whsec_AAAA"])
      expect(readSecrets(bad), bad).toBeNull();
  });
});

describe("messages", () => {
  const subject = "s".repeat(43);
  it.each([
    ["consent.withdrawn", { subject }, "delete-person"],
    ["consent.expired", { subject }, "delete-person"],
    ["consent.ended", { subject }, "delete-person"],
    ["person.erased", { subject, purpose: null }, "delete-person"],
    ["agreement.ended", { purpose: null }, "delete-all"],
    ["webhook.test", {}, "nothing"],
    ["record.corrected", { subject, record: "r", recordVersion: 2 }, "pull-again"],
    ["record.corrected", { subject }, undefined],
    ["consent.withdrawn", {}, undefined],
    ["consent.withdrawn", { subject, agreement: null }, undefined],
    ["webhook.test", { agreement: null, version: null }, "nothing"],
    ["something.new", { subject }, undefined],
  ])("%s asks for what it says", (type, data, what) => {
    expect(taskOf(parseMessage(messageOf(type, data))!)?.what).toBe(what);
  });

  it.each(readVectors<{ id: string; body: string }>("messages"))(
    "%s is understood",
    (_, { id, body }) => {
      expect(id).toMatch(MESSAGE_ID);
      expect(taskOf(parseMessage(body)!)).not.toBeNull();
    },
  );

  it("of another form are none; members that are not known are passed over", () => {
    for (const text of [
      "",
      "[]",
      "{}",
      messageOf("x"),
      messageOf("consent.ended", { subject: "../x" }),
    ])
      expect(parseMessage(text), text).toBeNull();
    expect(parseMessage(messageOf("consent.ended", { subject, more: 1 }))).not.toBeNull();
  });
});

describe("the address", () => {
  async function served() {
    const inbox = await openInbox(await temporaryFolder());
    const told: string[] = [];
    const rung: number[] = [];
    const server = receiver({
      ...{ inbox, secrets: [SECRET], now: () => NOW, onMessage: () => rung.push(1) },
      ...{ onRefused: (why) => told.push(why), onFault: (error) => told.push(String(error)) },
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const post = async (body: string, headers: Record<string, string>) =>
      (await fetch(url, { method: "POST", body, headers })).status;
    return { inbox, told, rung, url, post };
  }

  it("takes each message once, and writes it down first", async () => {
    const { inbox, rung, post, url } = await served();
    const [id, body] = [newId(), messageOf("webhook.test")];
    expect(await post(body, headersOf(id, body))).toBe(204);
    expect(await inbox.open()).toMatchObject([{ id, body, receivedAt: NOW, applied: false }]);
    expect(await post(body, headersOf(id, body))).toBe(204);
    expect([await inbox.open(), rung]).toMatchObject([[{ id }], [1]]);
    expect((await fetch(url)).status).toBe(405);
  });

  it("takes nothing else", async () => {
    const { inbox, told, post } = await served();
    const [id, body] = [newId(), messageOf("webhook.test")];
    expect(await post(body, {})).toBe(401);
    expect(await post(body, headersOf(id, body, { secrets: [OTHER] }))).toBe(401);
    expect(await post(body, headersOf(id, body, { at: NOW - 301_000 }))).toBe(401);
    expect(await post("{}", headersOf(id, "{}"))).toBe(400);
    expect(await post(body, headersOf("../../x", body))).toBe(400);
    expect(told).toEqual([
      ...["bad_timestamp", "bad_signature", "too_old", "not_a_message", "not_a_message"],
    ]);
    expect(await inbox.open()).toEqual([]);
  });
});

describe("what is done", () => {
  let world: PartnerWorld;
  let copy: string;
  let people: Awaited<ReturnType<PartnerWorld["person"]>>[];
  let logged: string[];
  let sent: string[];
  let answers: Sent[];
  beforeEach(async () => {
    world = await partnerWorld();
    copy = await temporaryFolder();
    people = [await world.person(), await world.person(), await world.person()];
    await world.ledger.anchor();
    const { state } = await walkOn(world.walking(copy), world.state());
    await writeOutputs(copy, world.terms, state);
    [logged, sent, answers] = [[], [], []];
  });
  afterEach(() => world.ledger.close());

  const worker = async (): Promise<Worker> => ({
    ...{ inbox: await openInbox(join(copy, "messages")), key, now: () => NOW, directories: [copy] },
    pinned: async () => ({ terms: world.terms }),
    pullPerson: async (directory, subject) => {
      await walkPerson(world.walking(directory), world.state(), subject);
    },
    onPullFailed: () => logged.push("pull failed"),
    async send(agreement, note) {
      const outcome = answers.shift() ?? "taken";
      const { what, message, bodyHash } = verifyAcknowledgement(note, parseVkey(key.vkey));
      expect(agreement).toBe(world.agreementId);
      const letter = JSON.parse(readFileSync(join(copy, "messages", `${message}.json`), "utf8"));
      expect(equalBytes(bodyHash, messageBodyHash(letter.body))).toBe(true);
      sent.push(`${what} ${outcome}`);
      return outcome;
    },
    log: (event, _, type) => logged.push(`${type} ${event}`),
  });
  const arrived = async (type: string, data: object = {}): Promise<Worker> => {
    const one = await worker();
    const body = messageOf(type, { agreement: world.agreementId, ...data });
    await one.inbox.add(newId(), body, NOW + numbers);
    return one;
  };
  const once = (one: Worker) => workOnce(one, new Set());
  const here = async () => {
    const ids = [];
    for await (const { subject } of records(copy)) ids.push(subject);
    return ids.sort();
  };
  const subjects = () => people.map(({ subject }) => subject).sort();
  const files = () =>
    readFileSync(join(copy, "records.ndjson"), "utf8") +
    readFileSync(join(copy, "customer.csv"), "utf8");

  it("a person whose consent ended is gone from proofs and files, before that is said", async () => {
    const [first] = subjects();
    const one = await arrived("consent.withdrawn", { subject: first });
    const { send } = one;
    const seen: string[] = [];
    const watching = {
      ...one,
      send: async (agreement: string, note: string) => {
        seen.push(
          `${verifyAcknowledgement(note, parseVkey(key.vkey)).what} ${files().includes(first!)}`,
        );
        return send(agreement, note);
      },
    };
    expect(await once(watching)).toBe(false);
    expect(await here()).toEqual(subjects().slice(1));
    expect(seen).toEqual(["received true", "done false"]);
    expect(await watching.inbox.open()).toEqual([]);
    expect(logged).toEqual([
      ...["received_said", "applied", "done_said"].map((event) => `consent.withdrawn ${event}`),
    ]);
    expect(logged.join()).not.toContain(first);
  });

  it("is tried again where the firm does not answer, with the very same note, and done once", async () => {
    const [first] = subjects();
    const one = await arrived("consent.ended", { subject: first });
    answers = ["later", "later"];
    expect(await once(one)).toBe(true);
    // Deleted all the same: that does not wait for the firm.
    expect(await here()).toEqual(subjects().slice(1));
    const [before] = await one.inbox.open();
    expect(before).toMatchObject({ applied: true, received: { sent: false }, done: null });
    // As after a restart: nothing is known but what is on the disk.
    const restarted = { ...(await worker()), now: () => NOW + 60_000 };
    answers = ["taken", "later"];
    expect(await once(restarted)).toBe(true);
    const [between] = await restarted.inbox.open();
    expect(between!.received).toEqual({ note: before!.received!.note, sent: true });
    expect(await once(restarted)).toBe(false);
    expect(await restarted.inbox.open()).toEqual([]);
    expect(sent).toEqual([
      ...["received later", "received later", "received taken", "done later", "done taken"],
    ]);
  });

  it("that was done is acknowledged again if it is sent again, with the same notes, and not done again", async () => {
    const { subject } = people[0]!;
    const one = await arrived("consent.ended", { subject });
    const { id, body } = (await one.inbox.open())[0]!;
    await once(one);
    const letter = () => JSON.parse(readFileSync(join(copy, "messages", `${id}.json`), "utf8"));
    const before = letter();
    // Meanwhile the person has consented again.
    await walkOn(world.walking(copy), { ...world.state(), walks: 1 });
    expect(await here()).toEqual(subjects());
    expect(await one.inbox.add(id, body, NOW)).toBe(true);
    expect(await one.inbox.add(id, body, NOW)).toBe(false);
    await once({ ...one, now: () => NOW + 60_000 });
    expect(letter()).toEqual(before);
    expect(sent).toEqual(["received taken", "done taken", "received taken", "done taken"]);
    expect(await here()).toEqual(subjects());
  });

  it("an acknowledgement that is refused for good is not sent for ever", async () => {
    const one = await arrived("consent.ended", { subject: subjects()[0] });
    answers = ["refused", "refused"];
    expect(await once(one)).toBe(false);
    expect(logged).toContain("consent.ended said_refused");
    expect([outcomeOf(201), outcomeOf(422), outcomeOf(404)]).toEqual([
      "taken",
      "refused",
      "refused",
    ]);
    expect([outcomeOf(422, "other_key"), outcomeOf(422, "other_body")]).toEqual([
      "later",
      "refused",
    ]);
    for (const status of [401, 403, 408, 429, 500, 503, 302])
      expect(outcomeOf(status), String(status)).toBe("later");
  });

  it("a corrected record is pulled again, and never stays as it was", async () => {
    const [a, b] = people;
    await stored(world.ledger, customerOf(a!.subject, { channel: "store" }));
    await stored(world.ledger, customerOf(b!.subject, { channel: "store" }));
    await world.ledger.anchor();
    const data = { subject: a!.subject, record: a!.customer, recordVersion: 2 };
    const one = await arrived("record.corrected", data);
    await once(one);
    expect(files()).toContain('"channel":"store"');
    const failing = {
      ...(await arrived("record.corrected", { ...data, subject: b!.subject, record: b!.customer })),
      pullPerson: async () => {
        throw new Error("no chain");
      },
    };
    expect(await once(failing)).toBe(false);
    expect(logged).toContain("pull failed");
    expect(await here()).not.toContain(b!.subject);
    // What is here already is not pulled again.
    const known = { ...(await arrived("record.corrected", data)), pullPerson: failing.pullPerson };
    await once(known);
    expect(logged.filter((line) => line === "pull failed")).toHaveLength(1);
  });

  it("with an agreement everything is gone", async () => {
    await once(await arrived("agreement.ended", { purpose: null }));
    expect(await here()).toEqual([]);
    expect(files()).toBe("\ufeff@id,@subject,@version,channel,emails\r\n");
  });

  it("what is about no copy that is here, or not known, is neither done nor said to be", async () => {
    const told = new Set<string>();
    const one = await arrived("consent.ended", { subject: subjects()[0], purpose: "surveys" });
    await arrived("consent.ended", { subject: subjects()[0], agreement: "b".repeat(40) });
    await arrived("something.new");
    await arrived("webhook.test");
    expect(await workOnce(one, told)).toBe(false);
    expect(await workOnce(one, told)).toBe(false);
    expect(await here()).toEqual(subjects());
    expect([sent, logged.sort()]).toEqual([
      [],
      [
        ...["consent.ended no_copy", "consent.ended no_copy"],
        ...["something.new unknown", "webhook.test tested"],
      ],
    ]);
    expect(readdirSync(join(copy, "messages"))).toHaveLength(4);
  });

  it("is tried later while another process works on the copy", async () => {
    const one = await arrived("consent.ended", { subject: subjects()[0] });
    writeFileSync(join(copy, "lock"), String(process.ppid));
    expect(await once(one)).toBe(true);
    expect(logged).toContain("consent.ended in_use");
    expect(await here()).toEqual(subjects());
    // Of one that has ended without a word.
    writeFileSync(join(copy, "lock"), "999999999");
    expect(await once(one)).toBe(false);
    expect(await here()).toEqual(subjects().slice(1));
  });
});

it("a doorbell is heard also by whoever was not there yet", async () => {
  const bell = doorbell();
  bell.ring();
  await bell.wait(null);
  const waiting = bell.wait(null);
  bell.ring();
  await waiting;
  await bell.wait(1);
});

it("the key is one that signs notes", () => {
  const encoded = generateSigningKey(
    "partner.example/ack",
    KEY_TYPE_SIGNATURE,
    seededRandom("ack"),
  );
  expect(loadNoteSigner(encoded).vkey).toBe(key.vkey);
});
