/** A person of whom there is something of every kind that is written here, under two identifiers; another person; and exports of theirs. */

import { checkExport, type ExportVerdict } from "../../api/rights/export/bundle/check.ts";
import type { Form } from "../../api/rights/export/bundle/form.ts";
import { foundFirm, givenOf, recordOne } from "./consents.ts";
import { customerOf, newSubject, orderOf, paymentOf, stored, type TestLedger } from "./ledger.ts";
import { readZip } from "./zip.ts";

export interface Exported {
  /** The one that exports are asked about. */
  readonly subject: string;
  /** Joined with it. */
  readonly other: string;
  /** Nobody of them. */
  readonly stranger: string;
}

export async function exportedPerson(ledger: TestLedger): Promise<Exported> {
  const subject = await newSubject(ledger, "E-1");
  const other = await newSubject(ledger, "E-2");
  const stranger = await newSubject(ledger, "E-3");
  await foundFirm(ledger);
  await stored(ledger, customerOf(subject, { name: "Ana Export", note: "=1+1" }));
  await stored(ledger, orderOf(subject, { externalNumber: "X-1" }));
  await stored(ledger, orderOf(subject, { externalNumber: "X-1", note: "changed" }));
  await stored(ledger, orderOf(other, { externalNumber: "X-2" }));
  await stored(ledger, paymentOf(other, { externalNumber: "X-3" }));
  await stored(ledger, customerOf(stranger, { name: "Stranger Danger" }));
  await recordOne(ledger, givenOf(subject));
  await ledger.consents.merge({
    ...{ "@subject": subject, other, event: "joined", reference: "case 1" },
  });
  return { subject, other, stranger };
}

export async function exportOf(
  ledger: Pick<TestLedger, "fetch">,
  subject: string,
  { form = "access", language = "en" }: { form?: Form; language?: "en" | "zh" } = {},
): Promise<{ readonly response: Response; readonly zip: Buffer }> {
  const response = await ledger.fetch(
    `/v1/subjects/${subject}/export?form=${form}&language=${language}`,
  );
  return { response, zip: Buffer.from(await response.arrayBuffer()) };
}

/** What the checker says of these files. */
export function checkFiles(
  { policy, ask, clock }: Pick<TestLedger, "policy" | "ask" | "clock">,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<ExportVerdict> {
  return checkExport({
    ...{ paths: [...files.keys()], policy, ask, now: clock.now() },
    read: async (path) => {
      const found = files.get(path);
      if (found === undefined) throw new Error(`no file ${path}`);
      return found;
    },
  });
}

export const filesOf = (zip: Uint8Array): Map<string, Buffer> => new Map(readZip(zip));
