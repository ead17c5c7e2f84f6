/** That a record is its newest version. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
import { consentOf, current, parsed, publish, told, withConsent } from "./fixtures.ts";

let ledger: TestLedger;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger({ kinds: withConsent });
  subject = await newSubject(ledger, "K-1");
});
afterEach(() => ledger.close());

const verified = async (file: Uint8Array): Promise<string> => told(await ledger.verify(file));
const order = (note: string) => orderOf(subject, { externalNumber: "A-1", note });

describe("the claim that a record is the newest", () => {
  it("holds of a kind of one record in each of its versions, as long as it is the newest", async () => {
    let id = "";
    for (const name of ["one", "two", "three"]) {
      ({ id } = await stored(ledger, customerOf(subject, { name })));
      await publish(ledger);
      const file = await current(ledger, id);
      expect(await verified(file)).toBe("VERIFIED");
      expect(parsed(file, "current").stream.name).toBe("customer");
    }
    expect(await rejection(current(ledger, id, { version: 2 }))).toMatchObject({
      code: "not_newest",
      details: { id, version: 3 },
    });
    expect(await verified(await current(ledger, id, { version: 3 }))).toBe("VERIFIED");
  });

  it("holds of many: version 1 by the absence of its own stream, later ones within that", async () => {
    const { id } = await stored(ledger, order("one"));
    await stored(ledger, orderOf(subject, { externalNumber: "B-1" }));
    for (const note of ["one", "two", "three"]) {
      if (note !== "one") await stored(ledger, order(note));
      await publish(ledger);
      const file = await current(ledger, id);
      expect(await verified(file)).toBe("VERIFIED");
      const { stream, map } = parsed(file, "current");
      expect(stream.name).toBe(`order/${id}`);
      const found = map.terminal !== null && Buffer.from(map.terminal.value);
      const { leafHash } = (await ledger.store.entry(
        (
          await ledger.ledger.record(id, null)
        ).index,
      ))!;
      expect(found !== false && found.equals(leafHash)).toBe(note !== "one");
    }
  });

  it("holds of events for the last of the stream only", async () => {
    const day = (n: number) => `2026-11-0${n}T08:00:00.000Z`;
    const first = await stored(ledger, consentOf(subject, "given", day(1)));
    const last = await stored(ledger, consentOf(subject, "withdrawn", day(2)));
    await publish(ledger);
    expect(await verified(await current(ledger, last.id))).toBe("VERIFIED");
    expect(await rejection(current(ledger, first.id))).toMatchObject({
      code: "not_newest",
      details: { id: last.id, version: 1 },
    });
  });

  it("shows what a verifier needs to see, and withholds the rest", async () => {
    const { id } = await stored(ledger, customerOf(subject, { note: "secret-note" }));
    await publish(ledger);
    const file = await current(ledger, id, { fields: ["name"] });
    const verdict = await ledger.verify(file);
    expect(verdict.word).toBe("VERIFIED");
    expect(verdict.disclosed.map(({ name }) => name).sort()).toEqual(
      ["@id", "@kind", "@schema", "@stream", "@subject", "@version", "name"].sort(),
    );
    expect(Buffer.from(file).toString()).not.toContain(
      Buffer.from("secret-note").toString("base64url").slice(0, 10),
    );
    const error = await rejection(current(ledger, id, { fields: ["colour"] }));
    expect(error).toMatchObject({ code: "unknown_fields" });
  });

  it("needs a checkpoint whose map knows the record", async () => {
    await publish(ledger);
    const { id } = await stored(ledger, order("one"));
    const open = await rejection(current(ledger, id));
    expect(open).toMatchObject({ code: "not_sealed", details: { index: 2, size: 1 } });
    await ledger.seal();
    // The final one is older: the newest it is, which is not anchored.
    expect(await verified(await current(ledger, id))).toBe("NOT_ANCHORED anchor not_anchored");
    await ledger.anchor();
    expect(await verified(await current(ledger, id))).toBe("NOT_REPLAYED replay not_replayed");
    await ledger.cosign();
    expect(await verified(await current(ledger, id))).toBe("VERIFIED");
  });

  it("rests on the final checkpoint, or on the newest where that is preferred", async () => {
    const { id } = await stored(ledger, order("one"));
    await publish(ledger);
    await stored(ledger, paymentOf(subject));
    await ledger.seal();
    expect(await verified(await current(ledger, id))).toBe("VERIFIED");
    const newest = await current(ledger, id, { checkpoint: "newest" });
    expect(await verified(newest)).toBe("NOT_ANCHORED anchor not_anchored");
  });

  it("is about a record that is there", async () => {
    const none = current(ledger, "019ab1c2-0000-7000-8000-000000000000");
    expect(await rejection(none)).toMatchObject({ code: "not_found" });
  });
});

describe("while the ledger goes on", () => {
  it("a version that comes meanwhile is told of, never passed over", async () => {
    const { id } = await stored(ledger, order("one"));
    await publish(ledger);
    // Stands for a writer who is faster than the file.
    const { checkpoint } = ledger.store;
    let raced = false;
    ledger.store.checkpoint = async (size) => {
      const found = await checkpoint(size);
      if (!raced) {
        raced = true;
        await stored(ledger, order("two"));
      }
      return found;
    };
    const file = await current(ledger, id);
    // As of its own checkpoint version 1 was the newest; the file says so and no more.
    expect(await verified(file)).toBe("VERIFIED");
    expect(await rejection(current(ledger, id, { version: 1 }))).toMatchObject({
      code: "not_newest",
    });
  });

  it("a map that was forgotten meanwhile is looked for again", async () => {
    const { id } = await stored(ledger, order("one"));
    await publish(ledger);
    const { prove } = ledger.map;
    let calls = 0;
    ledger.map.prove = async (key, mapSize) => {
      if (++calls === 1) {
        await stored(ledger, paymentOf(subject));
        await publish(ledger);
        const { size } = (await ledger.store.newestCheckpoint())!;
        await ledger.map.forget(size - 1);
      }
      return prove(key, mapSize);
    };
    expect(await verified(await current(ledger, id))).toBe("VERIFIED");
    expect(calls).toBe(2);
  });
});
