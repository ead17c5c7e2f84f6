/** That these are all records of a stream. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leafHash } from "../../../../portal/verify/merkle.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  paymentOf,
  rejection,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { consentOf, history, parsed, publish, told, withConsent } from "./fixtures.ts";

let ledger: TestLedger;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger({ kinds: withConsent });
  subject = await newSubject(ledger, "K-1");
});
afterEach(() => ledger.close());

const verified = async (file: Uint8Array): Promise<string> => told(await ledger.verify(file));

/** Versions 1 to `count` of the subject's record; others' entries between them. */
async function versions(count: number): Promise<string> {
  let id = "";
  for (let i = 1; i <= count; i++) {
    ({ id } = await stored(ledger, customerOf(subject, { name: `name ${i}`, note: `note ${i}` })));
    await stored(ledger, orderOf(subject));
  }
  return id;
}

describe("the history of a stream", () => {
  it("has every version of one record, oldest first", async () => {
    await versions(4);
    await publish(ledger);
    const file = await history(ledger, subject, "customer");
    const verdict = await ledger.verify(file);
    expect(told(verdict)).toBe("VERIFIED");
    expect(verdict.events?.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    const named = verdict.events?.map(
      ({ disclosed }) => disclosed.find(({ name }) => name === "name")?.value,
    );
    expect(named).toEqual(["name 1", "name 2", "name 3", "name 4"]);
  });

  it("has many records' first versions in one, and each one's later versions in its own", async () => {
    const numbers = ["A-1", "A-2"];
    const ids: string[] = [];
    for (const externalNumber of numbers) {
      ids.push((await stored(ledger, orderOf(subject, { externalNumber }))).id);
    }
    for (const note of ["x", "y"]) {
      await stored(ledger, orderOf(subject, { externalNumber: "A-1", note }));
    }
    await publish(ledger);
    const first = await ledger.verify(await history(ledger, subject, "order"));
    expect(told(first)).toBe("VERIFIED");
    expect(first.events).toHaveLength(2);
    const own = await ledger.verify(await history(ledger, subject, `order/${ids[0]}`));
    expect(told(own)).toBe("VERIFIED");
    expect(own.events?.map(({ seq }) => seq)).toEqual([1, 2]);
    const none = await rejection(history(ledger, subject, `order/${ids[1]}`));
    expect(none).toMatchObject({ code: "not_found", details: { what: "stream" } });
  });

  it("discloses some fields of all, and withholds some events wholly", async () => {
    await versions(4);
    await publish(ledger);
    const file = await history(ledger, subject, "customer", { fields: ["name"], withhold: [2, 4] });
    const verdict = await ledger.verify(file);
    expect(told(verdict)).toBe("VERIFIED");
    expect(verdict.events?.map(({ withheld }) => withheld === null)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    const shown = verdict.events?.[0]?.disclosed.map(({ name }) => name).sort();
    expect(shown).toEqual(["@kind", "@schema", "@stream", "@subject", "name"]);
    const bare = await ledger.verify(
      await history(ledger, subject, "customer", { withhold: "all", fields: ["anything"] }),
    );
    expect(told(bare)).toBe("VERIFIED");
    expect(bare.events?.every(({ withheld }) => withheld === null)).toBe(true);
    const unknown = await rejection(history(ledger, subject, "customer", { fields: ["colour"] }));
    expect(unknown).toMatchObject({ code: "unknown_fields" });
  });

  it("shows by its entry alone what is not there any more", async () => {
    const id = await versions(3);
    await publish(ledger);
    ledger.tamper((db) => db.exec(`DELETE FROM records WHERE id = '${id}' AND version = 2`));
    const verdict = await ledger.verify(await history(ledger, subject, "customer"));
    expect(told(verdict)).toBe("VERIFIED");
    expect(verdict.events?.map(({ withheld }) => withheld === null)).toEqual([false, true, false]);
  });

  it("goes on from an event that the reader knows", async () => {
    await versions(5);
    await publish(ledger);
    const whole = parsed(await history(ledger, subject, "customer"), "history");
    for (const seq of [1, 3, 4, 5]) {
      const known = { seq, leafHash: leafHash(whole.events[seq - 1]!.entry) };
      const file = await history(ledger, subject, "customer", { from: known });
      const verdict = await ledger.verify(file);
      expect(told(verdict)).toBe("VERIFIED");
      expect(verdict.events?.map((event) => event.seq)).toEqual([2, 3, 4, 5].slice(seq - 1));
      expect(verdict.stream?.from?.seq).toBe(seq);
    }
    for (const from of [
      { seq: 6, leafHash: leafHash(whole.events[4]!.entry) },
      { seq: 2, leafHash: leafHash(whole.events[2]!.entry) },
      { seq: 1, leafHash: new Uint8Array(32) },
    ]) {
      const error = await rejection(history(ledger, subject, "customer", { from }));
      expect(error).toMatchObject({ code: "invalid_parameter", details: { parameter: "from" } });
    }
  });

  it("is of a stream that the kind can have, and of a subject that is there", async () => {
    for (const stream of ["customer/x", "order/x", "nothing", "Order", "", "customer\n"]) {
      const error = await rejection(history(ledger, subject, stream));
      expect(error).toMatchObject({ code: "invalid_parameter", details: { parameter: "stream" } });
    }
    const nobody = await rejection(history(ledger, "x".repeat(43), "customer"));
    expect(nobody).toMatchObject({ code: "not_found", details: { what: "subject" } });
    const empty = await rejection(history(ledger, subject, "payment"));
    expect(empty).toMatchObject({ code: "not_found", details: { what: "stream" } });
  });

  it("covers the newest event, sealed or not, or is not made", async () => {
    await versions(1);
    await publish(ledger);
    await stored(ledger, customerOf(subject, { name: "newer" }));
    const open = await rejection(history(ledger, subject, "customer"));
    expect(open).toMatchObject({ code: "not_sealed", details: { index: 4, size: 3 } });
    await ledger.seal();
    const file = await history(ledger, subject, "customer");
    expect(parsed(file, "history").events).toHaveLength(2);
    expect(await verified(file)).toBe("NOT_ANCHORED anchor not_anchored");
    // Of another stream the final checkpoint still says everything.
    expect(await verified(await history(ledger, subject, "order"))).toBe("VERIFIED");
  });

  it("takes in an event that came while it was made, or begins again", async () => {
    await versions(1);
    await publish(ledger);
    let raced = false;
    ledger.store.checkpoint = async () => null;
    ledger.store.newestCosignedAnchor = async () => null;
    ledger.store.newestAnchor = async () => {
      if (!raced) {
        raced = true;
        await stored(ledger, customerOf(subject, { name: "newer" }));
        await ledger.seal();
      }
      return null;
    };
    const file = await history(ledger, subject, "customer");
    expect(parsed(file, "history").events).toHaveLength(2);
  });
});

describe("a long stream", () => {
  const orders = async (count: number): Promise<void> => {
    const draft = ledger.ledger.parse(orderOf(subject));
    await ledger.ledger.write(
      Array.from({ length: count }, () => ({ draft, insist: false, idempotency: null })),
    );
  };

  it("is proven across many pages of the store", { timeout: 180_000 }, async () => {
    await orders(2_300);
    await publish(ledger);
    const entries = await ledger.ledger.stateAt({ subject, stream: "order", at: null });
    expect(entries.events).toHaveLength(2_300);
    const { seq, leafHash: text } = entries.events[2_200]!;
    const from = { seq, leafHash: new Uint8Array(Buffer.from(text, "base64url")) };
    const file = await history(ledger, subject, "order", { from, withhold: "all" });
    const verdict = await ledger.verify(file);
    expect(told(verdict)).toBe("VERIFIED");
    expect(verdict.events).toHaveLength(99);
  });

  it("that one file cannot hold is refused, with what to do", { timeout: 180_000 }, async () => {
    await orders(2_000);
    await publish(ledger);
    const error = await rejection(history(ledger, subject, "order"));
    expect(error).toMatchObject({ code: "stream_too_long", details: { limit: 1_048_576 } });
    const bare = await rejection(history(ledger, subject, "order", { withhold: "all" }));
    expect(bare).toMatchObject({ code: "stream_too_long" });
  });
});

describe("events whose last is a withdrawal", () => {
  const day = (n: number) => `2026-11-0${n}T08:00:00.000Z`;

  it("are not whole without it: the file would be refused", async () => {
    for (const [i, event] of ["given", "renewed", "withdrawn"].entries()) {
      await stored(ledger, consentOf(subject, event, day(i + 1)));
      await stored(ledger, paymentOf(subject));
    }
    await publish(ledger);
    const whole = parsed(await history(ledger, subject, "consent"), "history");
    expect(whole.events).toHaveLength(3);
    const { encodeEvidence } = await import("../../../../portal/verify/evidence.ts");
    const cut = encodeEvidence({ ...whole, events: whole.events.slice(0, 2) });
    expect(await verified(cut)).toBe("INVALID completeness newer_exists");
    const holed = encodeEvidence({ ...whole, events: [whole.events[0]!, whole.events[2]!] });
    expect(await verified(holed)).toBe("INVALID completeness event_missing");
  });
});
