import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Page } from "../../frame/Page.tsx";
import { Empty, Loaded } from "../../frame/States.tsx";
import { languageNow } from "../../frame/words.ts";
import { BreachCard } from "./BreachCard.tsx";
import { Downloads } from "./Downloads.tsx";
import { breachesQuery } from "./queries.ts";
import { RecordBreach } from "./RecordBreach.tsx";

/** The register of breaches: each with its clock, what is known, and the steps that were taken. */
export function BreachesPage() {
  const { t } = useTranslation("registers");
  const query = useQuery(breachesQuery);
  const pathOf = (format: string): string =>
    `/v1/breaches?format=${format}&language=${languageNow()}`;
  return (
    <Page title={t("breachesTitle")} lead={t("breachesLead")} actions={<RecordBreach />}>
      <Loaded
        query={query}
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={t("breachesNone")}>{t("breachesNoneText")}</Empty>}
      >
        {(all) => (
          <Stack gap="lg">
            <Downloads
              of={[
                { path: pathOf("csv"), name: "breaches.csv", label: t("asCsv") },
                { path: pathOf("pdf"), name: "breaches.pdf", label: t("asPdf") },
              ]}
            />
            {all.toReversed().map((breach) => (
              <BreachCard key={breach.breachId} breach={breach} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
