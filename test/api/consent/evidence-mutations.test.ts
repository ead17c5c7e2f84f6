/** What can be proven of a consent, as files that somebody else checks: each says what was so, and no change of it does. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../../api/core/hash.ts";
import type { Verdict } from "../../../portal/verify/verdict.ts";
import { foundFirm, givenOf, idOf, noticeTexts, recordOne } from "../../helpers/consents.ts";
import {
  flippedBits,
  type Mutation,
  otherParts,
  otherWords,
  withheldFields,
} from "../../helpers/evidence-mutations.ts";
import { newSubject, rejection, START, type TestLedger, testLedger } from "../../helpers/ledger.ts";
import { absent, current, history, publish, told } from "../ledger/evidence/fixtures.ts";

const HOUR = 3_600_000;
const hour = (n: number): string => new Date(START + n * HOUR).toISOString();
/** Asked about; between two anchors, and behind the notice's second version. */
const T = hour(2);
const STREAM = "consent/newsletter";

let ledger: TestLedger;
let [given, withdrawn] = ["", ""];
const files = new Map<string, Uint8Array>();
const NAMES = [
  ...["never asked", "given", "withdrawn later", "expired", "expired, as recorded"],
  ...["given under version 1", "version 2 now in force", "current"],
] as const;

/** At their hours, so that the chain's word and the clock's agree. */
beforeAll(async () => {
  ledger = await testLedger();
  const people = new Map<string, string>();
  for (const name of ["never", "given", "withdrawn", "expired", "other"])
    people.set(name, await newSubject(ledger, name));
  const of = (name: string): string => people.get(name)!;
  const until = (n: number) => ledger.clock.advance(START + n * HOUR - ledger.clock.now());
  await foundFirm(ledger);
  await recordOne(ledger, givenOf(of("given")));
  given = idOf(await recordOne(ledger, givenOf(of("withdrawn"))));
  await recordOne(ledger, givenOf(of("expired"), { validUntil: hour(1.5) }));
  until(1);
  await publish(ledger);
  // Somebody else's, so that there is an anchor between the time asked about and what comes later.
  await recordOne(ledger, givenOf(of("other")));
  until(2.2);
  await publish(ledger);
  until(2.5);
  const expired = (at: string) => history(ledger, of("expired"), STREAM, { at });
  const withdrawal = { event: "withdrawn", purposeId: "newsletter" };
  withdrawn = idOf(await recordOne(ledger, { "@subject": of("withdrawn"), ...withdrawal }));
  until(3);
  await publish(ledger);
  files.set("expired", await expired(T));
  expect(await ledger.consents.expire(of("expired"), "newsletter")).toBe(1);
  until(4);
  await publish(ledger);
  files.set("expired, as recorded", await expired(T));
  files.set("never asked", await absent(ledger, of("never"), STREAM));
  files.set("given", await history(ledger, of("given"), STREAM, { at: T }));
  files.set("withdrawn later", await history(ledger, of("withdrawn"), STREAM, { at: T }));
  files.set("current", await current(ledger, withdrawn));
  files.set("given under version 1", await history(ledger, of("given"), STREAM));
  files.set(
    "version 2 now in force",
    await history(ledger, ledger.ledger.firm, "notice/privacy", { withhold: TEXTS }),
  );
});
afterAll(() => ledger.close());

/** Of a notice's stream the texts themselves: the versions, before them, name their hashes. */
const TEXTS = [2, 3, 5, 6];

const verified = async (name: string): Promise<Verdict> => {
  const verdict = await ledger.verify(files.get(name)!);
  expect(told(verdict)).toBe("VERIFIED");
  return verdict;
};

/** Of each event the field with this name. */
const fieldOf = (verdict: Verdict, field: string) =>
  verdict.events?.map(({ disclosed }) => disclosed.find(({ name }) => name === field)?.value);

