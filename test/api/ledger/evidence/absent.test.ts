/** That a subject has no such stream. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  customerOf,
  newSubject,
  orderOf,
  rejection,
  stored,
  type TestLedger,
  testLedger,
} from "../../../helpers/ledger.ts";
import { absent, parsed, publish, told } from "./fixtures.ts";

let ledger: TestLedger;
let subject: string;
beforeEach(async () => {
  ledger = await testLedger();
  subject = await newSubject(ledger, "K-1");
});
afterEach(() => ledger.close());

const verified = async (file: Uint8Array): Promise<string> => told(await ledger.verify(file));

describe("the absence of a stream", () => {
  it("is shown of every stream that a kind could have and the subject does not", async () => {
    const { id } = await stored(ledger, orderOf(subject));
    await publish(ledger);
    const streams = ["customer", "payment", "consent/newsletter", "merge", "access", "ledger"];
    for (const stream of [...streams, `order/${id}`]) {
      expect(await verified(await absent(ledger, subject, stream)), stream).toBe("VERIFIED");
    }
  });

  it("is shown in a ledger that holds nothing but its own record", async () => {
    await publish(ledger);
    const file = await absent(ledger, subject, "customer");
    expect(await verified(file)).toBe("VERIFIED");
    expect(parsed(file, "absent").map.terminal).not.toBeNull();
  });

  it("is not shown of one that exists, sealed or not", async () => {
    await publish(ledger);
    await stored(ledger, customerOf(subject));
    const open = await rejection(absent(ledger, subject, "customer"));
    expect(open).toMatchObject({ code: "stream_exists" });
    await publish(ledger);
    const sealed = await rejection(absent(ledger, subject, "customer"));
    expect(sealed).toMatchObject({ code: "stream_exists" });
    const other = await newSubject(ledger, "K-2");
    await publish(ledger);
    expect(await verified(await absent(ledger, other, "customer"))).toBe("VERIFIED");
  });

  it("of a stream that begins while the file is made is not shown", async () => {
    await publish(ledger);
    let raced = false;
    const { newestCosignedAnchor } = ledger.store;
    ledger.store.newestCosignedAnchor = async (...asked) => {
      if (!raced) {
        raced = true;
        await stored(ledger, customerOf(subject));
        await publish(ledger);
      }
      return newestCosignedAnchor(...asked);
    };
    const error = await rejection(absent(ledger, subject, "customer"));
    expect(error).toMatchObject({ code: "stream_exists" });
  });

  it("is not asked of names that no kind has, nor of strangers, nor before a checkpoint", async () => {
    const early = await rejection(absent(ledger, subject, "customer"));
    expect(early).toMatchObject({ code: "not_sealed" });
    await publish(ledger);
    for (const stream of ["customer/x", "order/1", "payments", "customer/", "access/a/b"]) {
      const error = await rejection(absent(ledger, subject, stream));
      expect(error).toMatchObject({ code: "invalid_parameter", details: { parameter: "stream" } });
    }
    const nobody = await rejection(absent(ledger, "x".repeat(43), "customer"));
    expect(nobody).toMatchObject({ code: "not_found", details: { what: "subject" } });
  });
});
