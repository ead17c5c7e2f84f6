/** A ledger of consents: an audit derives the stream of each event from its body, and finds its key's mark to be what was asked. */
import { afterEach, expect, it } from "vitest";
import { runAudit } from "../../../api/audit/audit.ts";
import { createConsents } from "../../../api/consent/service.ts";
import { auditOptions, newInstallation, remove } from "../../helpers/audit/installation.ts";
import {
  controllerOf,
  day,
  givenOf,
  noticeOf,
  purposeOf,
  recordOne,
} from "../../helpers/consents.ts";
import { newSubject } from "../../helpers/ledger.ts";

let directory = "";
afterEach(() => remove(directory));

it("passes, with events of every kind, also of requests that left out what the ledger filled in", async () => {
  const writing = await newInstallation("consents");
  ({ directory } = writing);
  await writing.ledger.ensureFirmRecord();
  const consents = createConsents(writing);
  const now = { "@occurredAt": undefined, inForceFrom: undefined };
  await consents.recordController(controllerOf(now), "c");
  await consents.publishNotice(noticeOf(1), "n1");
  await consents.definePurpose(purposeOf("newsletter"), "p1");
  await consents.definePurpose(
    purposeOf("newsletter", { ...now, material: false, signals: ["gpc"] }),
    "p2",
  );
  await consents.definePurpose(purposeOf("old"), "p3");
  await consents.retirePurpose("old", {}, "r");
  const [a, b] = [await newSubject(writing), await newSubject(writing)];
  const parts = { consents };
  const short = { validUntil: day(4, 1), externalNumber: "7" };
  await recordOne(parts, givenOf(a, short), "g");
  await consents.expire(a, "newsletter");
  await recordOne(parts, { ...givenOf(b), "@occurredAt": undefined }, "h");
  await consents.merge({ "@subject": a, other: b, event: "joined", reference: "phone" }, "m");
  await consents.signal(b, { signal: "gpc", value: "1" }, "s");
  await writing.anchor();
  const size: number = await writing.store.size();
  await writing.close();
  const report = await runAudit(auditOptions(directory, { threads: 0 }));
  expect(report.findings).toEqual([]);
  expect(report.snapshot.size).toBe(size);
});
