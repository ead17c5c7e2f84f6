import { Alert, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconAlert, IconCircleCheck } from "../../frame/icons.ts";
import type { Overview } from "../data.ts";
import { concernsOf } from "../view/steps.ts";

/** What somebody has to do something about; or that nobody has. */
export function Alarms({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation("officer");
  const concerns = concernsOf(overview).map((concern) => ({
    code: concern,
    title: t(`concern_${concern}`),
    toDo: t(`concern_${concern}_do`),
  }));
  const all = [...overview.alarms, ...concerns];
  if (all.length === 0)
    return (
      <Group gap="sm" wrap="nowrap" role="status">
        <IconCircleCheck
          size={22}
          aria-hidden
          color="var(--mantine-primary-color-filled)"
          style={{ flexShrink: 0 }}
        />
        <Text>
          <Text span fw={600}>
            {t("allWell")}
          </Text>{" "}
          <Text span c="dimmed">
            {t("allWellText")}
          </Text>
        </Text>
      </Group>
    );
  return (
    <Stack gap="sm" role="status">
      {all.map(({ code, title, toDo }) => (
        <Alert
          key={code}
          color="red"
          variant="light"
          icon={<IconAlert size={20} aria-hidden />}
          title={title}
        >
          {toDo}
        </Alert>
      ))}
    </Stack>
  );
}
