import {
  Button,
  Checkbox,
  Fieldset,
  Group,
  NativeSelect,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { IconTrash } from "../../frame/icons.ts";
import { oneOf } from "../terms.ts";
import {
  type AssessmentDraft,
  assessmentInput,
  CONCLUSIONS,
  draftOf,
  EMPTY_RISK,
  isWhole,
  LEVELS,
  type RiskDraft,
  TRIGGERS,
  triggersIn,
} from "./assessment-draft.ts";
import { type Assessment, useAssess } from "./queries.ts";

const MOST_RISKS = 50;

function Risk({
  at,
  risk,
  onChange,
  onRemove,
}: {
  readonly at: number;
  readonly risk: RiskDraft;
  readonly onChange: (risk: RiskDraft) => void;
  /** `null`: it is the only one. */
  readonly onRemove: (() => void) | null;
}) {
  const { t } = useTranslation("processing");
  const text = (name: "risk" | "measure") => (
    <Textarea
      label={t(`field_${name}`)}
      description={t(`hint_${name}`)}
      maxLength={1_000}
      required
      autosize
      minRows={2}
      maxRows={8}
      value={risk[name]}
      onChange={({ currentTarget }) => onChange({ ...risk, [name]: currentTarget.value })}
    />
  );
  const level = (name: "likelihood" | "severity") => (
    <NativeSelect
      label={t(`field_${name}`)}
      description={t(`hint_${name}`)}
      style={{ flex: "1 1 12rem" }}
      value={risk[name]}
      data={LEVELS.map((value) => ({ value, label: t(`level_${value}`) }))}
      onChange={({ currentTarget }) =>
        onChange({ ...risk, [name]: oneOf(LEVELS, currentTarget.value) ?? "medium" })
      }
    />
  );
  return (
    <Fieldset legend={t("riskNumber", { n: at + 1 })}>
      <Stack gap="sm">
        {text("risk")}
        <Group gap="sm" align="flex-end">
          {level("likelihood")}
          {level("severity")}
        </Group>
        {text("measure")}
        {onRemove === null ? null : (
          <Group>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={onRemove}
            >
              {t("removeRisk", { n: at + 1 })}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  );
}

function Risks({
  value,
  onChange,
}: {
  readonly value: readonly RiskDraft[];
  readonly onChange: (value: readonly RiskDraft[]) => void;
}) {
  const { t } = useTranslation("processing");
  const rows = value.map((risk, at) => ({ risk, at, key: `${at}` }));
  return (
    <>
      {rows.map(({ risk, at, key }) => (
        <Risk
          key={key}
          {...{ at, risk }}
          onChange={(changed) => onChange(value.with(at, changed))}
          onRemove={value.length === 1 ? null : () => onChange(value.toSpliced(at, 1))}
        />
      ))}
      <Button
        size="xs"
        variant="default"
        style={{ alignSelf: "flex-start" }}
        disabled={value.length >= MOST_RISKS}
        onClick={() => onChange([...value, EMPTY_RISK])}
      >
        {t("addRisk")}
      </Button>
    </>
  );
}

/** A whole assessment each time; it begins with what the newest said. */
export function AssessmentForm({
  purpose,
  newest,
  needed,
}: {
  readonly purpose: string;
  readonly newest: Assessment | null;
  readonly needed: readonly string[];
}) {
  const { t } = useTranslation("processing");
  const { mutateAsync } = useAssess(purpose);
  const [draft, setDraft] = useState<AssessmentDraft>(() => draftOf(newest, needed));
  const change = (some: Partial<AssessmentDraft>): void => setDraft((all) => ({ ...all, ...some }));
  const long = (name: "necessity" | "safeguards" | "note", most: number) => (
    <Textarea
      label={t(`field_${name}`)}
      description={t(`hint_${name}`)}
      maxLength={most}
      required={name !== "note"}
      autosize
      minRows={2}
      maxRows={10}
      value={draft[name]}
      onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
    />
  );
  return (
    <Deed
      label={t("assess")}
      title={t("assessTitle")}
      text={t("assessText")}
      withReason={false}
      isReady={isWhole(draft)}
      size="xl"
      byButtonAlone
      onOpen={() => setDraft(draftOf(newest, needed))}
      onDo={() => mutateAsync(assessmentInput(draft))}
    >
      <TextInput
        label={t("field_assessedBy")}
        description={t("hint_assessedBy")}
        maxLength={500}
        required
        value={draft.assessedBy}
        onChange={({ currentTarget }) => change({ assessedBy: currentTarget.value })}
      />
      <Checkbox.Group
        label={t("field_triggers")}
        description={t("hint_triggers")}
        withAsterisk
        value={[...draft.triggers]}
        onChange={(chosen) => change({ triggers: triggersIn(chosen) })}
      >
        <Stack gap="xs" mt="xs">
          {TRIGGERS.map((one) => (
            <Checkbox key={one} value={one} label={t(`trigger_${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      {long("necessity", 4_000)}
      <Risks value={draft.risks} onChange={(risks) => change({ risks })} />
      {long("safeguards", 4_000)}
      <NativeSelect
        label={t("field_conclusion")}
        description={t("hint_conclusion")}
        required
        value={draft.conclusion}
        data={[
          { value: "", label: t("conclusionNone") },
          ...CONCLUSIONS.map((value) => ({ value, label: t(`conclusion_${value}`) })),
        ]}
        onChange={({ currentTarget }) =>
          change({ conclusion: oneOf(CONCLUSIONS, currentTarget.value) ?? "" })
        }
      />
      <TextInput
        type="date"
        label={t("field_reviewOn")}
        description={t("hint_reviewOn")}
        value={draft.reviewOn}
        onChange={({ currentTarget }) => change({ reviewOn: currentTarget.value })}
      />
      {long("note", 2_000)}
    </Deed>
  );
}
