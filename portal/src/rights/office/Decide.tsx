import { useTranslation } from "react-i18next";
import type { NewStep } from "../queries.ts";
import { DECISIONS, OUTCOMES, oneOf } from "../terms.ts";
import { hasOutcome, useOutcomes } from "./outcomes.ts";
import { type OfCase, StepDeed } from "./StepDeed.tsx";
import { filled, said, useFields } from "./use-fields.tsx";

/** @param regarding what is named with a grant: the plan of an erasure */
export function Decide(
  of: OfCase & {
    readonly regarding?: NonNullable<NewStep["regarding"]>;
    readonly mayGrant?: boolean;
  },
) {
  const { t } = useTranslation("rightsOffice");
  const { request, regarding, mayGrant = true } = of;
  const outcomes = useOutcomes();
  const { values, fields, reset } = useFields({ decision: mayGrant ? "granted" : "refused" });
  const decision = oneOf(DECISIONS, values.decision) ?? "refused";
  const needsGround = decision !== "granted" && request.requestType !== "complaint";
  const outcome = oneOf(OUTCOMES, values.outcome);
  const isErasure = request.requestType === "erasure" && decision !== "refused";
  const isReady = said(values, "reason") !== "" && (!needsGround || said(values, "ground") !== "");
  return (
    <StepDeed
      {...{ request, subject: of.subject }}
      label={t("decide")}
      text={t(isErasure ? "decideErase" : "decideText")}
      isReady={isReady}
      isMain
      onOpen={reset}
      step={() => ({
        ...{ event: "decided", decision, reason: said(values, "reason") },
        ...filled(values, ["ground", "summary"]),
        ...(outcome === null ? {} : { outcome }),
        ...(decision === "refused" || regarding === undefined ? {} : { regarding }),
      })}
    >
      {fields.choose(
        "decision",
        t("decision"),
        DECISIONS.filter((one) => mayGrant || one === "refused").map((value) => ({
          value,
          label: t(`decision_${value}`),
        })),
      )}
      {fields.long("reason", t("reason"), { hint: t("reasonHint"), most: 4_000, required: true })}
      {fields.text("ground", t("ground"), { hint: t("groundHint"), required: needsGround })}
      {hasOutcome(request) ? fields.choose("outcome", t("outcome"), outcomes) : null}
    </StepDeed>
  );
}
