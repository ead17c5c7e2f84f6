import { SimpleGrid, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../frame/format.ts";
import { Page } from "../../frame/Page.tsx";
import { ReasonGate } from "../../frame/ReasonGate.tsx";
import { Loaded } from "../../frame/States.tsx";
import { Figure } from "../../officer/parts/Figure.tsx";
import { Complaints } from "./Complaints.tsx";
import { OpenByRight } from "./OpenByRight.tsx";
import { type Summary, summaryQuery } from "./queries.ts";
import { RequestList } from "./RequestList.tsx";
import { countAll, countIn, countOpen } from "./summary-view.ts";

function Figures({
  summary: { overdue, dueSoon, answeredLate, counts },
}: {
  readonly summary: Summary;
}) {
  const { t } = useTranslation("rightsOffice");
  const { number } = useFormats();
  const toAnswer = countIn(counts, "decided") + countIn(counts, "granted");
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 5 }}>
      <Figure
        name={t("figureOverdue")}
        value={number(overdue)}
        hint={t(overdue === 0 ? "figureOverdueNone" : "figureOverdueHint")}
      />
      <Figure
        name={t("figureSoon")}
        value={number(dueSoon)}
        hint={t(dueSoon === 0 ? "figureSoonNone" : "figureSoonHint")}
      />
      <Figure
        name={t("figureOpen")}
        value={number(countOpen(counts))}
        hint={t("figureOpenHint", {
          n: number(countAll(counts)),
          paused: number(countIn(counts, "paused")),
        })}
      />
      <Figure name={t("figureToAnswer")} value={number(toAnswer)} hint={t("figureToAnswerHint")} />
      <Figure name={t("figureLate")} value={number(answeredLate)} hint={t("figureLateHint")} />
    </SimpleGrid>
  );
}

/** What people have asked for: what is due and overdue, by right, complaints, and all of them. */
export function RequestsPage() {
  const { t } = useTranslation("rightsOffice");
  const query = useQuery(summaryQuery);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Loaded query={query} skeleton="cards">
        {(summary) => (
          <>
            <Figures summary={summary} />
            <OpenByRight counts={summary.counts} />
            <Complaints counts={summary.counts} />
          </>
        )}
      </Loaded>
      <section aria-labelledby="all">
        <Title order={2} size="h4" id="all" mb="md">
          {t("list")}
        </Title>
        <ReasonGate subject={null}>
          <RequestList />
        </ReasonGate>
      </section>
    </Page>
  );
}
