import { Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { Figure } from "../../officer/parts/Figure.tsx";
import { ClockBadge, ClockText } from "./BreachClock.tsx";
import { countsOf } from "./breach-view.ts";
import { Downloads } from "./Downloads.tsx";
import { type Breach, breachesQuery } from "./queries.ts";
import { ReportBreach } from "./ReportBreach.tsx";
import { useNow } from "./use-now.ts";

function Figures({ breaches }: { readonly breaches: readonly Breach[] }) {
  const { t } = useTranslation("breaches");
  const { number } = useFormats();
  const { overdue, due, open, all } = countsOf(breaches);
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }}>
      <Figure
        name={t("clock_overdue")}
        value={number(overdue)}
        hint={t(overdue === 0 ? "figureOverdueNone" : "figureOverdueHint")}
      />
      <Figure name={t("clock_due")} value={number(due)} hint={t("figureDueHint")} />
      <Figure
        name={t("figureOpen")}
        value={number(open)}
        hint={t("figureOpenHint", { n: number(all) })}
      />
    </SimpleGrid>
  );
}

function Line({ breach, now }: { readonly breach: Breach; readonly now: number }) {
  const { t } = useTranslation("breaches");
  const { time } = useFormats();
  const { breachId, facts } = breach;
  return (
    <li>
      <Link className="row" to="/app/breaches/$breach" params={{ breach: breachId }}>
        <span className="row-main">
          <Text span fw={600} lineClamp={2}>
            {facts.description ?? t("noDescription")}
          </Text>
          <Text span display="block" size="sm" c="dimmed">
            {t("awareSince", { time: time(facts.awareAt) })}
          </Text>
          <ClockText breach={breach} now={now} />
        </span>
        <ClockBadge breach={breach} />
      </Link>
    </li>
  );
}

/** The register of breaches (GDPR 33(5), PIPL 57): all of them, the newest first, each with its clock. */
export function BreachesPage() {
  const { t } = useTranslation("breaches");
  const query = useQuery(breachesQuery);
  const now = useNow();
  return (
    <Page title={t("title")} lead={t("lead")} actions={<ReportBreach />}>
      <Loaded
        query={query}
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={t("none")}>{t("noneText")}</Empty>}
      >
        {(breaches) => (
          <Stack gap="xl">
            <Figures breaches={breaches} />
            <ul className="rows" aria-label={t("title")}>
              {breaches.toReversed().map((breach) => (
                <Line key={breach.breachId} breach={breach} now={now} />
              ))}
            </ul>
          </Stack>
        )}
      </Loaded>
      <Paper component="section" aria-labelledby="files">
        <Title order={2} size="h4" id="files" mb={4}>
          {t("files")}
        </Title>
        <Text size="sm" mb="md">
          {t("filesText")}
        </Text>
        <Downloads
          path="/v1/breaches"
          name="breaches"
          of={t("title")}
          formats={["pdf", "html", "csv", "json"]}
        />
      </Paper>
    </Page>
  );
}
