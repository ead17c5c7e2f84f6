/** A partner's copy follows what it is given: whole, then what has changed; and nobody is in it who took a consent back. */
import { createHash } from "node:crypto";
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyCopy } from "../../../../scripts/cli/partner/again.ts";
import { endAll, endPerson, records } from "../../../../scripts/cli/partner/copy.ts";
import { writeOutputs } from "../../../../scripts/cli/partner/output.ts";
import { readState, writeState } from "../../../../scripts/cli/partner/state.ts";
import { type Page, walkOn, walkPerson, worstWord } from "../../../../scripts/cli/partner/walk.ts";
import { givenOf, recordOne } from "../../../helpers/consents.ts";
import { customerOf, stored } from "../../../helpers/ledger.ts";
import { temporaryFolder } from "../../helpers/items.ts";
import { type PartnerWorld, partnerWorld } from "./world.ts";

let world: PartnerWorld;
let copy: string;
beforeEach(async () => {
  world = await partnerWorld();
  copy = await temporaryFolder();
});
afterEach(() => world.ledger.close());

const withdraw = (subject: string) =>
  recordOne(world.ledger, {
    ...{ "@subject": subject, "@source": "shop", event: "withdrawn", purposeId: "newsletter" },
  });
async function here(): Promise<string[]> {
  const all = [];
  for await (const { id } of records(copy)) all.push(id);
  return all.sort();
}
const people = async (count: number) => {
  const all = [];
  for (let i = 0; i < count; i++) all.push(await world.person());
  await world.ledger.anchor();
  return all;
};
const walk = async (lie?: (page: Page, number: number) => Page, state = world.state()) => {
  const walked = await walkOn(world.walking(copy, lie), state);
  await writeOutputs(copy, world.terms, walked.state);
  return walked;
};
const table = (name: string): string[] =>
  readFileSync(join(copy, name), "utf8").replace("\ufeff", "").trimEnd().split(/\r?\n/);

