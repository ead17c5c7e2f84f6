/** The sample receiver: what it does when a message is there, and that neither a crash nor a second sending does anything twice. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
import { doorbell, outcomeOf, workOn } from "../../../../scripts/cli/partner/receive.ts";
import { openInbox } from "../../../../scripts/cli/partner/receive-inbox.ts";
import {
  newRounds,
  type Sent,
  type Worker,
  workOnce,
} from "../../../../scripts/cli/partner/receive-work.ts";
import { walkOn, walkPerson } from "../../../../scripts/cli/partner/walk.ts";
import { customerOf, seededRandom, stored } from "../../../helpers/ledger.ts";
import { temporaryFolder } from "../../helpers/items.ts";
import { messageOf, newId } from "./messages.ts";
import { type PartnerWorld, partnerWorld } from "./world.ts";

const NOW = Date.parse("2026-11-27T12:00:00.000Z");
const key = decodeSigningKey(
  generateSigningKey("partner.example/ack", KEY_TYPE_SIGNATURE, seededRandom("ack")),
  KEY_TYPE_SIGNATURE,
)!;

describe("what is done", () => {
  let world: PartnerWorld;
  let copy: string;
  let people: Awaited<ReturnType<PartnerWorld["person"]>>[];
  let logged: string[];
  let sent: string[];
  let answers: Sent[];
  let rounds: ReturnType<typeof newRounds>;
  let letters = 0;
  beforeEach(async () => {
    world = await partnerWorld();
    copy = await temporaryFolder();
    people = [await world.person(), await world.person(), await world.person()];
    await world.ledger.anchor();
    const { state } = await walkOn(world.walking(copy), world.state());
    await writeOutputs(copy, world.terms, state);
    [logged, sent, answers] = [[], [], []];
    rounds = newRounds();
  });
  afterEach(() => world.ledger.close());

  const worker = async (): Promise<Worker> => ({
    ...{ inbox: await openInbox(join(copy, "messages")), key, now: () => NOW, directories: [copy] },
    pinned: async () => ({ terms: world.terms }),
    pullPerson: async (directory, subject) => {
      await walkPerson(world.walking(directory), world.state(), subject);
    },
    onPullFailed: () => logged.push("pull failed"),
    onFault: (error) => logged.push(`fault ${error}`),
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
    await one.inbox.add(newId(), body, NOW + letters++);
    return one;
  };
  const once = (one: Worker) => workOnce(one, rounds);
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
    expect(seen).toEqual(["received false", "done false"]);
    expect(await watching.inbox.open()).toEqual([]);
    expect(logged).toEqual([
      ...["applied", "received_said", "done_said"].map((event) => `consent.withdrawn ${event}`),
    ]);
    expect(logged.join()).not.toContain(first);
  });

  it("is tried again where the firm does not answer, with the very same note, and done once", async () => {
    const [first] = subjects();
    const one = await arrived("consent.ended", { subject: first });
    answers = ["later"];
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
    expect(sent).toEqual([...["received later", "received taken", "done later", "done taken"]]);
  });

  it("that was done is acknowledged again if it is sent again, with the same notes, and not done again", async () => {
    const { subject } = people[0]!;
    const one = await arrived("consent.ended", { subject });
    const { id, body } = (await one.inbox.open())[0]!;
    await once(one);
    const letter = () =>
      JSON.parse(readFileSync(join(copy, "messages", "finished", `${id}.json`), "utf8"));
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
    expect(outcomeOf(422, "other_body")).toBe("refused");
    for (const passing of ["no_key", "other_key", "in_the_future"])
      expect(outcomeOf(422, passing), passing).toBe("later");
    for (const status of [401, 403, 408, 429, 500, 503, 302])
      expect(outcomeOf(status), String(status)).toBe("later");
  });

  it("everybody is deleted before a firm that does not answer is waited for, and it is asked once", async () => {
    const [a, b, c] = subjects();
    const ending = (subject?: string) => arrived("consent.ended", { subject });
    const one = await ending(a);
    await ending(b);
    const left: number[] = [];
    const send = async () => {
      left.push((await here()).length);
      // While it is waited for, the next arrives.
      if (left.length === 1) await ending(c);
      return "later" as const;
    };
    expect(await once({ ...one, send })).toBe(true);
    expect(await once({ ...one, send })).toBe(true);
    expect(left).toEqual([1, 0]);
  });

  it("who is deleted is gone from the tables before anything is pulled again", async () => {
    const [a, b] = people;
    await stored(world.ledger, customerOf(a!.subject, { channel: "store" }));
    await world.ledger.anchor();
    await arrived("record.corrected", {
      ...{ subject: a!.subject, record: a!.customer, recordVersion: 2 },
    });
    const one = await arrived("consent.ended", { subject: b!.subject });
    const seen: boolean[] = [];
    const pullPerson = async () => {
      for (const { subject } of [a!, b!]) seen.push(files().includes(subject));
    };
    await once({ ...one, pullPerson });
    expect(seen).toEqual([false, false]);
  });

  it("what is never taken does not keep the others back", async () => {
    const [a, b, c] = subjects();
    const one = await arrived("consent.ended", { subject: a });
    const { id } = (await one.inbox.open())[0]!;
    await arrived("consent.ended", { subject: b });
    await arrived("consent.ended", { subject: c });
    const send: Worker["send"] = async (_, note) =>
      verifyAcknowledgement(note, parseVkey(key.vkey)).message === id ? "later" : "taken";
    for (let i = 0; i < 2; i++) expect(await once({ ...one, send })).toBe(true);
    expect(await one.inbox.open()).toMatchObject([{ id }]);
  });

  it("what cannot be done for another reason is told as that, and tried again", async () => {
    const one = await arrived("consent.ended", { subject: subjects()[0] });
    const broken = {
      ...one,
      pinned: async () => {
        throw new Error("no terms here");
      },
    };
    expect(await once(broken)).toBe(true);
    expect(logged).toEqual([
      ...["fault Error: no terms here", "consent.ended failed", "consent.ended received_said"],
    ]);
    expect(sent).toEqual(["received taken"]);
    expect(await once(one)).toBe(false);
    expect(sent).toEqual(["received taken", "done taken"]);
  });

  it("nothing that goes wrong ends the work", async () => {
    const one = await arrived("consent.ended", { subject: subjects()[0] });
    const stop = new AbortController();
    const bell = doorbell();
    let tries = 0;
    const send: Worker["send"] = async () => {
      tries += 1;
      if (tries === 1) throw new Error("disk is full");
      if (tries === 3) stop.abort();
      bell.ring();
      return "taken";
    };
    const onFault = (error: unknown): void => {
      logged.push(`fault ${error}`);
      bell.ring();
    };
    await workOn({ ...one, send, onFault }, bell, stop.signal);
    expect(logged).toContain("fault Error: disk is full");
    expect(await one.inbox.open()).toEqual([]);
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
    const told = newRounds();
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
    const lie = (...names: string[]) => readdirSync(join(copy, "messages", ...names));
    expect(lie().filter((name) => name !== "finished")).toHaveLength(3);
    expect(lie("finished")).toHaveLength(1);
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
