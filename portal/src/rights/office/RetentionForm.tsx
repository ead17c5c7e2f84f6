import { Checkbox, Fieldset, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../../admin/parts/Deed.tsx";
import { useOnce } from "../own/use-ask.ts";
import { draftOf, isWhole, RULED, type RuleDraft, type Ruled, rulesOf } from "./retention-draft.ts";
import { type NewRules, type Retention, stateRules } from "./retention-queries.ts";

function RuleFields({
  of,
  rule,
  onChange,
}: {
  readonly of: Ruled;
  readonly rule: RuleDraft;
  readonly onChange: (rule: RuleDraft) => void;
}) {
  const { t } = useTranslation("retention");
  const field = (name: keyof RuleDraft) => ({
    value: rule[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      onChange({ ...rule, [name]: currentTarget.value }),
  });
  return (
    <Fieldset legend={t(`class_${of}`)}>
      <Stack gap="sm">
        {/* What the law has kept for years cannot be stated away. */}
        {of === "statutory" ? null : (
          <NativeSelect
            label={t("action")}
            description={t("actionHint")}
            value={rule.action}
            data={[
              { value: "go", label: t("go") },
              { value: "keep", label: t("keep") },
            ]}
            onChange={({ currentTarget }) =>
              onChange({ ...rule, action: currentTarget.value === "go" ? "go" : "keep" })
            }
          />
        )}
        {rule.action === "go" ? null : (
          <>
            <TextInput
              label={t("years")}
              description={t(of === "statutory" ? "yearsStatutory" : "yearsHint")}
              inputMode="numeric"
              maxLength={3}
              required
              {...field("years")}
            />
            <TextInput
              label={t("groundLabel")}
              description={t("groundHint")}
              maxLength={200}
              required
              {...field("ground")}
            />
            {(["en", "zh"] as const).map((language) => (
              <Textarea
                key={language}
                label={t(`text_${language}`)}
                description={t("textHint")}
                maxLength={1_000}
                required
                autosize
                minRows={2}
                maxRows={8}
                {...field(language)}
              />
            ))}
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

/** States other rules: they count from then on, and never for what is decided already. */
export function RetentionForm({ rules }: { readonly rules: Retention["now"] }) {
  const { t } = useTranslation("retention");
  const client = useQueryClient();
  const once = useOnce();
  const [draft, setDraft] = useState(() => draftOf(rules));
  const [automatic, setAutomatic] = useState(rules.automatic);
  const stating = useMutation({
    mutationFn: (json: NewRules) => stateRules(json, once(json)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["retention"] }),
  });
  return (
    <Deed
      label={t("state")}
      title={t("stateTitle")}
      text={t("stateText")}
      withReason={false}
      isReady={isWhole(draft)}
      size="xl"
      byButtonAlone
      onOpen={() => {
        setDraft(draftOf(rules));
        setAutomatic(rules.automatic);
      }}
      onDo={() => stating.mutateAsync({ automatic, rules: rulesOf(draft) })}
    >
      {RULED.map((one) => (
        <RuleFields
          key={one}
          of={one}
          rule={draft[one]}
          onChange={(rule) => setDraft({ ...draft, [one]: rule })}
        />
      ))}
      <Checkbox
        label={t("automatic")}
        description={t("automaticHint")}
        checked={automatic}
        onChange={({ currentTarget }) => setAutomatic(currentTarget.checked)}
      />
    </Deed>
  );
}
