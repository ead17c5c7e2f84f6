/** What the ledger answers about consent, proven: the files at the addresses that it names verify, say the same, and no change of them does. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { day, foundFirm, givenOf, recordOne } from "../../helpers/consents.ts";
import { newSubject, type TestLedger, testLedger } from "../../helpers/ledger.ts";

let ledger: TestLedger;
const people: Record<string, string> = {};
beforeAll(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  for (const name of ["never", "given", "withdrawn", "expired"])
    people[name] = await newSubject(ledger);
  await recordOne(ledger, givenOf(people.given!));
  await recordOne(ledger, givenOf(people.withdrawn!));
  await recordOne(ledger, givenOf(people.expired!, { validUntil: day(4, 1) }));
  const withdrawal = { "@subject": people.withdrawn, event: "withdrawn", purposeId: "newsletter" };
  await recordOne(ledger, { ...withdrawal, "@occurredAt": day(5, 1) });
  await ledger.consents.expire(people.expired!, "newsletter");
  await ledger.anchor();
  await ledger.cosign();
  ledger.clock.advance(3_600_000);
  await recordOne(ledger, givenOf(await newSubject(ledger)));
  await ledger.anchor();
  await ledger.cosign();
});
afterAll(() => ledger.close());

/** Times at which the chain already held everything: between the two anchors. */
const between = () => new Date(ledger.clock.now() - 1_800_000).toISOString();

/** The fields that a file discloses of its first event. */
function disclosed(bytes: Uint8Array): Record<string, unknown> {
  const { events } = JSON.parse(Buffer.from(bytes).toString());
  const fields = events[0].record.fields as { disclosure: string }[];
  return Object.fromEntries(
    fields.map(({ disclosure }) =>
      JSON.parse(Buffer.from(disclosure, "base64url").toString()).slice(1),
    ),
  );
}

describe.each([
  ["never asked", "never", "never_asked"],
  ["given under a notice of which another version is in force by now", "given", "given"],
  ["withdrawn later", "withdrawn", "withdrawn"],
  ["expired on a day", "expired", "expired"],
])("%s", (_, name, reason) => {
  it("is answered and proven alike", async () => {
    const subject = people[name]!;
    for (const at of name === "never" ? [null] : [null, between()]) {
      const answer = await ledger.consents.stateOf({ subject, purposeId: "newsletter", at });
      expect(answer.reason).toBe(reason);
      const [own] = answer.identifiers;
      const file = await ledger.fetch(own!.evidence);
      expect(file.status, await file.clone().text()).toBe(200);
      const bytes = new Uint8Array(await file.arrayBuffer());
      const verdict = await ledger.verify(bytes);
      expect(verdict.word).toBe("VERIFIED");
      if (name === "given") {
        const { noticeVersion, noticeHash } = own!.madeBy!;
        expect(noticeVersion).toBe(1);
        expect(disclosed(bytes)).toMatchObject({ event: "given", noticeVersion, noticeHash });
      }
      const step = Math.ceil(bytes.length / 25);
      for (let place = 0; place < bytes.length; place += step) {
        const changed = Uint8Array.from(bytes);
        changed[place] = (changed[place] as number) ^ 1;
        expect((await ledger.verify(changed)).word, `byte ${place}`).not.toBe("VERIFIED");
      }
    }
  });
});
