/** All pages of a delivery: the very files that each record and each consent has alone, and nothing that was not checked. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type CheckerThread,
  type EvidenceChecker,
  openChecker,
} from "../../../../api/ledger/evidence/checker.ts";
import { createDelivery } from "../../../../api/sharing/delivery/service.ts";
import { verifyCredential } from "../../../../portal/verify/verify-credential.ts";
import { day, givenOf, recordOne } from "../../../helpers/consents.ts";
import { customerOf, stored, type TestLedger, testLedger } from "../../../helpers/ledger.ts";
import {
  askOf,
  personOf,
  type Shared,
  type SharedPerson,
  sharedFirm,
  standingIn,
} from "./shared.ts";

let ledger: TestLedger;
let shared: Shared;
let checker: CheckerThread;
beforeEach(async () => {
  ledger = await testLedger();
  shared = await sharedFirm(ledger);
  checker = openChecker();
});
afterEach(async () => {
  await checker.close();
  await ledger.close();
});

const bulk = (by: EvidenceChecker) => {
  const { consents, clock, issuer } = ledger;
  return createDelivery({
    ...{ ledger: ledger.ledger, consents, clock, issuer, checker: by },
    ...standingIn(ledger),
  });
};

async function allOf(by: EvidenceChecker, limit = 3) {
  const records = [];
  for await (const page of bulk(by).pages(askOf(shared, { limit }))) records.push(...page.records);
  return records;
}

/** Of every sort: one consent, two of them, of two identifiers, with a record that was corrected, and what is sealed but not final. */
async function people(): Promise<SharedPerson[]> {
  const all = [];
  for (let n = 0; n < 7; n++) {
    all.push(await personOf(ledger));
    if (n === 3) await ledger.anchor();
  }
  const [one, two, three] = all as [SharedPerson, SharedPerson, SharedPerson];
  await recordOne(ledger, {
    ...{ "@subject": one.subject, "@source": "shop", event: "withdrawn", purposeId: "newsletter" },
    "@occurredAt": day(3, 2),
  });
  await recordOne(ledger, givenOf(one.subject, { "@occurredAt": day(3, 3) }));
  await stored(ledger, customerOf(two.subject, { name: "corrected" }));
  await ledger.consents.merge({
    ...{ "@subject": three.subject, other: all[4]!.subject, event: "joined", reference: "desk 7" },
  });
  await ledger.seal();
  return all;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const parsed = (file: string) => JSON.parse(file);

describe("all pages of a delivery", () => {
  it("give the files that are made alone", async () => {
    const all = await people();
    const records = await allOf(checker);
    expect(records).toHaveLength(all.length);
    for (const { evidence, consent, credential } of records) {
      const { disclosed } = verifyCredential(credential, {
        ...{ policy: ledger.policy, now: ledger.clock.now() },
        evidence: new TextEncoder().encode(evidence),
      });
      const of = (name: string) => disclosed.find((field) => field.name === name)?.value;
      const fields = disclosed.map(({ name }) => name);
      const common = { fields, checkpoint: "final" } as const;
      const version = Number(of("@version"));
      const alone = { ...common, claim: "record", id: String(of("@id")), version } as const;
      expect(evidence).toBe(text(await ledger.ledger.evidence(alone)));
      const [file] = consent;
      const { claim, record, stream } = parsed(file as string);
      expect(claim).toBe("current");
      const names: string[] = record.names;
      const shown = names.filter((_, i) => "disclosure" in record.fields[i]);
      const { events } = await ledger.ledger.events(stream.subject, stream.name);
      const id = String(events.at(-1)?.record?.["@id"]);
      const current = { ...common, fields: shown, claim: "current", id, version: null } as const;
      expect(file).toBe(text(await ledger.ledger.evidence(current)));
    }
  });

  it("give what one page gives, but for the moment that is signed", async () => {
    await people();
    const { records } = await shared.delivery.page(askOf(shared));
    expect(await allOf(checker)).toEqual(records);
    expect(await allOf(checker, 1)).toEqual(records);
  });

  it("give nothing, and say of nothing that it was shown, where a file does not hold", async () => {
    const [{ subject }] = (await people()) as [SharedPerson];
    const broken: EvidenceChecker = {
      check: ([first, ...rest]) => checker.check([first!.slice(1), ...rest]),
    };
    await expect(allOf(broken)).rejects.toThrow("own evidence is invalid");
    const query = { subject, kind: "access", cursor: null, limit: 9 };
    expect((await ledger.ledger.list(query)).records).toEqual([]);
  });

  it("give nothing where the thread ends", async () => {
    await people();
    const ending: EvidenceChecker = {
      check: async (files) => {
        const checking = checker.check(files);
        await checker.close();
        return checking;
      },
    };
    await expect(allOf(ending)).rejects.toThrow("has ended");
  });
});