describe("a walk", () => {
  it("takes everything, then what has changed; and deletes who withdrew", async () => {
    const [a, b, c] = await people(3);
    const first = await walk();
    expect(first.tally).toMatchObject({ taken: 3, again: 0, refusals: 0, ended: 0, removed: 0 });
    expect(await here()).toEqual([a, b, c].map((one) => one!.customer).sort());
    expect(await readState(copy)).toEqual(first.state);
    expect(first.state.walk).toBeNull();

    await withdraw(b!.subject);
    await stored(world.ledger, customerOf(c!.subject, { channel: "store" }));
    await world.ledger.anchor();
    const second = await walk(undefined, first.state);
    expect(second.tally).toMatchObject({ taken: 1, ended: 1, refusals: 0, removed: 0 });
    expect(await here()).toEqual([a!.customer, c!.customer].sort());
    for (const name of ["records.ndjson", "customer.csv"]) {
      expect(table(name).join()).not.toContain(b!.subject);
      expect(table(name).join()).toContain(c!.subject);
    }
    expect(JSON.parse(table("records.ndjson").at(-1)!)).toMatchObject({
      ...{ "@id": c!.customer, "@version": 2, channel: "store" },
    });
    expect(readdirSync(join(copy, "proofs")).sort()).toEqual([a!.subject, c!.subject].sort());
  });

  it("goes on behind the last page that was applied, whatever interrupts it", async () => {
    const all = await people(5);
    const cut = (page: Page, number: number): Page => {
      if (number === 2) throw new Error("the line is cut");
      return page;
    };
    await expect(walk(cut)).rejects.toThrow("cut");
    expect(await here()).toHaveLength(2);
    const state = (await readState(copy))!;
    expect(state.walk).toMatchObject({ number: 1, open: false });
    const { tally } = await walk(undefined, state);
    expect(tally.taken).toBe(3);
    expect(await here()).toEqual(all.map((one) => one.customer).sort());
  });

  it("keeps aside what does not hold, leaves what was there, and tells it by its worst word", async () => {
    const [a, b] = await people(2);
    const first = await walk();
    const lie = (page: Page): Page => ({
      ...page,
      records: (page.records as { consent: string[] }[]).map((one, i) =>
        i === 0 ? { ...one, consent: [] } : one,
      ),
    });
    const { tally, state } = await walk(lie, { ...world.state(), walks: first.state.walks });
    expect(tally).toMatchObject({ refusals: 1, again: 1, taken: 0, removed: 0 });
    expect(worstWord(tally)).toBe("INVALID");
    expect(await here()).toEqual([a!.customer, b!.customer].sort());
    expect(state.until).not.toBeNull();
    const [file] = readdirSync(join(copy, "refused", a!.subject));
    const [why, came] = readFileSync(join(copy, "refused", a!.subject, file!), "utf8").split("\n");
    expect(JSON.parse(why!)).toMatchObject({ why: { word: "INVALID", code: "consent_missing" } });
    expect(JSON.parse(came!)).toMatchObject({ consent: [] });
    // The same again is no second file.
    await walk(lie, { ...world.state(), walks: state.walks });
    expect(readdirSync(join(copy, "refused", a!.subject))).toHaveLength(1);
    // Of whoever is ended nothing stays but why, and the hash of what came.
    await endPerson(copy, a!.subject);
    expect(readdirSync(join(copy, "refused"))).toEqual(["hashes"]);
    const [hash] = readdirSync(join(copy, "refused", "hashes"));
    const left = readFileSync(join(copy, "refused", "hashes", hash!), "utf8");
    expect(JSON.parse(left)).toEqual({
      at: expect.any(String),
      why: { word: "INVALID", part: "consent", code: "consent_missing" },
      sha256: createHash("sha256").update(came!).digest("hex"),
    });
  });

  it("keeps nothing of what nobody is seen to be the person of, and nothing of another person", async () => {
    const [a, b] = await people(2);
    const garbage = { credential: "Alice Abbot", evidence: "e", consent: [] };
    const mixed = (page: Page): Page => {
      const [first, second] = page.records as { evidence: string; consent: string[] }[];
      if (second === undefined) return page;
      const { evidence, consent } = second;
      return { ...page, records: [{ ...first, evidence, consent }, second, garbage] };
    };
    const { tally } = await walk(mixed);
    expect(tally).toMatchObject({ taken: 1, refusals: 2 });
    const refused = join(copy, "refused");
    expect(readdirSync(refused).sort()).toEqual([a!.subject, "hashes"].sort());
    const [file] = readdirSync(join(refused, a!.subject));
    const [, came] = readFileSync(join(refused, a!.subject, file!), "utf8").split("\n");
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(JSON.parse(came!)).toEqual({
      ...{
        credential: expect.any(String),
        evidence: { sha256: hash },
        consent: [{ sha256: hash }],
      },
    });
    const [nobody, ...more] = readdirSync(join(refused, "hashes"));
    expect(more).toEqual([]);
    expect(readFileSync(join(refused, "hashes", nobody!), "utf8")).not.toContain("Alice");
    await endPerson(copy, b!.subject);
    await endPerson(copy, a!.subject);
    for (const name of readdirSync(join(refused, "hashes")))
      expect(readFileSync(join(refused, "hashes", name), "utf8")).not.toMatch(
        new RegExp(`${a!.subject}|${b!.subject}`),
      );
  });

  it("keeps aside no more of somebody whom a whole one does not meet, and no more than some of anybody", async () => {
    const [a] = await people(1);
    let number = 0;
    const lie = (page: Page): Page => ({
      ...page,
      records: page.records.map((one) => ({ ...(one as object), consent: [`${number++}`] })),
    });
    let { state } = await walk(lie);
    const aside = () => readdirSync(join(copy, "refused", a!.subject));
    for (let i = 0; i < 25; i++) {
      world.ledger.clock.advance(1_000);
      ({ state } = await walk(lie, { ...world.state(), walks: state.walks }));
    }
    expect(aside()).toHaveLength(20);
    expect(readdirSync(join(copy, "refused", "hashes"))).toHaveLength(6);
    const none = (page: Page): Page => ({ ...page, records: [] });
    await walk(none, { ...world.state(), walks: state.walks });
    expect(readdirSync(join(copy, "refused"))).toEqual(["hashes"]);
    expect(readdirSync(join(copy, "refused", "hashes"))).toHaveLength(26);
  });

  it("deletes what a whole one does not give any more", async () => {
    const [a, b] = await people(2);
    await walk();
    const less = (page: Page): Page => ({ ...page, records: page.records.slice(1) });
    const { tally } = await walk(less, { ...world.state(), walks: 1 });
    expect(tally).toMatchObject({ removed: 1, again: 1 });
    expect(await here()).toEqual([b!.customer]);
    expect(await here()).not.toContain(a!.customer);
  });

  it("takes no older version in place of a newer one", async () => {
    const [a] = await people(1);
    const old = (await world.given())[0];
    await stored(world.ledger, customerOf(a!.subject, { channel: "store" }));
    await world.ledger.anchor();
    await walk();
    const { tally } = await walk((page) => ({ ...page, records: [old] }), {
      ...world.state(),
      walks: 1,
    });
    expect(tally.refused[0]?.why.code).toBe("older_version");
    expect(JSON.parse(table("records.ndjson")[0]!)).toMatchObject({ "@version": 2 });
  });

  it("stops where the chain cannot tell, and asks again for what holds only later", async () => {
    await people(3);
    const walking = world.walking(copy);
    const gone = async () => {
      throw new Error("no node");
    };
    const dark = { ...walking, judging: { ...walking.judging, ask: gone } };
    const { tally, state } = await walkOn(dark, world.state());
    expect([tally.stopped?.why.word, tally.taken, state.until]).toEqual(["CANNOT_TELL", 0, null]);
    expect(worstWord(tally)).toBe("CANNOT_TELL");
    const strict = { ...walking, judging: { ...walking.judging, replayed: true } };
    const later = await walkOn(strict, state);
    expect(later.tally).toMatchObject({ taken: 0, refusals: 3 });
    expect([later.state.until, worstWord(later.tally)]).toEqual([null, "NOT_REPLAYED"]);
    expect((await walk(undefined, later.state)).tally.taken).toBe(3);
  });

  it("over one person takes that person's, and deletes what is not given of them any more", async () => {
    const [a, b] = await people(2);
    const { state } = await walk();
    const walking = world.walking(copy);
    expect((await walkPerson(walking, state, a!.subject)).tally).toMatchObject({ again: 1 });
    const none = world.walking(copy, (page) => ({ ...page, records: [] }));
    const walked = await walkPerson(none, (await readState(copy))!, a!.subject);
    expect(walked.tally).toMatchObject({ removed: 1 });
    expect(await here()).toEqual([b!.customer]);
    const other = world.walking(copy, (page) => ({ ...page, records: [] }));
    expect(
      (await walkOn(other, { ...walked.state, until: walked.state.until })).tally.removed,
    ).toBe(0);
  });
});

