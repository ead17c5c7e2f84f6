/** Files of many records at one moment: the very ones that each gets alone, and none that was not checked. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { streamOf } from "../../../../api/consent/history.ts";
import {
  checkHere,
  type EvidenceChecker,
  openChecker,
} from "../../../../api/ledger/evidence/checker.ts";
import type { EvidenceRequest } from "../../../../api/ledger/evidence/together.ts";
import { foundFirm, givenOf, idOf, recordOne } from "../../../helpers/consents.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";

let ledger: TestLedger;
const consents: { subject: string; id: string }[] = [];
const ids: string[] = [];
beforeEach(async () => {
  ledger = await testLedger();
  await foundFirm(ledger);
  for (const n of [1, 2, 3]) {
    const subject = await newSubject(ledger);
    ids.push((await stored(ledger, customerOf(subject, { name: `Person ${n}` }))).id);
    ids.push((await stored(ledger, orderOf(subject))).id);
    consents.push({ subject, id: idOf(await recordOne(ledger, givenOf(subject))) });
    // Some lie below the final checkpoint, some above it.
    if (n < 3) await ledger.anchor();
  }
  await ledger.seal();
});
afterEach(async () => {
  ids.length = 0;
  consents.length = 0;
  await ledger.close();
});

const request = (id: string, change: Partial<EvidenceRequest> = {}): EvidenceRequest => ({
  ...{ claim: "record", id, version: null, fields: ["@id"], checkpoint: "final" },
  ...change,
});
const requests = (): EvidenceRequest[] => [
  ...ids.map((id) => request(id)),
  ...ids.map((id) => request(id, { version: 1, fields: null })),
  ...[...ids, ...consents.map(({ id }) => id)].map((id) => request(id, { claim: "current" })),
];

describe("files made together", () => {
  it.each([
    ["without an auditor", false],
    ["under a cosigned checkpoint", true],
  ])("are those that are made alone, %s", async (_, isCosigned) => {
    if (isCosigned) await ledger.cosign();
    const together = ledger.ledger.evidenceTogether();
    await together.readAhead(ids);
    await together.loneEvents(
      consents.map(({ subject }) => ({ subject, stream: streamOf("newsletter") })),
    );
    for (const one of requests())
      expect(await together.file(one)).toEqual(await ledger.ledger.evidenceFile(one));
    await together.held();
  });

  it("also of what was never read ahead, and as the ledger is by then", async () => {
    const together = ledger.ledger.evidenceTogether();
    await together.readAhead(ids);
    const [first] = ids as [string];
    await together.file(request(first, { claim: "current" }));
    const { record } = await ledger.ledger.record(first, null);
    await stored(ledger, customerOf(String(record["@subject"]), { name: "another" }));
    const fresh = ledger.ledger.evidenceTogether();
    const error = await fresh
      .file(request(first, { claim: "current", version: 1 }))
      .catch((e) => e);
    expect(error).toMatchObject({ code: "not_newest" });
    await together.held();
  });

  it("are refused as each alone", async () => {
    const together = ledger.ledger.evidenceTogether();
    const late = await stored(ledger, customerOf(await newSubject(ledger)));
    for (const id of ["019b0000-0000-7000-8000-000000000000", late.id]) {
      const [alone, beside] = await Promise.all(
        [ledger.ledger.evidenceFile(request(id)), together.file(request(id))].map((made) =>
          made.catch((error: unknown) => error),
        ),
      );
      expect(beside).toEqual(alone);
      expect(beside).toMatchObject({ name: "Refusal" });
    }
  });

  it("are handed to who checks them before they are held, each of them", async () => {
    const seen: Uint8Array[] = [];
    const checker: EvidenceChecker = {
      async check(files) {
        seen.push(...files);
      },
    };
    const together = ledger.ledger.evidenceTogether(checker);
    const made = [];
    for (let i = 0; i < 5; i++)
      for (const one of requests()) made.push((await together.file(one)).bytes);
    await together.held();
    expect(seen).toEqual(made);
  });

  it("are not held where one of them does not hold", async () => {
    const [bad] = [await ledger.ledger.evidence(request(ids[0] as string))];
    bad[40]! ^= 1;
    const worse = (checker: EvidenceChecker): EvidenceChecker => ({
      check: (files) => checker.check([...files, bad]),
    });
    const thread = openChecker();
    for (const checker of [checkHere, thread]) {
      const together = ledger.ledger.evidenceTogether(worse(checker));
      await together.file(request(ids[1] as string));
      await expect(together.held()).rejects.toThrow("own evidence is invalid");
    }
    await thread.close();
  });
});

describe("a thread that checks", () => {
  it("takes what holds, goes when it has nothing to do, and comes again", async () => {
    const files = [await ledger.ledger.evidence(request(ids[0] as string))];
    const thread = openChecker(1);
    await thread.check(files);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([thread.check(files), thread.check([...files, ...files])]);
    await thread.close();
    await thread.check([]);
    await thread.close();
  });

  it("fails what it has not checked when it ends", async () => {
    const thread = openChecker();
    const checking = thread.check([await ledger.ledger.evidence(request(ids[0] as string))]);
    const failed = expect(checking).rejects.toThrow("has ended");
    await thread.close();
    await failed;
  });
});

describe("lone events", () => {
  it("are the only event of a stream; where there are more, the stream is to be read", async () => {
    const stream = streamOf("newsletter");
    type Person = (typeof consents)[number];
    const [one, two, three] = consents as unknown as readonly [Person, Person, Person];
    await recordOne(ledger, {
      ...{
        "@subject": two.subject,
        "@source": "shop",
        event: "withdrawn",
        purposeId: "newsletter",
      },
    });
    const names = [
      ...[one, two, three].map(({ subject }) => ({ subject, stream })),
      { subject: one.subject, stream: "merge" },
      { subject: "A".repeat(43), stream },
    ];
    const found = await ledger.ledger.evidenceTogether().loneEvents(names);
    expect(found).toEqual([
      await ledger.ledger.record(one.id, null),
      "unread",
      await ledger.ledger.record(three.id, null),
      null,
      "unread",
    ]);
  });

  it("of what is damaged nothing is told", async () => {
    ledger.tamper((database) => {
      database
        .prepare("UPDATE records SET sealed = zeroblob(100) WHERE id = ?")
        .run((consents[0] as { id: string }).id);
    });
    const stream = streamOf("newsletter");
    const names = consents.map(({ subject }) => ({ subject, stream }));
    const found = await ledger.ledger.evidenceTogether().loneEvents(names);
    expect(found.map((one) => (typeof one === "string" ? one : one?.id))).toEqual([
      ...["unread", consents[1]?.id, consents[2]?.id],
    ]);
  });
});
