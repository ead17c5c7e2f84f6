import { Alert, Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconCheck, IconCopy, IconDownload } from "../../frame/icons.ts";
import { save } from "../../frame/save.ts";
import type { MadeKey } from "../data.ts";

/** A new key, shown this once. */
export function Secret({ made, onKept }: { readonly made: MadeKey; readonly onKept: () => void }) {
  const { t } = useTranslation("admin");
  const frame = useTranslation("frame");
  const file = (): void =>
    save(new Blob([`${made.secret}\n`], { type: "text/plain" }), `${fileName(made.name)}.token`);
  return (
    <Alert role="alert" variant="light" title={t("secretTitle", { name: made.name })}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t("secretText")}</Text>
        <code className="secret">{made.secret}</code>
        <Group gap="sm">
          <CopyButton value={made.secret}>
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
            {t("download")}
          </Button>
          <Button size="xs" variant="subtle" onClick={onKept}>
            {t("kept")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

const fileName = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 60) || "key";
