import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import classes from "./office.module.css";
import type { Counted } from "./queries.ts";
import { OPEN_STATES, openByRight } from "./summary-view.ts";

/** A bar for each right: how many are open, and what they are in. */
export function OpenByRight({ counts }: { readonly counts: readonly Counted[] }) {
  const { t } = useTranslation("rightsOffice");
  const { t: said } = useTranslation("rights");
  const { number } = useFormats();
  const rows = openByRight(counts);
  const most = Math.max(1, ...rows.map(({ open }) => open));
  const used = OPEN_STATES.filter((state) =>
    rows.some(({ states }) => states.some((one) => one.state === state)),
  );
  return (
    <Paper component="section" aria-labelledby="by-type">
      <Title order={2} size="h4" id="by-type" mb="md">
        {t("byType")}
      </Title>
      {rows.length === 0 ? (
        <Text c="dimmed">{t("byTypeNone")}</Text>
      ) : (
        <Stack gap="md">
          <ul className={classes.bars}>
            {rows.map(({ right, open, states }) => (
              <li key={right}>
                <Text size="sm">{t(`right_${right}`)}</Text>
                <span className={classes.bar}>
                  {states.map(({ state, count }) => (
                    <span
                      key={state}
                      data-state={state}
                      title={`${said(`state_${state}`)}: ${number(count)}`}
                      style={{ inlineSize: `${(100 * count) / most}%` }}
                    />
                  ))}
                </span>
                <Text size="sm" fw={600} ta="end">
                  {number(open)}
                </Text>
              </li>
            ))}
          </ul>
          <Group gap="md">
            {used.map((state) => (
              <Group key={state} gap={6} wrap="nowrap">
                <span className={classes.mark} data-state={state} />
                <Text size="xs" c="dimmed">
                  {said(`state_${state}`)}
                </Text>
              </Group>
            ))}
          </Group>
        </Stack>
      )}
    </Paper>
  );
}
