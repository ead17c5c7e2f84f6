import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Page } from "../frame/Page.tsx";
import { Loaded } from "../frame/States.tsx";
import { type Setting, settingsQuery } from "./data.ts";
import { GROUPS, grouped, type Known } from "./settings.ts";

function Shown({ setting, known }: { readonly setting: Setting; readonly known: Known | null }) {
  const { t } = useTranslation("admin");
  const { name, value, isDefault } = setting;
  return (
    <li className="setting">
      <Group gap="xs" justify="space-between" align="flex-start" wrap="nowrap">
        <Text size="sm" fw={600}>
          {known === null ? name : t(`setting_${known}`)}
        </Text>
        {value === null || isDefault ? (
          <Text size="xs" c="dimmed" className="state">
            {t(value === null ? "notSet" : "isDefault")}
          </Text>
        ) : (
          <Badge variant="light" className="state">
            {t("isSet")}
          </Badge>
        )}
      </Group>
      {value === null ? null : (
        <Text size="sm" className="mono" my={2}>
          {value === "on" ? t("settingOn") : value === "off" ? t("settingOff") : value}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {known === null ? null : `${t(`settingText_${known}`)} `}
        {name === "version" ? null : <code>{name}</code>}
      </Text>
    </li>
  );
}

/** `/app/settings`: how this ledger runs. */
export function SettingsPage() {
  const { t } = useTranslation("admin");
  const settings = useQuery(settingsQuery);
  return (
    <Page title={t("settingsTitle")} lead={t("settingsLead")}>
      <Loaded query={settings} skeleton="list">
        {(all) => (
          <Stack gap="lg">
            {GROUPS.map((group) => (
              <Paper component="section" key={group} aria-labelledby={group}>
                <Title order={2} size="h5" mb="xs" id={group}>
                  {t(`group_${group}`)}
                </Title>
                <ul className="settings">
                  {grouped(all, group).map(({ setting, known }) => (
                    <Shown key={setting.name} setting={setting} known={known} />
                  ))}
                </ul>
              </Paper>
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
