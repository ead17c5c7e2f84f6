import { Checkbox, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Loaded } from "../../frame/States.tsx";
import { newCode } from "../code.ts";
import { planQuery } from "../erasure-queries.ts";
import { CodeBox } from "../parts/CodeBox.tsx";
import { PlanShown } from "../parts/PlanShown.tsx";
import { RequestForm } from "./RequestForm.tsx";

/** What goes and what stays, the code for the certificate, and a word that nobody types by accident. */
export function AskErasure({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("erasure");
  const query = useQuery(planQuery(subject, []));
  const [{ code, publicKey }] = useState(newCode);
  const [isKept, setKept] = useState(false);
  const [typed, setTyped] = useState("");
  const word = t("sureWord");
  const isSure = typed.trim().toLowerCase() === word.toLowerCase();
  return (
    <Loaded query={query}>
      {(plan) => (
        <Stack gap="lg">
          <PlanShown plan={plan} own />
          {plan.nothing ? null : (
            <RequestForm
              subject={subject}
              right="erasure"
              asked={{ certificate: publicKey }}
              isReady={isKept && isSure}
            >
              <CodeBox code={code} title={t("codeTitle")} text={t("codeText")}>
                <Checkbox
                  label={t("codeKept")}
                  checked={isKept}
                  onChange={({ currentTarget }) => setKept(currentTarget.checked)}
                />
              </CodeBox>
              <div>
                <TextInput
                  label={t("sure", { word })}
                  value={typed}
                  maxLength={40}
                  autoComplete="off"
                  autoCapitalize="off"
                  spellCheck={false}
                  onChange={({ currentTarget }) => setTyped(currentTarget.value)}
                  maw={320}
                />
                <Text size="sm" c="dimmed" mt={4}>
                  {t("sureHint")}
                </Text>
              </div>
            </RequestForm>
          )}
        </Stack>
      )}
    </Loaded>
  );
}
