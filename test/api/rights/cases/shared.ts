/** A ledger with requests of people, and who works on them. */
import type { Role } from "../../../../api/core/principal.ts";
import type { Actor } from "../../../../api/rights/cases/receive.ts";
import type { TestLedger } from "../../../helpers/ledger.ts";

export const actor = (role: Role, id = `person/${role}`): Actor => ({ id, role });
export const OFFICER = actor("officer");
export const STAFF = actor("staff");
export const CUSTOMER = actor("customer");

export const DAY_MS = 86_400_000;

type Parts = { readonly rights: Pick<TestLedger["rights"], "requests"> };

/** Of somebody who is known; its id. */
export async function asks(
  { rights }: Parts,
  subject: string,
  change: object = {},
  by: Actor = STAFF,
): Promise<string> {
  const known = by.role === "customer" ? {} : { identification: { method: "in-person" } };
  const input = { requestType: "access", ...known, ...change };
  return (await rights.requests.receive(subject, input, by, null)).requestId;
}

/** What is in the steps of each event, at the least. */
export const STEPS = {
  identified: { event: "identified", identification: { method: "document" } },
  paused: { event: "paused", reason: "We need to know which contract it is about." },
  resumed: { event: "resumed" },
  extended: { event: "extended", reason: "Many records." },
  noted: { event: "noted", note: "Called back." },
  granted: { event: "decided", decision: "granted", reason: "So be it." },
  refused: { event: "decided", decision: "refused", reason: "Somebody else's data." },
  reopened: { event: "reopened", reason: "It was somebody else who asked." },
  answered: { event: "answered", answer: { format: "letter", how: "post" } },
  withdrawn: { event: "withdrawn" },
} as const;
export type StepName = keyof typeof STEPS;

export const step = (
  { rights }: Parts,
  subject: string,
  requestId: string,
  name: StepName,
  {
    change = {},
    by = OFFICER,
    key = null,
  }: { change?: object; by?: Actor; key?: string | null } = {},
) => rights.requests.step({ subject, requestId }, { ...STEPS[name], ...change }, by, key);

export const stateOf = async ({ rights }: Parts, subject: string, requestId: string) =>
  (await rights.requests.read({ subject, requestId })).found;
