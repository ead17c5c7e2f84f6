import { Alert, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DamagedEntry } from "./damaged.ts";
import { useFormats } from "./format.ts";
import { IconAlert } from "./icons.ts";

/** In place of an entry that is not what was recorded any more. `what`: its kind, in words; `children`: what to do about it. */
export function Damaged({
  entry,
  what,
  children,
}: {
  readonly entry: DamagedEntry;
  readonly what: string;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlert size={20} aria-hidden />}
      title={t("damagedTitle")}
      my="xs"
    >
      <Stack gap={4}>
        <Text size="sm">
          {t("damagedEntry", { what, n: entry.version, index: number(entry.index) })}
        </Text>
        <Text size="sm">{t("damagedSays")}</Text>
        <Text size="sm" component="div">
          {children}
        </Text>
      </Stack>
    </Alert>
  );
}
