/** An erasure from the plan to the certificate, in one process. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyErasureCertificate } from "../../../../portal/verify/verify-erasure.ts";
import { recordOne } from "../../../helpers/consents.ts";
import {
  customerOf,
  newSubject,
  orderOf,
  type TestLedger,
  testLedger,
  write,
} from "../../../helpers/ledger.ts";
import { referenceExtents } from "../../../portal/verify/erasure-reference.ts";
import { erase, firm, PLANTED, somebody } from "./scene.ts";

let ledger: TestLedger;
let subject: string;
beforeAll(async () => {
  ledger = await testLedger({ recordReads: true });
  await firm(ledger);
  subject = await somebody(ledger);
});
afterAll(() => ledger.close());

function filesBelow(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

it("shows what goes and what stays", async () => {
  const { planned } = await ledger.rights.erasures.preview(subject, new Set());
  expect(planned.map((one) => [one.retentionClass, one.expiry, one.fate, one.kept?.until])).toEqual(
    [
      ["personal", "open", "erased", undefined],
      ["consent", "open", "kept", 2029],
      ["statutory", "2036", "kept", 2036],
    ],
  );
});

describe("carried out", () => {
  let code: string;
  let id: string;
  beforeAll(async () => {
    const done = await erase(ledger.rights, subject);
    expect(done.done).toBe(true);
    [code, id] = [done.code!, done.id];
  });

  it("leaves nothing of what goes in any file", () => {
    for (const file of filesBelow(ledger.directory)) {
      const bytes = readFileSync(file);
      for (const value of Object.values(PLANTED))
        expect([file, bytes.includes(value)]).toEqual([file, false]);
    }
  });

  it("takes nothing more of the person, and answers that they are erased", async () => {
    await expect(write(ledger, customerOf(subject))).rejects.toMatchObject({
      code: "subject_erased",
    });
    await expect(write(ledger, orderOf(subject))).rejects.toMatchObject({ code: "subject_erased" });
    const withdrawn = { "@subject": subject, event: "withdrawn", purposeId: "newsletter" };
    await expect(recordOne(ledger, withdrawn)).rejects.toMatchObject({ code: "subject_erased" });
    const [decision] = await ledger.consents.decideMany(
      [{ subject, purposeId: "newsletter" }],
      null,
    );
    expect(decision).toMatchObject({ allowed: false, reason: "erased" });
    expect(await newSubject(ledger, PLANTED.number)).not.toBe(subject);
  });

  it("gives a certificate to whoever has the code", async () => {
    await expect(ledger.rights.certificates.make(code, id)).rejects.toMatchObject({
      code: "not_sealed",
    });
    await ledger.anchor();
    await ledger.cosign();
    const bytes = await ledger.rights.certificates.make(code, id);
    const { policy, ask, clock } = ledger;
    const verdict = await verifyErasureCertificate(bytes, { policy, ask, now: clock.now() });
    expect(verdict.word).toBe("VERIFIED");
    // And so says a verifier that shares nothing with the kernel.
    expect(referenceExtents(Buffer.from(bytes))).toEqual(
      verdict.streams.map(({ extent }) => extent),
    );
  });
});
