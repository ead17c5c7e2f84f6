/** The demonstration's history as it lies in demo/consent/events.csv, row by row, and what of it a client would send. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readCsv } from "../../../scripts/import/read/csv.ts";
import { NOTICE_ID } from "./controller.ts";
import { CHOICES } from "./purposes.ts";

export const CONSENT_DIRECTORY: string = fileURLToPath(
  new URL("../../../demo/consent", import.meta.url),
);

const COLUMNS = [
  "number",
  "customer",
  "purpose",
  "event",
  "on",
  "language",
  "notice",
  "channel",
  "actor",
  "reference",
  "evidence",
  "until",
  "other",
  "note",
] as const;

/** Cells; `""` where there is nothing. */
export type DemoRow = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** In the order in which they were entered. */
export async function readRows(): Promise<DemoRow[]> {
  const rows: DemoRow[] = [];
  const file = join(CONSENT_DIRECTORY, "events.csv");
  for await (const row of readCsv(file, { required: COLUMNS }, null)) {
    const cells = COLUMNS.map((column) => [column, row.cell(column)] as const);
    rows.push(Object.fromEntries(cells) as DemoRow);
  }
  return rows;
}

/** Of a customer of Northwind, or, with `web:` before it, of an account of the shop. */
export function referenceOf(customer: string): { source: string; externalNumber: string } {
  const [, account] = customer.split("web:");
  return account === undefined
    ? { source: "northwind", externalNumber: customer }
    : { source: "demonstration", externalNumber: account };
}

const LABEL = "Demonstration: nobody did this";

const filled = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== "" && value !== undefined),
  );

const envelope = ({ on, note }: DemoRow, subject: string) => ({
  ...{ "@subject": subject, "@occurredAt": on, "@source": "demonstration" },
  note: note === "" ? `${LABEL}.` : `${LABEL} (${note}).`,
});

/** As `Consents.parse` takes it. */
export function consentInput(row: DemoRow, subject: string): Record<string, unknown> {
  const { event, purpose, language, notice, actor, reference, evidence } = row;
  const shown = notice !== "";
  const [type, ...rest] = evidence.split(" ");
  return filled({
    ...envelope(row, subject),
    ...{ externalNumber: row.number, event, purposeId: purpose, validUntil: row.until },
    ...{ channel: row.channel, language },
    noticeId: shown ? NOTICE_ID : "",
    noticeVersion: shown ? Number(notice) : "",
    choice: CHOICES[event]?.[language],
    consentType: event === "given" || event === "renewed" ? "dpv:ExplicitlyExpressedConsent" : "",
    actor: actorOf(event, actor, reference),
    evidence: evidence === "" ? undefined : [{ type, reference: rest.join(" ") }],
  });
}

/** Who is not named is the person; who asks is the firm, as the ledger fills in. */
function actorOf(event: string, role: string, reference: string): unknown {
  if (role === "") return event === "requested" ? undefined : { role: "subject" };
  return filled({ role, reference });
}

/** As `Consents.signal` takes it. */
export function signalInput(row: DemoRow, subject: string): Record<string, unknown> {
  const { "@subject": _, ...rest } = envelope(row, subject);
  return {
    ...rest,
    ...{ externalNumber: row.number, signal: "gpc", value: "1", channel: row.channel },
    site: "https://northwind.example",
  };
}

/** As `Consents.merge` takes it. */
export function mergeInput(row: DemoRow, subject: string, other: string): Record<string, unknown> {
  return { ...envelope(row, subject), event: row.event, other, reference: row.reference };
}
