import { useTranslation } from "react-i18next";
import { HOW, OUTCOMES, oneOf } from "../terms.ts";
import { hasOutcome, useOutcomes } from "./outcomes.ts";
import { type OfCase, StepDeed } from "./StepDeed.tsx";
import { filled, said, useFields } from "./use-fields.tsx";

export function Answer(of: OfCase) {
  const { t } = useTranslation("rightsOffice");
  const { t: word } = useTranslation("rights");
  const outcomes = useOutcomes();
  const { values, fields, reset } = useFields({ how: "portal" });
  const outcome = oneOf(OUTCOMES, values.outcome);
  const reference = said(values, "reference");
  return (
    <StepDeed
      {...of}
      label={t("answer")}
      text={t("answerText")}
      isReady={said(values, "format") !== ""}
      isMain
      onOpen={reset}
      step={() => ({
        event: "answered",
        answer: {
          format: said(values, "format"),
          how: oneOf(HOW, values.how) ?? "other",
          ...(reference === "" ? {} : { reference }),
        },
        ...filled(values, ["summary"]),
        ...(outcome === null ? {} : { outcome }),
      })}
    >
      {fields.text("format", t("answerFormat"), {
        ...{ hint: t("answerFormatHint"), most: 100, required: true },
      })}
      {fields.choose(
        "how",
        t("answerHow"),
        HOW.map((value) => ({ value, label: word(`how_${value}`) })),
      )}
      {fields.text("reference", t("reference"), { hint: t("referenceHint") })}
      {fields.long("summary", t("summary"), { hint: t("summaryHint") })}
      {hasOutcome(of.request) ? fields.choose("outcome", t("outcome"), outcomes) : null}
    </StepDeed>
  );
}
