import { Alert, Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconCheck, IconCopy, IconDownload } from "../frame/icons.ts";
import { save } from "../frame/save.ts";

/** A webhook's secret, shown this once. */
export function WebhookSecret({
  secret,
  onKept,
}: {
  readonly secret: string;
  readonly onKept: () => void;
}) {
  const { t } = useTranslation("partner");
  const frame = useTranslation("frame");
  const file = (): void =>
    save(new Blob([`${secret}\n`], { type: "text/plain" }), "webhook.secret");
  return (
    <Alert role="alert" variant="light" title={t("secret")}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t("secretText")}</Text>
        <code className="secret" style={{ overflowWrap: "anywhere" }}>
          {secret}
        </code>
        <Group gap="sm">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                leftSection={
                  copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                }
                onClick={copy}
              >
                {frame.t(copied ? "copied" : "copy")}
              </Button>
            )}
          </CopyButton>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={file}
          >
            {t("secretFile")}
          </Button>
          <Button size="xs" variant="subtle" onClick={onKept}>
            {t("kept")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
