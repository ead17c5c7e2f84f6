import { Button, Checkbox, Fieldset, NativeSelect, Stack, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { said, useFields } from "../office/use-fields.tsx";
import { useOnce } from "../own/use-ask.ts";
import { oneOf } from "../terms.ts";
import { assess, type NewAssessment } from "./queries.ts";
import { CONCLUSIONS, LEVELS, TRIGGERS } from "./terms.ts";

type Trigger = (typeof TRIGGERS)[number];
type Level = (typeof LEVELS)[number];

interface Risk {
  readonly risk: string;
  readonly likelihood: Level;
  readonly severity: Level;
  readonly measure: string;
}
const NO_RISK: Risk = { risk: "", likelihood: "low", severity: "low", measure: "" };
const MOST_RISKS = 50;

function RiskFields({
  risk,
  n,
  onChange,
}: {
  readonly risk: Risk;
  readonly n: number;
  readonly onChange: (risk: Risk) => void;
}) {
  const { t } = useTranslation("registers");
  const level = (name: "likelihood" | "severity") => (
    <NativeSelect
      label={t(name)}
      value={risk[name]}
      data={LEVELS.map((value) => ({ value, label: t(`level_${value}`) }))}
      onChange={({ currentTarget }) =>
        onChange({ ...risk, [name]: oneOf(LEVELS, currentTarget.value) ?? "low" })
      }
    />
  );
  const text = (name: "risk" | "measure", label: string) => (
    <Textarea
      label={label}
      value={risk[name]}
      maxLength={1_000}
      required
      autosize
      minRows={2}
      maxRows={6}
      onChange={({ currentTarget }) => onChange({ ...risk, [name]: currentTarget.value })}
    />
  );
  return (
    <Fieldset legend={t("riskNumber", { n })}>
      <Stack gap="sm">
        {text("risk", t("riskText"))}
        {level("likelihood")}
        {level("severity")}
        {text("measure", t("measure"))}
      </Stack>
    </Fieldset>
  );
}

/** A whole assessment of what a purpose means for people. */
export function Assess({
  purposeId,
  title,
  needed,
}: {
  readonly purposeId: string;
  readonly title: string;
  /** Why the law asks for one, as far as the purpose tells. */
  readonly needed: readonly Trigger[];
}) {
  const { t } = useTranslation("registers");
  const client = useQueryClient();
  const once = useOnce();
  const { values, fields, reset } = useFields({ conclusion: "acceptable" });
  const [triggers, setTriggers] = useState<Trigger[]>([]);
  const [risks, setRisks] = useState<readonly Risk[]>([NO_RISK]);
  const assessing = useMutation({
    mutationFn: (json: NewAssessment) => assess(purposeId, json, once(json)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["processing"] }),
  });
  const texts = {
    assessedBy: said(values, "assessedBy"),
    necessity: said(values, "necessity"),
    safeguards: said(values, "safeguards"),
  };
  const isReady =
    triggers.length > 0 &&
    Object.values(texts).every((text) => text !== "") &&
    risks.every(({ risk, measure }) => risk.trim() !== "" && measure.trim() !== "");
  return (
    <Deed
      label={t("assess")}
      title={t("assessTitle", { purpose: title })}
      text={t("assessText")}
      withReason={false}
      isReady={isReady}
      size="xl"
      button={{ size: "xs", variant: "default" }}
      onOpen={() => {
        reset();
        setTriggers([...needed]);
        setRisks([NO_RISK]);
      }}
      onDo={() =>
        assessing.mutateAsync({
          ...texts,
          ...{ triggers, risks: [...risks] },
          conclusion: oneOf(CONCLUSIONS, values.conclusion) ?? "acceptable",
        })
      }
    >
      <Checkbox.Group
        label={t("triggers")}
        value={triggers}
        onChange={(all) => setTriggers(TRIGGERS.filter((one) => all.includes(one)))}
      >
        <Stack gap="xs" mt="xs">
          {TRIGGERS.map((one) => (
            <Checkbox key={one} value={one} label={t(`trigger_${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      {fields.text("assessedBy", t("assessedBy"), { most: 500, required: true })}
      {fields.long("necessity", t("necessity"), { most: 4_000, required: true })}
      {fields.long("safeguards", t("safeguards"), { most: 4_000, required: true })}
      {risks.map((risk, at) => (
        <RiskFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in the list is what a risk is known by.
          key={at}
          n={at + 1}
          risk={risk}
          onChange={(changed) => setRisks(risks.with(at, changed))}
        />
      ))}
      {risks.length >= MOST_RISKS ? null : (
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: "flex-start" }}
          onClick={() => setRisks([...risks, NO_RISK])}
        >
          {t("riskAdd")}
        </Button>
      )}
      {fields.choose(
        "conclusion",
        t("conclusion"),
        CONCLUSIONS.map((value) => ({ value, label: t(`conclusion_${value}`) })),
      )}
    </Deed>
  );
}
