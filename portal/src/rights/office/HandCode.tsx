import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../../admin/parts/Refused.tsx";
import { newCode } from "../code.ts";
import { useStep } from "../own/use-ask.ts";
import { CodeBox } from "../parts/CodeBox.tsx";
import type { OfCase } from "./StepDeed.tsx";

/** Where the person has asked without a certificate code, by letter: one is made here, to be handed over, before it is decided. */
export function HandCode({ subject, request: { requestId, asked } }: OfCase) {
  const { t } = useTranslation("erasure");
  const [code, setCode] = useState<string | null>(null);
  const { mutate, isPending, error } = useStep(subject, requestId);
  if (code !== null) return <CodeBox code={code} title={t("handCode")} text={t("handCodeText")} />;
  if (asked?.certificate !== undefined) return null;
  const make = (): void => {
    const made = newCode();
    mutate(
      {
        event: "noted",
        note: t("handNoted"),
        asked: { ...asked, certificate: made.publicKey },
      },
      { onSuccess: () => setCode(made.code) },
    );
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">{t("handMakeText")}</Text>
      <Button variant="default" size="sm" loading={isPending} onClick={make}>
        {t("handMake")}
      </Button>
      {error === null ? null : <Refused error={error} />}
    </Stack>
  );
}
