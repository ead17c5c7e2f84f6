/** How what was given stands at a moment, and what the partner is told where that has ended. */
import type { AgreementRow, GivenKey, GivenRow, NewMessage } from "../../store/partner-store.ts";
import type { LeftOut } from "../delivery/decide.ts";
import { type MessageCause, messageOf, typeOf } from "./message.ts";
import { type AtMoment, earliest, type Standing } from "./moment.ts";

const nothing = (reason: LeftOut): Standing => ({ reason, isHeld: false, changesAt: null });

/** Under the terms in force, whatever of it was given. */
export async function standingUnder(
  at: AtMoment,
  { terms }: AgreementRow,
  { subject, purpose, kinds }: Pick<GivenRow, "subject" | "purpose" | "kinds">,
): Promise<Standing> {
  const use = terms?.uses.find(({ purposeId }) => purposeId === purpose);
  if (terms === null || use === undefined) return nothing("purpose");
  if (!kinds.some((kind) => terms.kinds.includes(kind))) return nothing("kind");
  const standings: Standing[] = [at.ofUse(use)];
  for (const consent of use.consents) standings.push(await at.standingOf(subject, consent));
  if (!use.consents.includes(purpose)) standings.push(await at.unopposed(subject, purpose));
  const against = standings.find(({ reason }) => reason !== "given");
  return {
    reason: against?.reason ?? "given",
    isHeld: against === undefined && standings.some(({ isHeld }) => isHeld),
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

/** That somebody's records are to be kept, and not used; or may be used again. */
export function heldMessage(
  { terms }: AgreementRow,
  { agreement, purpose, subject, organization, version }: GivenKey & Pick<GivenRow, "version">,
  isHeld: boolean,
  cause: MessageCause,
): NewMessage {
  return messageOf({
    type: isHeld ? "person.restricted" : "restriction.lifted",
    reason: isHeld ? "consent_restricted" : null,
    ...{ organization, agreement, purpose, subject, cause, deleteBy: null },
    version: terms?.version ?? version,
    acknowledgeBy: cause.time + (terms?.acknowledgeWithin ?? 0),
  });
}

export interface DecidedRow {
  readonly row: Pick<GivenRow, "number" | "covered" | "held" | "dueAt">;
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
    return { row: { number, covered: row.covered, held: row.held, dueAt: null }, message: null };
  const { reason, isHeld: held, changesAt } = await standingUnder(at, agreement, row);
  const covered = reason === "given";
  // Of what the partner has deleted it hears nothing more.
  const isTold = row.covered && !silent;
  const moved = held === row.held ? null : heldMessage(agreement, row, held, cause);
  const message = covered ? moved : endedMessage(agreement, row, reason as LeftOut, cause);
  return { row: { number, covered, held, dueAt: changesAt }, message: isTold ? message : null };
}
