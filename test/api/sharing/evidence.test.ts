/** What was drafted is as good as any other record: its history is proven to anybody, and an audit finds its stream and its key's mark to be what they were. */
import { afterEach, expect, it } from "vitest";
import { runAudit } from "../../../api/audit/audit.ts";
import { createConsents } from "../../../api/consent/service.ts";
import { termsHash } from "../../../api/sharing/terms/hash.ts";
import { termsOf } from "../../../api/sharing/terms/read-policy.ts";
import { auditOptions, newInstallation, remove } from "../../helpers/audit/installation.ts";
import { foundFirm } from "../../helpers/consents.ts";
import { testLedger } from "../../helpers/ledger.ts";
import { draftOf, OFFICER, sharingOf, stepOn } from "./firm.ts";

let directory = "";
afterEach(() => remove(directory));

it("an agreement's history verifies, and says under which terms it is", async () => {
  const ledger = await testLedger();
  ({ directory } = ledger);
  await foundFirm(ledger);
  const sharing = sharingOf(ledger);
  const { agreementId } = await sharing.draft(draftOf(), OFFICER);
  const changed = await sharing.change(agreementId, draftOf({ retention: "P2Y" }), OFFICER);
  await stepOn(ledger, sharing, agreementId, "activated");
  await ledger.anchor();
  await ledger.cosign();
  const stream = encodeURIComponent(`agreement/${agreementId}`);
  const file = await ledger.fetch(
    `/v1/subjects/${ledger.ledger.firm}/evidence?claim=history&stream=${stream}`,
  );
  expect(file.status, await file.clone().text()).toBe(200);
  const bytes = new Uint8Array(await file.arrayBuffer());
  expect((await ledger.verify(bytes)).word).toBe("VERIFIED");
  const { events } = JSON.parse(Buffer.from(bytes).toString());
  const fields = events.map(({ record }: { record: { fields: { disclosure: string }[] } }) =>
    Object.fromEntries(
      record.fields.map(({ disclosure }) =>
        JSON.parse(Buffer.from(disclosure, "base64url").toString()).slice(1),
      ),
    ),
  );
  expect(fields.map(({ event }: { event: string }) => event)).toEqual([
    ...["drafted", "changed", "activated"],
  ]);
  const read = termsOf(fields[1].policy);
  expect(read.ok && termsHash(read.terms)).toEqual({
    hex: changed.termsHash,
    text: fields[2].termsHash,
  });
  await ledger.close();
});

it("an audit passes over drafts, changes and steps, also under keys", async () => {
  const writing = await newInstallation("agreements");
  ({ directory } = writing);
  await foundFirm({ consents: createConsents(writing) });
  const sharing = sharingOf({ ...writing, consents: createConsents(writing) });
  const { agreementId } = await sharing.draft(draftOf(), OFFICER, "key-1");
  await sharing.change(agreementId, draftOf({ note: "shorter" }), OFFICER, "key-2");
  await stepOn(writing, sharing, agreementId, "expired");
  await sharing.change(agreementId, draftOf({ retention: "P2Y" }), OFFICER, "key-3");
  await writing.anchor();
  const size: number = await writing.store.size();
  await writing.close();
  const report = await runAudit(auditOptions(directory, { threads: 0 }));
  expect(report.findings).toEqual([]);
  expect(report.snapshot.size).toBe(size);
});