describe("evidence of a consent", () => {
  it("shows that a person was never asked", async () => {
    const verdict = await verified("never asked");
    expect(verdict.stream).toMatchObject({ name: STREAM });
    expect(verdict.events ?? []).toEqual([]);
  });

  it.each([
    ["given", "made", ["given"], 1, null, null],
    ["withdrawn later", "made", ["given", "withdrawn"], 1, 2, hour(2.5)],
    ["expired", "expired", ["given"], 1, null, null],
    ["expired, as recorded", "made", ["given", "expired"], 2, null, null],
  ] as const)(
    "shows what was so at a time: %s",
    async (name, kind, events, madeBy, endedBy, endsAt) => {
      const verdict = await verified(name);
      expect(fieldOf(verdict, "event")).toEqual(events);
      expect(verdict.asOf?.state).toEqual({ kind, madeBy, endedBy, endsAt });
      // The chain tells that the consent was in the log by then, and that what came later was not.
      expect(verdict.asOf?.events[0]?.standing).toBe("in_log");
      if (events.length > 1) expect(verdict.asOf?.events[1]?.standing).toBe("not_anchored");
      expect(verdict.asOf?.events.map(({ discrepancy }) => discrepancy)).toEqual(
        events.map(() => null),
      );
    },
  );

  it("shows that an event is the newest of its stream, and of an older one that it is not", async () => {
    const verdict = await verified("current");
    expect(verdict).toMatchObject({ claim: "current", stream: { name: STREAM } });
    const shown = new Map(verdict.disclosed.map((field) => [field.name, field.value]));
    expect([shown.get("@id"), shown.get("event")]).toEqual([withdrawn, "withdrawn"]);
    const error = await rejection(current(ledger, given));
    expect(error).toMatchObject({ code: "not_newest", details: { id: withdrawn, version: 1 } });
  });

  it("shows under which text it was given, and which one is in force now", async () => {
    const given = await verified("given under version 1");
    const notice = await verified("version 2 now in force");
    expect(fieldOf(given, "noticeVersion")).toEqual([1]);
    const versions = fieldOf(notice, "noticeVersion")!;
    expect(versions.filter((number) => typeof number === "number")).toEqual([1, 2]);
    const at = versions.indexOf(2);
    expect(String(fieldOf(notice, "inForceFrom")![at]) < hour(0)).toBe(true);
    const [shown] = noticeTexts(1);
    const hash = sha256(shown!.text).toString("base64url");
    expect(fieldOf(given, "noticeHash")).toEqual([hash]);
    const texts = fieldOf(notice, "texts")!;
    // What is withheld is not shown at all.
    expect(versions).toHaveLength(6);
    expect(texts[versions.indexOf(1)]).toContainEqual(expect.objectContaining({ hash }));
    expect(JSON.stringify(texts[at])).not.toContain(hash);
  });
});

/** Left out, these say less, and nothing that is not so: where in the chain to look, which time is asked about, what an event says. */
const SAYS_LESS = /^(anchor as null|at as null|events\.\d+\.record as null)$/;

async function holding(mutations: Iterable<Mutation>): Promise<string[]> {
  const holds: string[] = [];
  for (const { name, bytes } of mutations) {
    const { word } = await ledger.verify(bytes);
    if (word === "VERIFIED" && !SAYS_LESS.test(name)) holds.push(name);
  }
  return holds;
}

describe.each(NAMES)("a change of the file: %s", (name) => {
  it("in any part", async () => {
    expect(await holding(otherParts(files.get(name)!))).toEqual([]);
  });

  it("in what a record says", async () => {
    const changes = [...otherWords(files.get(name)!)];
    if (name !== "never asked") expect(changes.length).toBeGreaterThan(10);
    expect(await holding(changes)).toEqual([]);
  });

  it("in one bit", async () => {
    const bytes = files.get(name)!;
    const text = Buffer.from(bytes).toString("utf8");
    const time = text.indexOf('"time":"');
    const holds = await holding(flippedBits(bytes, 61));
    // Another time between the same anchors may be asked about.
    const elsewhere = holds.filter((one) => {
      const byte = Number(one.split(" ").at(-1));
      return time < 0 || byte < time || byte > time + 32;
    });
    expect(elsewhere).toEqual([]);
  });
});

describe("a field that is withheld", () => {
  it("where it decides leaves unknown what was so, and never makes it otherwise", async () => {
    for (const name of ["withdrawn later", "expired"]) {
      const kind = (await verified(name)).asOf?.state.kind;
      const unknown = new Set<string>();
      for (const { name: field, bytes } of withheldFields(files.get(name)!)) {
        const { word, asOf } = await ledger.verify(bytes);
        if (word === "INVALID") continue;
        expect(`${field} ${word}`).toBe(`${field} VERIFIED`);
        if (asOf?.state.kind === "unknown") unknown.add(field);
        else expect(`${field} ${asOf?.state.kind}`).toBe(`${field} ${kind}`);
      }
      expect([...unknown].sort(), name).toEqual(["@occurredAt", "event", "validUntil"]);
    }
  });
});
