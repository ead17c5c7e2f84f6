import { Alert, Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** A page of ours broke; the rest goes on. */
export function Crash() {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="red" title={t("trouble_fault")}>
      <Stack align="flex-start">
        <Text size="sm">{t("pageBroke")}</Text>
        <Button size="xs" variant="default" onClick={() => location.reload()}>
          {t("tryAgain")}
        </Button>
      </Stack>
    </Alert>
  );
}