describe("verifying again", () => {
  const verify = (askTerms = async () => null) => {
    const { now: _, newer: __, ...judging } = world.judging();
    return verifyCopy(copy, world.state(), judging, askTerms);
  };

  it("needs nothing of the firm, and finds what was changed here", async () => {
    await people(2);
    await walk();
    expect(await verify()).toMatchObject({
      records: 2,
      refusals: 0,
      word: "VERIFIED",
      differing: [],
    });
    // A year later it still held when it was taken.
    world.ledger.clock.advance(5 * 365 * 86_400_000);
    expect(await verify()).toMatchObject({ refusals: 0 });
    expect(await verify(async () => "not_in_force" as never)).toMatchObject({ refusals: 2 });

    const state = await readState(copy);
    const csv = join(copy, "customer.csv");
    appendFileSync(csv, "one,more\r\n");
    expect((await verify()).differing).toEqual(["customer.csv"]);
    const [subject] = readdirSync(join(copy, "proofs"));
    const [file] = readdirSync(join(copy, "proofs", subject!));
    const path = join(copy, "proofs", subject!, file!);
    writeFileSync(path, readFileSync(path, "utf8").replace('"version":1', '"version":7'));
    const found = await verify();
    expect(found).toMatchObject({ refusals: 1, word: "INVALID" });
    await writeState(copy, state!);
    await endAll(copy);
    expect(await verify()).toMatchObject({
      records: 0,
      differing: ["records.ndjson", "customer.csv"],
    });
  });
});

it("who withdrew and consents again is given again", async () => {
  const [a] = await people(1);
  const first = await walk();
  await withdraw(a!.subject);
  await world.ledger.anchor();
  const second = await walk(undefined, first.state);
  expect(await here()).toEqual([]);
  world.ledger.clock.advance(1_000);
  const now = { "@occurredAt": new Date(world.ledger.clock.now()).toISOString() };
  await recordOne(world.ledger, givenOf(a!.subject, { ...now, noticeVersion: 2 }));
  await world.ledger.anchor();
  await walk(undefined, second.state);
  expect(await here()).toEqual([a!.customer]);
});
