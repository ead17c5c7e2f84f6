import { Alert, Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IconCheck, IconCopy, IconDownload, IconFileText } from "../../frame/icons.ts";
import { save } from "../../frame/save.ts";
import { codeLink } from "../code.ts";

/** A certificate code, this once: to be copied, printed, or kept as a file. */
export function CodeBox({
  code,
  title,
  text,
  children,
}: {
  readonly code: string;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation("erasure");
  const frame = useTranslation("frame");
  const link = codeLink(code, location.origin);
  const file = (): void => {
    const lines = [t("codeFileText"), link, ""].join("\n");
    save(new Blob([lines], { type: "text/plain;charset=utf-8" }), t("codeFileName"));
  };
  return (
    <Alert variant="light" title={title}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{text}</Text>
        <code className="secret mono" data-code>
          {link}
        </code>
        <Group gap="sm" className="no-print">
          <CopyButton value={link}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                variant="default"
                leftSection={
                  copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                }
                onClick={copy}
              >
                {copied ? frame.t("copied") : t("codeCopy")}
              </Button>
            )}
          </CopyButton>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconFileText size={16} aria-hidden />}
            onClick={() => print()}
          >
            {t("codePrint")}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={file}
          >
            {t("codeFile")}
          </Button>
        </Group>
        {children}
      </Stack>
    </Alert>
  );
}
