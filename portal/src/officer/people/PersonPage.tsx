import { Group, Stack, Tabs } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Id } from "../../frame/Id.tsx";
import { Page } from "../../frame/Page.tsx";
import { ReasonGate } from "../../frame/ReasonGate.tsx";
import { useMe } from "../../frame/session.ts";
import { PersonRights } from "../../rights/office/PersonRights.tsx";
import { DayPicker } from "../parts/DayPicker.tsx";
import { endOf } from "../view/day.ts";
import { ConsentsTab } from "./ConsentsTab.tsx";
import { Profile } from "./Profile.tsx";
import { ReadsTab } from "./ReadsTab.tsx";
import { RecordsTab } from "./RecordsTab.tsx";
import { StreamsTab } from "./StreamsTab.tsx";
import { usePersonName } from "./use-person.ts";

const TABS = ["consents", "records", "reads", "rights", "streams"] as const;
type Tab = (typeof TABS)[number];
/** The chains are open to officers alone. */
const OFFICERS: Tab = "streams";

function Person({ subject }: { readonly subject: string }) {
  const { t } = useTranslation("officer");
  const { day, tab: asked = "consents" } = useSearch({ strict: false }) as {
    day?: string;
    tab?: Tab;
  };
  const { role } = useMe();
  const tabs = TABS.filter((one) => role === "officer" || one !== OFFICERS);
  const tab = tabs.includes(asked) ? asked : "consents";
  const navigate = useNavigate();
  const name = usePersonName(subject);
  const at = endOf(day, Date.now());
  const go = (search: { day?: string | undefined; tab?: Tab }): void =>
    void navigate({
      to: "/app/people/$subject",
      params: { subject },
      search: { ...(day === undefined ? {} : { day }), tab, ...search },
      replace: true,
    });
  return (
    <Page
      title={name ?? t("person")}
      lead={
        <Group gap="xs" component="span">
          {t("identifier")} <Id value={subject} of={t("identifier")} ends={8} />
        </Group>
      }
      actions={<DayPicker day={day} onChange={(chosen) => go({ day: chosen })} />}
    >
      <Profile subject={subject} />
      <Tabs
        value={tab}
        onChange={(chosen) => go({ tab: (chosen ?? "consents") as Tab })}
        keepMounted={false}
      >
        <Tabs.List aria-label={t("tabs")}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tab_${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Stack pt="lg">
          <Tabs.Panel value="consents">
            <ConsentsTab subject={subject} at={at} day={day} />
          </Tabs.Panel>
          <Tabs.Panel value="records">
            <RecordsTab subject={subject} />
          </Tabs.Panel>
          <Tabs.Panel value="reads">
            <ReadsTab subject={subject} />
          </Tabs.Panel>
          <Tabs.Panel value="rights">
            <PersonRights subject={subject} />
          </Tabs.Panel>
          <Tabs.Panel value="streams">
            <StreamsTab subject={subject} />
          </Tabs.Panel>
        </Stack>
      </Tabs>
    </Page>
  );
}

/** Everything that is recorded of somebody, in one view; consents of any day. */
export function PersonPage() {
  const { t } = useTranslation("officer");
  const { subject } = useParams({ strict: false }) as { subject: string };
  return (
    <ReasonGate subject={subject} key={subject} title={t("person")}>
      <Person subject={subject} />
    </ReasonGate>
  );
}
