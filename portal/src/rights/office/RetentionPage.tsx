import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { inLanguage } from "../../customer/said.ts";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Loaded } from "../../frame/States.tsx";
import { RetentionForm } from "./RetentionForm.tsx";
import type { Retention } from "./retention-queries.ts";
import { retentionQuery } from "./retention-queries.ts";

type Rules = Retention["now"];

function Rule({ rule }: { readonly rule: Rules["rules"][number] }) {
  const { t, i18n } = useTranslation("retention");
  const { number } = useFormats();
  const { action, years = 0, ground = "", texts = [] } = rule;
  return (
    <li>
      <Group gap="xs">
        <Text fw={600}>{t(`class_${rule.class}`)}</Text>
        <Badge
          variant="light"
          color={action === "go" ? "gray" : "accent"}
          c="var(--mantine-color-text)"
          radius="sm"
        >
          {action === "go" ? t("go") : t("keepYears", { count: years, n: number(years) })}
        </Badge>
      </Group>
      {action === "go" ? null : (
        <>
          <Text size="sm">{inLanguage(texts, i18n.language)?.text}</Text>
          <Text size="xs" c="dimmed">
            {t("ground", { code: ground })}
          </Text>
        </>
      )}
    </li>
  );
}

function RulesShown({ rules }: { readonly rules: Rules }) {
  const { t } = useTranslation("retention");
  return (
    <Stack gap="md">
      <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: "none" }}>
        {rules.rules.map((rule) => (
          <Rule key={rule.class} rule={rule} />
        ))}
      </Stack>
      <Text size="sm">{t(rules.automatic ? "automaticOn" : "automaticOff")}</Text>
    </Stack>
  );
}

/** What an erasure leaves, for how long and on which ground: the rules in force, those of before, and a form for others. */
export function RetentionPage() {
  const { t } = useTranslation("retention");
  const { day } = useFormats();
  const query = useQuery(retentionQuery);
  const now = query.data?.now;
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={now === undefined ? undefined : <RetentionForm rules={now} />}
    >
      <Loaded query={query}>
        {({ now: rules, stated }) => (
          <>
            <Paper component="section" aria-labelledby="rules-now">
              <Title order={2} size="h4" id="rules-now" mb={4}>
                {t("now")}
              </Title>
              <Text size="sm" c="dimmed" mb="md">
                {rules.inForceFrom === null
                  ? t("ofProduct")
                  : t("since", { day: day(rules.inForceFrom) })}
              </Text>
              <RulesShown rules={rules} />
            </Paper>
            {stated
              .toReversed()
              .filter(({ inForceFrom }) => inForceFrom !== rules.inForceFrom)
              .map((one) => (
                <Paper key={one.inForceFrom} component="section">
                  <Title order={2} size="h5" mb="md">
                    {t("other", { day: day(one.inForceFrom ?? "") })}
                  </Title>
                  <RulesShown rules={one} />
                </Paper>
              ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}
