import { ActionIcon, CopyButton, Group, Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconCheck, IconCopy } from "./icons.ts";

/** As much as tells one from another at a glance. */
export const shortened = (value: string, ends = 6): string =>
  value.length <= 2 * ends + 3 ? value : `${value.slice(0, ends)}…${value.slice(-ends)}`;

/** An identifier, hash or root: shortened, whole in the tip and in the clipboard. `of`: what it is, for whoever hears the button. */
export function Id({
  value,
  of,
  ends = 6,
}: {
  readonly value: string;
  readonly of: string;
  readonly ends?: number;
}) {
  const { t } = useTranslation();
  return (
    <Group gap={4} wrap="nowrap" component="span" display="inline-flex">
      <Text span className="mono" size="sm" title={value}>
        {shortened(value, ends)}
      </Text>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t("copied") : t("copy")}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              onClick={copy}
              aria-label={copied ? t("copied") : t("copyThing", { thing: of })}
            >
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
