import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Export } from "./Export.tsx";
import { RequestForm } from "./RequestForm.tsx";

/** A copy of what is recorded can be had at once; whoever wants it answered by the firm asks for it. */
export function AskCopy({
  subject,
  right,
}: {
  readonly subject: string;
  readonly right: "access" | "portability";
}) {
  const { t } = useTranslation("rights");
  return (
    <Stack gap="lg">
      <Export subject={subject} form={right} />
      <RequestForm subject={subject} right={right} title={t("exportFormal")}>
        <div>
          <Title order={2} size="h4" mb={4}>
            {t("exportFormal")}
          </Title>
          <Text size="sm">{t("exportFormalText")}</Text>
        </div>
      </RequestForm>
    </Stack>
  );
}
