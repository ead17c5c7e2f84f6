import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { fromField, toField } from "../../admin/parts/time.ts";
import { said, useFields } from "../office/use-fields.tsx";
import { Known } from "./BreachFields.tsx";
import { isCount, knownOf } from "./breach-draft.ts";
import { useReport } from "./queries.ts";
import { useFieldNames } from "./use-said.ts";

/** Begins the 72 hours. Two fields are enough; the rest follows when it is known. */
export function ReportBreach() {
  const { t } = useTranslation("breaches");
  const { values, fields, reset, set } = useFields();
  const labels = useFieldNames();
  const navigate = useNavigate();
  const { mutateAsync } = useReport();
  const isReady =
    fromField(said(values, "awareAt")) !== null &&
    said(values, "description") !== "" &&
    isCount(values.people) &&
    isCount(values.records);
  return (
    <Deed
      label={t("report")}
      title={t("reportTitle")}
      text={t("reportText")}
      withReason={false}
      isReady={isReady}
      size="xl"
      byButtonAlone
      labels={labels}
      onOpen={() => {
        reset();
        set("awareAt", toField(new Date().toISOString()));
      }}
      onDo={async () => {
        const { breachId } = await mutateAsync(knownOf(values));
        await navigate({ to: "/app/breaches/$breach", params: { breach: breachId } });
      }}
    >
      {fields.time("awareAt", t("field_awareAt"), t("hint_awareAt"), true)}
      {fields.long("description", t("field_description"), {
        ...{ hint: t("hint_description"), most: 10_000, required: true },
      })}
      <Known {...{ values, fields, set }} />
    </Deed>
  );
}
