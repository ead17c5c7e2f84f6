/** Which fields an event of a restriction must have, and cannot have. Pure. */
import { Refusal, type ToldProblem } from "../../core/errors.ts";
import type { Body } from "../../core/kind.ts";
import type { Role } from "../../core/principal.ts";
import type { RestrictionEvent, RestrictionGround } from "../kinds/restriction.ts";

const GROUNDS: Readonly<Record<RestrictionEvent, readonly RestrictionGround[]>> = {
  restricted: ["accuracy", "unlawful", "claims", "objection", "refusal", "other"],
  lifted: ["over", "withdrawn"],
  objected: [],
  "objection-ended": ["compelling-grounds", "legal-claims", "public-interest", "withdrawn"],
};

/** The person is told beforehand, and why (GDPR 18(3)); of an objection that does not hold, with the reason (GDPR 12(4)). Not where it is they who ask for it. */
const isTold = ({ event, ground }: Body): boolean =>
  ground !== "withdrawn" && (event === "lifted" || event === "objection-ended");

/** That the person takes an objection back, and somebody else says so: then how they said it. */
const isReported = ({ event, ground }: Body, role: Role): boolean =>
  role !== "customer" && event === "objection-ended" && ground === "withdrawn";

/** @param now RFC 3339 @param role of whoever asks for it @throws Refusal `invalid_record` */
export function assertFields(body: Body, now: string, role: Role): void {
  const problems: ToldProblem[] = [];
  const { purposeId, ground, reason, toldAt, toldBy } = body;
  const event = body.event as RestrictionEvent;
  const need = (field: string, value: unknown, needed: boolean): void => {
    const has = typeof value === "string";
    if (has !== needed) problems.push({ field, code: needed ? "missing" : "surplus" });
  };
  need("purposeId", purposeId, event === "objected" || event === "objection-ended");
  const grounds = GROUNDS[event];
  need("ground", ground, grounds.length > 0);
  if (grounds.length > 0 && typeof ground === "string" && !grounds.includes(ground as never))
    problems.push({
      field: "ground",
      code: "not_in_list",
      params: { allowed: grounds.join(", ") },
    });
  const isProof = isReported(body, role);
  if (isTold(body) || ground === "other" || isProof) need("reason", reason, true);
  if (isProof) for (const field of ["channel", "reference"]) need(field, body[field], true);
  need("toldAt", toldAt, event === "lifted" && isTold(body) ? true : typeof toldAt === "string");
  if (typeof toldAt === "string" && (toldAt > now || !isTold(body)))
    problems.push({ field: "toldAt", code: isTold(body) ? "bad_time" : "surplus" });
  need("toldBy", toldBy, typeof toldAt === "string");
  if (problems.length > 0) throw new Refusal("invalid_record", { problems });
}
