/** Requests of a person who is known under several identifiers. */
import { describe, expect, it, onTestFinished } from "vitest";
import { Refusal } from "../../../../api/core/errors.ts";
import { newSubject, testLedger } from "../../../helpers/ledger.ts";
import { asks, CUSTOMER, step } from "./shared.ts";

async function joined() {
  const ledger = await testLedger({ recordReads: true });
  onTestFinished(() => ledger.close());
  const [first, second, other] = [
    await newSubject(ledger, "K-1"),
    await newSubject(ledger, "K-2"),
    await newSubject(ledger, "K-3"),
  ];
  await ledger.consents.merge({
    "@subject": first,
    other: second,
    event: "joined",
    reference: "x",
  });
  return { ledger, first, second, other };
}

describe("requests under joined identifiers", () => {
  it("are listed under each, in the order in which they came, with a record of access for each", async () => {
    const { ledger, first, second, other } = await joined();
    const ids = [await asks(ledger, second), await asks(ledger, first), await asks(ledger, second)];
    const strange = await asks(ledger, other);
    for (const subject of [first, second]) {
      const answer = await ledger.fetch(`/v1/subjects/${subject}/requests`, {
        headers: { "Counterfoil-Reason": "they called" },
      });
      const { requests } = (await answer.json()) as { requests: { requestId: string }[] };
      expect(requests.map(({ requestId }) => requestId)).toEqual(ids);
      expect(JSON.stringify(requests)).not.toContain(strange);
    }
    for (const subject of [first, second])
      expect((await ledger.ledger.events(subject, "access")).events).toHaveLength(2);
    expect((await ledger.ledger.events(other, "access")).events).toHaveLength(0);
  });

  it("are read and gone on with under each, and under nobody else's", async () => {
    const { ledger, first, second, other } = await joined();
    const requestId = await asks(ledger, second);
    const { requests } = ledger.rights;
    expect((await requests.read({ subject: first, requestId })).subject).toBe(second);
    await step(ledger, first, requestId, "withdrawn", { by: CUSTOMER });
    expect((await requests.read({ subject: second, requestId })).found.state).toBe("withdrawn");
    const missing = new Refusal("not_found", { what: "request" });
    await expect(requests.read({ subject: other, requestId })).rejects.toEqual(missing);
    await expect(step(ledger, other, requestId, "noted")).rejects.toEqual(missing);
    await ledger.consents.merge({
      "@subject": first,
      other: second,
      event: "separated",
      reference: "x",
    });
    await expect(requests.read({ subject: first, requestId })).rejects.toEqual(missing);
  });
});
