/** How what was given stands at a moment, and what the partner is told where that has ended. */
import type { AgreementRow, GivenKey, GivenRow, NewMessage } from "../../store/partner-store.ts";
import type { LeftOut } from "../delivery/decide.ts";
import { type MessageCause, messageOf, typeOf } from "./message.ts";
import { type AtMoment, earliest, type Standing } from "./moment.ts";

/** Under the terms in force, whatever of it was given. */
export async function standingUnder(
  at: AtMoment,
  { terms }: AgreementRow,
  { subject, purpose, kinds }: Pick<GivenRow, "subject" | "purpose" | "kinds">,
): Promise<Standing> {
  const use = terms?.uses.find(({ purposeId }) => purposeId === purpose);
  if (terms === null || use === undefined) return { reason: "purpose", changesAt: null };
  if (!kinds.some((kind) => terms.kinds.includes(kind))) return { reason: "kind", changesAt: null };
  const standings: Standing[] = [at.ofUse(use)];
  for (const consent of use.consents) standings.push(await at.standingOf(subject, consent));
  const against = standings.find(({ reason }) => reason !== "given");
  return {
    reason: against?.reason ?? "given",
    changesAt: earliest(standings.map(({ changesAt }) => changesAt)),
  };
}

/** That somebody's records are not to be kept any more. */
export function endedMessage(
  { terms }: AgreementRow,
  { agreement, purpose, subject, organization, version }: GivenKey & Pick<GivenRow, "version">,
  reason: LeftOut,
  cause: MessageCause,
): NewMessage {
  return messageOf({
    ...{ type: typeOf(reason), organization, agreement, purpose, subject, reason, cause },
    version: terms?.version ?? version,
    deleteBy: cause.time + (terms?.deleteWithin ?? 0),
    acknowledgeBy: cause.time + (terms?.acknowledgeWithin ?? 0),
  });
}

export interface DecidedRow {
  readonly row: Pick<GivenRow, "number" | "covered" | "dueAt">;
  readonly message: NewMessage | null;
}

/** @param silent the partner was told before that everything had ended */
export async function decideRow(
  at: AtMoment,
  agreement: AgreementRow | undefined,
  row: GivenRow,
  cause: MessageCause,
  silent = false,
): Promise<DecidedRow> {
  const { number } = row;
  // Of what is not in force the partner was told as a whole; when it is again, all is decided anew.
  if (agreement === undefined || !agreement.inForce)
    return { row: { number, covered: row.covered, dueAt: null }, message: null };
  const { reason, changesAt } = await standingUnder(at, agreement, row);
  const covered = reason === "given";
  const isTold = row.covered && !covered && !silent;
  return {
    row: { number, covered, dueAt: changesAt },
    message: isTold ? endedMessage(agreement, row, reason as LeftOut, cause) : null,
  };
}
